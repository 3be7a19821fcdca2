"""Where a request comes from: only what a trusted proxy says counts."""

import ipaddress

import pytest

from app.runtime.source import Sources
from tests.app.runtime.requests import a_request

KEY = bytes(range(32))
PROXIES = tuple(ipaddress.ip_network(each) for each in ("10.0.0.0/8", "fd00::/8"))
SOURCES = Sources(KEY, PROXIES)
PROXY, STRANGER = "10.0.0.1", "203.0.113.7"


def address(peer, *forwarded, **others):
    headers = [("x-forwarded-for", each) for each in forwarded]
    headers += [(name.replace("_", "-"), value) for name, value in others.items()]
    found = SOURCES.address(a_request(*headers, client=peer))
    return str(found) if found else None


class TestAddress:
    def test_is_the_peer_whom_nobody_trusts(self):
        assert address(STRANGER) == STRANGER
        assert address(STRANGER, "198.51.100.1") == STRANGER

    def test_is_what_a_trusted_proxy_says(self):
        assert address(PROXY, "198.51.100.1") == "198.51.100.1"

    def test_is_the_right_most_that_no_proxy_stands_for(self):
        assert address(PROXY, "1.1.1.1, 198.51.100.1, 10.2.2.2") == "198.51.100.1"
        assert address(PROXY, "1.1.1.1, 198.51.100.1", "10.2.2.2") == "198.51.100.1"

    def test_does_not_skip_a_stranger_in_between(self):
        assert address(PROXY, "10.9.9.9, 198.51.100.1") == "198.51.100.1"

    def test_is_the_proxy_itself_when_it_says_nothing(self):
        assert address(PROXY) == PROXY
        assert address(PROXY, "10.3.3.3, 10.2.2.2") == "10.3.3.3"

    @pytest.mark.parametrize(
        "garbage", ["", "unknown", "1.2.3.4.5", "198.51.100.1:80", "_hidden", "%", "1" * 5000]
    )
    def test_stops_at_what_is_no_address(self, garbage):
        """Whoever wrote it is as far as trust goes."""
        assert address(PROXY, f"198.51.100.1, {garbage}") == PROXY
        assert address(PROXY, f"198.51.100.1, {garbage}, 10.2.2.2") == "10.2.2.2"

    @pytest.mark.parametrize(
        ("said", "meant"),
        [
            ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:443", "2001:db8::1"),
            ("2001:DB8:0:0::1", "2001:db8::1"),
            ("::ffff:198.51.100.1", "198.51.100.1"),
        ],
    )
    def test_reads_every_spelling_of_an_address(self, said, meant):
        assert address(PROXY, said) == meant

    def test_sees_through_an_address_mapped_into_ipv6(self):
        assert address("::ffff:10.0.0.1", "198.51.100.1") == "198.51.100.1"

    @pytest.mark.parametrize("name", ["x_real_ip", "forwarded", "cf_connecting_ip", "client_ip"])
    def test_looks_at_no_other_header(self, name):
        assert address(PROXY, **{name: "198.51.100.1"}) == PROXY

    def test_is_none_without_a_peer(self):
        assert address(None, "198.51.100.1") is None
        assert address("testclient") is None


class TestDigest:
    def of(self, peer, sources=SOURCES, *headers):
        return sources.digest(a_request(*headers, client=peer))

    @pytest.mark.parametrize(
        ("one", "other"),
        [("203.0.113.7", "203.0.113.250"), ("2001:db8::1", "2001:db8::ffff:1:2:3")],
    )
    def test_is_one_for_a_household(self, one, other):
        assert self.of(one) == self.of(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("203.0.113.7", "203.0.114.7"),
            ("2001:db8::1", "2001:db8:0:1::1"),
            ("203.0.113.7", "2001:db8::1"),
        ],
    )
    def test_is_another_one_for_the_neighbour(self, one, other):
        assert self.of(one) != self.of(other)

    def test_is_of_a_key(self):
        assert self.of(STRANGER) != self.of(STRANGER, Sources(bytes(32), PROXIES))

    def test_believes_no_header_where_no_proxy_is_trusted(self):
        alone = Sources(KEY, ())
        forged = ("x-forwarded-for", "198.51.100.1")
        assert self.of(PROXY, alone, forged) == self.of(PROXY, alone)

    def test_tells_nothing_of_what_is_no_address(self):
        assert SOURCES.digest_of("unknown") is None
        assert self.of(None) is None
        assert self.of(None, Sources(KEY, ())) is None

    def test_is_the_same_when_it_is_remembered(self):
        assert SOURCES.digest_of("198.51.100.1") == SOURCES.digest_of("198.51.100.1")
