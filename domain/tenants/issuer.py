"""The name under which a tenant signs."""

from __future__ import annotations


def issuer(base_url: str, slug: str) -> str:
    """Return the issuer identifier of a tenant.

    Args:
        base_url: scheme, host and perhaps port, without a slash at the end.
        slug: the tenant's slug.

    Source: RFC 8414 section 2.
    """
    return f"{base_url}/t/{slug}"
