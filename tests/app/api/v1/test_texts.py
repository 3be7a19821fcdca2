"""What the hosted pages say and how they look, by the API."""

import pytest

TENANT = "/tenants/acme"
TEXTS = f"{TENANT}/texts"


@pytest.fixture
def key(api):
    return api.owner()


class TestTexts:
    async def test_are_listed_with_where_they_stand_and_why_they_are_locked(self, api, key):
        answer = await api("GET", TEXTS, key=key, params={"language": "de"})
        found = {each["source"]: each for each in answer.json()["items"]}
        assert found["Sign in"]["shipped"] == "Anmelden"
        assert (found["Allow"]["locked"], found["Go on"]["locked"]) == ("shared", None)
        assert "identify" in found["Go on"]["pages"]

    async def test_are_changed_and_taken_back(self, api, key):
        body = {"texts": {"Sign in": "Hinein", "Go on": "Los"}}
        done = await api("PATCH", f"{TEXTS}/de", key=key, json=body)
        assert done.json() == {"language": "de", "changed": 2}
        only = {"language": "de", "only": "changed"}
        told = await api("GET", TEXTS, key=key, params=only)
        assert {each["text"] for each in told.json()["items"]} == {"Hinein", "Los"}
        await api("PATCH", f"{TEXTS}/de", key=key, json={"texts": {"Sign in": None}})
        told = await api("GET", TEXTS, key=key, params=only)
        assert [each["source"] for each in told.json()["items"]] == ["Go on"]

    async def test_tell_what_a_language_of_ones_own_lacks(self, api, key):
        await api("PATCH", f"{TEXTS}/fr", key=key, json={"texts": {"Sign in": "Entrer"}})
        answer = await api("GET", f"{TENANT}/languages", key=key)
        found = {each["language"]: each for each in answer.json()["items"]}
        assert (found["de"]["missing"], found["fr"]["own"]) == (0, 1)
        told = await api("GET", TEXTS, key=key, params={"language": "fr", "only": "missing"})
        assert len(told.json()["items"]) == found["fr"]["missing"]

    @pytest.mark.parametrize(
        ("body", "status", "code"),
        [
            ({"texts": {"Allow": "Ja"}}, 409, "text_locked"),
            ({"texts": {"Sign in": "{x}"}}, 400, "invalid_input"),
            ({"texts": {"Sign in": ""}}, 400, "invalid_input"),
            ({"texts": {"Nobody said so": "Niemand"}}, 400, "invalid_input"),
        ],
    )
    async def test_refuse_with_the_field(self, api, key, body, status, code):
        answer = await api("PATCH", f"{TEXTS}/de", key=key, json=body)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert answer.json()["field"] == "texts"


class TestBranding:
    async def test_is_sent_and_told_whole(self, api, key):
        look = {
            "accent": "#ffe600",
            "corner": 0,
            "font": "serif",
            "ground": "tinted",
            "mark": False,
            "familiar": True,
        }
        answer = await api("PATCH", TENANT, key=key, json={"branding": look})
        assert answer.json()["branding"] == look | dict.fromkeys(
            ("logo_svg", "logo_png", "logo_dark_svg", "logo_dark_png")
        )

    async def test_drawings_come_back_as_shapes(self, api, key):
        look = {"logo_svg": '<svg><script>x</script><path d="M0"/></svg>'}
        answer = await api("PATCH", TENANT, key=key, json={"branding": look})
        assert "script" not in answer.json()["branding"]["logo_svg"]

    @pytest.mark.parametrize("look", [{"corner": 7}, {"font": "comic"}, {"logo_png": "AAAA"}])
    async def test_refuses_what_cannot_be_shown(self, api, key, look):
        answer = await api("PATCH", TENANT, key=key, json={"branding": look})
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_input")


class TestLimits:
    async def test_tell_numbers_and_nobody(self, api, key):
        told = (await api("GET", f"{TENANT}/limits", key=key)).json()
        assert [rule["name"] for rule in told["rules"]] == ["source", "subject"]
        assert told["tightened_until"] is None
        assert told["times"] == (told["rules"][0]["allowed_now"] // told["rules"][0]["failures"])
