"""Settings: order of sources, defaults, and one sentence for each wrong value."""

import ipaddress
import stat
from pathlib import Path

import pytest

from app.settings import SETTINGS, SettingsError, load_settings, make_data_folder


def load(tmp_path, flags=None, **env):
    return load_settings(
        flags, env={f"BYLEAVE_{k.upper()}": v for k, v in env.items()}, folder=tmp_path
    )


def refusal(tmp_path, flags=None, **env):
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, flags, **env)
    return str(caught.value)


class TestLoad:
    def test_needs_no_setting_at_all(self, tmp_path):
        settings = load(tmp_path)
        assert settings.base_url == "http://localhost:8180"
        assert settings.host == "127.0.0.1"
        assert settings.planes == ("protocol", "hosted", "console", "worker")
        assert settings.embedded
        assert settings.sqlite_file == settings.data_dir / "byleave.db"
        assert settings.master_key_file == settings.data_dir / "keys" / "master"
        assert not settings.encrypted

    def test_takes_flags_before_environment_before_file(self, tmp_path):
        (tmp_path / "byleave.toml").write_text('port = 1001\nhost = "::1"\nlog_format = "json"\n')
        settings = load(tmp_path, {"port": "1003", "host": None}, port="1002", log_format="text")
        assert (settings.port, settings.host, settings.log_format) == (1003, "::1", "text")

    def test_reads_the_file_that_the_flag_names(self, tmp_path):
        (tmp_path / "other.toml").write_text(
            'planes = ["worker", "protocol"]\nopen_browser = true\n'
        )
        settings = load(tmp_path, {"config": str(tmp_path / "other.toml")})
        assert settings.planes == ("protocol", "worker")
        assert settings.open_browser

    def test_reads_the_file_that_the_environment_names(self, tmp_path):
        (tmp_path / "other.toml").write_text("port = 9000\n")
        assert (
            load(tmp_path, config=str(tmp_path / "other.toml")).base_url == "http://localhost:9000"
        )

    def test_takes_an_empty_environment_value_as_absent(self, tmp_path):
        assert load(tmp_path, port="").port == 8180

    def test_ignores_names_of_tests_and_of_strangers(self, tmp_path):
        assert (
            load(tmp_path, test_pg="x", chromium="/usr/bin/chromium", unrelated_thing="1").port
            == 8180
        )

    def test_remembers_how_each_setting_was_spelled(self, tmp_path):
        (tmp_path / "byleave.toml").write_text('log_level = "debug"\n')
        settings = load(tmp_path, {"port": 9000}, host="localhost")
        assert settings.spelling("port") == "--port"
        assert settings.spelling("host") == "BYLEAVE_HOST"
        assert settings.spelling("log_level") == "log_level in byleave.toml"
        assert settings.spelling("base_url") == "BYLEAVE_BASE_URL"

    def test_does_not_show_the_database_address_in_its_representation(self, tmp_path):
        assert "hunter2" not in repr(load(tmp_path, database_url="postgresql://u:hunter2@h/db"))

    def test_refuses_a_near_miss_in_the_environment(self, tmp_path):
        assert (
            refusal(tmp_path, data_dri="x")
            == "BYLEAVE_DATA_DRI is no setting: did you mean BYLEAVE_DATA_DIR?"
        )

    def test_refuses_a_word_of_the_file_that_is_no_setting(self, tmp_path):
        (tmp_path / "byleave.toml").write_text("prot = 1\n")
        assert refusal(tmp_path) == "prot in byleave.toml is no setting: did you mean port?"
        (tmp_path / "byleave.toml").write_text("zzz = 1\n")
        assert (
            refusal(tmp_path)
            == "zzz in byleave.toml is no setting: docs/settings.md lists them all."
        )

    def test_refuses_a_value_of_the_file_that_has_no_text_form(self, tmp_path):
        (tmp_path / "byleave.toml").write_text("[port]\nnumber = 1\n")
        assert (
            refusal(tmp_path) == "port in byleave.toml is a dict: give a text, a number or a list."
        )

    def test_refuses_a_file_that_is_not_toml(self, tmp_path):
        (tmp_path / "byleave.toml").write_text("port 1\n")
        assert "byleave.toml is not TOML" in refusal(tmp_path)

    def test_refuses_a_named_file_that_is_missing(self, tmp_path):
        assert refusal(tmp_path, {"config": str(tmp_path / "no.toml")}).startswith("--config is ")
        assert refusal(tmp_path, config=str(tmp_path / "no.toml")).startswith("BYLEAVE_CONFIG is ")


