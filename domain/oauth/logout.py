"""A client sends a person to sign out (OpenID Connect RP-Initiated Logout 1.0)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from domain.clients.records import Client
from domain.kernel.errors import Refusal
from domain.kernel.powers import Signer
from domain.kernel.work import reads
from domain.oauth.draft import Draft, Parameters
from domain.oauth.request_checks import readable
from domain.oauth.store import OAuthWork
from domain.oauth.subject import subject
from domain.oauth.vocabulary import INVALID_REQUEST
from domain.sessions.records import Session
from domain.tenants.records import KeyPurpose


@dataclass(frozen=True, slots=True)
class LogoutRequest:
    """A wish to sign out, as far as it is proven.

    Args:
        client: who sent the person, proven by its ID token; None when it is not.
        session: the session of the browser that asks, if it stands.
        sure: whether that session may end without a question: the ID token is of that very session
            and its person. True as well when there is no session to end.
        return_to: registered address to go back to, with `state`; None stays with us.
    """

    client: Client | None
    session: Session | None
    sure: bool
    return_to: str | None


@dataclass(frozen=True, slots=True)
class AskLogout:
    """What came to the logout endpoint.

    Args:
        parameters: names and values, decoded.
        session_digest: SHA-256 of the browser's session cookie, or None.
    """

    parameters: Parameters
    session_digest: bytes | None


@reads
def read_logout(work: OAuthWork, asked: AskLogout, signer: Signer) -> LogoutRequest:
    """Tell what a logout request comes to.

    An address is gone back to only with a valid ID token of ours as a hint (run out or not) and
    only if it is registered for its client letter by letter; whatever is not proven is put to the
    person as a question: a link in a foreign page must not sign anyone out, nor an ID token that
    was left behind by a session before this one.

    Refuses:
        invalid_request: unreadable, or an address to go back to that is not proven.

    Source: OpenID Connect RP-Initiated Logout 1.0 sections 2 and 3.
    """
    draft = Draft(signer, asked.parameters)
    readable(work, draft)
    if draft.repeated():
        draft.wrong("a parameter came more than once")
    client, claims = _hinted(work, draft)
    return_to = _return_to(draft, client)
    session = work.sessions.by_digest(asked.session_digest) if asked.session_digest else None
    if session is None or not session.stands(work.now):
        return LogoutRequest(client, None, sure=True, return_to=return_to)
    sure = client is not None and _is_of(work, session, client, claims)
    return LogoutRequest(client, session, sure=sure, return_to=return_to)


def _is_of(work: OAuthWork, session: Session, client: Client, claims: Mapping[str, Any]) -> bool:
    """Tell whether an ID token of this client is of this session and its person."""
    if claims.get("sid") != session.sid:
        return False
    return subject(work, client, session.account_id) == claims.get("sub")


def _hinted(work: OAuthWork, draft: Draft) -> tuple[Client | None, Mapping[str, Any]]:
    """Return the client that a valid hint names, and all that it says."""
    token = draft.get("id_token_hint")
    if token is None:
        return None, {}
    keys = work.tenant_keys.signing(KeyPurpose.TOKEN)
    claims = draft.signer.verify(keys, token, typ=None)
    if claims is None or not isinstance(claims.get("aud"), str):
        return None, {}
    named = draft.get("client_id")
    if named is not None and named != claims["aud"]:
        raise Refusal(INVALID_REQUEST, why="client_id and id_token_hint name different clients")
    return work.clients.by_client_id(claims["aud"]), claims


def _return_to(draft: Draft, client: Client | None) -> str | None:
    uri = draft.get("post_logout_redirect_uri")
    if uri is None:
        return None
    if client is None:
        raise Refusal(INVALID_REQUEST, why="an address to go back to needs a valid id_token_hint")
    if uri not in client.post_logout_redirect_uris:
        raise Refusal(INVALID_REQUEST, why="the address to go back to is not registered")
    return _with_state(uri, draft.get("state"))


def _with_state(uri: str, state: str | None) -> str:
    if state is None:
        return uri
    return f"{uri}{'&' if '?' in uri else '?'}{urlencode({'state': state})}"
