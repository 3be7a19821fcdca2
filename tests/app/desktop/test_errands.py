"""Export and import by way of dialogs; the answers are a person's, all else is real."""

import json
import stat

import pytest
import yaml

from app.desktop.errands import Errands, tenant_in
from domain.operators.install import Install, install
from tests.support.files import START
from tests.support.house import BASE_URL, a_house
from tests.support.stage import TEST


class Person:
    """Who answers the dialogs, in order."""

    def __init__(self, *, save=(), opens=None, agrees=()):
        self.save, self.opens, self.agrees = list(save), opens, list(agrees)
        self.asked, self.names = [], []

    def place_to_save(self, name):
        self.names.append(name)
        return self.save.pop(0)

    def file_to_open(self):
        return self.opens

    def agreed(self, title, text):
        self.asked.append(text)
        return self.agrees.pop(0) if self.agrees else True


class TestTenantIn:
    @pytest.mark.parametrize(
        ("address", "slug"),
        [
            ("http://127.0.0.1:1/console/acme", "acme"),
            ("http://127.0.0.1:1/console/acme/accounts?q=1", "acme"),
            ("http://127.0.0.1:1/console/", None),
            ("http://127.0.0.1:1/console/start", None),
            ("http://127.0.0.1:1/console/sign-in?to=/console/acme", None),
            ("http://127.0.0.1:1/t/acme/login", None),
            ("", None),
        ],
    )
    def test_is_the_one_that_is_looked_at(self, address, slug):
        assert tenant_in(address) == slug


@pytest.fixture
def house(sqlite_template, tmp_path):
    made = a_house(sqlite_template.copy(tmp_path), tmp_path / "data")
    made.call.now(install, Install(BASE_URL), tenant=None, actor=TEST)
    yield made
    made.close()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "house.yaml"
    path.write_text(START, "utf-8")
    return path


ACME = "http://127.0.0.1:1/console/acme"


class TestBringIn:
    def test_applies_a_file_after_the_person_has_seen_what_it_does(self, house, file, tmp_path):
        person = Person(opens=file, save=[tmp_path / "kept.json"])
        assert Errands(house, person).bring_in()
        assert "add tenant acme" in person.asked[0]
        kept = json.loads((tmp_path / "kept.json").read_text("utf-8"))
        assert [each["name"] for each in kept] == ["acme/shop"]
        assert kept[0]["secret"]
        assert stat.S_IMODE((tmp_path / "kept.json").stat().st_mode) == 0o600

    def test_changes_nothing_when_the_person_says_no(self, house, file):
        person = Person(opens=file, agrees=[False])
        assert not Errands(house, person).bring_in()
        assert Errands(house, Person(save=[None])).export(ACME) is None

    def test_asks_again_before_new_secrets_are_lost(self, house, file, tmp_path):
        place = tmp_path / "kept.json"
        person = Person(opens=file, agrees=[True, False], save=[None, place])
        assert Errands(house, person).bring_in()
        assert place.exists()
        assert "lost" in person.asked[1]

    def test_a_second_time_nothing_differs(self, house, file, tmp_path):
        Errands(house, Person(opens=file, save=[tmp_path / "kept.json"])).bring_in()
        again = Person(opens=file)
        assert not Errands(house, again).bring_in()
        assert again.asked == ["Nothing differs from house.yaml."]

    def test_tells_what_is_wrong_with_a_file(self, house, tmp_path):
        wrong = tmp_path / "wrong.yaml"
        wrong.write_text("tenants: 7\n")
        person = Person(opens=wrong)
        assert not Errands(house, person).bring_in()
        assert len(person.asked) == 1

    @pytest.mark.parametrize("content", [b"\xff\xfe\xff", None])
    def test_tells_that_a_file_cannot_be_read(self, house, tmp_path, content):
        path = tmp_path / "odd.yaml"
        if content is not None:
            path.write_bytes(content)
        person = Person(opens=path)
        assert not Errands(house, person).bring_in()
        assert person.asked[0].startswith("The file cannot be used: ")

    def test_does_nothing_without_a_file(self, house):
        person = Person()
        assert not Errands(house, person).bring_in()
        assert person.asked == []


class TestExport:
    def test_writes_the_tenant_so_that_another_house_can_be_made_of_it(
        self, house, file, tmp_path, sqlite_template
    ):
        Errands(house, Person(opens=file, save=[tmp_path / "kept.json"])).bring_in()
        person = Person(save=[tmp_path / "acme.yaml"])
        written = Errands(house, person).export(ACME)
        assert person.names == ["acme.yaml"]
        told = yaml.safe_load(written.read_text("utf-8"))
        assert [each["id"] for each in told["tenants"][0]["clients"]] == ["shop"]
        (tmp_path / "server").mkdir()
        server = a_house(sqlite_template.copy(tmp_path / "server"), tmp_path / "server")
        server.call.now(install, Install(BASE_URL), tenant=None, actor=TEST)
        into = Person(opens=written, save=[tmp_path / "server" / "kept.json"])
        assert Errands(server, into).bring_in()
        again = Person(save=[tmp_path / "back.yaml"])
        back = Errands(server, again).export(ACME)
        assert back.read_text("utf-8") == written.read_text("utf-8")
        server.close()

    def test_needs_a_tenant_to_look_at(self, house):
        person = Person()
        assert Errands(house, person).export("http://127.0.0.1:1/console/start") is None
        assert person.asked == ["Open a tenant in the console first."]

    def test_tells_of_a_place_that_cannot_be_written(self, house, file, tmp_path):
        Errands(house, Person(opens=file, save=[tmp_path / "kept.json"])).bring_in()
        person = Person(save=[tmp_path / "nowhere" / "acme.yaml"])
        assert Errands(house, person).export(ACME) is None
        assert person.asked == ["The file cannot be used: No such file or directory."]
