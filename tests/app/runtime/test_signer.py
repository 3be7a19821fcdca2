"""Our JWS writer against another's, and against everything it must not take."""

import base64
import hmac
import json
from dataclasses import replace

import jwt
import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from app.runtime.powers import remembered
from app.runtime.powers import signer as module
from app.runtime.powers.signer import JwsSigner, KeyForge, thumbprint
from domain.tenants.records import KeyState
from tests.support.factories import a_signing_key

CLAIMS = {"sub": "abc", "exp": 2000000000, "client_id": "shop", "scope": "openid", "jti": "1"}
OF_A_PERSON = {**CLAIMS, "gid": "g"}


def a_key(alg="ES256"):
    pair = KeyForge().make(alg)
    return a_signing_key(
        kid=pair.kid, alg=alg, private_pem=pair.private_pem, public_jwk=pair.public_jwk
    )


ES, RS = a_key(), a_key("RS256")


def b64(value):
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def public(key):
    return jwt.PyJWK({**key.public_jwk, "alg": key.alg})


def forged(key=ES, claims=None, **header):
    """Sign with the key itself, under any header."""
    head = {"alg": key.alg, "kid": key.kid, "typ": "JWT"} | header
    signed = f"{b64({k: v for k, v in head.items() if v is not None})}.{b64(claims or CLAIMS)}"
    private = JwsSigner()._private_of(key)
    return f"{signed}.{b64(module._sign(private, signed.encode()))}"


class TestSign:
    @pytest.mark.parametrize("key", [ES, RS], ids=["ES256", "RS256"])
    def test_writes_what_another_library_reads(self, key):
        token = JwsSigner().sign(key, CLAIMS, typ="at+jwt")
        found = jwt.decode_complete(token, public(key), algorithms=[key.alg])
        assert found["payload"] == CLAIMS
        assert found["header"] == {"alg": key.alg, "kid": key.kid, "typ": "at+jwt"}

    def test_cannot_sign_with_a_retired_key(self):
        with pytest.raises(ValueError, match="retired"):
            JwsSigner().sign(replace(ES, private_pem=None), CLAIMS, typ="JWT")


