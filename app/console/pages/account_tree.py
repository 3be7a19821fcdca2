"""What is live on an account: account, sessions, grants, tokens; an end at every node."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from app.console.pages.account_effects import Act
from app.console.parts.browsers import browser_in
from app.console.parts.effects import Effect
from app.console.parts.trees import Node
from domain.kernel.ids import short, show

if TYPE_CHECKING:
    from app.console.context import PageContext
    from app.console.pages.account_effects import AccountEffects
    from domain.oauth.hanging import Hanging
    from domain.operators.accounts_overview import LiveAccount
    from domain.sessions.records import Session

Making = Callable[[], tuple[Effect, Act]]


class LiveTree:
    """The nodes, and what each of them ends.

    Args:
        context: the page.
        seen: the account as it was read.
        effects: makes the ends.
    """

    def __init__(self, context: PageContext, seen: LiveAccount, effects: AccountEffects) -> None:
        """Gather the nodes; `ends` has what choosing each of them will stop, by its key."""
        self._context = context
        self._words = context.words
        self._seen = seen
        self._effects = effects
        self._may_end = context.may("sessions.end")
        self.ends: dict[str, Making] = {}
        self.roots = (self._account(),)

    def _account(self) -> Node:
        seen = self._seen
        key = show("acc", seen.account.id)
        self.ends[key] = self._effects.everything
        bearing = {session.id for session in seen.sessions}
        free = [each for each in seen.hanging if each.grant.session_id not in bearing]
        return Node(
            key,
            short("acc", seen.account.id),
            self._words("account"),
            "user-round",
            mono=True,
            act=self._verb(self._words("End everything…")),
            kids=[*map(self._session, seen.sessions), *map(self._grant, free)],
        )

    def _session(self, session: Session) -> Node:
        key = show("ses", session.id)
        self.ends[key] = partial(self._effects.end, session)
        borne = [each for each in self._seen.hanging if each.grant.session_id == session.id]
        return Node(
            key,
            browser_in(self._words, session.browser),
            self._words("session"),
            "monitor",
            note=self._words("last seen"),
            at=session.last_seen_at,
            act=self._verb(self._words("End…")),
            kids=[self._grant(each) for each in borne],
        )

    def _grant(self, hanging: Hanging) -> Node:
        grant = hanging.grant
        key = show("gra", grant.id)
        self.ends[key] = partial(self._effects.end_grant, hanging)
        outlives = (
            () if grant.session_id else ("", "git-branch", self._words("outlives its session"))
        )
        return Node(
            key,
            self._effects.client(grant.client_id),
            self._words("grant"),
            "app-window",
            badge=outlives,
            note=" ".join(grant.live_scope(self._seen.at)),
            at=grant.ends_at,
            act=self._verb(self._words("End…")),
            kids=self._tokens(hanging),
        )

    def _tokens(self, hanging: Hanging) -> list[Node]:
        words, key = self._words, show("gra", hanging.grant.id)
        kids = []
        if hanging.opaque:
            said = words.count("{n} opaque token", "{n} opaque tokens", hanging.opaque)
            kids.append(Node(f"{key}.opaque", said, words("access"), "key-round"))
            self.ends[f"{key}.opaque"] = self.ends[key]
        if hanging.alone_until is not None:
            said = words("signed, checked by applications themselves")
            node = Node(
                f"{key}.signed",
                said,
                words("access"),
                "key-round",
                note=words("at the latest"),
                at=hanging.alone_until,
            )
            kids.append(node)
            self.ends[f"{key}.signed"] = self.ends[key]
        if hanging.family is not None:
            node = Node(
                f"{key}.refresh",
                words("refresh tokens, one family"),
                words("refresh"),
                "refresh-cw",
                at=hanging.family.expires_at,
                act=self._verb(words("End…")),
            )
            kids.append(node)
            self.ends[node.key] = partial(self._effects.end_refresh, hanging)
        return kids

    def _verb(self, words: str) -> str:
        return words if self._may_end else ""
