"""The headers a hosted page travels with.

The policy starts from nothing and allows what these pages load: their own sheets, one
script, icons, forms. ``form-action`` is written for each response, because Chromium
applies it to every redirect that follows a form.
"""

import re
from typing import Final, Literal
from urllib.parse import urlsplit

Referrer = Literal["same-origin", "strict-origin"]

_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "font-src 'self'; form-action {targets}; frame-ancestors 'none'; base-uri 'none'"
)

_FIXED: Final[dict[str, str]] = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex, nofollow",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": (
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
        "publickey-credentials-get=(self), publickey-credentials-create=(self)"
    ),
}

_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*")
_HOST: Final = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?\.?")
_WEB: Final = ("http", "https")


def form_target(redirect_uri: str) -> str:
    """Write the source expression that lets a form end at this redirect URI.

    Args:
        redirect_uri: Absolute and validated against the client.

    Returns:
        ``https://host[:port]``; the scheme alone (``com.example.app:``) where there is
        no web origin; ``http://*[:port]`` where the host is an IPv6 literal.

    Raises:
        ValueError: It has no scheme, or its host could break out of the header.

    Source: CSP Level 3 2.3.1 (scheme-source, host-source).
    """
    parts = urlsplit(redirect_uri)
    scheme = parts.scheme.lower()
    if not _SCHEME.fullmatch(scheme):
        message = "a redirect URI without a scheme"
        raise ValueError(message)
    if scheme not in _WEB:
        return f"{scheme}:"
    host = _host(parts.hostname or "")
    port = f":{parts.port}" if parts.port is not None else ""
    return f"{scheme}://{host}{port}"


def _host(name: str) -> str:
    """Write a host into a source expression.

    The grammar has no IPv6 literal: Chromium ignores a source of one, and a form that ends there
    is stopped. Any host of its scheme and port is the narrowest that lets it pass.
    """
    if ":" in name:
        return "*"
    host = name.encode("idna").decode("ascii")
    if not _HOST.fullmatch(host):
        message = "a redirect URI whose host cannot be written into a policy"
        raise ValueError(message)
    return host


def policy(*redirect_uris: str) -> str:
    """Write the Content-Security-Policy of one response.

    Args:
        *redirect_uris: Where a form of this page may end, besides our own origin.

    Returns:
        The value of the header.
    """
    targets = ["'self'", *dict.fromkeys(map(form_target, redirect_uris))]
    return _POLICY.format(targets=" ".join(targets))


def page_headers(
    *redirect_uris: str, referrer: Referrer = "same-origin", own_window: bool = False
) -> dict[str, str]:
    """Write all headers of a hosted page, names in lower case.

    Args:
        *redirect_uris: Where a form of this page may end, besides our own origin.
        referrer: ``same-origin`` by default: with ``no-referrer`` a browser sends
            ``Origin: null`` with our own forms, and the check of Origin would fail.
            ``strict-origin`` for ``FormPost``, so that the client sees who posts.
        own_window: True cuts the tie to the window that opened this one. Right for
            ``/me`` and the first run; wrong on the way of a sign-in, where a client
            may have opened us in a pop-up and waits for it.

    Returns:
        Header names and values.
    """
    made = dict(_FIXED)
    made["content-security-policy"] = policy(*redirect_uris)
    made["referrer-policy"] = referrer
    if own_window:
        made["cross-origin-opener-policy"] = "same-origin"
    return made
