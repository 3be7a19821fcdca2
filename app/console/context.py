"""What a page is given: who looks, at which tenant, in which words, and the way into use cases."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeVar
from urllib.parse import urlencode

from nicegui import ui
from nicegui.element import Element

from app.console.carried import Carried
from app.console.standing import ConsoleIdentity, Sessions
from app.runtime.call import NOTHING
from app.runtime.words import Words
from domain.kernel.fresh import FRESH_FOR
from domain.kernel.work import Staged
from domain.tenants.records import BUILT_IN

if TYPE_CHECKING:
    from app.console.guard import Doorway
    from app.console.parts.toast import Toaster
    from app.console.previews import Drafts, Preview
    from app.console.watching import Watch
    from app.operations.test_drive import Drives
    from domain.audit.verify import Verdict
    from domain.kernel.clock import Clock
    from domain.kernel.powers import Signer
    from domain.operators.privacy_scans import PrivacyScan
    from domain.tenants.texts import Sentences

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class TenantCard:
    """What the frame shows of a tenant, and what this operator may do in it.

    Args:
        slug: its word in addresses.
        name: its name.
        sandbox: whether it is for tests.
        privacy_mode: `sealed` or `vault`.
        clock_ahead: how far its clock was moved, in words; empty when it was not.
        test_drive: whether the demo client is on.
        permissions: permission words, for what a page offers; the use case asks again.
        id: its internal id, for acts of the installation that are about it.
    """

    slug: str
    name: str
    sandbox: bool = False
    privacy_mode: str = "sealed"
    clock_ahead: str = ""
    test_drive: bool = False
    permissions: frozenset[str] = frozenset()
    id: bytes = b""


class Call(Protocol):
    """Runs a use case off the event loop, in the tenant's work, as this operator."""

    async def __call__(
        self,
        use_case: Callable[..., Answer] | Staged,
        request: object = NOTHING,
        *,
        tenant: str | None,
        actor: ConsoleIdentity,
        about: str | None = None,
        **powers: object,
    ) -> Answer:
        """Return what the use case returns; its Refusal comes through.

        Args:
            about: the tenant an act of the installation is about; the operator brings the words
                they have there, and the use case reads their roles again.
        """
        ...


