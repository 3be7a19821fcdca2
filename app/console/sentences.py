"""One sentence for each line of the audit trail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from app.runtime.directions import set_apart
from app.runtime.spans import span
from app.runtime.words import later
from domain.audit.records import UNREADABLE
from domain.clients.ours import NAMES
from domain.identifiers.records import IdentifierKind
from domain.kernel.ids import short, show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.runtime.words import Words
    from domain.audit.records import AuditEvent

_SHOWN_ID: Final = 30
"""Letters of an id that is told whole: its kind, a line and 26 letters."""

_SENTENCES: Final = {
    "account.activation_issued": later("Made a new activation link for {subject}"),
    "account.created": later("Created {subject}"),
    "account.disabled": later("Disabled {subject}; its sessions and tokens ended"),
    "account.enabled": later("Enabled {subject}"),
    "account.erased": later("Erased {subject}"),
    "account.searched": later("Looked for an account by an identifier"),
    "api_key.created": later("Made an API key for {account}, good for {lifetime}"),
    "api_key.refused": later("Refused a call by an API key: {why}"),
    "api_key.revoked": later("Revoked an API key of {account}"),
    "audit.cut": later("Erased {rows} old lines of the trail, as retention says"),
    "backup.restored": later(
        "Put the state of {made_at} back: {leave} items of leave and {keys} keys ended"
    ),
    "backup.taken": later("Took the backup {file} away"),
    "client.authentication_failed": later("{subject} did not prove itself"),
    "client.changed": later("Changed the client {client_id}: {changed}"),
    "client.registered": later("Registered the client {client_id}"),
    "client.removed": later("Deleted the client {client_id}"),
    "client.secret_ended": later("Ended an earlier secret of {client_id}"),
    "client.secret_rotated": later("Rotated the secret of {client_id}"),
    "code.misused": later(
        "Refused a code that came wrongly; it is burned, and its grant {subject} too"
    ),
    "code.replayed": later("Refused a code that came a second time, and closed {subject}"),
    "config.applied": later(
        "Applied a file: {added} added, {changed} changed, {removed} taken away"
    ),
    "consent.bodies_erased": later("Erased {rows} entries of the ledger; their leaves stay"),
    "consent.expired": later("Leave of {account} for {client} ended by time: {item}"),
    "consent.given": later("{account} gave {client} leave: {item}"),
    "consent.refused": later("{account} refused {client}: {item}"),
    "consent.revoked": later("Revoked the leave of {account} for {client}: {item}"),
    "consent.superseded": later("A new decision of {account} for {client} took over: {item}"),
    "consent.withdrawn": later("{account} withdrew leave from {client}: {item}"),
    "grant.closed": later("Closed {subject} of {client}: {reason}"),
    "grant.narrowed": later("Narrowed {subject} of {client}: {items} ended"),
    "identifier.claimed": later("Sealed an identifier ({kind}) for an account"),
    "identifier.released": later("Released an identifier ({kind}) of an account"),
    "index_key.rotated": later("Identifiers are sealed under key {version} from now on"),
    "invitation.refused": later(
        "Refused an invitation: its sender may not give its roles any more"
    ),
    "invitation.revoked": later("Took an invitation back"),
    "invitation.sent": later("Invited an operator: {roles}"),
    "invitation.taken": later("{account} took an invitation"),
    "job.paused": later("Paused the job {job}"),
    "job.resumed": later("Let the job {job} run again"),
    "job.started": later("Ran the job {job} by hand"),
    "key.activated": later("Began to sign with a key ({alg}, {purpose})"),
    "key.created": later("Made a signing key ({alg}, {purpose})"),
    "key.retired": later("Destroyed the private half of a key ({alg}, {purpose})"),
    "key.retiring": later("Stopped signing with a key ({alg}, {purpose})"),
    "limit.reached": later("Too many tries: further ones wait"),
    "login.activated": later("{subject} used its activation link"),
    "login.failed": later("A sign-in of {subject} failed: {why}"),
    "login.registered": later("{subject} registered"),
    "login.signed_in": later("{subject} signed in"),
    "operator.assigned": later("Gave {subject} the role {role}"),
    "operator.link_issued": later("Made a one-time link on the server"),
    "operator.renamed": later("{subject} chose another name for other operators to see"),
    "operator.removed": later("Took the role {role} from {subject}"),
    "operator.window_opened": later("{subject} opened the window on this machine"),
    "password.change_refused": later("Refused to change the password of {subject}"),
    "password.changed": later("{subject} changed its password"),
    "password.enrolled": later("{subject} chose a password"),
    "persona.changed": later("Changed the persona {subject}"),
    "privacy.scan_ended": later("A privacy audit ended: {verdict}"),
    "privacy.scan_started": later("Started a privacy audit ({mode})"),
    "refresh.ended": later("Ended the refresh tokens of {subject}; its grant goes on to its end"),
    "refresh.reused": later("Refused an old refresh token that came again, and closed {subject}"),
    "sandbox.clock_moved": later("Moved the clock of this tenant"),
    "scope.defined": later("Defined the scope {scope}"),
    "scope.removed": later("Deleted the scope {scope}"),
    "session.ended": later("Ended the session {subject}: {reason}"),
    "session.renewed": later("{account} proved itself again in its session"),
    "session.started": later("A session of {account} began"),
    "tenant.changed": later("Changed this tenant: {changed}"),
    "tenant.created": later("Made this tenant"),
    "tenant.disabled": later("Disabled this tenant"),
    "tenant.enabled": later("Enabled this tenant"),
    "tenant.texts_changed": later("Reworded {sentences} sentences of the pages in {language}"),
    "token.revoked": later("A client gave a token back"),
}


GROUPS: Final = {
    "login": later("Sign-ins"),
    "session": later("Sessions"),
    "account": later("Accounts"),
    "identifier": later("Identifiers"),
    "password": later("Passwords"),
    "consent": later("Leave"),
    "grant": later("Grants and tokens"),
    "client": later("Clients"),
    "scope": later("Scopes"),
    "key": later("Keys"),
    "tenant": later("Tenant"),
    "operator": later("Operators"),
    "api_key": later("API keys"),
    "job": later("Jobs"),
    "limit": later("Limits"),
    "sandbox": later("Sandbox"),
    "audit": later("The trail itself"),
}
"""What events are about, as an operator looks for them."""

_GROUPED: Final = {
    "backup": "tenant",
    "code": "grant",
    "refresh": "grant",
    "token": "grant",
    "index_key": "key",
    "invitation": "operator",
    "persona": "sandbox",
    "config": "tenant",
    "privacy": "tenant",
    "notice": "consent",
}


def group_of(name: str) -> str:
    """Return the word of `GROUPS` that an event's name belongs to."""
    first = name.partition(".")[0]
    return _GROUPED.get(first, first)


