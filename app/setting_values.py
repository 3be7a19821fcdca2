"""How each kind of setting is read from text.

Every reader takes the text as it was given and returns the value, or raises ValueError with the
end of a sentence that starts with the setting's name: what is wrong, then the way out.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

MOST_PROCESSES: Final = 64
MOST_KEPT: Final = 1000
LONGEST_DRAIN: Final = 300
"""Seconds; longer than that is a forgotten balancer."""

PLANES: Final = ("protocol", "hosted", "console", "worker")
"""What one process can serve; `protocol` holds the headless API, `console` holds /api/v1."""

LOG_FORMATS: Final = ("text", "json")
LOG_LEVELS: Final = ("debug", "info", "warning", "error")
TRUE_WORDS: Final = ("true", "yes", "on", "1")
FALSE_WORDS: Final = ("false", "no", "off", "0")
HIGHEST_PORT: Final = 65535
DEFAULT_PORTS: Final = {"http": 80, "https": 443}


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address can be reached from this machine alone."""
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def a_word(choices: tuple[str, ...]) -> Callable[[str], str]:
    """Return a reader of one word out of a few."""

    def read(text: str) -> str:
        word = text.strip().lower()
        if word not in choices:
            message = f"is {text!r}: choose {' or '.join(choices)}"
            raise ValueError(message)
        return word

    return read


def a_host(text: str) -> str:
    """Read the address to listen on: a host name or an IP address, without port."""
    host = text.strip().strip("[]")
    colons_of_ipv6 = ":" in host and _is_address(host)
    if not host or "/" in host or any(c.isspace() for c in host):
        message = f"is {text!r}, which is not an address: give one such as 127.0.0.1 or 0.0.0.0"
        raise ValueError(message)
    if ":" in host and not colons_of_ipv6:
        message = f"is {text!r}: leave the port out here and give it as the port"
        raise ValueError(message)
    return host


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def a_port(text: str) -> int:
    """Read a TCP port, 1 to 65535."""
    if text.startswith("tcp://"):
        message = (
            f"is {text!r}, which Kubernetes wrote for a Service of the same name: "
            "set enableServiceLinks: false or name the Service differently"
        )
        raise ValueError(message)
    number = int(text) if text.strip().isascii() and text.strip().isdigit() else 0
    if not 1 <= number <= HIGHEST_PORT:
        message = f"is {text!r}, which is not a port: give a whole number from 1 to {HIGHEST_PORT}"
        raise ValueError(message)
    return number


def a_port_or_none(text: str) -> int | None:
    """Read a TCP port, or nothing from an empty text or `off`."""
    return None if text.strip().lower() in {"", "off", "none"} else a_port(text)


def a_few(text: str) -> int:
    """Read how many processes: 1 to 64."""
    return _a_number(text, 1, MOST_PROCESSES)


def a_shelf(text: str) -> int:
    """Read how many are kept: 1 to 1000."""
    return _a_number(text, 1, MOST_KEPT)


def a_short_while(text: str) -> int:
    """Read seconds: 0 to 300."""
    return _a_number(text, 0, LONGEST_DRAIN)


def _a_number(text: str, least: int, most: int) -> int:
    number = int(text) if text.strip().isascii() and text.strip().isdigit() else -1
    if not least <= number <= most:
        message = f"is {text!r}: give a whole number from {least} to {most}"
        raise ValueError(message)
    return number


def a_switch(text: str) -> bool:
    """Read true or false in one of their usual spellings."""
    word = text.strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    message = f"is {text!r}: choose true or false"
    raise ValueError(message)


def a_path(text: str) -> Path:
    """Read a path; `~` is the home folder, and the result is absolute."""
    if not text.strip():
        message = "is empty: give a path or leave the setting out"
        raise ValueError(message)
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError as no_home:
        message = f"is {text!r}, and this account has no home folder: give an absolute path"
        raise ValueError(message) from no_home


def a_path_or_none(text: str) -> Path | None:
    """Read a path, or nothing from an empty text or `off`."""
    return None if text.strip().lower() in {"", "off", "none"} else a_path(text)


def planes(text: str) -> tuple[str, ...]:
    """Read a list of planes, comma-separated; the order is always the same."""
    words = {word.strip().lower() for word in text.split(",") if word.strip()}
    unknown = sorted(words - set(PLANES))
    if unknown or not words:
        found = repr(unknown[0]) if unknown else "empty"
        message = f"is {found}: choose one or more of {', '.join(PLANES)}"
        raise ValueError(message)
    return tuple(plane for plane in PLANES if plane in words)


def networks(text: str) -> tuple[Network, ...]:
    """Read a list of networks in CIDR form, comma-separated; empty trusts nobody."""
    return tuple(_network(part.strip()) for part in text.split(",") if part.strip())


def _network(text: str) -> Network:
    try:
        return ipaddress.ip_network(text)
    except ValueError:
        pass
    try:
        meant = ipaddress.ip_network(text, strict=False)
    except ValueError as unreadable:
        message = f"has {text!r}, which is no network: give one such as 10.0.0.0/8"
        raise ValueError(message) from unreadable
    message = f"has {text!r}, whose address lies inside the network: write {meant}"
    raise ValueError(message)


def a_database_url(text: str) -> str:
    """Read where the data is kept; the address is never repeated, it may hold a password."""
    url = text.strip()
    if url.startswith("postgres://"):
        url = "postgresql://" + url.removeprefix("postgres://")
    if url.startswith("postgresql://") and len(url) > len("postgresql://"):
        return url
    if url.startswith("sqlite:///"):
        return "sqlite:///" + str(_sqlite_file(url.removeprefix("sqlite:///")))
    message = "is not understood: begin it with sqlite:///PATH or postgresql://"
    raise ValueError(message)


def _sqlite_file(path: str) -> Path:
    if not path or path.startswith(":memory:"):
        message = "names no file: give sqlite:///PATH, for data in memory would be lost at the end"
        raise ValueError(message)
    if "?" in path:
        message = "has options after a question mark: leave them out, Byleave sets its own"
        raise ValueError(message)
    return a_path(path)


def a_base_url(text: str) -> str:
    """Read the address people and applications see: scheme and host, perhaps a port, no path."""
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError as unreadable:
        message = f"is {text!r}, which is no address: give one such as https://id.example.org"
        raise ValueError(message) from unreadable
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in DEFAULT_PORTS or not host:
        message = f"is {text!r}: give it with its scheme, such as https://id.example.org"
        raise ValueError(message)
    if parts.username is not None or parts.query or parts.fragment or parts.path not in {"", "/"}:
        message = "has more than scheme, host and port: leave the rest out, no path is possible"
        raise ValueError(message)
    if parts.scheme == "http" and not is_loopback(host):
        message = f"is {text!r}, which is not encrypted: use https:// unless the host is localhost"
        raise ValueError(message)
    return _address(parts.scheme, host, port)


def a_collector_or_none(text: str) -> str | None:
    """Read the address of a collector of spans, scheme and host, perhaps a port; or off."""
    if text.strip().lower() in FALSE_WORDS:
        return None
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    more = parts.username is not None or parts.query or parts.fragment or parts.path.strip("/")
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or more:
        message = f"is {text!r}: give scheme, host and port alone, such as http://localhost:4318"
        raise ValueError(message)
    return _address(parts.scheme, parts.hostname, port)


def _address(scheme: str, host: str, port: int | None) -> str:
    shown = f"[{host}]" if ":" in host else host
    plain = port is None or port == DEFAULT_PORTS[scheme]
    return f"{scheme}://{shown}" if plain else f"{scheme}://{shown}:{port}"
