"""Whether an answer may still go to where its request came from."""

from __future__ import annotations

from domain.clients.records import ClientStatus
from domain.clients.redirects import is_registered
from domain.kernel.errors import Refusal
from domain.kernel.work import reads
from domain.oauth.records import AuthorizationRequest
from domain.oauth.store import OAuthWork
from domain.oauth.vocabulary import UNKNOWN_CLIENT, UNREGISTERED_REDIRECT_URI


@reads
def way_back(work: OAuthWork, request: AuthorizationRequest) -> AuthorizationRequest:
    """Return a request whose client may still be told its end at the address it named.

    A page stays open for a while, and an operator may have taken the address away because it is
    no longer theirs: so it is asked at the moment of the redirect, not when the request was read.

    Args:
        request: whose client and address were proven when it was read.

    Refuses:
        unknown_client: it was removed or disabled meanwhile.
        unregistered_redirect_uri: it gave the address up meanwhile.

    Source: RFC 6749 section 4.1.2.1, RFC 9700 section 4.11.
    """
    client = work.clients.get(request.client_id)
    if client is None or client.status is not ClientStatus.ENABLED:
        raise Refusal(UNKNOWN_CLIENT)
    if not is_registered(client, request.redirect_uri):
        raise Refusal(UNREGISTERED_REDIRECT_URI)
    return request