_OF_NOBODY: Final = {
    UNREADABLE: later("This line was changed behind our back and cannot be read; verify names it"),
    "login.failed": later("A sign-in failed: {why}"),
}
"""What is said of a line that is about nobody."""

_CAUSES: Final = {
    "wrong": later("the proof was wrong"),
    "unknown": later("nobody has what was typed"),
    "missing": later("it has no such proof"),
    "stopped": later("the account may not sign in"),
}
"""Why a sign-in failed; the person who tried is told none of it."""


_ENDS: Final = {
    "account_disabled": later("the account was disabled"),
    "account_erased": later("the account was erased"),
    "account_stopped": later("the account may not sign in"),
    "code_misused": later("its code came wrongly"),
    "code_ran_out": later("its code ran out"),
    "code_replayed": later("its code came a second time"),
    "ended_by_operator": later("by an operator"),
    "ended_by_person": later("by the person"),
    "password_changed": later("the password was changed"),
    "refresh_reuse": later("a used refresh token came again"),
    "replaced": later("a new sign-in took its place"),
    "restored": later("a backup was put back"),
    "session_ended": later("its session ended"),
    "signed_out": later("signed out"),
    "token_revoked": later("the application gave its token back"),
}
"""Why a session or a grant ended."""

_LEAVE_ENDED: Final = "consent_"
"""How a reason begins that is how the leave behind a grant ended; a line of its own tells it."""


KINDS: Final = {
    IdentifierKind.USERNAME.value: later("username"),
    IdentifierKind.EMAIL.value: later("e-mail address"),
    IdentifierKind.PHONE.value: later("phone number"),
}
"""Kinds of identifiers."""


_OURS: Final = frozenset(NAMES.values())
"""Labels of the clients that Byleave registers itself; they are said, others stand as written."""


class _Told(dict[str, str]):
    """Values of a line; what a line does not hold is a dash."""

    def __missing__(self, name: str) -> str:
        return "—"


def sentence(words: Words, line: AuditEvent, names: Mapping[str, str] | None = None) -> str:
    """Tell a line of the trail in one sentence; ids in their short form.

    Args:
        words: the reader's words.
        line: the line.
        names: what ids are called, by the shown id: clients by their labels.
    """
    known = said_names(words, names or {})
    told = _Told({name: _said(value, known) for name, value in line.facts.items()})
    days = line.facts.get("days")
    if isinstance(days, int) and abs(days) <= timedelta.max.days:
        told["lifetime"] = span(words, timedelta(days=days))
    if told.get("why") in _CAUSES:
        told["why"] = words(_CAUSES[told["why"]])
    if told.get("reason") in _ENDS:
        told["reason"] = words(_ENDS[told["reason"]])
    elif told.get("reason", "").startswith(_LEAVE_ENDED):
        told["reason"] = words("the leave it rested on ended")
    if told.get("kind") in KINDS:
        told["kind"] = words(KINDS[told["kind"]])
    template = _SENTENCES.get(line.name)
    if line.subject_id is None:
        template = _OF_NOBODY.get(line.name, template)
    else:
        whole = show(line.subject_prefix or "id", line.subject_id)
        told["subject"] = known.get(whole) or short(line.subject_prefix or "id", line.subject_id)
        if whole in known and "client_id" in told:
            told["client_id"] = known[whole]
    apart = _Told({name: set_apart(value) for name, value in told.items()})
    return words(template).format_map(apart) if template else line.name


def said_names(words: Words, names: Mapping[str, str]) -> dict[str, str]:
    """Return what ids are called, by the shown id; clients of our own in the reader's language."""
    return {id_: words(name) if name in _OURS else name for id_, name in names.items()}


def known_names() -> frozenset[str]:
    """Return the names of the events that have a sentence."""
    return frozenset(_SENTENCES)


def _said(value: object, names: Mapping[str, str]) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(str(each) for each in value) or "—"
    text = str(value)
    if text in names:
        return names[text]
    if len(text) == _SHOWN_ID and text[3] == "_":
        return text[:4] + text[-6:]
    return text
