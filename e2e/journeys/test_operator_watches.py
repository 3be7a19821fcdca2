"""An operator watches; the clicks of each task are counted from Home, and none may take more.

| task | clicks |
|---|---|
| see why a login failed | 2 |
| verify the audit chain | 2 |
| run a job now | 4 |
| see that the doctor finds nothing to mend | 1 |
"""

import csv
import io
import re
import time

import pytest
from playwright.sync_api import expect

from e2e.house import PATIENCE
from e2e.journeys.test_operator_minds_people import Clicks
from e2e.look import PHONE, WIDE, Looking
from e2e.pages.console import OPERATOR, OPERATOR_PASSWORD, Console
from e2e.pages.sign_in import PASSWORDS, SignIn

SCREENS = {
    "console-home": "/",
    "console-audit": "/audit",
    "console-audit-filtered": "/audit?result=refused&group=login",
    "console-jobs": "/jobs",
    "console-job": "/jobs/tidy",
    "console-job-skipped": "/jobs/backup",
    "console-doctor": "/doctor",
    "console-tenants": "/system/tenants",
    "console-nodes": "/system/nodes",
    "console-about": "/system/about",
}


@pytest.fixture(scope="class")
def house(street):
    """A house with the example file applied, where alice mistyped her password."""
    made = street.new("sqlite")
    made.furnish()
    return made


@pytest.fixture(scope="class")
def console(house, browser):
    context = browser.new_context(locale="en-GB", accept_downloads=True)
    page = context.new_page()
    page.goto(f"{house.base_url}/t/acme/me")
    SignIn(page).name("alice")
    SignIn(page).prove("not the password of alice")
    expect(page.get_by_text("do not belong together").first).to_be_visible()
    SignIn(page).prove(PASSWORDS["alice"])
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    page = context.new_page()
    console = Console(page, house)
    console.become_the_first("Night shift")
    console.tenant = "acme"
    house.secrets |= {OPERATOR, OPERATOR_PASSWORD}
    yield console
    context.close()


@pytest.fixture
def clicks():
    return Clicks()


