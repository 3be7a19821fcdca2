"""What an authorization request must be, check by check, in the order of `read_request.CHECKS`."""

from __future__ import annotations

import re
from typing import Final

from domain.clients.records import ClientStatus, ClientType, GrantType
from domain.clients.redirects import chosen
from domain.clients.scopes import OFFLINE, known
from domain.kernel.secrets import Secret, digest
from domain.oauth import pkce
from domain.oauth.draft import Draft
from domain.oauth.store import OAuthWork
from domain.oauth.vocabulary import (
    INVALID_REQUEST_URI,
    INVALID_SCOPE,
    PUSHED_PREFIX,
    REGISTRATION_NOT_SUPPORTED,
    REQUEST_NOT_SUPPORTED,
    REQUEST_URI_NOT_SUPPORTED,
    RESPONSE_MODES,
    UNAUTHORIZED_CLIENT,
    UNKNOWN_CLIENT,
    UNREGISTERED_REDIRECT_URI,
    UNSUPPORTED_RESPONSE_TYPE,
)
from domain.tenants.records import KeyPurpose

LARGEST: Final = 16 * 1024
"""Characters of all names and values together; a longer address does not survive every proxy."""

LONGEST_NONCE: Final = 1024
LONGEST_LOGIN_HINT: Final = 256
MOST_SECONDS: Final = 10**9
SCOPE: Final = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*")
"""Source: RFC 6749 section 3.3."""

LOCALE: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
"""The shape of BCP 47; whether we speak it is the page's question."""


_SURROGATE: Final = re.compile("[\ud800-\udfff]").search


def readable(work: OAuthWork, draft: Draft) -> None:
    """Size, NUL and text that is no Unicode: refused before anything is looked at."""
    if sum(len(name) + len(value) for name, value in draft.parameters) > LARGEST:
        draft.wrong("it is longer than 16 KB")
    for pair in draft.parameters:
        if any("\x00" in text or not is_unicode(text) for text in pair):
            draft.wrong("it holds characters that are not allowed")


def pushed(work: OAuthWork, draft: Draft) -> None:
    """A pushed request takes the place of all other parameters (RFC 9126 section 4)."""
    uri = draft.get("request_uri")
    if uri is None or not uri.startswith(PUSHED_PREFIX):
        return
    found = work.pushed_requests.peek(digest(uri), work.now)
    client = work.clients.get(found.client_id) if found else None
    if found is None or client is None or draft.get("client_id") != client.client_id:
        draft.refuse(INVALID_REQUEST_URI)
    draft.parameters = tuple(found.parameters.items())
    draft.pushed = found.digest


def client(work: OAuthWork, draft: Draft) -> None:
    """Known and enabled; named once."""
    client_id = draft.get("client_id")
    if client_id is None or "client_id" in draft.repeated():
        draft.refuse(UNKNOWN_CLIENT)
    found = work.clients.by_client_id(client_id)
    if found is None or found.status is not ClientStatus.ENABLED:
        draft.refuse(UNKNOWN_CLIENT)
    draft.proven = found


def redirect_uri(work: OAuthWork, draft: Draft) -> None:
    """Exactly one of the registered ones, letter by letter (RFC 9700 section 4.1.3).

    Only the port of an app on the person's machine is its own affair (RFC 8252 section 7.3).
    It may be left out where only one is registered (RFC 6749 section 3.1.2.3).
    """
    given = draft.get("redirect_uri")
    if "redirect_uri" in draft.repeated():
        draft.refuse(UNREGISTERED_REDIRECT_URI)
    fitting = chosen(draft.client, given)
    if fitting is None:
        draft.refuse(UNREGISTERED_REDIRECT_URI)
    draft.redirect_uri_given = given is not None
    draft.redirect_uri = fitting


def response_mode(work: OAuthWork, draft: Draft) -> None:
    """`query` or `form_post`; first of all, because it decides how a refusal travels."""
    mode = draft.get("response_mode")
    if mode is None:
        return
    if mode not in RESPONSE_MODES:
        draft.wrong("response_mode is query or form_post")
    draft.response_mode = mode


def single(work: OAuthWork, draft: Draft) -> None:
    """No parameter twice: who reads the other value than we do is deceived."""
    repeated = draft.repeated()
    if repeated:
        draft.wrong("a parameter came more than once")


