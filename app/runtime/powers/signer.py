"""Compact JWS of our own (RFC 7515): ES256 and RS256, the tenant's keys, nothing else.

Only tokens of ours are ever verified here, so everything we would not have written is refused:
another header member, another algorithm than the key's, another spelling of the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, TypeVar

import orjson
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from app.runtime.powers.remembered import Remembered
from domain.kernel.powers import KeyPair
from domain.kernel.secrets import Secret, base64url, from_base64url, same
from domain.tenants.records import SigningKey

LARGEST: Final = 16 * 1024
"""Characters of a token that is looked at."""

MOST_KEYS: Final = 1000
RSA_BITS: Final = 2048
RSA_EXPONENT: Final = 65537
COORDINATE: Final = 32
"""Bytes of a P-256 coordinate; an ES256 signature is two of them (RFC 7518 section 3.4)."""

HEADER: Final = frozenset({"alg", "kid", "typ"})
ACCESS: Final = "at+jwt"
OF_A_PERSON: Final = "gid"
"""A token that hangs on a grant is commonly shown to us at once; a client's own one hardly ever."""


def _steady() -> ec.ECDSA:
    """Return ECDSA that gives the same bytes the same signature, where the library has it."""
    try:
        return ec.ECDSA(SHA256(), deterministic_signing=True)
    except UnsupportedAlgorithm:
        return ec.ECDSA(SHA256())


_ECDSA: Final = _steady()
_Private = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
_Public = ec.EllipticCurvePublicKey | rsa.RSAPublicKey
K = TypeVar("K")


class JwsSigner:
    """Signs with and verifies by keys of a tenant; see `domain.kernel.powers.Signer`.

    A verified access token is remembered, and one that was just signed as well. One that another
    process signed is known by signing it again, where that is quicker (ADR-15). What is known of
    it then is the signature alone; expiry, deny list and grant are asked each time.
    """

    def __init__(self) -> None:
        """Start with nothing loaded and nothing remembered."""
        self._private: dict[str, _Private] = {}
        self._public: dict[str, _Public] = {}
        self._remembered = Remembered()

    def sign(self, key: SigningKey, claims: Mapping[str, Any], *, typ: str) -> str:
        """Return a compact JWS.

        Args:
            key: with its private half.
            claims: JSON-ready payload.
            typ: header `typ`, such as `at+jwt`.

        Raises:
            ValueError: the key is retired and its private half is gone.
        """
        signed = f"{_header(key.alg, key.kid, typ)}.{base64url(orjson.dumps(claims))}"
        token = f"{signed}.{self._signature(key, signed)}"
        if typ == ACCESS and OF_A_PERSON in claims:
            self._remembered.put(token, key.kid, claims)
        return token

    def verify(
        self, keys: tuple[SigningKey, ...], token: str, *, typ: str | None
    ) -> Mapping[str, Any] | None:
        """Return the claims of a token of ours, or None; that it has not run out is not asked.

        Args:
            keys: of one tenant, matched by kid; the key's own alg is the only one accepted.
            token: compact JWS of at most 16 KB.
            typ: required header `typ`; None accepts `JWT` or an absent one.
        """
        if len(token) > LARGEST or not token.isascii():
            return None
        if typ == ACCESS:
            kid, claims = self._remembered.get(token)
            for key in keys:
                if key.kid == kid:
                    return claims
            known = self._signed_again(keys, token)
            if known is not None:
                return known
        return self._verified({key.kid: key for key in keys}, token, typ)

    def _signed_again(self, keys: tuple[SigningKey, ...], token: str) -> Mapping[str, Any] | None:
        """Return the claims of an access token to which we would put the same signature now.

        None says nothing against it: the private half may be gone, the signature of another make.
        """
        signed, _, signature = token.rpartition(".")
        header, _, payload = signed.partition(".")
        for key in keys:
            if header == _header(key.alg, key.kid, ACCESS) and _quicker_again(key):
                if not same(self._signature(key, signed).encode(), signature.encode()):
                    return None
                return self._remembered.put(token, key.kid, orjson.loads(from_base64url(payload)))
        return None

    def _verified(
        self, keys: Mapping[str, SigningKey], token: str, typ: str | None
    ) -> Mapping[str, Any] | None:
        parts = token.split(".")
        if len(parts) != 3:  # noqa: PLR2004 - header, payload, signature
            return None
        header, claims, signature = _object(parts[0]), _object(parts[1]), _bytes(parts[2])
        if header is None or claims is None or signature is None:
            return None
        if not header.keys() <= HEADER or header.get("typ") not in (
            (typ,) if typ is not None else (None, "JWT")  # it may be a list, which no set takes
        ):
            return None
        key = keys.get(header["kid"]) if isinstance(header.get("kid"), str) else None
        if key is None or header.get("alg") != key.alg:
            return None
        if not _fits(self._public_of(key), signature, f"{parts[0]}.{parts[1]}".encode()):
            return None
        return self._remembered.put(token, key.kid, claims) if typ == ACCESS else claims

    def _signature(self, key: SigningKey, signed: str) -> str:
        return base64url(_sign(self._private_of(key), signed.encode()))

    def _private_of(self, key: SigningKey) -> _Private:
        found = self._private.get(key.kid)
        if found is None:
            if key.private_pem is None:
                message = "a retired key signs nothing"
                raise ValueError(message)
            loaded = load_pem_private_key(key.private_pem.reveal().encode(), password=None)
            if not isinstance(loaded, (ec.EllipticCurvePrivateKey, rsa.RSAPrivateKey)):
                message = "a signing key is of P-256 or RSA"
                raise ValueError(message)
            found = _put(self._private, key.kid, loaded)
        return found

    def _public_of(self, key: SigningKey) -> _Public:
        found = self._public.get(key.kid)
        if found is None:
            found = _put(self._public, key.kid, _public_key(key.public_jwk))
        return found


