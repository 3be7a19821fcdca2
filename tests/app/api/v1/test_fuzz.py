"""What fits the document and what does not: no fault, no unknown answer, no open door."""

from __future__ import annotations

import copy
from datetime import timedelta

import pytest
import schemathesis
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup

from domain.kernel.ids import show
from tests.app.api.v1.conftest import ROOT, an_api
from tests.app.api.v1.rows import ROWS
from tests.support import fuzzing

NOT_ASKED = {
    # Rules that no schema can say (an address, a password, a state) are refused with 400 and 409.
    "positive_data_acceptance",
    # They follow what was made across calls; the matrix asks these questions with real things.
    "use_after_free",
    "ensure_resource_availability",
    "object_level_authorization",
}
CHECKED = fuzzing.checks_but(NOT_ASKED)
EXAMPLES = 6

FATAL = {"disable_tenant", "revoke_key", "remove_role", "assign_role", "erase_account"}
"""Asked with made-up ids only: the tenant and the key that the rest hangs on must live."""


@pytest.fixture(scope="module")
def fuzzed(api_template, tmp_path_factory):
    with an_api(api_template, tmp_path_factory.mktemp("fuzz")) as api:
        schema = schemathesis.openapi.from_asgi(f"{ROOT}/openapi.json", api.app)
        operations = {
            operation.definition.raw["operationId"]: operation
            for operation in (result.ok() for result in schema.get_all_operations())
        }
        yield api, operations, {"Authorization": f"Bearer {api.owner()}"}


def ids(api):
    """Real ids by the name they have in addresses."""
    return {
        "tenant": "acme",
        "client_id": "shop",
        "account": show("acc", api.acme.accounts["dora"].id),
        "session": show("ses", api.acme.second.id),
        "consent": show("con", api.acme.consent_id),
        "scope": "orders.read",
        "job": "tidy",
        "api_key": "apk_0",
    }


def attack(api, operation, headers, **how):
    fuzzing.attack(
        operation,
        CHECKED,
        examples=EXAMPLES,
        headers=headers,
        before=lambda: api.world.house.clock.advance(timedelta(seconds=1)),
        **how,
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(ROWS))
class TestFuzz:
    def test_what_fits_the_document(self, fuzzed, name):
        api, operations, headers = fuzzed
        operation = operations[name]
        if name not in FATAL and "{" in operation.path:
            known = {n: v for n, v in ids(api).items() if f"{{{n}}}" in operation.path}
            attack(api, operation, headers, path_parameters=known)
        attack(api, operation, headers)

    def test_what_does_not(self, fuzzed, name):
        api, operations, headers = fuzzed
        attack(api, operations[name], headers, generation_mode=GenerationMode.NEGATIVE)


def test_the_search_finds_its_plants(fuzzed):
    api, _, headers = fuzzed
    planted = copy.deepcopy(api.document)
    paths = planted["paths"]
    answers = paths[f"{ROOT}/whoami"]["get"]["responses"]
    answers["201"] = answers.pop("200")
    paths[f"{ROOT}/jobs"]["get"]["responses"]["200"]["content"]["application/json"] = {
        "schema": {"type": "array"}
    }
    schema = schemathesis.openapi.from_dict(planted)
    schema.app = api.app
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.path.endswith(("/whoami", "/jobs")):
            with pytest.raises(FailureGroup):
                attack(api, operation, headers)
