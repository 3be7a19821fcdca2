"""Settings: flags before environment before file before defaults, checked when we start.

`setting_list.SETTINGS` holds every setting; docs/settings.md is made from it.
A wrong value raises SettingsError, one sentence that names the setting as the person spelled it.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import platformdirs

from app import setting_values as read
from app.setting_list import SETTINGS, Setting

__all__ = ["SETTINGS", "Setting", "Settings", "SettingsError", "load_settings", "make_data_folder"]

FILE_NAME: Final = "byleave.toml"
"""Read from the working folder when no file is named."""

CONFIG_ENV: Final = "BYLEAVE_CONFIG"
NOT_SETTINGS: Final = (CONFIG_ENV, "BYLEAVE_CHROMIUM", "BYLEAVE_PROOFS", "BYLEAVE_TEST_")
"""Names of the environment that are ours but are no settings."""

LIKENESS: Final = 0.8
"""How alike an unknown name must be to a known one to be refused as a slip, 0 to 1."""


class SettingsError(Exception):
    """A setting is wrong; the message is one sentence with the way out."""


BY_NAME: Final = {setting.name: setting for setting in SETTINGS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings of one process, valid together.

    Args:
        origins: for each setting that was given, the spelling it was given by.
    """

    data_dir: Path
    database_url: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 8180
    base_url: str
    planes: tuple[str, ...] = read.PLANES
    log_format: str = "text"
    log_level: str = "info"
    trusted_proxies: tuple[read.Network, ...] = ()
    master_key_file: Path
    backup_dir: Path | None = None
    backup_keep: int = 7
    metrics_port: int | None = None
    otlp_endpoint: str | None = None
    processes: int = 1
    drain_seconds: int = 0
    open_browser: bool = False
    origins: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    @property
    def embedded(self) -> bool:
        """Whether the database is SQLite, living and migrating with this process."""
        return self.database_url.startswith("sqlite:")

    @property
    def sqlite_file(self) -> Path | None:
        """The database file, or None on Postgres."""
        return Path(self.database_url.removeprefix("sqlite:///")) if self.embedded else None

    @property
    def encrypted(self) -> bool:
        """Whether people reach us by https, so that cookies can be Secure."""
        return self.base_url.startswith("https://")

    def spelling(self, name: str) -> str:
        """Return how the person spelled a setting: flag, environment name, or file and word."""
        return self.origins.get(name, BY_NAME[name].env)


@dataclass(frozen=True, slots=True)
class _Given:
    """One value as it was given, and the spelling of its setting there."""

    text: str
    spelling: str