class TestVerify:
    @pytest.mark.parametrize("key", [ES, RS], ids=["ES256", "RS256"])
    def test_reads_what_it_wrote(self, key):
        token = JwsSigner().sign(key, CLAIMS, typ="JWT")
        assert JwsSigner().verify((ES, RS), token, typ=None) == CLAIMS
        assert JwsSigner().verify((ES, RS), token, typ="JWT") == CLAIMS

    def test_takes_an_absent_type_for_none_asked(self):
        assert JwsSigner().verify((ES,), forged(typ=None), typ=None) == CLAIMS
        assert JwsSigner().verify((ES,), forged(typ=None), typ="at+jwt") is None

    @pytest.mark.parametrize(
        "header",
        [
            {"alg": "none"},
            {"alg": "NoNe"},
            {"alg": "HS256"},
            {"alg": "RS256"},
            {"alg": "ES384"},
            {"alg": None},
            {"alg": ["ES256"]},
            {"kid": None},
            {"kid": "../../etc/passwd"},
            {"kid": "' OR 1=1 --"},
            {"kid": "x" * 8000},
            {"kid": ["a"]},
            {"kid": {"a": 1}},
            {"typ": "at+jwt"},
            {"typ": "logout+jwt"},
            {"typ": 7},
            {"typ": ["JWT"]},
            {"typ": {"a": 1}},
            {"crit": ["exp"]},
            {"crit": []},
            {"b64": False},
            {"jwk": dict(ES.public_jwk)},
            {"jku": "https://evil.example/jwks"},
            {"x5u": "https://evil.example/x"},
            {"x5c": ["MII"]},
            {"zip": "DEF"},
        ],
        ids=lambda header: next(iter(header)),
    )
    def test_refuses_every_header_but_its_own(self, header):
        assert JwsSigner().verify((ES, RS), forged(**header), typ=None) is None

    def test_refuses_a_public_key_used_as_a_password(self):
        head = {"alg": "HS256", "kid": RS.kid, "typ": "JWT"}
        signed = f"{b64(head)}.{b64(CLAIMS)}"
        for secret in (json.dumps(dict(RS.public_jwk)).encode(), RS.public_jwk["n"].encode()):
            mac = hmac.digest(secret, signed.encode(), "sha256")
            assert JwsSigner().verify((ES, RS), f"{signed}.{b64(mac)}", typ=None) is None

    def test_refuses_a_signature_of_another_key_under_its_name(self):
        other = replace(a_key(), kid=ES.kid)
        assert JwsSigner().verify((ES,), forged(other), typ=None) is None

    def test_refuses_the_key_of_another_tenant(self):
        assert JwsSigner().verify((RS,), forged(), typ=None) is None

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda t: "",
            lambda t: t + ".x",
            lambda t: t.rpartition(".")[0],
            lambda t: t.rpartition(".")[0] + ".",
            lambda t: t + "=",
            lambda t: t + "\n",
            lambda t: " " + t,
            lambda t: t[:-2],
            lambda t: t[:-1] + ("B" if t[-1] == "A" else "A"),
            lambda t: t.replace(".", "..", 1),
            lambda t: "!!" + t,
            lambda t: f"{b64([1])}.{b64(CLAIMS)}.{t.rpartition('.')[2]}",
            lambda t: f"{b64(b'nothing')}.{b64(CLAIMS)}.{t.rpartition('.')[2]}",
            lambda t: f"{t.split('.')[0]}.{b64([1])}.{t.rpartition('.')[2]}",
            lambda t: f"{t.split('.')[0]}.{b64(dict(CLAIMS, sub='x'))}.{t.rpartition('.')[2]}",
            lambda t: "\u00e9" + t,
            lambda t: t + "A" * 20000,
        ],
    )
    def test_refuses_every_other_spelling(self, spoil):
        signer = JwsSigner()
        token = signer.sign(ES, CLAIMS, typ="JWT")
        assert signer.verify((ES,), spoil(token), typ=None) is None


class TestRemembering:
    def test_answers_what_was_signed_or_verified_without_another_look(self, monkeypatch):
        writer, reader = JwsSigner(), JwsSigner()
        token = writer.sign(ES, OF_A_PERSON, typ="at+jwt")
        reader.verify((ES,), token, typ="at+jwt")
        monkeypatch.setattr(module, "_fits", lambda *_: pytest.fail("verified again"))
        monkeypatch.setattr(module, "_sign", lambda *_: pytest.fail("signed again"))
        for each in (writer, reader):
            assert each.verify((ES,), token, typ="at+jwt")["jti"] == "1"

    def test_leaves_room_where_a_client_asked_in_its_own_name(self):
        signer = JwsSigner()
        token = signer.sign(ES, CLAIMS, typ="at+jwt")
        assert len(signer._remembered) == 0
        assert signer.verify((ES,), token, typ="at+jwt")["jti"] == "1"
        assert len(signer._remembered) == 1

    def test_forgets_with_the_key_and_never_crosses_types_or_tenants(self):
        signer = JwsSigner()
        token = signer.sign(ES, CLAIMS, typ="at+jwt")
        assert signer.verify((RS,), token, typ="at+jwt") is None
        assert signer.verify((), token, typ="at+jwt") is None
        assert signer.verify((ES,), token, typ=None) is None
        retiring = replace(ES, state=KeyState.RETIRING)
        assert signer.verify((retiring,), token, typ="at+jwt")["jti"] == "1"

    def test_is_bounded(self, monkeypatch):
        monkeypatch.setattr(remembered, "MOST", 3)
        signer = JwsSigner()
        made = [
            signer.sign(ES, {"jti": str(number), "gid": "g"}, typ="at+jwt") for number in range(10)
        ]
        assert len(signer._remembered) == 3
        assert [signer._remembered.get(each)[0] for each in made] == [""] * 7 + [ES.kid] * 3

    def test_keeps_loaded_keys_within_bounds(self, monkeypatch):
        monkeypatch.setattr(module, "MOST_KEYS", 2)
        signer = JwsSigner()
        for number in range(5):
            signer.sign(replace(ES, kid=str(number)), CLAIMS, typ="JWT")
        assert len(signer._private) <= 2


