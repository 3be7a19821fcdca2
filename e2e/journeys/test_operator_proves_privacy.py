"""The privacy proof: an operator runs it, reads what it looked at, and takes the signed report away."""

import json

import pytest
from playwright.sync_api import expect

from e2e.look import PHONE, WIDE, Looking
from e2e.pages.console import Console

PATIENCE = 300_000
"""Milliseconds for a proof on a busy machine; it takes ten seconds of an idle one."""


@pytest.mark.timeout(600)
class TestPrivacyProof:
    def test_is_run_read_and_taken_away(self, street, engine, visit_at, tmp_path):
        house = street.new(engine)
        page = visit_at(house)
        console = Console(page, house)
        console.become_the_first()
        console.tenant = "byleave"
        console.go("/privacy")
        expect(page.get_by_role("heading", name="No proof was made yet")).to_be_visible()
        page.get_by_test_id("privacy.first").click()
        expect(page.get_by_test_id("privacy.looked")).to_be_visible(timeout=PATIENCE)
        expect(page.get_by_text("Nothing was found").first).to_be_visible()
        expect(page.get_by_test_id("privacy.proofs")).to_contain_text("nothing is left")
        looking = Looking()
        looking.at(page, "console-privacy-proven", PHONE, WIDE)
        looking.found_nothing_wrong()
        with page.expect_download() as taken:
            page.locator('[data-testid^="privacy.report"]').first.click()
        file = tmp_path / "report.json"
        taken.value.save_as(file)
        report = json.loads(file.read_text("utf-8"))["report"]
        assert report["mode"] == "live"
        assert report["engine"] == engine
        assert report["holds"]
        assert "as this installation signed it" in house.cli("privacy-audit", "--verify", str(file))
        assert "privacy-audit-" not in house.cli("tenant", "list")
