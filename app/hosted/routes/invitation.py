"""The page behind an invitation: a name and a password make an operator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.routing import Route

from app.hosted.pages import Invitation as InvitationPage
from app.hosted.pages import Problem, SpentLink
from app.hosted.routes.arrival import endpoint
from app.hosted.routes.by_link import form, link_of, sent
from app.hosted.routes.site import Site, Visit
from app.hosted.routes.welcomed import Typed, keep, kept, to_console
from app.hosted.words import say
from app.runtime.forms import one
from domain.accounts.records import Account
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret
from domain.operators.accept import (
    AcceptInvitation,
    InvitationFace,
    accept_invitation,
    peek_invitation,
)
from domain.operators.records import Role
from domain.operators.refusals import INVITATION_GONE, INVITATION_VOID

if TYPE_CHECKING:
    from starlette.responses import Response

STEP: Final = "invitation"
PATH: Final = "/invitation/{link}"
GIVES: Final = {
    Role.OWNER: say("Owner: everything, everywhere."),
    Role.TENANT_ADMIN: say("Admin: everything in a tenant, and who else works there."),
    Role.SUPPORT: say("Support: see accounts and consents, end sessions, revoke leave."),
    Role.AUDITOR: say("Auditor: see everything, change nothing."),
    Role.AUDIT_READER: say("Audit reader: see the audit trail."),
}
_OVER: Final = (INVITATION_GONE, INVITATION_VOID)


async def show_page(visitor: Visit) -> Response:
    """GET: look at the invitation without using it; mail scanners open links too."""
    face = await _face(visitor)
    return _spent(visitor) if face is None else _form(visitor, face, (), 200, kept(visitor))


async def take(visitor: Visit) -> Response:
    """POST: make the operator, sign them in, go on in the console."""
    fields = await sent(visitor, STEP)
    typed = Typed(one(fields, "username"), one(fields, "shown"))
    name, password = Secret(typed.username), Secret(one(fields, "password"))
    wanted = AcceptInvitation(link_of(visitor), name, password, typed.shown)
    try:
        account: Account = await visitor.site.call(
            accept_invitation, wanted, tenant=None, actor=visitor.stranger
        )
    except Refusal as refusal:
        face = None if refusal.kind in _OVER else await _face(visitor)
        if face is None:
            return _spent(visitor)
        again = _form(visitor, face, visitor.problems(refusal), refusal.kind.status, typed)
        return keep(visitor, again, typed)
    return await to_console(visitor, account)


async def _face(visitor: Visit) -> InvitationFace | None:
    try:
        face: InvitationFace = await visitor.site.call(
            peek_invitation, link_of(visitor), tenant=None, actor=visitor.stranger
        )
    except Refusal as refusal:
        if refusal.kind in _OVER:
            return None
        raise
    return face


def _form(
    visitor: Visit, face: InvitationFace, problems: tuple[Problem, ...], status: int, typed: Typed
) -> Response:
    page = InvitationPage(
        tenant=face.tenant,
        gives=tuple(visitor.say(GIVES[role]) for role in face.roles),
        username=typed.username,
        shown=typed.shown,
        shortest_password=visitor.tenant.policy.password_least,
        problems=problems,
    )
    return form(visitor, page, step=STEP, status=status)


def _spent(visitor: Visit) -> Response:
    return visitor.page(SpentLink(purpose="invitation"), status=410)


def routes(site: Site) -> list[Route]:
    """Return the routes of invitations."""
    at = endpoint(site)
    return [
        Route(PATH, at(show_page), methods=["GET"]),
        Route(PATH, at(take), methods=["POST"]),
    ]
