"""Define what can be asked for in this tenant, and take it away again."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from domain.clients.events import ScopeDefined, ScopeRemoved
from domain.clients.records import ConsentNeed, Scope
from domain.clients.refusals import SCOPE_IN_USE
from domain.clients.rules import SCOPE_WORD
from domain.clients.scopes import STANDARD
from domain.clients.store import ClientWork
from domain.kernel.authorize import authorize
from domain.kernel.errors import Refusal, invalid, not_found
from domain.kernel.paging import MOST_ROWS, PageRequest
from domain.kernel.seen import is_blank
from domain.kernel.work import writes

LONGEST_LABEL: Final = 80
LONGEST_SENTENCE: Final = 200


def check_scope(scope: Scope) -> None:
    """Go on only with a scope that people can be asked about.

    Refuses:
        invalid_input: its word is a standard one or has another form, or its texts do not fit.
    """
    if not SCOPE_WORD.fullmatch(scope.value):
        raise invalid("value", "a word of printable ASCII without spaces, quotes or backslashes")
    if scope.value in STANDARD:
        raise invalid(
            "value", "{scope} is a standard scope and is there already", scope=scope.value
        )
    seen = scope.label.isprintable() and not is_blank(scope.label)
    if len(scope.label) > LONGEST_LABEL or not seen:
        raise invalid("label", "1 to 80 characters that can be seen")
    shown = scope.consent is not ConsentNeed.NONE
    if len(scope.sentence) > LONGEST_SENTENCE or (shown and is_blank(scope.sentence)):
        raise invalid("sentence", "say in one sentence what the application can do then")
    if not scope.sentence.isprintable():
        # Marks that turn the direction of text could make a person read something else.
        raise invalid("sentence", "characters that can be seen")
    if scope.longest_consent is not None and scope.longest_consent <= timedelta():
        raise invalid("longest_consent", "more than nothing")


@writes()
def define_scope(work: ClientWork, scope: Scope) -> None:
    """Define a scope, in place of an earlier one of the same word.

    Refuses:
        forbidden: the operator lacks `clients.change`.
        invalid_input: its word is a standard one or has another form, or its texts do not fit.

    Tells:
        ScopeDefined.
    """
    authorize(work, "clients.change")
    check_scope(scope)
    work.scopes.put(scope)
    work.tell(ScopeDefined(scope=scope.value))


@writes()
def remove_scope(work: ClientWork, value: str) -> None:
    """Take a scope away that no client may ask for any more.

    Refuses:
        forbidden: the operator lacks `clients.change`.
        scope_in_use: a client may still ask for it.
        not_found: it is none of the tenant's own.

    Tells:
        ScopeRemoved.
    """
    authorize(work, "clients.change")
    if asker := _asker(work, value):
        raise Refusal(SCOPE_IN_USE, scope=value, client=asker)
    if not work.scopes.remove(value):
        raise not_found("scope")
    work.tell(ScopeRemoved(scope=value))


def _asker(work: ClientWork, value: str) -> str:
    """Return the client_id of one client that may ask for a scope, or an empty text."""
    wanted: PageRequest | None = PageRequest(MOST_ROWS)
    while wanted is not None:
        page = work.clients.page(wanted)
        for client in page.rows:
            if value in client.scopes:
                return client.client_id
        wanted = None if page.next is None else PageRequest(MOST_ROWS, page.next)
    return ""
