"""What goes wrong with storage itself; an expected no is a `Refusal` instead."""

from __future__ import annotations

from domain.kernel.errors import Refusal


class Unfit(Exception):
    """The database cannot be used as it is; the message is one sentence with the way out."""


class RefusedAfterChange(RuntimeError):
    """A use case said no after it had changed something: its order is wrong (ADR-3).

    Args:
        refusal: what was raised.
        statement: text of the first statement that changed a row; it holds no values.
    """

    def __init__(self, refusal: Refusal, statement: str) -> None:
        """Name the refusal and the change that came before it."""
        super().__init__(
            f"refusal {refusal.code!r} was raised after a change; all of it is undone: {statement}"
        )
        self.refusal = refusal


class WriteInsideWrite(RuntimeError):
    """A job waits for another job of the queue that it holds up itself."""

    def __init__(self) -> None:
        """Say what is not possible."""
        super().__init__("a job cannot wait for another job of its own queue: use its Db")
