"""How a room's operations are declared: admitted first, named after their function, bounded."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request, Security
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from starlette.responses import Response

from app.api.v1.door import Caller, admitted
from app.api.v1.problems import ALWAYS
from domain.kernel.errors import not_found

ROOT: Final = "/api/v1"
IN_TENANT: Final = f"{ROOT}/tenants/{{tenant}}"
KEY: Final = HTTPBearer(
    scheme_name="api_key",
    bearerFormat="byl_ak_",
    description="An operator's API key; `byleave api-key create` makes one.",
    auto_error=False,
)
EVEN_DISABLED: Final = "even_disabled"
"""Mark of an operation that also reaches a disabled tenant."""

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def even_disabled(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """Mark an operation as one that also reaches a disabled tenant."""
    setattr(endpoint, EVEN_DISABLED, True)
    return endpoint


class AdmittedRoute(APIRoute):
    """A route whose caller is admitted before the body is read."""

    def get_route_handler(self) -> Handler:
        """Return what answers."""
        answer = super().get_route_handler()
        disabled_too = getattr(self.endpoint, EVEN_DISABLED, False)

        async def admit_first(request: Request) -> Response:
            if any("\x00" in str(value) for value in request.path_params.values()):
                raise not_found("address")
            door = request.app.state.door
            request.state.caller = await admitted(door, request, disabled_too=disabled_too)
            return await answer(request)

        return admit_first


async def _caller(request: Request, _key: Annotated[object, Security(KEY)]) -> Caller:
    """Return who was admitted; names the scheme in the document."""
    caller: Caller = request.state.caller
    return caller


Called = Annotated[Caller, Depends(_caller)]


def name_of(route: APIRoute) -> str:
    """Return a route's name: what it does."""
    return route.name


def room(prefix: str, tag: str) -> APIRouter:
    """Return an empty room.

    Args:
        prefix: of all its addresses.
        tag: its heading in the document.
    """
    return APIRouter(
        prefix=prefix,
        tags=[tag],
        route_class=AdmittedRoute,
        responses=ALWAYS,
        generate_unique_id_function=name_of,
    )
