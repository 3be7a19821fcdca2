"""A client sends a person to sign out: what is proven, what is asked, where it leads."""

from datetime import timedelta

import pytest

from domain.kernel.errors import Refusal
from domain.oauth.logout import AskLogout, read_logout
from domain.sessions.renew import prove_again
from tests.support.factories import a_client, a_session
from tests.support.issuing import an_issuing

BYE = "https://shop.example/bye"


@pytest.fixture
def between(stage):
    return an_issuing(stage, client_id="shop", post_logout_redirect_uris=(BYE, f"{BYE}?x=1"))


@pytest.fixture
def hint(between):
    _, issued = between.issued()
    return between.sealed(issued)["id_token"]


@pytest.fixture
def ask(stage, between):
    def asking(*more, digest=None, **given):
        cookie = between.session.digest if digest is None else digest
        asked = AskLogout((*given.items(), *more), cookie)
        return stage.read(lambda work: read_logout(work, asked, between.signer))

    return asking


class TestReadLogout:
    def test_is_sure_of_the_person_whose_id_token_comes_along(self, ask, between, hint):
        wanted = ask(id_token_hint=hint, post_logout_redirect_uri=BYE, state="a b")
        assert (wanted.sure, wanted.return_to) == (True, f"{BYE}?state=a+b")
        assert wanted.session.id == between.session.id
        assert wanted.client == between.client

    def test_adds_the_state_alone_and_only_if_given(self, ask, hint):
        assert ask(id_token_hint=hint, post_logout_redirect_uri=BYE).return_to == BYE
        uri = f"{BYE}?x=1"
        wanted = ask(id_token_hint=hint, post_logout_redirect_uri=uri, state="s")
        assert wanted.return_to == f"{uri}&state=s"

    def test_takes_a_hint_that_has_run_out(self, ask, hint, stage):
        stage.clock.advance(timedelta(hours=1))
        assert ask(id_token_hint=hint, post_logout_redirect_uri=BYE).sure

    @pytest.mark.parametrize("given", [{}, {"state": "x"}, {"id_token_hint": "rubbish"}])
    def test_asks_the_person_where_nothing_is_proven(self, ask, given):
        wanted = ask(**given)
        assert (wanted.sure, wanted.return_to) == (False, None)

    def test_asks_the_person_when_the_hint_is_of_somebody_else(self, ask, stage, between):
        other = an_issuing(stage)
        stage.write(lambda work: None)
        grant, issued = other.issued()
        assert grant is not None
        assert not ask(id_token_hint=other.sealed(issued)["id_token"]).sure

    def test_asks_the_person_when_the_hint_is_of_an_earlier_session(
        self, ask, stage, between, hint
    ):
        later = a_session(between.account.id, auth_time=stage.clock.now())
        stage.write(lambda work: work.sessions.add(later))
        assert not ask(id_token_hint=hint, digest=later.digest).sure
        wanted = ask(id_token_hint=hint, post_logout_redirect_uri=BYE, digest=later.digest)
        assert (wanted.sure, wanted.session.id) == (False, later.id)

    def test_is_sure_after_the_person_proved_themselves_again(self, ask, stage, between, hint):
        def again(work):
            return prove_again(work, between.session, amr=("pwd",))

        renewed = stage.write(again)
        assert ask(id_token_hint=hint, digest=renewed.session.digest).sure

    def test_needs_no_question_where_nobody_is_signed_in(self, ask, hint, stage):
        assert ask(digest=b"").sure
        assert ask(digest=bytes(32)).session is None
        stage.clock.advance(timedelta(hours=12))
        assert ask(id_token_hint=hint).session is None

    @pytest.mark.parametrize(
        "given",
        [
            {"post_logout_redirect_uri": BYE},
            {"post_logout_redirect_uri": BYE, "id_token_hint": "rubbish"},
            {"post_logout_redirect_uri": BYE, "client_id": "shop"},
            {"state": "a\x00b"},
            {"client_id": "other", "id_token_hint": "HINT"},
            {"post_logout_redirect_uri": f"{BYE}/", "id_token_hint": "HINT"},
            {"post_logout_redirect_uri": f"{BYE}?y=2", "id_token_hint": "HINT"},
            {"post_logout_redirect_uri": "https://evil.example/", "id_token_hint": "HINT"},
        ],
    )
    def test_refuses_with_invalid_request_an_address_that_is_not_proven(self, ask, hint, given):
        given = {name: hint if value == "HINT" else value for name, value in given.items()}
        with pytest.raises(Refusal, match="invalid_request"):
            ask(**given)

    def test_refuses_with_invalid_request_a_parameter_twice(self, ask, hint):
        with pytest.raises(Refusal, match="invalid_request"):
            ask(("state", "b"), state="a", id_token_hint=hint)

    def test_takes_no_unsigned_or_foreign_hint(self, ask, stage, between, hint):
        stage.settle(slug="globex")
        twin = a_client(client_id="shop", post_logout_redirect_uris=(BYE,))
        stage.write(lambda work: work.clients.add(twin), tenant="globex")
        unsigned = f"eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{hint.split('.')[1]}."
        asked = AskLogout((("id_token_hint", hint), ("post_logout_redirect_uri", BYE)), None)
        with pytest.raises(Refusal, match="invalid_request"):
            stage.read(lambda work: read_logout(work, asked, between.signer), tenant="globex")
        with pytest.raises(Refusal, match="invalid_request"):
            ask(id_token_hint=unsigned, post_logout_redirect_uri=BYE)
