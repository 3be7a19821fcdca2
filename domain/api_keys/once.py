"""Make something once: a call that is repeated under its idempotency key makes nothing more.

What is kept is a digest of the request and where to find what was made, never the answer itself:
a secret that was shown once is not shown again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from domain.api_keys.records import MadeOnce
from domain.api_keys.refusals import IDEMPOTENCY_KEY_REUSED
from domain.api_keys.store import ApiKeyWork
from domain.kernel.errors import Refusal
from domain.kernel.secrets import keyed, same
from domain.kernel.work import reads

REMEMBERED: Final = timedelta(hours=24)
"""A client that lost its answer comes back within the day."""


@dataclass(frozen=True, slots=True)
class Once:
    """A call that is to make something once.

    Args:
        key_id: the API key it came with.
        name: the idempotency key, as it was sent.
        request_digest: SHA-256 of method, address and body.
    """

    key_id: bytes
    name: str
    request_digest: bytes = field(repr=False)

    @property
    def digest(self) -> bytes:
        """Under what it is kept."""
        return keyed(self.key_id, "once", self.name)


@reads
def made_before(work: ApiKeyWork, once: Once) -> str | None:
    """Return where to find what this call made before, or None when it made nothing yet.

    Refuses:
        idempotency_key_reused: the key was used for another request.
    """
    kept = work.made_once.get(once.digest)
    if kept is None or not kept.reference or kept.expires_at <= work.now:
        return None
    if not same(kept.request_digest, once.request_digest):
        raise Refusal(IDEMPOTENCY_KEY_REUSED, field="Idempotency-Key")
    return kept.reference


def make_once(
    work: ApiKeyWork, once: Once, make: Callable[[], Any], reference: Callable[[Any], str]
) -> Any | None:  # noqa: ANN401 - what `make` makes
    """Make it, unless the same call did; both are one transaction, so that nothing falls between.

    Args:
        make: refuses before it changes anything.
        reference: where to find what was made; neither secret nor personal.

    Returns:
        What was made; None when the same call made it before.

    Refuses:
        idempotency_key_reused: the key was used for another request.
    """
    wanted = MadeOnce(once.digest, once.request_digest, "", work.now + REMEMBERED)
    if not work.made_once.claim(wanted, work.now):
        made_before(work, once)
        return None
    made = make()
    work.made_once.finish(once.digest, reference(made))
    return made