def load_settings(
    flags: Mapping[str, object] | None = None,
    *,
    env: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Settings:
    """Gather and check all settings.

    Args:
        flags: values of the command line by setting name (`config` is the file); None is absent.
        env: the environment; by default that of this process.
        folder: where `byleave.toml` is looked for; by default the working folder.

    Returns:
        The settings, valid one by one and together.

    Raises:
        SettingsError: one sentence that names the setting and the way out.
    """
    env = os.environ if env is None else env
    flags = {name: value for name, value in (flags or {}).items() if value is not None}
    given = _from_file(flags.pop("config", None), env, folder or Path())
    given |= _from_environment(env)
    given |= {
        name: _Given(_as_text(value, BY_NAME[name].spelled_flag), BY_NAME[name].spelled_flag)
        for name, value in flags.items()
    }
    values = {name: _value(BY_NAME[name], one) for name, one in given.items()}
    return _together(values, {name: one.spelling for name, one in given.items()})


def make_data_folder(settings: Settings) -> Path:
    """Make the data folder if it is missing, readable by its owner alone, and return it."""
    spelling = settings.spelling("data_dir")
    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        problem = fault.strerror or "it cannot be made"
        message = f"{spelling} is {settings.data_dir}: {problem}; name a folder that can be made."
        raise SettingsError(message) from fault
    if not os.access(settings.data_dir, os.R_OK | os.W_OK | os.X_OK):
        message = f"{spelling} is {settings.data_dir}, where we may not write: give us that right."
        raise SettingsError(message)
    return settings.data_dir


def _value(setting: Setting, given: _Given) -> object:
    try:
        return setting.read(given.text)
    except ValueError as wrong:
        message = f"{given.spelling} {wrong}."
        raise SettingsError(message) from None


def _as_text(value: object, spelling: str) -> str:
    """Write a value of the file or a flag as the text that the environment would hold."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ",".join(_as_text(one, spelling) for one in value)
    if isinstance(value, (str, int, Path)):
        return str(value)
    message = f"{spelling} is a {type(value).__name__}: give a text, a number or a list."
    raise SettingsError(message)


def _from_environment(env: Mapping[str, str]) -> dict[str, _Given]:
    names = {setting.env: setting.name for setting in SETTINGS}
    strangers = {name for name in env if name.startswith("BYLEAVE_")} - set(names)
    for name in sorted(name for name in strangers if not name.startswith(NOT_SETTINGS)):
        # A near miss is a slip; anything else may belong to someone else's tool.
        if near := difflib.get_close_matches(name, names, 1, LIKENESS):
            message = f"{name} is no setting: did you mean {near[0]}?"
            raise SettingsError(message)
    return {name: _Given(env[key], key) for key, name in names.items() if env.get(key, "")}


def _from_file(flag: object, env: Mapping[str, str], folder: Path) -> dict[str, _Given]:
    named = str(flag) if flag else env.get(CONFIG_ENV, "")
    spelling = "--config" if flag else CONFIG_ENV
    path = Path(named).expanduser() if named else folder / FILE_NAME
    if not named and not path.is_file():
        return {}
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except OSError as fault:
        problem = fault.strerror or "cannot be read"
        message = f"{spelling if named else FILE_NAME} is {path}: {problem}; name a readable file."
        raise SettingsError(message) from fault
    except ValueError as wrong:
        message = f"{path} is not TOML ({wrong}): mend that line."
        raise SettingsError(message) from None
    given = {}
    for key, value in content.items():
        spelled = f"{key} in {path.name}"
        given[_known(key, path)] = _Given(_as_text(value, spelled), spelled)
    return given


def _known(key: str, path: Path) -> str:
    if key in BY_NAME:
        return key
    near = difflib.get_close_matches(key, BY_NAME, 1)
    way_out = f"did you mean {near[0]}?" if near else "docs/settings.md lists them all."
    message = f"{key} in {path.name} is no setting: {way_out}"
    raise SettingsError(message)


def _together(values: dict[str, Any], origins: dict[str, str]) -> Settings:
    data_dir: Path = values.setdefault(
        "data_dir", Path(platformdirs.user_data_dir("byleave", appauthor=False))
    )
    values.setdefault("database_url", f"sqlite:///{data_dir / 'byleave.db'}")
    values.setdefault("master_key_file", data_dir / "keys" / "master")
    host, port = values.get("host", "127.0.0.1"), values.get("port", 8180)
    if "base_url" not in values:
        if not read.is_loopback(host):
            message = (
                f"{origins['host']} is {host}, which others can reach: say with --base-url or "
                "BYLEAVE_BASE_URL which address they use, such as https://id.example.org."
            )
            raise SettingsError(message)
        values["base_url"] = f"http://localhost:{port}"
    if values.get("processes", 1) > 1:
        _fit_for_several(values, origins)
    if values.get("metrics_port") == port:
        message = f"{origins['metrics_port']} is {port}, the port of the server: give another."
        raise SettingsError(message)
    return Settings(**values, origins=origins)


def _fit_for_several(values: dict[str, Any], origins: dict[str, str]) -> None:
    """Refuse more processes than one where they would disturb each other."""
    spelled = f"{origins['processes']} is {values['processes']}"
    if values["database_url"].startswith("sqlite:"):
        message = f"{spelled}, but SQLite has one writer: use Postgres, or leave it out."
        raise SettingsError(message)
    if "console" in values.get("planes", read.PLANES):
        message = (
            f"{spelled}, but a window of the console lives in one process: name --planes without "
            "console here, and serve --planes console from a process of its own."
        )
        raise SettingsError(message)
