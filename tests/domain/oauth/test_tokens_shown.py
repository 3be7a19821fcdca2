"""A token that is shown: alive only while everything it rests on stands."""

from datetime import timedelta

import pytest

from domain.accounts.records import AccountStatus
from domain.clients.records import AccessTokenForm, ClientStatus, ClientType, GrantType
from domain.kernel.errors import Refusal
from domain.kernel.secrets import Secret
from domain.oauth.client_credentials import AskOwnToken, issue_jwt, issue_opaque
from domain.oauth.events import GrantClosed, TokenRevoked
from domain.oauth.introspect import Introspect, introspect
from domain.oauth.revoke import Revoke, find, revoke
from domain.oauth.tokens import seal
from domain.oauth.userinfo import userinfo
from domain.tenants.records import KeyPurpose
from tests.support.factories import a_client, a_scope
from tests.support.issuing import ISSUER, an_issuing

FORMS = list(AccessTokenForm)


@pytest.fixture(params=FORMS)
def between(request, stage):
    return an_issuing(stage, access_token=request.param)


def ask(between, token, client=None, tenant="acme"):
    asked = Introspect(client or between.client, Secret(token), ISSUER)
    return between.stage.read(lambda work: introspect(work, asked, between.signer), tenant=tenant)


def give_back(between, token, client=None):
    asked = Revoke(client or between.client, Secret(token))
    found = between.stage.read(lambda work: find(work, asked, between.signer))
    if found is not None:
        between.stage.write(lambda work: revoke(work, found))
    return found


def look(between, token, tenant="acme"):
    return between.stage.read(
        lambda work: userinfo(work, Secret(token), between.signer), tenant=tenant
    )[1]


class TestIntrospect:
    def test_tells_the_client_of_its_own_token(self, between):
        grant, issued = between.issued()
        answer = ask(between, between.sealed(issued)["access_token"])
        assert answer["active"] is True
        assert answer["scope"] == "openid profile"
        assert answer["sub"] == grant.sub
        assert answer["client_id"] == between.client.client_id
        assert answer["exp"] - answer["iat"] == 600
        assert (answer["iss"], answer["aud"], answer["token_type"]) == (ISSUER, ISSUER, "Bearer")

    def test_knows_no_token_with_a_word_that_was_taken_from_its_client(self, between):
        _, issued = between.issued()
        sealed = between.sealed(issued)
        assert ask(between, sealed["access_token"])["active"]
        between.change_client(scopes=("openid",))
        assert ask(between, sealed["access_token"]) == {"active": False}
        assert ask(between, sealed["refresh_token"])["scope"] == "openid"
        between.change_client(scopes=("email",))
        assert ask(between, sealed["refresh_token"]) == {"active": False}
        with pytest.raises(Refusal, match="invalid_token"):
            look(between, sealed["access_token"])

    def test_tells_of_a_live_refresh_token_and_not_of_a_rotated_one(self, between):
        _, issued = between.issued()
        assert ask(between, issued.refresh.reveal())["active"] is True
        between.rotate(issued.refresh)
        assert ask(between, issued.refresh.reveal()) == {"active": False}

    def test_tells_others_nothing_but_those_the_token_is_for(self, between, stage):
        _, issued = between.issued()
        token = between.sealed(issued)["access_token"]
        other = a_client()
        resource = a_client(audiences=(ISSUER,))
        stage.write(lambda work: (work.clients.add(other), work.clients.add(resource)))
        assert ask(between, token, other) == {"active": False}
        assert ask(between, token, resource)["active"] is True
        assert ask(between, issued.refresh.reveal(), resource) == {"active": False}

    def test_tells_another_tenant_nothing(self, between, stage):
        _, issued = between.issued()
        stage.settle(slug="globex")
        twin = a_client(client_id=between.client.client_id, audiences=(ISSUER,))
        stage.write(lambda work: work.clients.add(twin), tenant="globex")
        for token in (between.sealed(issued)["access_token"], issued.refresh.reveal()):
            assert ask(between, token, twin, tenant="globex") == {"active": False}

    @pytest.mark.parametrize(
        "stop", ["run out", "account", "session", "client", "client gone", "rubbish", "id token"]
    )
    def test_tells_nothing_of_what_is_dead(self, between, stage, stop):
        _, issued = between.issued()
        sealed = between.sealed(issued)
        token = sealed["access_token"]
        asker = a_client(audiences=(ISSUER,))
        stage.write(lambda work: work.clients.add(asker))
        assert ask(between, token, asker)["active"] is True
        acts = {
            "account": lambda work: work.accounts.move(
                between.account.id, (AccountStatus.ENABLED,), AccountStatus.DISABLED
            ),
            "session": lambda work: work.sessions.end(between.session.id, work.now, "test"),
        }
        if stop in acts:
            stage.write(acts[stop])
        elif stop == "run out":
            stage.clock.advance(timedelta(minutes=10))
        elif stop == "client":
            between.change_client(status=ClientStatus.DISABLED)
        elif stop == "rubbish":
            token = token[:-2] + "xx"
        elif stop == "id token":
            token = sealed["id_token"]
        else:
            token = "byl_rt_" + "x" * 43
        assert ask(between, token, asker) == {"active": False}

    def test_verifies_a_jwt_that_this_process_did_not_sign(self, stage):
        from app.runtime.powers.signer import JwsSigner

        between = an_issuing(stage)
        _, issued = between.issued()
        token = between.sealed(issued)["access_token"]
        between.signer = JwsSigner()
        assert ask(between, token)["active"] is True
        assert ask(between, token)["active"] is True

    def test_knows_no_grant_that_was_tidied_away(self, between, stage):
        _, issued = between.issued()
        token = between.sealed(issued)["access_token"]

        def tidy(work):
            work.grants.close(work.grants.of(between.account.id)[0].id, work.now, "test")
            return work.grants.tidy(work.now + timedelta(seconds=1), 10)

        assert stage.write(tidy) == 1
        assert ask(between, token) == {"active": False}