class TestWatching:
    def test_shows_the_figures_of_today(self, console):
        page = console.page
        console.go("/")
        # The sequencer counts within seconds; a page shows what was counted when it was drawn.
        failed = page.get_by_role("link", name=re.compile("^Failed sign-ins"))
        ends_at = time.monotonic() + PATIENCE
        while "1" not in failed.inner_text() and time.monotonic() < ends_at:
            page.wait_for_timeout(500)
            console.go("/")
        expect(failed).to_contain_text("1")
        page.get_by_role("button", name="Show as table").first.click()
        expect(page.get_by_role("table").first).to_contain_text("Failed")
        expect(page.get_by_test_id("home.begin")).to_contain_text("of 4 done")

    def test_tells_why_a_login_failed(self, console, clicks):
        page = console.page
        console.go("/")
        clicks(page.get_by_role("link", name=re.compile("^Failed sign-ins")))
        line = page.get_by_role("link", name=re.compile("failed: the proof was wrong"))
        clicks(line.first)
        expect(page.get_by_role("heading", level=1)).to_contain_text("the proof was wrong")
        expect(page.get_by_test_id("audit.facts")).to_contain_text("login.failed")
        assert clicks.count == 2

    def test_names_who_signed_in_and_who_did_not(self, console):
        page = console.page
        console.go("/audit?event=login.signed_in")
        page.get_by_role("row").nth(1).get_by_role("link", name=re.compile(r"^acc_\w+$")).click()
        expect(page).to_have_url(re.compile(r"/console/acme/accounts/acc_\w+$"))
        console.go("/audit?event=login.failed")
        expect(page.get_by_role("row").nth(1)).to_contain_text("a stranger")

    def test_calls_an_operator_by_the_name_they_chose(self, console):
        page = console.page
        console.tenant = "byleave"
        console.go("/audit?event=session.started")
        page.get_by_role("link", name="Night shift", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Night shift")
        console.tenant = "acme"

    def test_proves_the_chain(self, console, clicks):
        page = console.page
        console.go("/")
        clicks(page.get_by_role("link", name="Watch", exact=True))
        clicks(page.get_by_test_id("audit.verify"))
        expect(page.get_by_text(re.compile(r"chain whole, \d+ entries"))).to_be_visible()
        assert clicks.count == 2

    def test_narrows_the_trail_and_takes_it_away_as_a_file(self, console):
        page = console.page
        console.go("/audit?result=refused")
        expect(page.get_by_role("table")).to_contain_text("the proof was wrong")
        expect(page.get_by_role("table")).not_to_contain_text("Made this tenant")
        with page.expect_download() as started:
            page.get_by_test_id("audit.export").click()
        text = started.value.path().read_text("utf-8")
        events = {row["event"] for row in csv.DictReader(io.StringIO(text))}
        assert events == {"login.failed"}
        assert started.value.suggested_filename == "audit-acme.csv"

    def test_runs_a_job_now_and_pauses_it(self, console, clicks):
        page = console.page
        console.go("/")
        clicks(page.get_by_role("link", name="Watch", exact=True))
        clicks(page.get_by_role("link", name="Jobs", exact=True))
        clicks(page.get_by_test_id("jobs.acts.tidy"))
        clicks(page.get_by_test_id("jobs.act.run"))
        expect(page.get_by_text(re.compile(r"tidy ran: \d+ rows?\."))).to_be_visible()
        lately = page.get_by_role("row").filter(has_text="consent.expire").get_by_role("img")
        if lately.count():  # a server that has just started may have run it once
            expect(lately).to_have_accessible_name(re.compile(r"^The last \d+ runs took"))
        assert clicks.count == 4
        page.get_by_test_id("jobs.acts.tidy").click()
        page.get_by_test_id("jobs.act.pause").click()
        expect(page.get_by_text("tidy is paused.")).to_be_visible()
        expect(page.get_by_test_id("jobs.row.tidy")).to_contain_text("Paused")
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("tidy runs again.")).to_be_visible()
        expect(page.get_by_test_id("jobs.row.tidy")).not_to_contain_text("Paused")

    def test_a_backup_without_a_folder_says_what_it_did_not_do(self, console):
        page = console.page
        console.go("/jobs/backup")
        page.get_by_test_id("job.run").click()
        expect(page.get_by_text("backup was skipped. No folder for backups")).to_be_visible()
        expect(page.get_by_test_id("job.skipped")).to_contain_text("--backup-dir")
        console.go("/jobs")
        expect(page.get_by_test_id("jobs.row.backup")).to_contain_text("Skipped")

    def test_asks_the_doctor(self, console, clicks):
        page = console.page
        console.go("/")
        clicks(page.get_by_test_id("home.doctor"))
        expect(page.get_by_test_id("doctor.well")).to_contain_text("It runs as it should.")
        expect(page.get_by_test_id("doctor.mend")).to_have_count(0)
        assert clicks.count == 1
        page.get_by_test_id("doctor.again").click()
        expect(page.get_by_test_id("doctor.well")).to_contain_text("all of one version")

    def test_lets_a_tenant_rest_and_come_back(self, console):
        page = console.page
        console.go("/system/tenants?q=glob")
        page.get_by_test_id("tenants.turn.globex").click()
        page.get_by_label("Type globex to go on").fill("globex")
        page.get_by_test_id("tenants.disable.go").click()
        expect(page.get_by_test_id("tenants.globex")).to_contain_text("Disabled")
        page.get_by_test_id("tenants.turn.globex").click()
        expect(page.get_by_test_id("tenants.globex")).to_contain_text("Enabled")

    def test_has_nothing_wrong(self, console):
        page, looking, faults = console.page, Looking(), []
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        for name, place in SCREENS.items():
            console.go(place)
            looking.at(page, name, PHONE, WIDE)
        console.go("/audit")
        page.get_by_role("table").get_by_role("link").first.click()
        expect(page.get_by_test_id("audit.facts")).to_be_visible()
        looking.at(page, "console-audit-line", PHONE, WIDE)
        looking.found_nothing_wrong()
        assert faults == []
