"""The token endpoint (RFC 6749 section 3.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from app.protocol.credentials import proof_of, proven_by
from app.protocol.doors import Desk
from app.protocol.messages import Answer, Asked, Parameters, as_json, single
from domain.clients.authenticate import Proof, authenticate
from domain.clients.records import AccessTokenForm, Client, GrantType
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret
from domain.kernel.work import Manner
from domain.oauth.client_credentials import AskOwnToken, issue_jwt, issue_opaque
from domain.oauth.code_grant import RedeemCode, redeem
from domain.oauth.refresh import RotateRefresh, rotate
from domain.oauth.request_checks import SCOPE
from domain.oauth.store import OAuthWork
from domain.oauth.tokens import Issued, seal
from domain.oauth.vocabulary import INVALID_REQUEST, INVALID_SCOPE, UNSUPPORTED_GRANT_TYPE


@dataclass(frozen=True, slots=True)
class Sent:
    """A token request whose client is still to be proven."""

    proof: Proof
    form: Parameters


@dataclass(frozen=True, slots=True)
class Way:
    """One grant type.

    Args:
        use_case: issues by writing.
        request: makes its request of a client and the parameters.
        proving: the same with the client's proof before it; None says that it must be proven by a
            read, which tells why.
    """

    use_case: Callable[..., Issued]
    request: Callable[[Client, Mapping[str, str]], object]
    proving: Callable[[OAuthWork, Sent], tuple[Client, Issued] | None]


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


def _needed(fields: Mapping[str, str], name: str) -> str:
    """Return a parameter.

    Refuses:
        invalid_request: it is missing.
    """
    value = fields.get(name)
    if value is None:
        raise Refusal(INVALID_REQUEST, why=f"{name} is missing")
    return value


async def token(desk: Desk, asked: Asked) -> Answer:
    """Issue tokens; they are signed here, after the commit.

    Refuses:
        unsupported_grant_type: none, or one we do not know.
    """
    sent = Sent(await proof_of(asked), await asked.form())
    done = await _in_one_work(desk, asked, sent) or await _in_two(desk, asked, sent)
    client, issued = done
    desk.tally.count(asked.slug, client.id)
    return as_json(seal(issued, desk.signer, desk.issuer(asked.slug)))


async def _in_one_work(desk: Desk, asked: Asked, sent: Sent) -> tuple[Client, Issued] | None:
    """Prove and issue in one work for whom we know, where issuing writes; None for all others."""
    known = desk.callers.get(asked.slug, sent.proof, desk.call.moves())
    way = _WAYS.get(next((value for name, value in sent.form if name == "grant_type"), ""))
    if known is None or way is None or _reads_only(way.use_case, known.client):
        return None
    if not known.fits(sent.proof):
        return None
    asked.client = known.client
    actor = desk.client(asked.scope, known.client)
    done = await desk.call(way.proving, sent, tenant=asked.slug, actor=actor)
    if done is None:
        asked.client = None
        desk.callers.forget(asked.slug, sent.proof)
    return done


async def _in_two(desk: Desk, asked: Asked, sent: Sent) -> tuple[Client, Issued]:
    """Prove by a read, which issues what nothing is written for; then write."""

    def read(work: OAuthWork, client: Client) -> Issued | None:
        return _read_alone(work, client, sent.form)

    client, issued = await proven_by(desk, asked, sent.proof, read)
    if issued is None:
        desk.callers.keep(asked.slug, sent.proof, client, desk.call.moves())
        issued = await _by_writing(desk, asked, client, single(sent.form))
    return client, issued


def _reads_only(use_case: Callable[..., Issued], client: Client) -> bool:
    """Tell whether issuing to this client writes nothing."""
    return use_case is issue_opaque and client.access_token is not AccessTokenForm.OPAQUE


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
    request, actor = way.request(client, fields), desk.client(asked.scope, client)
    return await desk.call(way.use_case, request, tenant=asked.slug, actor=actor)


def _by_code(client: Client, fields: Mapping[str, str]) -> RedeemCode:
    return RedeemCode(
        client,
        Secret(_needed(fields, "code")),
        fields.get("redirect_uri"),
        fields.get("code_verifier"),
    )


def _by_refresh(client: Client, fields: Mapping[str, str]) -> RotateRefresh:
    return RotateRefresh(client, Secret(_needed(fields, "refresh_token")), _scope(fields))


def _by_itself(client: Client, fields: Mapping[str, str]) -> AskOwnToken:
    return AskOwnToken(client, _scope(fields))


def _way(
    use_case: Callable[..., Issued], request: Callable[[Client, Mapping[str, str]], object]
) -> Way:
    manner: Manner = use_case.manner  # type: ignore[attr-defined] # set by its mark

    def proving(work: OAuthWork, sent: Sent) -> tuple[Client, Issued] | None:
        try:
            client = authenticate(work, sent.proof)
        except Refusal:
            return None
        if client.id != work.actor.id or _reads_only(use_case, client):
            return None
        return client, use_case(work, request(client, single(sent.form)))

    proving.manner = manner  # type: ignore[attr-defined] # it runs as what it proves for
    proving.stage = use_case  # type: ignore[attr-defined] # whoever traces names it
    return Way(use_case, request, proving)


_WAYS: Final[Mapping[str, Way]] = {
    GrantType.AUTHORIZATION_CODE.value: _way(redeem, _by_code),
    GrantType.REFRESH_TOKEN.value: _way(rotate, _by_refresh),
    GrantType.CLIENT_CREDENTIALS.value: _way(issue_opaque, _by_itself),
}
