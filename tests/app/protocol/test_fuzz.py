"""What standards allow and what they do not: every answer is one that a library knows to read."""

from __future__ import annotations

import copy
from datetime import timedelta

import pytest
import schemathesis
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup

from tests.app.protocol.conftest import AT, BASE, SECRET, a_web, basic
from tests.support import fuzzing
from tests.support.protocol_document import protocol_document

NOT_ASKED = {
    # A code, a token or a verifier is a text to a schema and refused with 400 where it is not ours.
    "positive_data_acceptance",
    # OAuth tells unknown parameters to be passed over (RFC 6749 section 3.1), not refused.
    "negative_data_rejection",
    # There is one resource here, and nothing is made across calls.
    "use_after_free",
    "ensure_resource_availability",
    "object_level_authorization",
    # Whether a challenge is right is said with each answer's headers.
    "ignored_auth",
}
CHECKED = fuzzing.checks_but(NOT_ASKED)
EXAMPLES = 12
HOST = {"host": BASE.removeprefix("http://")}
PROVEN = basic("shop", SECRET)
NAMES = [
    f"{method.upper()} {path}"
    for path, methods in protocol_document(AT)["paths"].items()
    for method in methods
]
ASKED_BY_CLIENTS = ("/token", "/introspect", "/revoke", "/par")
WAYS = [
    (name, headers)
    for name in NAMES
    for headers in ({}, {"Authorization": PROVEN})
    if not headers or name.endswith(ASKED_BY_CLIENTS)
]
PUBLISHED = ("/jwks", "/openid-configuration")


@pytest.fixture
def server(stage, tmp_path):
    made = a_web(stage, tmp_path)
    yield made.server, stage.clock
    made.house.pool.close()


def operations(app, document):
    schema = schemathesis.openapi.from_dict(document)
    schema.app = app
    found = (result.ok() for result in schema.get_all_operations())
    return {f"{each.method.upper()} {each.path}": each for each in found}


def attack(operation, clock, headers, **how):
    fuzzing.attack(
        operation,
        CHECKED,
        examples=EXAMPLES,
        headers={**HOST, **headers},
        before=lambda: clock.advance(timedelta(minutes=20)),  # a closed source is open again
        **how,
    )


@pytest.mark.slow
class TestFuzz:
    @pytest.mark.parametrize(("name", "headers"), WAYS)
    def test_what_standards_allow(self, server, name, headers):
        app, clock = server
        attack(operations(app, protocol_document(AT))[name], clock, headers)

    @pytest.mark.parametrize(
        ("name", "headers"), [way for way in WAYS if not way[0].endswith(PUBLISHED)]
    )
    def test_what_they_do_not(self, server, name, headers):
        app, clock = server
        operation = operations(app, protocol_document(AT))[name]
        attack(operation, clock, headers, generation_mode=GenerationMode.NEGATIVE)


def test_the_search_finds_its_plants(server):
    app, clock = server
    planted = copy.deepcopy(protocol_document(AT))
    paths = planted["paths"]
    refused = paths[f"{AT}/introspect"]["post"]["responses"]
    refused["401"]["content"]["application/json"]["schema"]["properties"]["error"] = {"enum": ["x"]}
    answers = paths[f"{AT}/jwks"]["get"]["responses"]
    answers["201"] = answers.pop("200")
    for name in (f"POST {AT}/introspect", f"GET {AT}/jwks"):
        with pytest.raises(FailureGroup):
            attack(operations(app, planted)[name], clock, {})
