"""Look at the console as another role: less is shown, and nothing is changed.

The view stands in the sealed cookie of the session. It narrows what its operator may do and never
widens it; every call of a page goes through it, and a call that writes is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from app.console.parts.elements import Tag, icon
from app.console.plain import plain_page
from app.console.role_words import ROLE_NAMES
from app.console.sign_in import HOME, inside, origin_of
from app.runtime.forms import one, read_fields
from domain.operators.records import Role

if TYPE_CHECKING:
    from starlette.requests import Request

    from app.console.context import PageContext
    from app.console.sessions import GrantSessions
    from app.runtime.cookies import CookieJar

PATH: Final = "/console/view-as"


@dataclass(frozen=True, slots=True)
class ViewAs:
    """The route that changes the view.

    Args:
        sessions: the console's sessions.
        jar: names of cookies.
        base_url: where people reach us.
    """

    sessions: GrantSessions
    jar: CookieJar
    base_url: str

    def routes(self) -> list[Route]:
        """Return the route; it stands before the guard."""
        return [Route(PATH, self.change, methods=["POST"])]

    async def change(self, request: Request) -> Response:
        """Take a role, or none for one's own view, and open the console anew."""
        if request.headers.get("origin") != origin_of(self.base_url):
            return plain_page("This did not come from the console.", HOME, status=403)
        fields = await read_fields(request)
        word, to = one(fields, "role"), inside(one(fields, "to"))
        if word and word not in {role.value for role in Role}:
            return plain_page("There is no such role.", HOME, status=400)
        cookie = request.cookies.get(self.jar.console, "")
        value = await self.sessions.seen_as(cookie, Role(word) if word else None)
        answer = RedirectResponse(to if value else HOME, 303, {"Cache-Control": "no-store"})
        if value:
            answer.raw_headers.append(self.jar.header(self.jar.console, value))
        return answer


def view_form(role: Role | None, to: str, label: str, testid: str) -> Tag:
    """Draw a button that opens the console in another view, by a form of the browser's own.

    Args:
        role: the role to look as; None goes back to one's own view.
        to: path of the console to open.
        label: words of the button.
        testid: `page.part`.
    """
    form = Tag("form", "", "bl-row", method="post", action=PATH)
    with form:
        Tag("input", type="hidden", name="role", value=role.value if role else "")
        Tag("input", type="hidden", name="to", value=to)
        with Tag("button", "", "bl-btn mini", type="submit", data_testid=testid):
            icon("eye" if role else "undo-2")
            Tag("span", label)
    return form


def view_banner(context: PageContext) -> Tag:
    """Draw the line that says as whom the console is looked at, with the way back."""
    words, view = context.words, context.identity.view
    banner = Tag("div", "", "bl-view", role="status", data_testid="view")
    with banner:
        icon("eye")
        name = words(ROLE_NAMES[Role(view)])
        Tag("b", words("You look as {role}", role=name))
        Tag("span", words("Only what this role may see is shown, and nothing is changed."))
        back = context.href("/operators")
        view_form(None, back, words("Back to your own view"), "view.back")
    return banner
