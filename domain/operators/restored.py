"""Say in a tenant's trail that it was put back as it was some time ago."""

from __future__ import annotations

from dataclasses import dataclass

from domain.kernel.work import Work, writes
from domain.operators.events import BackupRestored


@dataclass(frozen=True, slots=True)
class WasRestored:
    """A tenant that was put back.

    Args:
        made_at: the moment the backup shows, in ISO form.
        leave: items of leave that ended with it.
        keys: token keys that were retired.
    """

    made_at: str
    leave: int
    keys: int


@writes(durable=True)
def tell_restored(work: Work, request: WasRestored) -> None:
    """Tell it; the machine itself calls this, once everything has ended.

    Tells:
        BackupRestored: always.
    """
    work.tell(BackupRestored(made_at=request.made_at, leave=request.leave, keys=request.keys))
