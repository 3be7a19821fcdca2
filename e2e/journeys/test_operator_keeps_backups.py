"""An operator makes a backup, sees it rehearsed, takes it away, and puts it back elsewhere.

| task | clicks |
|---|---|
| make a backup and see that it starts | 3 |
| take it away | 2 |
"""

import shutil

import pytest
from playwright.sync_api import expect

from e2e.journeys.test_operator_minds_people import Clicks
from e2e.look import PHONE, WIDE, Looking
from e2e.pages.console import OPERATOR, OPERATOR_PASSWORD, Console


@pytest.fixture(scope="class")
def house(street):
    """A house with its operators' own tenant alone."""
    made = street.new("sqlite")
    made.secrets |= {OPERATOR, OPERATOR_PASSWORD}
    return made


@pytest.fixture(scope="class")
def console(house, browser):
    context = browser.new_context(locale="en-GB", accept_downloads=True)
    console = Console(context.new_page(), house)
    console.become_the_first()
    console.tenant = "byleave"
    yield console
    context.close()


@pytest.fixture(scope="class")
def with_a_folder(house, console):
    """The house with a folder for backups, which it learns of when it starts."""
    # A page that is open finds the server again by loading anew, and overtakes whoever goes on.
    console.page.goto("about:blank")
    house.stop()
    house.settings["BYLEAVE_BACKUP_DIR"] = str(house.folder / "backups")
    house.start()


class TestWithoutAFolder:
    def test_says_how_to_get_a_folder_for_them(self, console):
        looking = Looking()
        console.go("/system/backups")
        expect(console.page.get_by_test_id("backups.closed")).to_contain_text("no folder")
        expect(console.page.get_by_test_id("backups.run")).to_have_count(0)
        looking.at(console.page, "console-backups-closed", PHONE, WIDE)
        looking.found_nothing_wrong()


class TestMakes:
    def test_makes_one_and_proves_that_it_starts(self, console, with_a_folder):
        page, clicks, looking = console.page, Clicks(), Looking()
        console.go("/")
        clicks(page.get_by_role("link", name="System", exact=True))
        clicks(page.get_by_role("link", name="Backups", exact=True))
        expect(page.get_by_text("No backup was made yet")).to_be_visible()
        looking.at(page, "console-backups-empty", PHONE, WIDE)
        clicks(page.get_by_test_id("backups.run"))
        expect(page.get_by_test_id("backups.rehearsal")).to_be_visible(timeout=180_000)
        expect(page.get_by_text("The last one starts")).to_be_visible()
        expect(page.get_by_test_id("backups.running")).to_have_count(0)
        assert clicks.count == 3
        looking.at(page, "console-backups", PHONE, WIDE)
        looking.found_nothing_wrong()


class TestTakes:
    def test_takes_it_away_and_it_opens_elsewhere(self, console, house, with_a_folder, tmp_path):
        page, clicks, looking = console.page, Clicks(), Looking()
        console.go("/system/backups")
        page.get_by_test_id("backups.run").click()
        expect(page.get_by_test_id("backups.rehearsal")).to_be_visible(timeout=180_000)
        clicks(page.get_by_role("button", name="Download…"))
        looking.at(page, "console-backups-take", PHONE, WIDE)
        looking.found_nothing_wrong()
        with page.expect_download() as started:
            clicks(page.get_by_test_id("backups.take.go"))
        assert clicks.count == 2
        file = tmp_path / started.value.suggested_filename
        shutil.copy(started.value.path(), file)
        shutil.copytree(house.folder / "data" / "keys", tmp_path / "new" / "keys")
        printed = house.cli("restore", str(file), "--data-dir", str(tmp_path / "new"))
        assert "is back" in printed
        console.go("/audit?event=backup.taken")
        expect(page.get_by_role("table")).to_contain_text("Took the backup byleave-")