class TestDatabaseUrl:
    @pytest.mark.parametrize(
        ("given", "read"),
        [
            ("postgres://u:p@h:5/db", "postgresql://u:p@h:5/db"),
            (
                "postgresql://postgres:@/postgres?host=/tmp/x",
                "postgresql://postgres:@/postgres?host=/tmp/x",
            ),
            ("sqlite:////var/lib/b.db", "sqlite:////var/lib/b.db"),
        ],
    )
    def test_reads(self, tmp_path, given, read):
        assert load(tmp_path, database_url=given).database_url == read

    def test_makes_a_relative_file_absolute(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        assert load(tmp_path, database_url="sqlite:///b.db").sqlite_file == tmp_path / "b.db"

    def test_has_no_file_on_postgres(self, tmp_path):
        settings = load(tmp_path, database_url="postgresql://h/db")
        assert settings.sqlite_file is None
        assert not settings.embedded

    @pytest.mark.parametrize(
        "given",
        [
            "mysql://root:hunter2@h/db",
            "hunter2",
            "sqlite://",
            "sqlite:///:memory:",
            "sqlite:///",
            "sqlite:///x.db?mode=ro",
            "postgresql://",
        ],
    )
    def test_refuses_and_never_repeats_the_address(self, tmp_path, given):
        sentence = refusal(tmp_path, database_url=given)
        assert sentence.startswith("BYLEAVE_DATABASE_URL ")
        assert "hunter2" not in sentence


class TestBaseUrl:
    @pytest.mark.parametrize(
        ("given", "read"),
        [
            ("https://id.example.org", "https://id.example.org"),
            ("https://ID.Example.org:443/", "https://id.example.org"),
            ("https://id.example.org:8443", "https://id.example.org:8443"),
            ("http://acme.localhost:8180", "http://acme.localhost:8180"),
            ("http://[::1]:8180", "http://[::1]:8180"),
        ],
    )
    def test_reads(self, tmp_path, given, read):
        settings = load(tmp_path, host="0.0.0.0", base_url=given)
        assert settings.base_url == read
        assert settings.encrypted == read.startswith("https")

    @pytest.mark.parametrize(
        ("given", "why"),
        [
            ("http://id.example.org", "not encrypted"),
            ("https://id.example.org/auth", "more than scheme, host and port"),
            ("https://id.example.org?x=1", "more than scheme, host and port"),
            ("https://u:p@id.example.org", "more than scheme, host and port"),
            ("id.example.org", "with its scheme"),
            ("ftp://id.example.org", "with its scheme"),
            ("https://id.example.org:99999", "no address"),
        ],
    )
    def test_refuses(self, tmp_path, given, why):
        sentence = refusal(tmp_path, base_url=given)
        assert sentence.startswith("BYLEAVE_BASE_URL ")
        assert why in sentence

    def test_is_required_where_others_can_reach_us(self, tmp_path):
        assert refusal(tmp_path, {"host": "0.0.0.0"}) == (
            "--host is 0.0.0.0, which others can reach: say with --base-url or BYLEAVE_BASE_URL "
            "which address they use, such as https://id.example.org."
        )


class TestOtherValues:
    @pytest.mark.parametrize(
        ("name", "given", "sentence"),
        [
            (
                "port",
                "abc",
                "BYLEAVE_PORT is 'abc', which is not a port: give a whole number from 1 to 65535.",
            ),
            (
                "port",
                "0",
                "BYLEAVE_PORT is '0', which is not a port: give a whole number from 1 to 65535.",
            ),
            (
                "port",
                "70000",
                "BYLEAVE_PORT is '70000', which is not a port: give a whole number from 1 to 65535.",
            ),
            (
                "host",
                "a b",
                "BYLEAVE_HOST is 'a b', which is not an address: give one such as 127.0.0.1 or 0.0.0.0.",
            ),
            (
                "host",
                "localhost:80",
                "BYLEAVE_HOST is 'localhost:80': leave the port out here and give it as the port.",
            ),
            (
                "planes",
                "protocol,login",
                "BYLEAVE_PLANES is 'login': choose one or more of protocol, hosted, console, worker.",
            ),
            (
                "planes",
                " , ",
                "BYLEAVE_PLANES is empty: choose one or more of protocol, hosted, console, worker.",
            ),
            ("log_format", "xml", "BYLEAVE_LOG_FORMAT is 'xml': choose text or json."),
            (
                "log_level",
                "loud",
                "BYLEAVE_LOG_LEVEL is 'loud': choose debug or info or warning or error.",
            ),
            ("open_browser", "perhaps", "BYLEAVE_OPEN_BROWSER is 'perhaps': choose true or false."),
            ("data_dir", " ", "BYLEAVE_DATA_DIR is empty: give a path or leave the setting out."),
            (
                "trusted_proxies",
                "10.0.0.300",
                "BYLEAVE_TRUSTED_PROXIES has '10.0.0.300', which is no network: give one such as 10.0.0.0/8.",
            ),
            (
                "trusted_proxies",
                "10.0.0.1/8",
                "BYLEAVE_TRUSTED_PROXIES has '10.0.0.1/8', whose address lies inside the network: write 10.0.0.0/8.",
            ),
            (
                "metrics_port",
                "8180",
                "BYLEAVE_METRICS_PORT is 8180, the port of the server: give another.",
            ),
        ],
    )
    def test_refuses_in_one_sentence(self, tmp_path, name, given, sentence):
        assert refusal(tmp_path, **{name: given}) == sentence

    def test_knows_the_value_that_kubernetes_writes(self, tmp_path):
        assert "enableServiceLinks" in refusal(tmp_path, port="tcp://10.0.0.1:8180")

    def test_reads_lists_switches_and_networks(self, tmp_path):
        settings = load(
            tmp_path,
            {"open_browser": False},
            trusted_proxies="10.0.0.0/8, ::1/128",
            metrics_port="off",
            open_browser="yes",
        )
        assert settings.trusted_proxies == (
            ipaddress.ip_network("10.0.0.0/8"),
            ipaddress.ip_network("::1/128"),
        )
        assert settings.metrics_port is None
        assert not settings.open_browser
        assert not load(tmp_path, open_browser="No").open_browser

    def test_has_a_sentence_for_each_setting(self):
        assert all(s.sentence.endswith(".") and s.kind and s.default for s in SETTINGS)


class TestMakeDataFolder:
    def test_makes_it_for_its_owner_alone(self, tmp_path):
        folder = make_data_folder(load(tmp_path, data_dir=str(tmp_path / "a" / "b")))
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700

    def test_takes_one_that_is_there(self, tmp_path):
        assert make_data_folder(load(tmp_path, data_dir=str(tmp_path))) == tmp_path

    def test_refuses_a_file_in_its_place(self, tmp_path):
        (tmp_path / "f").write_text("")
        with pytest.raises(
            SettingsError, match=r"^BYLEAVE_DATA_DIR is .*name a folder that can be made\.$"
        ):
            make_data_folder(load(tmp_path, data_dir=str(tmp_path / "f")))

    def test_refuses_one_that_may_not_be_written(self, tmp_path, monkeypatch):
        monkeypatch.setattr("app.settings.os.access", lambda _path, _mode: False)
        with pytest.raises(SettingsError, match="where we may not write"):
            make_data_folder(load(tmp_path, data_dir=str(tmp_path)))

    def test_expands_the_home_folder(self, tmp_path, monkeypatch):
        monkeypatch.setenv("HOME", str(tmp_path))
        assert load(tmp_path, data_dir="~/b").data_dir == Path(tmp_path / "b")
