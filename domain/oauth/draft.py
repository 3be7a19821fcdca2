"""An authorization request while it is read: what is proven so far, and how to say no."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from domain.clients.records import Client
from domain.kernel.errors import Refusal, RefusalKind
from domain.kernel.powers import Signer
from domain.kernel.secrets import Secret
from domain.oauth.records import AuthorizationRequest
from domain.oauth.vocabulary import INVALID_REQUEST, RedirectRefusal

Parameters = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Draft:
    """A request that the checks fill in, one after the other.

    Args:
        signer: verifies an id_token_hint.
        parameters: names and values as they came; one without a value counts as left out.
    """

    signer: Signer
    parameters: Parameters
    proven: Client | None = None
    redirect_uri: str = ""
    redirect_uri_given: bool = True
    response_mode: str = "query"
    scope: tuple[str, ...] = ()
    code_challenge: str | None = None
    prompt: tuple[str, ...] = ()
    max_age: int | None = None
    hint_sub: str | None = None
    subs: tuple[str, ...] = ()
    login_hint: Secret | None = None
    claims: Mapping[str, Any] = field(default_factory=dict)
    acr_values: tuple[str, ...] = ()
    ui_locales: tuple[str, ...] = ()
    pushed: bytes | None = None

    @property
    def client(self) -> Client:
        """The client, once it is known."""
        assert self.proven is not None  # noqa: S101 - the first check has proven it
        return self.proven

    def get(self, name: str) -> str | None:
        """Return the first value of a parameter, or None when it is absent or empty."""
        for given, value in self.parameters:
            if given == name and value:
                return value
        return None

    def words(self, name: str, most: int = 20) -> tuple[str, ...]:
        """Return a parameter's words, in their order, each once."""
        return tuple(dict.fromkeys((self.get(name) or "").split()))[:most]

    def repeated(self) -> tuple[str, ...]:
        """Return the names that came more than once (RFC 6749 section 3.1)."""
        names = [name for name, value in self.parameters if value]
        if len(set(names)) == len(names):
            return ()
        return tuple(name for name, times in Counter(names).items() if times > 1)

    def refuse(self, kind: RefusalKind, why: str = "") -> NoReturn:
        """Say no: by a page until the redirect URI is proven, by a redirect from then on."""
        if not self.redirect_uri:
            raise Refusal(kind, why=why)
        state = None if "state" in self.repeated() else self.get("state")
        raise RedirectRefusal(
            kind,
            redirect_uri=self.redirect_uri,
            response_mode=self.response_mode,
            state=state,
            why=why,
        )

    def wrong(self, why: str) -> NoReturn:
        """Say that the request is not right, and why."""
        self.refuse(INVALID_REQUEST, why=why)

    def request(self) -> AuthorizationRequest:
        """Return the request, now that every check has passed."""
        return AuthorizationRequest(
            client_id=self.client.id,
            redirect_uri=self.redirect_uri,
            redirect_uri_given=self.redirect_uri_given,
            response_mode=self.response_mode,
            scope=self.scope,
            state=self.get("state"),
            nonce=self.get("nonce"),
            code_challenge=self.code_challenge,
            prompt=self.prompt,
            max_age=self.max_age,
            hint_sub=self.hint_sub,
            subs=self.subs,
            login_hint=self.login_hint,
            claims=self.claims,
            acr_values=self.acr_values,
            ui_locales=self.ui_locales,
            pushed=self.pushed,
        )