class TestUserinfo:
    def test_opens_what_the_scopes_open(self, between, stage):
        values = {"name": "Ada Persona", "locale": "en", "email": "ada@example.test", "sub": "x"}
        stage.write(lambda work: work.persona_claims.put(between.account.id, values))
        grant, issued = between.issued()
        told = look(between, between.sealed(issued)["access_token"])
        assert told == {"sub": grant.sub, "name": "Ada Persona", "locale": "en"}

    def test_tells_sub_alone_where_nothing_is_known(self, stage):
        between = an_issuing(stage, chosen=())
        grant, issued = between.issued()
        assert look(between, between.sealed(issued)["access_token"]) == {"sub": grant.sub}

    def test_refuses_with_invalid_token_what_is_no_access_token(self, between):
        _, issued = between.issued()
        sealed = between.sealed(issued)
        for token in (sealed["id_token"], sealed["refresh_token"], "rubbish", "a.b.c", "\u00e9"):
            with pytest.raises(Refusal, match="invalid_token"):
                look(between, token)

    def test_refuses_with_insufficient_scope_without_openid_or_person(self, stage):
        between = an_issuing(stage, needed=("orders",), chosen=())
        _, issued = between.issued()
        with pytest.raises(Refusal, match="insufficient_scope"):
            look(between, between.sealed(issued)["access_token"])

    def test_refuses_a_token_of_another_tenant(self, between, stage):
        _, issued = between.issued()
        stage.settle(slug="globex")
        twin = a_client(client_id=between.client.client_id)
        stage.write(lambda work: work.clients.add(twin), tenant="globex")
        with pytest.raises(Refusal, match="invalid_token"):
            look(between, between.sealed(issued)["access_token"], tenant="globex")

    def test_refuses_a_token_signed_with_the_key_of_another_purpose(self, stage):
        between = an_issuing(stage)
        _, issued = between.issued()
        keys = stage.read(lambda work: work.tenant_keys.signing(KeyPurpose.CHECKPOINT))
        token = between.signer.sign(keys[0], dict(issued.access.claims), typ="at+jwt")
        with pytest.raises(Refusal, match="invalid_token"):
            look(between, token)


