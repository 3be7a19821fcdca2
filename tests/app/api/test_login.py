"""The headless login API: the same steps, a handle instead of a cookie, a nonce for the decision."""

from dataclasses import replace

from domain.clients.records import ClientStatus
from domain.identifiers.find import find
from domain.identifiers.normalise import normalise
from domain.kernel.secrets import Secret
from tests.app.api.conftest import BASE
from tests.support.sign_ins import PASSWORD, POWERS, Walk


class TestWholeSignIn:
    async def test_ends_with_a_code_and_no_cookie(self, pages):
        begun = (await pages.begin()).json()
        assert (begun["next_step"], begun["options"]) == ("identify", ["register"])
        assert begun["score"] == {"have": 0, "need": 2}
        named = (await pages.do("identify", identifier="alice")).json()
        assert named["next_step"] == "prove"
        proven = await pages.do("prove", password=PASSWORD)
        question = proven.json()["question"]
        assert [item["scope"] for item in question["items"]] == [
            "openid", "orders.write", "orders.read",
        ]  # fmt: skip
        assert [choice["duration"] for choice in question["choices"]][:2] == ["once", "PT1H"]
        done = await pages.do(
            "consent",
            decision="allow",
            nonce=question["nonce"],
            display_hash=question["display_hash"],
            items=[],
            duration="PT1H",
        )
        assert done.json()["next_step"] == "done"
        redirect = done.json()["redirect"]
        assert redirect["parameters"]["code"].startswith("byl_ac_")
        assert redirect["parameters"]["state"] == "opaque"
        assert redirect["parameters"]["iss"] == f"{BASE}/t/acme"
        assert redirect["location"].startswith("https://shop.example/cb?code=")
        assert "set-cookie" not in proven.headers
        assert "set-cookie" not in done.headers
        assert done.headers["cache-control"] == "no-store"

    async def test_hands_over_at_once_when_all_was_answered(self, pages):
        walk = Walk(pages.stage, pages.shop)
        walk.sign_in()
        walk.decide()
        step = await pages.to_consent()
        assert step["next_step"] == "done"
        assert "code" in step["redirect"]["parameters"]

    async def test_is_finished_later_where_the_answer_was_lost(self, pages):
        await pages.to_consent()
        assert (await pages.do("finish")).json()["code"] == "wrong_step"
        walk = Walk(pages.stage, pages.shop)
        walk.sign_in()
        walk.decide()
        assert (await pages.look()).json()["next_step"] == "done"
        assert "code" in (await pages.do("finish")).json()["redirect"]["parameters"]

    async def test_registers(self, pages):
        await pages.begin(prompt="create")
        step = await pages.do("register", identifier="dora", password="a passphrase of dora here")
        assert step.json()["next_step"] == "consent"

    async def test_writes_down_who_brought_the_decision(self, pages):
        step = await pages.to_consent()
        question = step["question"]
        await pages.do(
            "consent",
            decision="allow",
            nonce=question["nonce"],
            display_hash=question["display_hash"],
        )
        alice = pages.stage.read(lambda work: identified(work, "alice"))
        entries = pages.stage.read(lambda work: work.consents.current(alice, pages.shop.id))
        assert {entry.actor_kind for entry in entries} == {"client"}
        assert all(entry.actor_name.startswith("cli_") for entry in entries)

    async def test_refusing_tells_the_client(self, pages):
        question = (await pages.to_consent())["question"]
        step = await pages.do(
            "consent",
            decision="refuse",
            nonce=question["nonce"],
            display_hash=question["display_hash"],
        )
        assert step.json()["next_step"] == "failed"
        assert step.json()["redirect"]["parameters"]["error"] == "access_denied"

    async def test_refusing_names_no_address_that_is_gone(self, pages):
        question = (await pages.to_consent())["question"]
        shop = replace(pages.shop, version=2, redirect_uris=("https://shop.example/new",))
        assert pages.stage.write(lambda work: work.clients.change(shop))
        shown = {"nonce": question["nonce"], "display_hash": question["display_hash"]}
        for answer in (
            await pages.do("consent", decision="refuse", **shown),
            await pages.look(),
        ):
            assert answer.json()["code"] == "unregistered_redirect_uri"
            assert "redirect" not in answer.json()

    async def test_a_client_switched_off_meanwhile_is_told_nothing(self, pages):
        await pages.to_consent()
        shop = replace(pages.shop, version=2, status=ClientStatus.DISABLED)
        assert pages.stage.write(lambda work: work.clients.change(shop))
        answer = await pages.look()
        assert (answer.status_code, answer.json()["code"]) == (400, "unknown_client")

    async def test_speaks_the_persons_language(self, pages):
        await pages.to_consent(scope="openid")
        german = (await pages.look(**{"Accept-Language": "de"})).json()["question"]
        english = (await pages.look()).json()["question"]
        assert (german["locale"], english["locale"]) == ("de", "en")
        assert german["items"][0]["label"] != english["items"][0]["label"]
        assert german["display_hash"] != english["display_hash"]


def identified(work, name):
    typed = normalise(Secret(name))
    inner = POWERS["identifier_hasher"].inner(typed.text.reveal(), work.tenant.index_salt)
    return find(work, typed.kind, inner).account_id