@pytest.fixture
def verified(monkeypatch):
    """Count how often the public key was asked."""
    asked, fits = [], module._fits
    monkeypatch.setattr(module, "_fits", lambda *given: asked.append(1) or fits(*given))
    return asked


class TestSigningAgain:
    def test_knows_a_token_of_another_process_without_the_public_key(self, verified):
        token = JwsSigner().sign(ES, CLAIMS, typ="at+jwt")
        assert JwsSigner().sign(ES, CLAIMS, typ="at+jwt") == token
        assert JwsSigner().verify((RS, ES), token, typ="at+jwt")["jti"] == "1"
        assert not verified

    def test_reads_by_the_public_key_what_a_key_without_its_private_half_signed(self, verified):
        token = JwsSigner().sign(ES, CLAIMS, typ="at+jwt")
        retired = replace(ES, private_pem=None, state=KeyState.RETIRED)
        assert JwsSigner().verify((retired,), token, typ="at+jwt")["jti"] == "1"
        assert verified

    def test_reads_by_the_public_key_what_the_key_signed_with_another_signature(self, verified):
        signed = JwsSigner().sign(ES, CLAIMS, typ="at+jwt").rpartition(".")[0]
        private = JwsSigner()._private_of(ES)
        r, s = decode_dss_signature(private.sign(signed.encode(), ec.ECDSA(SHA256())))
        token = f"{signed}.{b64(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"
        assert JwsSigner().verify((ES,), token, typ="at+jwt")["jti"] == "1"
        assert verified

    def test_verifies_where_the_library_cannot_sign_steadily(self, monkeypatch, verified):
        def unsteady(hashed, **given):
            if given:
                raise UnsupportedAlgorithm("no RFC 6979 here")
            return plain(hashed)

        plain = ec.ECDSA
        monkeypatch.setattr(module.ec, "ECDSA", unsteady)
        monkeypatch.setattr(module, "_ECDSA", module._steady())
        token = JwsSigner().sign(ES, CLAIMS, typ="at+jwt")
        assert JwsSigner().verify((ES,), token, typ="at+jwt")["jti"] == "1"
        assert verified

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda t: t[:-2],
            lambda t: t + "A",
            lambda t: t[:-1] + ("B" if t[-1] == "A" else "A"),
            lambda t: f"{t.rpartition('.')[0]}.{b64(bytes(64))}",
            lambda t: f"{t.split('.')[0]}.{b64(dict(CLAIMS, sub='x'))}.{t.rpartition('.')[2]}",
            lambda t: f"{t.split('.')[0]}.{b64(b'nothing')}.{t.rpartition('.')[2]}",
            lambda t: t.replace(".", "..", 1),
        ],
    )
    def test_refuses_what_the_key_would_sign_otherwise(self, spoil):
        token = JwsSigner().sign(ES, CLAIMS, typ="at+jwt")
        reader = JwsSigner()
        assert reader.verify((ES,), spoil(token), typ="at+jwt") is None
        assert len(reader._remembered) == 0


class TestKeyForge:
    def test_names_a_key_by_its_thumbprint(self):
        # The example of RFC 7638 section 3.1.
        n = (
            "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCi"
            "FV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb"
            "9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls"
            "1jF44-csFCur-kEgU8awapJzKnqDKgw"
        )
        jwk = {"kty": "RSA", "n": n, "e": "AQAB"}
        assert thumbprint(jwk) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"

    def test_makes_two_algorithms_and_no_third(self):
        assert ES.kid == thumbprint(ES.public_jwk)
        assert RS.public_jwk["kty"] == "RSA"
        with pytest.raises(ValueError, match="EdDSA"):
            KeyForge().make("EdDSA")
