"""What is told of operators: in the trail of the tenant `byleave`, and of tenants it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorEvent(Event):
    """A role was given or taken; the subject is the account.

    Args:
        role: the role's word.
        tenant: id of the tenant it is for; None for the whole installation.
    """

    prefix: ClassVar[str] = "acc"

    role: str
    tenant: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorAssigned(OperatorEvent):
    """An account got a role."""

    name: ClassVar[str] = "operator.assigned"


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorRemoved(OperatorEvent):
    """An account lost a role."""

    name: ClassVar[str] = "operator.removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorRenamed(Event):
    """An operator chose another name for other operators to see; the name itself is not told."""

    name: ClassVar[str] = "operator.renamed"
    prefix: ClassVar[str] = "acc"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpLinkIssued(Event):
    """A one-time link that makes an owner was issued on the machine itself."""

    name: ClassVar[str] = "operator.link_issued"


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowOpened(Event):
    """The window on the machine itself signed its owner in, without a password."""

    name: ClassVar[str] = "operator.window_opened"
    prefix: ClassVar[str] = "acc"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationSent(Event):
    """A one-time link was made with which somebody becomes an operator.

    Args:
        roles: what whoever takes it gets.
        tenant: id of the tenant they are for; None for the whole installation.
    """

    name: ClassVar[str] = "invitation.sent"
    prefix: ClassVar[str] = "inv"

    roles: tuple[str, ...]
    tenant: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationTaken(Event):
    """Somebody took an invitation; the roles are told beside it.

    Args:
        account: the account that was made of it.
    """

    name: ClassVar[str] = "invitation.taken"
    prefix: ClassVar[str] = "inv"

    account: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRevoked(Event):
    """An invitation was taken back before anybody used it."""

    name: ClassVar[str] = "invitation.revoked"
    prefix: ClassVar[str] = "inv"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRefused(Event):
    """Somebody came with an invitation whose sender may not give its roles any more."""

    name: ClassVar[str] = "invitation.refused"
    prefix: ClassVar[str] = "inv"
    result: ClassVar[str] = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupRestored(Event):
    """A backup was put back, and what may have ended since it was made was ended.

    Args:
        made_at: the moment the backup shows, in ISO form.
        leave: items of leave that ended with it.
        keys: token keys that were retired.
    """

    name: ClassVar[str] = "backup.restored"

    made_at: str
    leave: int
    keys: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupTaken(Event):
    """An operator took a backup away from the machine.

    Args:
        file: its name.
    """

    name: ClassVar[str] = "backup.taken"

    file: str
