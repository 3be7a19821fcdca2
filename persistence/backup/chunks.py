"""A backup's form: a head in clear, and chunks that open in their order and to their end alone.

The key of a file is derived from the master key and the file's own salt, so that the key lies apart
from the backup. Each chunk is sealed under a count and says whether it is the last (STREAM): one
that is missing, moved, changed or cut off does not open. The head is authenticated with each.

Source: Hoang, Reyhanitabar, Rogaway, Vizár 2015 (STREAM); RFC 5869; NIST SP 800-38D.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import IO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from persistence.faults import Unfit
from persistence.sealing import KEY_BYTES, KeyRing, MasterKey

NAME: Final = b"BYLEAVE BACKUP "
FORMAT: Final = 1
CHUNK: Final = 1 << 20
_LENGTH: Final = 4
_TAG: Final = 16
_LONGEST_HEAD: Final = 1 << 16
_SALT: Final = 32
_COUNT: Final = 11

NOT_OURS: Final = "This file is no backup of Byleave: name another."
NEWER_FORM: Final = "This backup was made by a newer Byleave: install that version."
CUT: Final = "This backup is cut off: take another one."
CHANGED: Final = "This backup was changed or damaged: take another one."


class BackupBroken(Unfit):
    """A backup is not as it was written."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a backup says of itself, in clear; it names nothing of a tenant or a person.

    Args:
        engine: `sqlite` or `postgres`.
        revision: of the schema.
        made_at: the moment it shows, in ISO form.
        version: of the Byleave that made it.
        key: id of the master key, 8 hexadecimal digits.
        salt: of the file's key, hexadecimal.
    """

    engine: str
    revision: str
    made_at: str
    version: str
    key: str
    salt: str


def new_salt() -> str:
    """Return the salt of a new file."""
    return os.urandom(_SALT).hex()


class Sealing:
    """Writes a backup, chunk by chunk.

    Args:
        file: open for writing, empty.
        head: of this backup.
        key: the master key that the head names.
    """

    def __init__(self, file: IO[bytes], head: Head, key: MasterKey) -> None:
        """Write the head."""
        written = _written(head)
        file.write(NAME + b"%d\n" % FORMAT + len(written).to_bytes(_LENGTH, "big") + written)
        self._file = file
        self._cipher = _cipher(head, key)
        self._bound = written
        self._waiting = bytearray()
        self._count = 0

    def write(self, content: bytes) -> None:
        """Take content; whole chunks leave at once."""
        self._waiting += content
        while len(self._waiting) > CHUNK:
            self._leave(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def finish(self) -> None:
        """Write the last chunk."""
        self._leave(bytes(self._waiting), last=True)

    def _leave(self, clear: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._count, last=last), clear, self._bound)
        self._file.write(len(sealed).to_bytes(_LENGTH, "big") + sealed)
        self._count += 1


def read_head(file: IO[bytes]) -> Head:
    """Read a backup's head; the file is left where the chunks begin.

    Raises:
        Unfit: it is no backup, or of a newer form.
    """
    line = file.readline(len(NAME) + 8)
    number = line.removeprefix(NAME).strip()
    if not line.startswith(NAME) or not number.isdigit():
        raise Unfit(NOT_OURS)
    if int(number) != FORMAT:
        raise Unfit(NEWER_FORM)
    length = int.from_bytes(_exactly(file, _LENGTH), "big")
    if length > _LONGEST_HEAD:
        raise BackupBroken(CHANGED)
    try:
        head = Head(**json.loads(_exactly(file, length)))
    except (ValueError, TypeError, RecursionError):
        raise BackupBroken(CHANGED) from None
    if not all(isinstance(each, str) and each.isprintable() for each in asdict(head).values()):
        raise BackupBroken(CHANGED)  # nothing vouches for it before a chunk has opened
    return head


def fitting_key(head: Head, ring: KeyRing) -> MasterKey:
    """Return the master key a backup was sealed under.

    Raises:
        Unfit: it is not on the ring.
    """
    try:
        wanted = ring.using(bytes.fromhex(head.key))
    except ValueError:
        raise BackupBroken(CHANGED) from None
    if wanted is None:
        raise Unfit(
            f"This backup is sealed under master key {head.key}, which is not here "
            f"({ring.key_id} is): put that file back, or name it with BYLEAVE_MASTER_KEY_FILE."
        )
    return wanted.current


def opened(file: IO[bytes], head: Head, key: MasterKey) -> Iterator[bytes]:
    """Yield the content of each chunk, and see that it ends where it ended.

    Args:
        file: as `read_head` left it.
        head: what that returned.
        key: the master key it names.

    Raises:
        BackupBroken: a chunk is missing, moved, changed or cut off.
    """
    cipher, bound, count, last = _cipher(head, key), _written(head), 0, False
    while not last:
        start = file.read(_LENGTH)
        length = int.from_bytes(start, "big")
        if len(start) < _LENGTH:
            raise BackupBroken(CUT)
        if not _TAG <= length <= CHUNK + _TAG:
            raise BackupBroken(CHANGED)
        sealed = _exactly(file, length)
        clear, last = _open(cipher, sealed, bound, count)
        count += 1
        yield clear
    if file.read(1):
        raise BackupBroken(CHANGED)


def _open(cipher: AESGCM, sealed: bytes, bound: bytes, count: int) -> tuple[bytes, bool]:
    for last in (False, True):
        try:
            return cipher.decrypt(_nonce(count, last=last), sealed, bound), last
        except InvalidTag:
            continue
    raise BackupBroken(CHANGED)


def _cipher(head: Head, key: MasterKey) -> AESGCM:
    try:
        salt = bytes.fromhex(head.salt)
    except ValueError:
        raise BackupBroken(CHANGED) from None
    made = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=b"byleave backup file")
    return AESGCM(made.derive(key.derive("backup")))


def _nonce(count: int, *, last: bool) -> bytes:
    return bytes([last]) + count.to_bytes(_COUNT, "big")


def _written(head: Head) -> bytes:
    return json.dumps(asdict(head), sort_keys=True).encode()


def _exactly(file: IO[bytes], length: int) -> bytes:
    found = file.read(length)
    if len(found) < length:
        raise BackupBroken(CUT)
    return found