class KeyForge:
    """Makes signing keys; see `domain.kernel.powers.KeyMaker`."""

    def make(self, alg: str) -> KeyPair:
        """Return a new key pair for `ES256` or `RS256`, named by its thumbprint.

        Raises:
            ValueError: for another algorithm.

        Source: RFC 7638 (thumbprint), RFC 7518 section 6 (members).
        """
        private: _Private
        if alg == "ES256":
            private = ec.generate_private_key(ec.SECP256R1())
            public = _ec_jwk(private.public_key())
        elif alg == "RS256":
            private = rsa.generate_private_key(public_exponent=RSA_EXPONENT, key_size=RSA_BITS)
            public = _rsa_jwk(private.public_key())
        else:
            message = f"no keys are made for {alg}"
            raise ValueError(message)
        pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return KeyPair(thumbprint(public), alg, Secret(pem.decode()), public)


def thumbprint(jwk: Mapping[str, str]) -> str:
    """Return the RFC 7638 thumbprint of a public key that has its required members only."""
    return base64url(hashlib.sha256(orjson.dumps(dict(jwk), option=orjson.OPT_SORT_KEYS)).digest())


@lru_cache(maxsize=MOST_KEYS)
def _header(alg: str, kid: str, typ: str) -> str:
    """Return the first part of a token, the same for each key and kind."""
    return base64url(orjson.dumps({"alg": alg, "kid": kid, "typ": typ}))


def _quicker_again(key: SigningKey) -> bool:
    """Tell whether signing anew costs less than verifying: so on P-256, not so with RSA."""
    return key.alg == "ES256" and key.private_pem is not None and _ECDSA.deterministic_signing


def _put(kept: dict[str, K], kid: str, key: K) -> K:
    if len(kept) >= MOST_KEYS:
        kept.clear()
    kept[kid] = key
    return key


def _bytes(part: str) -> bytes | None:
    """Read base64url in its one canonical spelling: no second text stands for the same bytes."""
    try:
        raw = from_base64url(part)
    except ValueError:
        return None
    return raw if base64url(raw) == part else None


def _object(part: str) -> dict[str, Any] | None:
    raw = _bytes(part)
    if raw is None:
        return None
    try:
        found = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found, dict) else None


def _sign(key: _Private, signed: bytes) -> bytes:
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(signed, padding.PKCS1v15(), SHA256())
    r, s = decode_dss_signature(key.sign(signed, _ECDSA))
    return r.to_bytes(COORDINATE, "big") + s.to_bytes(COORDINATE, "big")


def _fits(key: _Public, signature: bytes, signed: bytes) -> bool:
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, signed, padding.PKCS1v15(), SHA256())
            return True
        if len(signature) != 2 * COORDINATE:
            return False
        r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
        key.verify(encode_dss_signature(r, s), signed, _ECDSA)
    except InvalidSignature:
        return False
    return True


def _number(text: str) -> int:
    return int.from_bytes(from_base64url(text), "big")


def _public_key(jwk: Mapping[str, str]) -> _Public:
    if jwk["kty"] == "RSA":
        return rsa.RSAPublicNumbers(_number(jwk["e"]), _number(jwk["n"])).public_key()
    numbers = ec.EllipticCurvePublicNumbers(_number(jwk["x"]), _number(jwk["y"]), ec.SECP256R1())
    return numbers.public_key()


def _ec_jwk(key: ec.EllipticCurvePublicKey) -> dict[str, str]:
    numbers = key.public_numbers()
    x, y = (base64url(each.to_bytes(COORDINATE, "big")) for each in (numbers.x, numbers.y))
    return {"crv": "P-256", "kty": "EC", "x": x, "y": y}


def _rsa_jwk(key: rsa.RSAPublicKey) -> dict[str, str]:
    numbers = key.public_numbers()
    e, n = (
        base64url(each.to_bytes((each.bit_length() + 7) // 8, "big"))
        for each in (numbers.e, numbers.n)
    )
    return {"e": e, "kty": "RSA", "n": n}
