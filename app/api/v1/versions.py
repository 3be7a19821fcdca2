"""ETag and If-Match: nobody overwrites what they have not seen.

Source: RFC 9110 sections 8.8.3 and 13.1.1.
"""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import Header, Response

from domain.kernel.errors import PRECONDITION_FAILED, Refusal

IfMatch = Annotated[
    str | None,
    Header(
        max_length=1000, description="The ETag that was seen; the change is refused if it differs."
    ),
]
ANY: Final = "*"


def etag(version: int) -> str:
    """Return the entity tag of a record's version."""
    return f'"{version}"'


def tell_version(response: Response, version: int) -> None:
    """Tell on the answer which version it shows."""
    response.headers["etag"] = etag(version)


def ensure_seen(if_match: str | None, version: int, what: str) -> None:
    """Go on only if the caller saw this version, or did not say which.

    Refuses:
        precondition_failed: they saw another one.
    """
    if if_match is None:
        return
    seen = {tag.strip() for tag in if_match.split(",")}
    if ANY not in seen and etag(version) not in seen:
        raise Refusal(PRECONDITION_FAILED, what=what, field="If-Match")
