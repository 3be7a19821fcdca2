"""A file that cannot be applied changes nothing, and says where it is wrong."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.operations.configuration import applied, apply_file, plan_file, planned
from app.operations.yaml_nodes import read_yaml
from domain.accounts.create import CreateAccount, create_by_operator
from domain.blueprint.apply import apply
from domain.blueprint.prepare import prepare
from domain.blueprint.read import read_file
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret
from tests.support.files import START, put, sentences
from tests.support.ground import an_operator


class TestRefusals:
    @pytest.mark.parametrize(
        ("change", "line"),
        [
            (("kind: sandbox", "kind: production"), 10),
            (("kind: sandbox", "kind: sandbox\n    privacy: vault"), 3),
            (("slug: acme", "slug: byleave"), 3),
            (("slug: acme", "slug: Acme"), 3),
            (("kind: sandbox", "kind: sandbox\n    texts: {de: {Sign in: '{x}'}}"), 5),
            (("kind: sandbox", "kind: sandbox\n    texts: {de: {Nobody: Niemand}}"), 5),
            (("kind: sandbox", "kind: sandbox\n    texts: {de: {Allow: Ja}}"), 5),
            (("kind: sandbox", "kind: sandbox\n    texts: {de: {Go on: Los, Go on: Ab}}"), 5),
            (("kind: sandbox", "kind: sandbox\n    branding: {logo_svg: '<html/>'}"), 3),
            (("kind: sandbox", "kind: sandbox\n    branding: {font: comic}"), 5),
            (("value: orders", "value: openid"), 6),
            (("scopes: [openid, orders]", "scopes: [openid, nothing]"), 8),
            (("https://shop.test/cb", "http://shop.test/cb"), 8),
            (
                (
                    "id: shop,",
                    "id: shop, type: public, secret: 'a-secret-of-at-least-32-characters',",
                ),
                8,
            ),
            (("id: shop,", "id: shop, secret: short,"), 8),
            (("one passphrase", ""), 10),
            (("name: Alice", "sub: Alice"), 10),
            (("username: alice", "username: '@'"), 10),
            (("Sees your orders.", "''"), 6),
        ],
    )
    def test_names_the_line_and_changes_nothing(self, house, change, line):
        before = house.look(lambda work: work.tenants.all())
        with pytest.raises(Refusal, match="invalid_file") as refused:
            put(house, START.replace(*change))
        assert refused.value.params["line"] in {line, line + 1}
        assert house.look(lambda work: work.tenants.all()) == before

    def test_refuses_fixed_secrets_and_personas_in_a_production_tenant(self, house):
        text = START.replace("kind: sandbox", "kind: production")
        secret = text.replace(
            "id: shop,", "id: shop, secret: 'a-secret-of-at-least-32-characters',"
        )
        for each in (text, secret):
            with pytest.raises(Refusal, match="invalid_file") as refused:
                put(house, each)
            assert "sandbox" in refused.value.sentence()

    @pytest.mark.parametrize(
        "change",
        [
            ("kind: sandbox", "kind: production"),
            ("id: shop,", "id: shop, type: service,"),
            ("slug: acme", "slug: acme\n    policy: {lifetimes: {code: PT5M}}"),
        ],
    )
    def test_refuses_to_change_what_is_for_ever_or_too_weak(self, house, change):
        put(house, START)
        with pytest.raises(Refusal, match="invalid_file"):
            put(house, START.replace(*change))

    def test_refuses_a_persona_whose_name_belongs_to_somebody_else(self, house):
        put(house, START)
        house.do(create_by_operator, CreateAccount((Secret("bob"),)), tenant="acme")
        for names in (
            "username: bob",
            "username: bob, email: x@acme.test",
            "username: alice, email: b@acme.test",
        ):
            text = START.replace("username: alice", names)
            if "alice" in names:
                put(house, START.replace("username: alice", "username: ben, email: b@acme.test"))
            with pytest.raises(Refusal, match="invalid_file"):
                put(house, text)

    def test_refuses_when_something_changed_since_it_was_compared(self, house):
        put(house, START)
        text = START.replace("kind: sandbox", "label: New")
        made = house.do(prepare, read_file(read_yaml(text)))
        seen = house.look(lambda work: apply.look(work, made))
        powers = {name: house.powers[name] for name in apply.powers}
        difference = apply.slow(seen, made, **powers)
        put(house, START.replace("kind: sandbox", "label: Other"))
        with pytest.raises(Refusal, match="conflict"):
            house.write(lambda work: apply.settle(work, made, seen, difference))

    def test_compares_for_whoever_sits_there_and_applies_after_a_fresh_proof_alone(self, house):
        stale = replace(an_operator("config.apply"), fresh=False)
        assert plan_file(house.call, START, actor=stale).changes
        with pytest.raises(Refusal, match="fresh_proof_needed"):
            apply_file(house.call, START, actor=stale)
        assert plan_file(house.call, START, actor=stale).changes

    def test_refuses_an_operator_who_may_not_apply_files(self, house):
        nobody = an_operator("tenants.create", "clients.change")
        with pytest.raises(Refusal, match="forbidden"):
            apply_file(house.call, START, actor=nobody)
        made = house.do(prepare, read_file(read_yaml(START)))
        with pytest.raises(Refusal, match="forbidden"):
            house.do(apply, made, actor=nobody)

    def test_reads_no_file_of_an_operator_who_may_not_apply_one(self, house):
        nobody = an_operator("tenants.read", "clients.change")
        for act in (plan_file, apply_file):
            with pytest.raises(Refusal, match="forbidden"):
                act(house.call, "this: [is no file", actor=nobody)

    async def test_reads_none_of_theirs_from_the_console_either(self, house):
        nobody = an_operator("tenants.read", "clients.change")

        async def run(use_case, request):
            return house.call.now(use_case, request, tenant=None, actor=nobody)

        for act in (planned, applied):
            with pytest.raises(Refusal, match="forbidden"):
                await act(run, "this: [is no file")

    def test_refuses_before_the_set_up(self, ground):
        with pytest.raises(Refusal, match="not_installed"):
            put(ground, START)

    def test_a_clock_that_was_moved_is_left_alone(self, house):
        put(house, START)
        house.clock.advance(timedelta(days=1))
        assert sentences(house, START) == []