def by_value(work: OAuthWork, draft: Draft) -> None:
    """Request objects, foreign request_uris and self-registration are said no to, not ignored."""
    if draft.get("request"):
        draft.refuse(REQUEST_NOT_SUPPORTED)
    if draft.get("request_uri"):
        draft.refuse(REQUEST_URI_NOT_SUPPORTED)
    if draft.get("registration"):
        draft.refuse(REGISTRATION_NOT_SUPPORTED)


def response_type(work: OAuthWork, draft: Draft) -> None:
    """The code flow alone, for a client that has it."""
    wanted = draft.get("response_type")
    if wanted is None:
        draft.wrong("response_type is missing")
    if wanted != "code":
        draft.refuse(UNSUPPORTED_RESPONSE_TYPE)
    if GrantType.AUTHORIZATION_CODE not in draft.client.grant_types:
        draft.refuse(UNAUTHORIZED_CLIENT)


def scope(work: OAuthWork, draft: Draft) -> None:
    """Words this client is not registered for are dropped; nothing left is refused.

    RFC 6749 section 3.3 lets us narrow, and the answer of the token endpoint says what is granted.
    `offline_access` without the refresh grant means nothing and is dropped (OIDC Core section 11).
    """
    given = draft.get("scope")
    if given is None or not SCOPE.fullmatch(given):
        draft.refuse(INVALID_SCOPE, why="at least one word, single spaces between")
    definitions = known(work)
    allowed = {word for word in draft.client.scopes if word in definitions}
    if GrantType.REFRESH_TOKEN not in draft.client.grant_types:
        allowed.discard(OFFLINE)
    draft.scope = tuple(sorted(allowed.intersection(given.split(" "))))
    if not draft.scope:
        draft.refuse(INVALID_SCOPE, why="this client may ask for none of it")


def proof_key(work: OAuthWork, draft: Draft) -> None:
    """PKCE with S256 (RFC 7636); only a confidential client that was let off may leave it out.

    `plain` is refused for everyone, and so is a method left out, because that means `plain`.
    """
    challenge, method = draft.get("code_challenge"), draft.get("code_challenge_method")
    if challenge is None:
        relaxed = not draft.client.require_pkce and draft.client.type is ClientType.CONFIDENTIAL
        if not relaxed or method is not None:
            draft.wrong("code_challenge is missing")
        return
    if method != pkce.METHOD:
        draft.wrong("code_challenge_method must be S256")
    if not pkce.CHALLENGE.fullmatch(challenge):
        draft.wrong("code_challenge must be 43 letters of base64url")
    draft.code_challenge = challenge


def nonce(work: OAuthWork, draft: Draft) -> None:
    """Echoed as it is, so it is bounded."""
    if len(draft.get("nonce") or "") > LONGEST_NONCE:
        draft.wrong("nonce is longer than 1024 characters")


def max_age(work: OAuthWork, draft: Draft) -> None:
    """Seconds, none or more."""
    given = draft.get("max_age")
    if given is None:
        return
    if not (given.isascii() and given.isdigit()) or len(given) > len(str(MOST_SECONDS)):
        draft.wrong("max_age is a number of seconds")
    draft.max_age = min(int(given), MOST_SECONDS)


def hint(work: OAuthWork, draft: Draft) -> None:
    """An ID token of ours says who is meant; that it has run out does not matter."""
    token = draft.get("id_token_hint")
    if token is None:
        return
    keys = work.tenant_keys.signing(KeyPurpose.TOKEN)
    found = draft.signer.verify(keys, token, typ=None)
    sub = found.get("sub") if found else None
    if not isinstance(sub, str):
        draft.wrong("id_token_hint is not a token of this server")
    draft.hint_sub = sub


def wishes(work: OAuthWork, draft: Draft) -> None:
    """What never refuses: languages, a name to fill in; the unknown is left out."""
    draft.ui_locales = tuple(word for word in draft.words("ui_locales") if LOCALE.fullmatch(word))
    typed = draft.get("login_hint")
    if typed is not None and len(typed) <= LONGEST_LOGIN_HINT:
        draft.login_hint = Secret(typed)


def is_unicode(text: str) -> bool:
    """Bytes that were no UTF-8 arrive as lone surrogates."""
    return text.isascii() or _SURROGATE(text) is None
