"""Which pages a request may want shown: those that discovery names."""

from dataclasses import replace

import pytest

from domain.oauth.discovery import metadata
from domain.oauth.read_request import read
from domain.oauth.vocabulary import RedirectRefusal
from domain.tenants.records import Registration
from tests.domain.oauth.test_read_request import GOOD
from tests.support.issuing import ISSUER, an_issuing


@pytest.fixture
def ask(stage):
    between = an_issuing(stage, client_id="shop")

    def asking(**changes):
        pairs = tuple({"client_id": "shop", **GOOD, **changes}.items())
        return stage.read(lambda work: read(work, pairs, between.signer))

    return asking


def close(stage, registration):
    """Let nobody make an account for themselves."""

    def act(work):
        policy = replace(work.tenant.policy, registration=registration)
        changed = replace(work.tenant, policy=policy, version=work.tenant.version + 1)
        assert work.tenants.change(changed)

    stage.write(act)


def test_takes_prompt_create_where_registration_is_open_alone(stage, ask):
    assert ask(prompt="create").prompt == ("create",)
    assert "create" in stage.read(lambda work: metadata(work, ISSUER))["prompt_values_supported"]
    for closed in (Registration.CLOSED, Registration.INVITATION):
        close(stage, closed)
        with pytest.raises(RedirectRefusal, match="invalid_request") as refused:
            ask(prompt="create")
        assert "prompt" in refused.value.description
        told = stage.read(lambda work: metadata(work, ISSUER))
        assert told["prompt_values_supported"] == ["none", "login", "consent", "select_account"]
