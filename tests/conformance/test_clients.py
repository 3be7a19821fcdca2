import contextlib
from dataclasses import replace
from datetime import timedelta

from domain.clients.records import (
    AccessTokenForm,
    ClientFilter,
    ClientStatus,
    ClientType,
    ConsentNeed,
    Relaxation,
)
from domain.kernel.paging import PageRequest
from tests.support.clock import START
from tests.support.factories import (
    a_client,
    a_client_secret,
    a_consent,
    a_grant,
    a_scope,
    an_account,
)


def kept(both, **changes):
    client = a_client(**changes)
    assert both.write(lambda work: work.clients.add(client))
    return client


class TestClients:
    def test_come_back_as_they_were_added(self, both):
        client = kept(both, proposed_consent=timedelta(hours=1), channel_group="shops")
        assert both.read(lambda work: work.clients.get(client.id)) == client
        assert both.read(lambda work: work.clients.by_client_id(client.client_id)) == client

    def test_are_not_there_under_an_unknown_id(self, both):
        assert both.read(lambda work: work.clients.get(bytes(16))) is None
        assert both.read(lambda work: work.clients.by_client_id("nobody")) is None

    def test_keep_a_client_id_for_one(self, both):
        first = kept(both, client_id="shop")
        assert both.write(lambda work: work.clients.add(a_client(client_id="shop"))) is False
        assert both.read(lambda work: work.clients.by_client_id("shop")) == first

    def test_change_by_compare_and_set_on_the_version(self, both):
        client = kept(both)
        newer = replace(
            client,
            label="Store",
            scopes=("openid",),
            access_token=AccessTokenForm.OPAQUE,
            relaxations=(),
            version=2,
        )
        assert both.write(lambda work: work.clients.change(newer)) is True
        assert both.write(lambda work: work.clients.change(newer)) is False
        assert both.read(lambda work: work.clients.get(client.id)) == newer

    def test_show_a_change_to_the_next_work(self, both):
        client = kept(both)
        assert both.read(lambda work: work.clients.by_client_id(client.client_id)).label == "Shop"
        newer = replace(client, label="Store", version=2)
        both.write(lambda work: work.clients.change(newer))
        assert both.read(lambda work: work.clients.by_client_id(client.client_id)) == newer

    def test_show_a_change_inside_the_work_that_made_it(self, both):
        client = kept(both)
        both.read(lambda work: work.clients.get(client.id))

        def act(work):
            work.clients.change(replace(client, label="Store", version=2))
            return work.clients.get(client.id).label

        assert both.write(act) == "Store"

    def test_do_not_show_what_was_undone(self, both):
        client = kept(both)

        def act(work):
            work.clients.change(replace(client, label="Store", version=2))
            work.clients.get(client.id)
            raise RuntimeError

        with contextlib.suppress(RuntimeError):
            both.write(act)
        assert both.read(lambda work: work.clients.get(client.id)) == client

    def test_are_paged_newest_first(self, both):
        made = sorted((kept(both) for _ in range(3)), key=lambda client: client.id, reverse=True)
        page = both.read(lambda work: work.clients.page(PageRequest(size=2)))
        assert list(page.rows) == made[:2]
        assert page.next == made[1].id

    def test_are_found_by_their_first_letters_and_their_kind(self, both):
        shop = kept(both, client_id="till", label="Shop 100%", relaxations=())
        app = kept(
            both, client_id="app-1", label="Shoppers", type=ClientType.PUBLIC, relaxations=()
        )
        weak = kept(
            both,
            client_id="weak",
            label="Weak",
            status=ClientStatus.DISABLED,
            relaxations=(Relaxation("pkce", "An old library."),),
        )

        def found(**wanted):
            page = PageRequest()
            rows = both.read(lambda w: w.clients.page(page, ClientFilter(**wanted))).rows
            return {each.id for each in rows}

        assert found(begins="sHoP") == {shop.id, app.id}
        assert found(begins="TIL") == {shop.id}
        assert found(begins="shop 100%") == {shop.id}
        assert found(begins="%") == found(begins="hop") == found(begins="a\x00") == set()
        assert found(types=(ClientType.PUBLIC,)) == {app.id}
        assert found(statuses=(ClientStatus.DISABLED,)) == {weak.id}
        assert found(weakened=True) == {weak.id}

    def test_tell_the_origins_of_those_that_are_enabled(self, both):
        kept(both, cors_origins=("https://a.example", "https://b.example"))
        kept(both, cors_origins=("https://b.example",))
        kept(both, cors_origins=("https://off.example",), status=ClientStatus.DISABLED)
        origins = both.read(lambda work: work.clients.cors_origins())
        assert origins == frozenset({"https://a.example", "https://b.example"})


class TestRemovingClients:
    def test_takes_their_secrets_along(self, both):
        client = kept(both)
        both.write(lambda work: work.clients.add_secret(a_client_secret(client.id)))
        assert both.write(lambda work: work.clients.remove(client.id)) is True
        assert both.read(lambda work: work.clients.get(client.id)) is None
        assert both.read(lambda work: work.clients.secrets(client.id)) == ()

    def test_is_not_done_while_a_consent_names_them(self, both):
        client, account = kept(both), an_account()
        both.write(lambda work: work.accounts.add(account))
        both.write(lambda work: work.consents.append(a_consent(account.id, client.id)))
        assert both.write(lambda work: work.clients.remove(client.id)) is False

    def test_is_not_done_while_a_grant_names_them(self, both):
        client, account = kept(both), an_account()
        both.write(lambda work: work.accounts.add(account))
        both.write(lambda work: work.grants.add(a_grant(account.id, client.id)))
        assert both.write(lambda work: work.clients.remove(client.id)) is False
        assert both.read(lambda work: work.clients.get(client.id)) == client

    def test_is_not_done_for_one_that_is_not_here(self, both):
        assert both.write(lambda work: work.clients.remove(bytes(16))) is False


class TestClientSecrets:
    def test_come_newest_first_and_run_out_ones_too(self, both):
        client = kept(both)
        old, new = a_client_secret(client.id), a_client_secret(client.id)
        for secret in (old, new):
            both.write(lambda work, secret=secret: work.clients.add_secret(secret))
        both.write(lambda work: work.clients.end_secret(old.id, START))
        found = both.read(lambda work: work.clients.secrets(client.id))
        assert {secret.id: secret for secret in found} == {
            old.id: replace(old, expires_at=START),
            new.id: new,
        }
        assert list(found) == sorted(found, key=lambda secret: secret.id, reverse=True)

    def test_that_are_not_here_do_not_end(self, both):
        assert both.write(lambda work: work.clients.end_secret(bytes(16), START)) is False


class TestScopes:
    def test_come_back_ordered_by_value(self, both):
        orders, basket = a_scope(), a_scope(value="basket", consent=ConsentNeed.REQUIRED)
        for scope in (orders, basket):
            both.write(lambda work, scope=scope: work.scopes.put(scope))
        assert both.read(lambda work: work.scopes.all()) == (basket, orders)

    def test_are_replaced_by_their_value(self, both):
        both.write(lambda work: work.scopes.put(a_scope()))
        newer = a_scope(label="Orders", longest_consent=None, hosted_only=True, claims=())
        both.write(lambda work: work.scopes.put(newer))
        assert both.read(lambda work: work.scopes.all()) == (newer,)

    def test_are_removed_once(self, both):
        both.write(lambda work: work.scopes.put(a_scope()))
        assert both.write(lambda work: work.scopes.remove("orders")) is True
        assert both.write(lambda work: work.scopes.remove("orders")) is False
        assert both.read(lambda work: work.scopes.all()) == ()