PageBuilder = Callable[["PageContext"], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class LookTools:
    """What pages need that choose how the hosted pages look and speak.

    Args:
        preview: renders the hosted pages.
        drafts: what is being tried.
        sentences: what the hosted pages can say.
    """

    preview: Preview
    drafts: Drafts
    sentences: Sentences


@dataclass(frozen=True, slots=True)
class Tools:
    """What single pages need beside use cases.

    Args:
        verify: proves a tenant's log, off the event loop.
        drives: the demo client's drives.
        signer: verifies tokens for introspection.
        jobs: names of the jobs, as the run book has them.
        watch: examines the installation and runs jobs, off the event loop.
        look: for how the hosted pages look and speak.
        audit: starts the process of a privacy audit that was entered.
    """

    verify: Callable[[ConsoleIdentity, str], Awaitable[Verdict]]
    drives: Drives
    signer: Signer
    jobs: tuple[str, ...]
    watch: Watch | None = None
    look: LookTools | None = None
    audit: Callable[[PrivacyScan], None] | None = None


@dataclass(frozen=True, slots=True)
class Console:
    """All that the console is given when it is mounted.

    Args:
        sessions: tells whether a console session stands.
        call: the way into use cases.
        tenants: the tenants an operator may see; permissions are read for the one of the slug.
        pages: page builders by path below the tenant, such as `/accounts/{account}`; `/` is Home.
        clock: the machine's clock.
        doorway: where the console stands and how its session is carried.
        sign_out: path that ends the operator's session (a POST).
        first_tenant: path of the page for an operator who sees no tenant yet.
        base_url: where people reach us, without a slash at its end.
        tools: what single pages need beside use cases.
        carried: what was typed on pages whose operators went to prove themselves.
    """

    sessions: Sessions
    call: Call
    tenants: Callable[[ConsoleIdentity, str], Awaitable[tuple[TenantCard, ...]]]
    pages: Mapping[str, PageBuilder]
    clock: Clock
    doorway: Doorway
    sign_out: str = "/console/sign-out"
    first_tenant: str = "/console/start"
    base_url: str = ""
    tools: Tools | None = None
    carried: Carried = field(default_factory=Carried)


@dataclass(slots=True)
class PageContext:
    """One showing of one page.

    Args:
        console: what the console was mounted with.
        identity: the operator.
        tenant: the tenant in the address.
        words: sentences in the reader's language.
        toaster: the line at the bottom.
        floor: the element the page is drawn in; dialogs are put there, whoever opens them.
        params: values from the path.
        query: values from the query, one each.
    """

    console: Console
    identity: ConsoleIdentity
    tenant: TenantCard
    words: Words
    toaster: Toaster
    floor: Element
    params: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    path: str = "/"
    _brought: Mapping[str, str] | None = field(default=None, repr=False)

    async def call(
        self,
        use_case: Callable[..., Answer] | Staged,
        request: object = NOTHING,
        **powers: object,
    ) -> Answer:
        """Run a use case in this tenant as this operator.

        Refuses:
            whatever the use case refuses.
        """
        return await self.console.call(
            use_case, request, tenant=self.tenant.slug, actor=self.identity, about=None, **powers
        )

    async def call_installation(
        self, use_case: Callable[..., Answer] | Staged, request: object = NOTHING
    ) -> Answer:
        """Run a use case of the whole installation as this operator.

        Refuses:
            whatever the use case refuses.
        """
        return await self.console.call(use_case, request, tenant=None, actor=self.identity)

    async def call_about(
        self, use_case: Callable[..., Answer] | Staged, request: object = NOTHING
    ) -> Answer:
        """Run a use case of the installation that is about this tenant.

        In the operators' own tenant it is about the installation itself.

        Refuses:
            whatever the use case refuses.
        """
        about = None if self.tenant.slug == BUILT_IN else self.tenant.slug
        return await self.console.call(
            use_case, request, tenant=None, actor=self.identity, about=about
        )

    @property
    def place(self) -> bytes | None:
        """The tenant such an act is about; None is the installation itself."""
        return None if self.tenant.slug == BUILT_IN else self.tenant.id

    @property
    def tools(self) -> Tools:
        """What single pages need beside use cases."""
        if self.console.tools is None:
            message = "the console was mounted without its tools"
            raise RuntimeError(message)
        return self.console.tools

    @property
    def look(self) -> LookTools:
        """What pages need that choose how the hosted pages look and speak."""
        if self.tools.look is None:
            message = "the console was mounted without the hosted pages"
            raise RuntimeError(message)
        return self.tools.look

    def carry(self, typed: Mapping[str, str]) -> None:
        """Keep what was typed on this page until its operator comes back to it from a proof."""
        carried, clock = self.console.carried, self.console.clock
        carried.keep(self._here, typed, clock.now())
        seconds = FRESH_FOR.total_seconds() + 1  # the two clocks do not go alike
        asyncio.get_running_loop().call_later(seconds, lambda: carried.let_go(clock.now()))

    def brought(self) -> Mapping[str, str]:
        """Return what was typed on this page before a proof, by the names of the fields."""
        if self._brought is None:
            self._brought = self.console.carried.take(self._here, self.console.clock.now())
        return self._brought

    @property
    def _here(self) -> tuple[bytes, str]:
        return self.identity.account_id, self.href(self.path)

    def may(self, permission: str) -> bool:
        """Tell whether to offer an act; whether it is allowed is asked in the use case."""
        return permission in self.tenant.permissions

    def href(self, path: str = "/", **query: str) -> str:
        """Return the address of a page of this tenant, for a link."""
        return self.console.doorway.prefix + self._below(path, query)

    def go(self, path: str = "/", **query: str) -> None:
        """Open another page of this tenant without a reload."""
        with self.floor:  # what was pressed may be gone by now
            ui.navigate.to(self._below(path, query))

    def remember(self, **query: str) -> None:
        """Write the state of this page into its address; empty values are left out."""
        with self.floor:
            ui.navigate.history.replace(self.href(self.path, **query))

    def _below(self, path: str, query: Mapping[str, str]) -> str:
        kept = {name: value for name, value in query.items() if value}
        tail = "" if path == "/" else path
        asked = urlencode(kept, safe=",!")
        return f"/{self.tenant.slug}{tail}" + (f"?{asked}" if asked else "")
