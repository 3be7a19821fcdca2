"""Every setting there is: what it is called, what it is for, and how its text is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from app import setting_values as read


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    Args:
        name: word in the file; `BYLEAVE_` before it in capitals is its environment name.
        kind: shape of the value, for the documentation.
        default: the default as the documentation says it.
        sentence: what it is for.
        read: makes the value from text, or raises ValueError with the end of a sentence.
        flag: the command-line flag, when it is not simply the name.
    """

    name: str
    kind: str
    default: str
    sentence: str
    read: Callable[[str], Any]
    flag: str = ""

    @property
    def env(self) -> str:
        """The name in the environment."""
        return f"BYLEAVE_{self.name.upper()}"

    @property
    def spelled_flag(self) -> str:
        """The flag on the command line."""
        return self.flag or "--" + self.name.replace("_", "-")


SETTINGS: Final[tuple[Setting, ...]] = (
    Setting(
        "data_dir", "path", "the platform's folder for user data",
        "Folder of the database, the keys and the snapshots; made with mode 0700.", read.a_path,
    ),
    Setting(
        "database_url", "URL", "`sqlite:///` and `byleave.db` in the data folder",
        "Where the data is kept: `sqlite:///PATH` or `postgresql://…`; prefer the environment or "
        "the file for an address with a password.", read.a_database_url,
    ),
    Setting("host", "address", "127.0.0.1", "Address to listen on.", read.a_host),
    Setting("port", "port", "8180", "Port to listen on.", read.a_port),
    Setting(
        "base_url", "URL", "`http://localhost:PORT` when the host is a loopback address",
        "Address that people and applications see, without a path; required unless the host is a "
        "loopback address, and https unless its own host is. Commands that are told neither this "
        "nor a port take the address the console was served at last.", read.a_base_url,
    ),
    Setting(
        "planes", "list of words", ", ".join(read.PLANES),
        f"What this process serves, out of {', '.join(read.PLANES)}.", read.planes,
    ),
    Setting(
        "log_format", "word", "text", "How log lines are written: text or json.",
        read.a_word(read.LOG_FORMATS),
    ),
    Setting(
        "log_level", "word", "info", "From which level lines are written: debug, info, warning "
        "or error.", read.a_word(read.LOG_LEVELS),
    ),
    Setting(
        "trusted_proxies", "list of networks", "none",
        "Networks in CIDR form whose forwarding headers count.", read.networks,
    ),
    Setting(
        "master_key_file", "path", "`keys/master` in the data folder",
        "File of the master key (mode 0600), kept apart from the database.", read.a_path,
    ),
    Setting(
        "backup_dir", "path or off", "off", "Folder into which a backup is made every night, and "
        "rehearsed; off makes none.", read.a_path_or_none,
    ),
    Setting(
        "backup_keep", "number", "7", "Nightly backups that are kept.", read.a_shelf,
    ),
    Setting(
        "metrics_port", "port or off", "off", "Second port that serves /metrics.",
        read.a_port_or_none,
    ),
    Setting(
        "otlp_endpoint", "URL or off", "off", "Collector that takes spans by OpenTelemetry's "
        "protocol (OTLP/HTTP, JSON, at /v1/traces); off makes none.", read.a_collector_or_none,
    ),
    Setting(
        "processes", "number", "1", "Processes that answer on this port together; more than one "
        "needs Postgres and planes without the console. With a metrics port each takes the next.",
        read.a_few,
    ),
    Setting(
        "drain_seconds", "number", "0", "How long to go on answering after SIGTERM, `/readyz` "
        "saying no, so that a balancer can turn away first; 0 stops at once.", read.a_short_while,
    ),
    Setting(
        "open_browser", "true or false", "false",
        "Open the printed link in a browser once the server answers.", read.a_switch,
        flag="--open",
    ),
)  # fmt: skip
