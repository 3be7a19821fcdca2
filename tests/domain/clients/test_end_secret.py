"""The secret before ends when an operator says so; the one in use never does by itself."""

from datetime import timedelta

import pytest

from domain.clients.end_secret import EndSecret, end_secret
from domain.clients.events import ClientSecretEnded
from domain.clients.records import ClientType
from domain.clients.register import NewClient, register
from domain.clients.rotate_secret import RotateSecret, rotate_secret
from domain.kernel.errors import Refusal
from domain.kernel.ids import new_id
from tests.support.ground import an_operator


@pytest.fixture
def shop(stage):
    new = NewClient(
        client_id="shop",
        label="Shop",
        type=ClientType.CONFIDENTIAL,
        redirect_uris=("https://shop.example/cb",),
    )
    made = stage.write(lambda work: register(work, new)).client
    stage.write(lambda work: rotate_secret(work, RotateSecret("shop")))
    return made


def secrets(stage, client):
    return stage.read(lambda work: work.clients.secrets(client.id))


def end(stage, secret_id, client_id="shop", **more):
    wanted = EndSecret(client_id, secret_id)
    return stage.write(lambda work: end_secret(work, wanted), **more)


class TestEndSecret:
    def test_ends_the_one_before_now_and_tells_it(self, stage, shop):
        current, earlier = secrets(stage, shop)
        end(stage, earlier.id)
        assert secrets(stage, shop)[1].expires_at == stage.clock.now()
        assert secrets(stage, shop)[0] == current
        assert stage.told[-1] == ClientSecretEnded(subject=shop.id, client_id="shop")

    def test_refuses_with_last_secret(self, stage, shop):
        with pytest.raises(Refusal, match="last_secret"):
            end(stage, secrets(stage, shop)[0].id)

    def test_refuses_with_not_found(self, stage, shop):
        earlier = secrets(stage, shop)[1]
        for secret_id, client_id in ((new_id(), "shop"), (earlier.id, "nobody")):
            with pytest.raises(Refusal, match="not_found"):
                end(stage, secret_id, client_id)
        stage.clock.advance(timedelta(days=1))
        with pytest.raises(Refusal, match="not_found"):
            end(stage, earlier.id)

    def test_refuses_with_forbidden(self, stage, shop):
        with pytest.raises(Refusal, match="forbidden"):
            end(stage, secrets(stage, shop)[1].id, actor=an_operator("clients.read"))
