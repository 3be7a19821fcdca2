"""Where the page of the address is drawn, and what stands there when it fails."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from nicegui import ui
from nicegui.page_arguments import PageArguments, RouteMatch

from app.console.context import PageBuilder, PageContext
from app.console.parts.doing import new_reference, refusal_sentence
from app.console.parts.states import error_state, nothing_here, waiting
from app.console.parts.surfaces import page_head
from domain.kernel.errors import NOT_FOUND, Refusal

if TYPE_CHECKING:
    from app.console.context import Console, TenantCard
    from app.console.parts.toast import Toaster
    from app.console.standing import ConsoleIdentity
    from app.runtime.words import Words

_PLACE: Final = re.compile(r"[a-z]+(?:[.-][a-z]+)*")
"""A `data-testid` of ours: an address may name the part of a page that is meant."""
_logger: Final = logging.getLogger("byleave.console")


class PagesHost(ui.sub_pages):
    """The pages of one tenant, changed without a reload.

    Every path begins with the tenant's own slug: an address of another tenant matches nothing here.

    Args:
        console: what the console was mounted with.
        identity: the operator.
        tenant: the tenant of this window.
        words: the reader's words.
        toaster: the line at the bottom.
    """

    def __init__(
        self,
        console: Console,
        identity: ConsoleIdentity,
        *,
        tenant: TenantCard,
        words: Words,
        toaster: Toaster,
    ) -> None:
        """Draw the page of the address."""
        # Not a context of its own: it would hold this element as its floor, in a ring.
        self._place = partial(PageContext, console, identity, tenant, words, toaster)
        self._slug = tenant.slug
        below = f"/{tenant.slug}"
        routes = {
            below + ("" if path == "/" else path): self._shown(builder)
            for path, builder in console.pages.items()
        }
        super().__init__(routes)

    def _handle_delete(self) -> None:
        super()._handle_delete()
        # They hold this element: without them a page that is let go of needs no search for rings.
        self._routes, self._match = {}, None

    def _shown(self, build: PageBuilder) -> Callable[[PageArguments], Awaitable[None]]:
        below = f"/{self._slug}"

        async def show(arguments: PageArguments) -> None:
            context = self._place(
                self,
                params=dict(arguments.path_parameters),
                query={
                    name: value
                    for name, value in arguments.query_parameters.items()
                    if value.isprintable()  # what does not print names nothing of ours
                },
                path=arguments.path.removeprefix(below) or "/",
            )
            shape = waiting(context)
            await self._build(build, context)
            if not shape.is_deleted:
                shape.delete()
            place = context.query.get("at", "")
            if _PLACE.fullmatch(place):
                ui.run_javascript(f"Byleave.focusPlace('{place}')")
            elif not self.client.sub_pages_router.is_initial_request:
                ui.run_javascript("Byleave.focusTitle()")

        # NiceGUI compares annotations by identity; ours are text until asked for.
        show.__annotations__["arguments"] = PageArguments
        return show

    async def _build(self, build: PageBuilder, context: PageContext) -> None:
        sentence, reference = "", ""
        try:
            await build(context)
        except Refusal as refusal:
            if refusal.kind is NOT_FOUND:
                self._nothing(context)
                return
            sentence = refusal_sentence(context.words, refusal)
        except Exception:
            sentence = context.words("The page did not come")
            reference = new_reference()
            _logger.exception("console page failed, reference %s", reference)
        else:
            return

        async def again() -> None:
            self.clear()
            with self:
                await self._build(build, context)

        self.clear()
        with self:
            page_head(context, context.words("Not shown"))
            error_state(context, sentence, reference, again)

    def _nothing(self, context: PageContext) -> None:
        self.clear()
        with self:
            page_head(context, context.words("Nothing here"))
            nothing_here(context)

    def _render_404(self) -> None:
        self._nothing(self._place(self))

    def _required_query_params_changed(self, route_match: RouteMatch) -> bool:
        """Draw anew at each navigation: lists write their state into the address themselves."""
        return route_match is not None
