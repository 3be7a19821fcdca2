"""The house: everything has a place, files stay small, and names say something."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("app", "domain", "persistence", "plugins")

ROOMS = {
    "kernel", "tenants", "operators", "audit", "limits", "extensions", "identifiers", "accounts",
    "profiles", "legal", "clients", "factors", "federation", "api_keys", "sessions", "qr",
    "consent", "oauth", "login", "sandbox", "claims", "blueprint", "figures",
}  # fmt: skip
APP = {
    "settings", "setting_list", "setting_values", "processes", "wiring", "server", "serve", "waiting", "__main__", "desktop",
    "runtime", "operations", "protocol", "hosted", "api", "console", "cli", "scheduler",
}  # fmt: skip
SET_UP = {"bootstrap", "bootstrap_environment", "bootstrap_browser", "bootstrap_desktop"}
TOP = {*PACKAGES, *SET_UP, "tests", "e2e", "docs"}

LONGEST_FILE = 300
BANNED_WORDS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "manager",
    "base",
    "common",
    "service",
    "misc",
}
ROOM_WORDS = ("Owns:", "Does not own:", "Neighbours:")


def python_files(*places):
    return sorted(
        p for place in places for p in (ROOT / place).rglob("*.py") if "__pycache__" not in p.parts
    )


def children(folder):
    """Return the modules and packages of a folder by name."""
    return {
        p.stem
        for p in folder.iterdir()
        if (p.suffix == ".py" and p.stem != "__init__") or (p.is_dir() and any(p.rglob("*.py")))
    }


def shown(path):
    return str(path.relative_to(ROOT))


def imports_of(path):
    """Yield every module that a file imports, with the names taken from it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield from ((module, alias.name) for alias in node.names)


class TestPlaces:
    def test_no_top_level_module_is_without_a_place(self):
        visible = [p for p in ROOT.iterdir() if not p.name.startswith((".", "_"))]
        found = {
            p.stem for p in visible if p.suffix == ".py" or (p.is_dir() and any(p.rglob("*.py")))
        }
        assert found <= TOP

    def test_no_room_of_the_domain_is_without_a_place(self):
        assert children(ROOT / "domain") <= ROOMS

    def test_no_part_of_the_app_is_without_a_place(self):
        assert children(ROOT / "app") <= APP

    def test_every_package_of_the_product_is_declared(self):
        bare = [
            shown(folder)
            for package in PACKAGES
            for folder in (ROOT / package).rglob("*")
            if folder.is_dir() and any(folder.glob("*.py")) and not (folder / "__init__.py").exists()
            and "migrations" not in folder.parts
        ]  # fmt: skip
        assert bare == []


class TestFiles:
    def test_no_file_is_longer_than_it_may_be(self):
        long = {
            shown(p): n
            for p in [*python_files(*PACKAGES, "tests", "e2e"), *ROOT.glob("bootstrap*.py")]
            if (n := len(p.read_text("utf-8").splitlines())) > LONGEST_FILE
        }
        assert long == {}

    def test_no_file_has_a_name_that_says_nothing(self):
        names = {
            p
            for p in python_files(*PACKAGES, "tests", "e2e")
            if BANNED_WORDS & set(p.stem.split("_"))
        }
        folders = {f for p in python_files(*PACKAGES) for f in p.parents if f.name in BANNED_WORDS}
        assert sorted(map(shown, names | folders)) == []

    @pytest.mark.parametrize("package", PACKAGES)
    def test_every_package_says_which_question_it_answers(self, package):
        doc = (
            ast.get_docstring(ast.parse((ROOT / package / "__init__.py").read_text("utf-8"))) or ""
        )
        assert "?" in doc.splitlines()[0]
        assert all(word in doc for word in ROOM_WORDS)

    def test_every_room_says_which_question_it_answers(self):
        silent = []
        for room in sorted(children(ROOT / "domain")):
            door = ROOT / "domain" / room / "__init__.py"
            doc = ast.get_docstring(ast.parse(door.read_text("utf-8"))) if door.exists() else None
            if (
                not doc
                or "?" not in doc.splitlines()[0]
                or not all(word in doc for word in ROOM_WORDS)
            ):
                silent.append(room)
        assert silent == [], f"a room's docstring has a question, {', '.join(ROOM_WORDS)}"


class TestImports:
    def test_the_domain_needs_the_standard_library_segno_and_pyotp_only(self):
        allowed = {*sys.stdlib_module_names, "domain", "segno", "pyotp"}
        wrong = [
            (shown(p), module)
            for p in python_files("domain")
            for module, _ in imports_of(p)
            if not module.startswith(".") and module.split(".")[0] not in allowed
        ]
        assert wrong == []

    def test_the_kernel_knows_no_room_not_even_for_typing(self):
        wrong = [
            (shown(p), module)
            for p in python_files("domain/kernel")
            for module, name in imports_of(p)
            if module == "domain"
            or (module.startswith("domain.") and not module.startswith("domain.kernel"))
        ]
        assert wrong == []

    def test_nobody_takes_app_from_nicegui(self):
        wrong = [
            shown(p)
            for p in python_files(*PACKAGES, "tests", "e2e")
            if ("nicegui", "app") in imports_of(p)
            or any(m == "nicegui.app" for m, _ in imports_of(p))
        ]
        assert wrong == []

    def test_every_port_of_ours_is_made_at_one_place(self):
        made = ("uvicorn.Config(", "uvicorn.run(")
        places = [
            path.relative_to(ROOT).as_posix()
            for path in (ROOT / "app").rglob("*.py")
            if any(word in path.read_text("utf-8") for word in made)
        ]
        assert places == ["app/runtime/speaking.py"]

    def test_the_product_imports_nothing_of_the_tests(self):
        wrong = [
            (shown(p), module)
            for p in python_files(*PACKAGES)
            for module, _ in imports_of(p)
            if module.split(".")[0] in {"tests", "e2e", "pytest"} and "plugins" not in p.parts
        ]
        assert wrong == []

    def test_tests_of_our_own_parts_use_no_mocks(self):
        wrong = [
            shown(p) for p in python_files("tests", "e2e") for module, _ in imports_of(p)
            if module in {"unittest.mock", "mock", "pytest_mock"}
        ]  # fmt: skip
        assert wrong == []
