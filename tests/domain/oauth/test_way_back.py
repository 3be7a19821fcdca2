"""An answer goes back to an address that is the client's still, asked when it goes."""

from dataclasses import replace

import pytest

from domain.clients.records import AuthMethod, ClientStatus, ClientType
from domain.kernel.errors import Refusal
from domain.kernel.ids import new_id
from domain.oauth.way_back import way_back
from tests.support.factories import a_request
from tests.support.sign_ins import open_shop


class TestWayBack:
    def ask(self, stage, request):
        return stage.read(lambda work: way_back(work, request))

    def change(self, stage, client, **changes):
        kept = replace(client, version=client.version + 1, **changes)
        assert stage.write(lambda work: work.clients.change(kept))

    def test_is_open_while_the_client_has_the_address(self, both):
        request = a_request(open_shop(both).id)
        assert self.ask(both, request) is request

    def test_is_open_at_the_port_an_app_came_with(self, both):
        shop = open_shop(both, type=ClientType.PUBLIC, auth_method=AuthMethod.NONE)
        self.change(both, shop, redirect_uris=("http://127.0.0.1/cb",))
        request = a_request(shop.id, redirect_uri="http://127.0.0.1:51004/cb")
        assert self.ask(both, request) is request

    def test_refuses_with_unregistered_redirect_uri_once_it_was_taken_away(self, both):
        shop = open_shop(both)
        self.change(both, shop, redirect_uris=("https://shop.example/new",))
        with pytest.raises(Refusal, match="unregistered_redirect_uri"):
            self.ask(both, a_request(shop.id))

    def test_refuses_with_unknown_client_once_it_is_disabled_or_gone(self, both):
        shop = open_shop(both)
        self.change(both, shop, status=ClientStatus.DISABLED)
        for client_id in (shop.id, new_id()):
            with pytest.raises(Refusal, match="unknown_client"):
                self.ask(both, a_request(client_id))
