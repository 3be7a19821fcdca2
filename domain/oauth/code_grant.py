"""Redeem an authorization code, once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from domain.clients.records import Client, GrantType
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret, digest
from domain.kernel.work import brief, writes
from domain.oauth import pkce
from domain.oauth.events import CodeMisused, CodeReplayed
from domain.oauth.grants import close
from domain.oauth.issue import allowed_client, gate, issued, make_access, make_id_token
from domain.oauth.records import AuthorizationCode
from domain.oauth.refresh import first_of_family
from domain.oauth.store import OAuthWork
from domain.oauth.tokens import Issued
from domain.oauth.vocabulary import INVALID_GRANT


@dataclass(frozen=True, slots=True)
class RedeemCode:
    """A redemption.

    Args:
        client: the client, proven.
        code: the code as it came.
        redirect_uri: as it came, or None.
        verifier: PKCE verifier as it came, or None.
    """

    client: Client
    code: Secret
    redirect_uri: str | None
    verifier: str | None


@brief
@writes(durable=True)
def redeem(work: OAuthWork, request: RedeemCode) -> Issued:
    """Take a code in exchange for tokens.

    The code is used up by whoever presents it. Presented again it ends everything that came of it,
    because one of the two is a thief (RFC 6749 section 4.1.2); presented wrongly, by another client
    or without its verifier, it is burned with its grant.

    Returns:
        What may be signed after the commit.

    Refuses:
        invalid_client: the client was disabled meanwhile.
        unauthorized_client: it has not the code flow.
        invalid_grant: unknown, used, run out, another client's, another redirect URI or verifier,
            or its leave, session or account does not stand.

    Tells:
        CodeReplayed, CodeMisused, GrantClosed, GrantNarrowed.

    Source: RFC 6749 section 4.1.3, RFC 7636 section 4.6.
    """
    allowed_client(work, request.client, GrantType.AUTHORIZATION_CODE)
    code = work.codes.consume(digest(request.code), work.now)
    if code is None:
        _end_replayed(work, request)
    flaw = _flaw(code, request)
    if flaw:
        _burn(work, code, flaw)
    if work.now >= code.expires_at:
        _close(work, code.grant_id, "code_ran_out")
        raise Refusal(INVALID_GRANT)
    leave = gate(
        work,
        work.grants.standing(code.grant_id, work.now),
        client=request.client,
        grant_type=GrantType.AUTHORIZATION_CODE,
    )
    id_token = make_id_token(work, leave, code)
    access = make_access(work, leave)
    return issued(access, leave, first_of_family(work, leave), id_token)


def _flaw(code: AuthorizationCode, request: RedeemCode) -> str:
    """Tell what is wrong with a redemption; empty when nothing is."""
    if code.client_id != request.client.id:
        return "client"
    if code.redirect_uri_given and request.redirect_uri != code.redirect_uri:
        return "redirect_uri"
    if request.redirect_uri not in {None, code.redirect_uri}:
        return "redirect_uri"
    if not pkce.fits(code.code_challenge, request.verifier):
        return "code_verifier"
    return ""


def _end_replayed(work: OAuthWork, request: RedeemCode) -> NoReturn:
    code = work.codes.get(digest(request.code))
    grant = work.grants.get(code.grant_id) if code is not None else None
    if grant is not None:
        work.tell(CodeReplayed(subject=grant.id, account=grant.account_id, client=grant.client_id))
        close(work, grant, "code_replayed")
    raise Refusal(INVALID_GRANT)


def _burn(work: OAuthWork, code: AuthorizationCode, flaw: str) -> NoReturn:
    grant = work.grants.get(code.grant_id)
    if grant is not None:
        work.tell(
            CodeMisused(
                subject=grant.id, account=grant.account_id, client=grant.client_id, why=flaw
            )
        )
        close(work, grant, "code_misused")
    raise Refusal(INVALID_GRANT)


def _close(work: OAuthWork, grant_id: bytes, reason: str) -> None:
    grant = work.grants.get(grant_id)
    if grant is not None:
        close(work, grant, reason)
