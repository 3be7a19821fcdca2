"""The pages of docs/ say what the code says."""

import re
from pathlib import Path

import pytest

from app.operations.documents import PAGES, import_rooms, write
from app.settings import SETTINGS
from domain.kernel.errors import KINDS
from domain.kernel.events import EVENTS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


class TestPages:
    @pytest.mark.parametrize("name", PAGES)
    def test_are_what_the_code_makes(self, name):
        assert (DOCS / name).read_text("utf-8") == PAGES[name](), "make format writes it again"

    def test_name_every_setting(self):
        page = (DOCS / "settings.md").read_text("utf-8")
        assert [s.name for s in SETTINGS if s.env not in page or s.spelled_flag not in page] == []

    def test_name_every_event_and_refusal(self):
        import_rooms()
        pages = (DOCS / "events.md").read_text("utf-8") + (DOCS / "errors.md").read_text("utf-8")
        assert [word for word in [*EVENTS, *KINDS] if f"`{word}`" not in pages] == []

    def test_are_written_only_when_they_change(self, tmp_path):
        assert sorted(p.name for p in write(tmp_path)) == sorted(PAGES)
        assert write(tmp_path) == []


class TestEvents:
    def test_say_what_happened(self):
        import_rooms()
        assert [name for name, event in EVENTS.items() if not (event.__doc__ or "").strip()] == []

    def test_have_dotted_names_in_small_letters(self):
        import_rooms()
        wrong = [name for name in EVENTS if not re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", name)]
        assert wrong == []


class TestLinks:
    def test_between_pages_lead_somewhere(self):
        pages = [*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md"]
        dead = [
            (str(page.relative_to(ROOT)), link)
            for page in pages
            for link in LINK.findall(page.read_text("utf-8"))
            if "://" not in link and not (page.parent / link).exists()
        ]
        assert dead == []


class TestDecisions:
    def test_are_all_in_the_list(self):
        listed = (DOCS / "adr" / "README.md").read_text("utf-8")
        files = [p.name for p in (DOCS / "adr").glob("0*.md")]
        assert files
        assert [name for name in files if f"({name})" not in listed] == []

    @pytest.mark.parametrize("page", sorted((DOCS / "adr").glob("0*.md")), ids=lambda p: p.stem)
    def test_have_the_form_of_the_template(self, page):
        heads = re.findall(r"^## (.+)$", page.read_text("utf-8"), re.MULTILINE)
        assert heads == ["Context", "Decision", "Consequences", "Alternatives", "References"]
