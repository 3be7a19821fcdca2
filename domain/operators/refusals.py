"""The expected noes of this room."""

from __future__ import annotations

from typing import Final

from domain.kernel.errors import kind

OWN_ROLE: Final = kind(
    "own_role",
    "Nobody changes their own role.",
    "Ask another operator who may.",
    status=403,
)
ROLE_BEYOND: Final = kind(
    "role_beyond",
    "You cannot give or take the role {role} here.",
    "An owner of the installation can.",
    status=403,
)
LAST_OWNER: Final = kind(
    "last_owner",
    "This is the last owner of the installation who can sign in.",
    "Make somebody else an owner first.",
    status=409,
)
LINK_GONE: Final = kind(
    "link_gone",
    "This link was used, has run out, or never was.",
    "Run `byleave bootstrap` on the server: it prints a new one.",
    status=410,
)
INVITATION_GONE: Final = kind(
    "invitation_gone",
    "This invitation was used, was taken back, has run out, or never was.",
    "Ask whoever sent it for a new one.",
    status=410,
)
INVITATION_VOID: Final = kind(
    "invitation_void",
    "This invitation counts no more: whoever sent it may not give these roles any longer.",
    "Ask another operator for a new one.",
    status=410,
)
INVITATION_OVER: Final = kind(
    "invitation_over",
    "This invitation is {state} already.",
    "Take the role away instead, or send a new invitation.",
    status=409,
)
PRIVACY_SCAN_RUNS: Final = kind(
    "privacy_scan_runs",
    "A privacy audit is under way.",
    "Wait until it has ended: it takes a minute or two.",
    status=409,
)
VIEW_ONLY: Final = kind(
    "view_only",
    "You look at the console as {role}, and nothing is changed in this view.",
    "Go back to your own view first.",
    status=403,
)
NOT_INSTALLED: Final = kind(
    "not_installed",
    "This installation was not set up yet.",
    "Start `byleave serve` once: it sets itself up.",
    status=503,
)
BACKUP_RUNS: Final = kind(
    "backup_runs",
    "A backup is being made, or was begun in this minute.",
    "Wait for its end.",
    status=409,
)
BACKUP_NOWHERE: Final = kind(
    "backup_nowhere",
    "This installation has no folder for backups.",
    "Set `backup_dir` in byleave.toml and start the server again.",
    status=409,
)
