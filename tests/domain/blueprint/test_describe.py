"""A tenant is written down in the form that makes it again."""

from pathlib import Path

import pytest
import yaml

from app.operations.configuration import apply_file, plan_file
from domain.blueprint.describe import describe
from domain.kernel.errors import Refusal
from tests.support.ground import an_operator
from tests.support.stage import TEST

EXAMPLE = (Path(__file__).parents[3] / "docs" / "examples" / "acme.yaml").read_text("utf-8")
MORE = """
tenants:
  - slug: globex
    status: enabled
    locale: de
    branding:
      corner: 0
      font: serif
      ground: tinted
      mark: false
      familiar: true
      logo_svg: '<svg><path d="M0 0h9v9z"/></svg>'
    texts:
      de: {Sign in: Hinein, Go on: Los}
      fr: {"{client} asks your leave": "{client} vous demande la permission"}
    policy: {password_least: 20, longest_consent: P90D, lifetimes: {access_token: PT5M}}
    scopes: [{value: quiet, label: Quiet, consent: none, claims: [a, b], hosted_only: true}]
    clients:
      - id: tool
        redirect_uris: ["http://127.0.0.1/cb"]
        proposed_consent: P1D
        relaxations: [{rule: loopback_http, reason: A tool on this machine.}]
"""


@pytest.fixture
def house(ground):
    ground.install()
    apply_file(ground.call, EXAMPLE, actor=TEST)
    apply_file(ground.call, MORE, actor=TEST)
    return ground


class TestDescribe:
    @pytest.mark.parametrize("slug", ["acme", "globex"])
    def test_applying_it_again_changes_nothing(self, house, slug):
        text = yaml.safe_dump(house.do(describe, tenant=slug))
        assert plan_file(house.call, text, actor=TEST).changes == ()

    def test_applying_it_elsewhere_makes_the_same(self, house):
        text = yaml.safe_dump(house.do(describe, tenant="globex"))
        apply_file(house.call, text.replace("slug: globex", "slug: third"), actor=TEST)
        (one,) = house.do(describe, tenant="globex")["tenants"]
        (other,) = house.do(describe, tenant="third")["tenants"]
        assert {**one, "slug": "third"} == other
        assert one["policy"]["lifetimes"] == {"access_token": "PT5M"}

    def test_own_words_and_look_travel_with_it(self, house):
        (told,) = house.do(describe, tenant="globex")["tenants"]
        assert told["texts"]["de"] == {"Go on": "Los", "Sign in": "Hinein"}
        assert (told["branding"]["corner"], told["branding"]["mark"]) == (0, False)
        assert told["branding"]["logo_svg"].startswith("<svg xmlns=")

    def test_holds_no_secret(self, house):
        text = yaml.safe_dump(house.do(describe, tenant="acme"))
        assert "secret:" not in text
        assert "passphrase" not in text

    def test_refuses_who_may_not_read_tenant_and_clients(self, house):
        for words in (("tenants.read",), ("clients.read",)):
            with pytest.raises(Refusal, match="forbidden"):
                house.do(describe, tenant="acme", actor=an_operator(*words))