class TestRevoke:
    def test_ends_one_access_token_and_leaves_its_siblings(self, between, stage):
        _, first = between.issued()
        second = between.rotate(first.refresh)
        one, two = (between.sealed(each)["access_token"] for each in (first, second))
        give_back(between, one)
        give_back(between, one)
        assert ask(between, one) == {"active": False}
        assert ask(between, two)["active"] is True
        assert [type(event) for event in stage.told] == [TokenRevoked]

    @pytest.mark.parametrize("rotated", [False, True])
    def test_ends_the_grant_with_a_refresh_token_rotated_or_not(self, between, stage, rotated):
        grant, issued = between.issued()
        if rotated:
            between.rotate(issued.refresh)
        give_back(between, issued.refresh.reveal())
        assert between.grant(grant).close_reason == "token_revoked"
        assert ask(between, between.sealed(issued)["access_token"]) == {"active": False}
        assert [type(event) for event in stage.told] == [GrantClosed]

    def test_finds_nothing_in_anothers_token_or_in_rubbish(self, between, stage):
        _, issued = between.issued()
        other = a_client()
        stage.write(lambda work: work.clients.add(other))
        token = between.sealed(issued)["access_token"]
        for shown in (token, issued.refresh.reveal()):
            assert give_back(between, shown, other) is None
        assert give_back(between, "rubbish") is None
        assert ask(between, token)["active"] is True


class TestOwnTokens:
    @pytest.fixture
    def service(self, stage):
        stage.write(lambda work: work.scopes.put(a_scope(value="orders.read", claims=())))
        made = a_client(
            type=ClientType.SERVICE,
            grant_types=(GrantType.CLIENT_CREDENTIALS,),
            redirect_uris=(),
            scopes=("openid", "profile", "offline_access", "orders.read"),
        )
        stage.write(lambda work: work.clients.add(made))
        return made

    @pytest.fixture
    def asks(self, stage, service):
        def asking(use_case, scope=None):
            asked = AskOwnToken(service, scope)
            run = stage.write if use_case is issue_opaque else stage.read
            return run(lambda work: use_case(work, asked))

        return asking

    @pytest.mark.parametrize("use_case", [issue_jwt, issue_opaque])
    def test_hold_the_clients_permission_and_no_person(self, stage, service, asks, use_case):
        between = an_issuing(stage)
        issued = asks(use_case)
        assert issued.scope == ("orders.read",)
        assert (issued.refresh, issued.id_token) == (None, None)
        token = seal(issued, between.signer, ISSUER)["access_token"]
        answer = ask(between, token, service)
        assert (answer["active"], answer["sub"]) == (True, service.client_id)
        with pytest.raises(Refusal, match="insufficient_scope"):
            look(between, token)
        assert give_back(between, token, service).grant_id is None
        assert ask(between, token, service) == {"active": False}

    @pytest.mark.parametrize("use_case", [issue_jwt, issue_opaque])
    def test_are_refused_with_invalid_scope_where_a_person_is_needed(self, asks, use_case):
        for scope in (("openid",), ("profile", "offline_access"), ("payments",)):
            with pytest.raises(Refusal, match="invalid_scope"):
                asks(use_case, scope)
        assert asks(use_case, ("openid", "orders.read")).scope == ("orders.read",)

    @pytest.mark.parametrize("use_case", [issue_jwt, issue_opaque])
    def test_are_refused_to_clients_that_may_not(self, stage, asks, use_case):
        between = an_issuing(stage)
        run = stage.write if use_case is issue_opaque else stage.read
        with pytest.raises(Refusal, match="unauthorized_client"):
            run(lambda work: use_case(work, AskOwnToken(between.client)))
        between.change_client(status=ClientStatus.DISABLED)
        with pytest.raises(Refusal, match="invalid_client"):
            run(lambda work: use_case(work, AskOwnToken(between.client)))

    def test_die_when_the_permission_is_taken_back(self, stage, service, asks):
        from dataclasses import replace

        between = an_issuing(stage)
        token = seal(asks(issue_jwt), between.signer, ISSUER)["access_token"]
        less = replace(service, scopes=("openid",), version=2)
        stage.write(lambda work: work.clients.change(less))
        assert ask(between, token, service) == {"active": False}
