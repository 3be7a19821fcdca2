"""The token endpoint (RFC 6749 section 3.2)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from app.protocol.credentials import proven_for
from app.protocol.doors import Desk
from app.protocol.messages import Answer, Asked, Parameters, as_json, single
from domain.clients.records import AccessTokenForm, Client, GrantType
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret
from domain.kernel.work import Actor
from domain.oauth.client_credentials import AskOwnToken, issue_jwt, issue_opaque
from domain.oauth.code_grant import RedeemCode, redeem
from domain.oauth.refresh import RotateRefresh, rotate
from domain.oauth.request_checks import SCOPE
from domain.oauth.store import OAuthWork
from domain.oauth.tokens import Issued, seal
from domain.oauth.vocabulary import INVALID_REQUEST, INVALID_SCOPE, UNSUPPORTED_GRANT_TYPE


@dataclass(frozen=True, slots=True)
class Wanted:
    """A token request whose client is proven."""

    desk: Desk
    slug: str
    client: Client
    actor: Actor
    fields: Mapping[str, str]

    def needed(self, name: str) -> str:
        """Return a parameter.

        Refuses:
            invalid_request: it is missing.
        """
        value = self.fields.get(name)
        if value is None:
            raise Refusal(INVALID_REQUEST, why=f"{name} is missing")
        return value


def _scope(fields: Mapping[str, str]) -> tuple[str, ...] | None:
    """Return the words asked for, or None when none are.

    Refuses:
        invalid_scope: it is malformed.
    """
    text = fields.get("scope")
    if text is None:
        return None
    if not SCOPE.fullmatch(text):
        raise Refusal(INVALID_SCOPE, why="words of printable ASCII with single spaces between")
    return tuple(dict.fromkeys(text.split(" ")))


async def token(desk: Desk, asked: Asked) -> Answer:
    """Issue tokens; they are signed here, after the commit (design.md 6).

    Refuses:
        unsupported_grant_type: none, or one we do not know.
    """
    form = await asked.form()

    def read(work: OAuthWork, client: Client) -> Issued | None:
        return _read_alone(work, client, form)

    client, issued = await proven_for(desk, asked, read)
    if issued is None:
        issued = await _by_writing(desk, asked, client, single(form))
    desk.tally.count(asked.slug, client.id)
    return as_json(seal(issued, desk.signer, desk.issuer(asked.slug)))


def _read_alone(work: OAuthWork, client: Client, form: Parameters) -> Issued | None:
    """Issue what nothing is written for, in the work of the client's proof; None for the rest."""
    if client.access_token is AccessTokenForm.OPAQUE:
        return None
    fields = single(form)
    if fields.get("grant_type") != GrantType.CLIENT_CREDENTIALS:
        return None
    return issue_jwt(work, AskOwnToken(client, _scope(fields)))


async def _by_writing(
    desk: Desk, asked: Asked, client: Client, fields: Mapping[str, str]
) -> Issued:
    way = _WAYS.get(fields.get("grant_type", ""))
    if way is None:
        if "grant_type" not in fields:
            raise Refusal(INVALID_REQUEST, why="grant_type is missing")
        raise Refusal(UNSUPPORTED_GRANT_TYPE)
    actor = desk.client(asked.scope, client)
    return await way(Wanted(desk, asked.slug, client, actor, fields))


async def _by_code(wanted: Wanted) -> Issued:
    request = RedeemCode(
        wanted.client,
        Secret(wanted.needed("code")),
        wanted.fields.get("redirect_uri"),
        wanted.fields.get("code_verifier"),
    )
    return await wanted.desk.call(redeem, request, tenant=wanted.slug, actor=wanted.actor)


async def _by_refresh(wanted: Wanted) -> Issued:
    secret = Secret(wanted.needed("refresh_token"))
    request = RotateRefresh(wanted.client, secret, _scope(wanted.fields))
    return await wanted.desk.call(rotate, request, tenant=wanted.slug, actor=wanted.actor)


async def _by_itself(wanted: Wanted) -> Issued:
    request = AskOwnToken(wanted.client, _scope(wanted.fields))
    return await wanted.desk.call(issue_opaque, request, tenant=wanted.slug, actor=wanted.actor)


_WAYS: Final[Mapping[str, Callable[[Wanted], Awaitable[Issued]]]] = {
    GrantType.AUTHORIZATION_CODE.value: _by_code,
    GrantType.REFRESH_TOKEN.value: _by_refresh,
    GrantType.CLIENT_CREDENTIALS.value: _by_itself,
}
