"""How secrets that must be revealed again are kept: sealed, each to its own place.

AES-256-GCM under keys derived from the master key, which lies in a file apart from the database.
The place (table, column, row) is authenticated with the ciphertext: moved to another
row or column it does not open.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from persistence.faults import Unfit

KEY_BYTES: Final = 32
_FORM: Final = b"\x01"
_ID_BYTES: Final = 4
_NONCE_BYTES: Final = 12
_HEAD_BYTES: Final = 1 + _ID_BYTES + _NONCE_BYTES


class MasterKeyMissing(Unfit):
    """There is no master key file, and one must not be made silently."""


class MasterKeyWrong(Unfit):
    """The master key file does not fit this database."""


class BrokenSeal(Exception):
    """A sealed value does not open at its place: it was changed, moved, or its key is gone.

    Args:
        place: where it lies; its row is not named, the message may reach a log.
    """

    def __init__(self, place: Place) -> None:
        """Name table and column."""
        super().__init__(f"a sealed value of {place.table}.{place.column} does not open")


class Place(NamedTuple):
    """Where a sealed value rests.

    Args:
        table: its name.
        column: its name.
        row: the whole primary key: tenant and id, joined.
    """

    table: str
    column: str
    row: bytes

    def bound(self) -> bytes:
        """Return the associated data; lengths keep the parts apart."""
        return _front(self.table, self.column) + len(self.row).to_bytes(2, "big") + self.row


@lru_cache(maxsize=256)
def _front(*names: str) -> bytes:
    """Return what the associated data of a column begins with: few columns are sealed."""
    parts = [name.encode() for name in names]
    return b"".join(len(part).to_bytes(2, "big") + part for part in parts)


class MasterKey:
    """32 random bytes, and what follows from them.

    Args:
        raw: the bytes of the file.

    Attributes:
        id: first 4 bytes of the key's SHA-256; names the key, tells nothing of it.
    """

    __slots__ = ("_raw", "cipher", "id")

    def __init__(self, raw: bytes) -> None:
        """Derive the sealing key; the master itself encrypts nothing."""
        self._raw = raw
        self.id = hashlib.sha256(raw).digest()[:_ID_BYTES]
        self.cipher = AESGCM(self.derive("seal"))

    def derive(self, purpose: str) -> bytes:
        """Return 32 bytes for a purpose.

        Source: RFC 5869.
        """
        info = b"byleave " + purpose.encode()
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(self._raw)

    def check_value(self) -> bytes:
        """Return what the database keeps to recognise this key."""
        return hmac.digest(self.derive("check"), b"this is the key", "sha256")


class KeyRing:
    """The master key in use, and older ones that still open what they sealed.

    One ring lives as long as its process: a rotation beside it is taken up by `become`.

    Args:
        current: seals and opens.
        older: open only.
    """

    def __init__(self, current: MasterKey, older: tuple[MasterKey, ...] = ()) -> None:
        """Keep the keys by id."""
        self.current = current
        self._keys = {key.id: key for key in (*older, current)}
        self._followers: list[tuple[str, Callable[[bytes], None]]] = []

    @property
    def key_id(self) -> str:
        """Id of the current key, 8 hexadecimal digits."""
        return self.current.id.hex()

    def seal(self, clear: bytes, place: Place) -> bytes:
        """Return the value sealed to its place: form, key id, nonce, ciphertext and tag."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self.current.cipher.encrypt(nonce, clear, place.bound())
        return _FORM + self.current.id + nonce + sealed

    def unseal(self, sealed: bytes, place: Place) -> bytes:
        """Return the clear value.

        Raises:
            BrokenSeal: it was sealed elsewhere, changed, or its key is not on the ring.
        """
        key = self._keys.get(sealed[1 : 1 + _ID_BYTES])
        if key is None or sealed[:1] != _FORM or len(sealed) < _HEAD_BYTES:
            raise BrokenSeal(place)
        nonce, body = sealed[1 + _ID_BYTES : _HEAD_BYTES], sealed[_HEAD_BYTES:]
        try:
            return key.cipher.decrypt(nonce, body, place.bound())
        except InvalidTag:
            raise BrokenSeal(place) from None

    def derive(self, purpose: str) -> bytes:
        """Return 32 bytes for a purpose of the application, such as `forms`."""
        return self.current.derive(f"app {purpose}")

    def follow(self, purpose: str, act: Callable[[bytes], None]) -> None:
        """Tell a part of the application its new key whenever the master key is another one.

        Args:
            purpose: as in `derive`.
            act: gets the 32 bytes, in whatever thread noticed the rotation.
        """
        self._followers.append((purpose, act))

    def become(self, other: KeyRing) -> None:
        """Take up the keys of another ring: the master key was rotated beside this process."""
        self._keys = dict(other._keys)
        self.current = other.current
        for purpose, act in self._followers:
            act(self.derive(purpose))

    def using(self, key_id: bytes) -> KeyRing | None:
        """Return the same ring with another of its keys as the current one; None without it."""
        wanted = self._keys.get(key_id)
        if wanted is None:
            return None
        return KeyRing(wanted, tuple(key for key in self._keys.values() if key is not wanted))


def load(path: Path) -> KeyRing:
    """Read the master key and its elder siblings.

    Args:
        path: the file `master`; older keys lie beside it as `master.<id>`.

    Raises:
        MasterKeyMissing: there is no such file.
        MasterKeyWrong: a file is not 32 bytes, or others may read it.
    """
    if not path.is_file():
        raise MasterKeyMissing(
            f"There is no master key at {path}: put the key file back, "
            "or name it with BYLEAVE_MASTER_KEY_FILE; a new installation makes one with "
            "`byleave keys init`."
        )
    older = tuple(_read(each) for each in sorted(path.parent.glob(f"{path.name}.*")))
    return KeyRing(_read(path), older)


def create(path: Path) -> KeyRing:
    """Make a new master key file with mode 0600; never writes over one that is there.

    Raises:
        FileExistsError: there is a file already.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    raw = os.urandom(KEY_BYTES)
    _write(path, raw)
    return KeyRing(MasterKey(raw))


def create_beside(path: Path) -> tuple[MasterKey, Path]:
    """Make a new key file beside the master, as `<name>.<id>`: the first step of a rotation."""
    raw = os.urandom(KEY_BYTES)
    made = MasterKey(raw)
    beside = path.with_name(f"{path.name}.{made.id.hex()}")
    _write(beside, raw)
    return made, beside


def _write(path: Path, raw: bytes) -> None:
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())


def _read(path: Path) -> MasterKey:
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise MasterKeyWrong(f"Others may read the master key {path}: run `chmod 600 {path}`.")
    raw = path.read_bytes()
    if len(raw) != KEY_BYTES:
        raise MasterKeyWrong(
            f"The master key {path} is not {KEY_BYTES} bytes long: put the right file back."
        )
    return MasterKey(raw)
