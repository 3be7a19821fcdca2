import pytest

from app.operations.demo import CLIENT_ID, demo_client
from domain.clients.ours import NAMES, called
from domain.operators.install import CONSOLE
from tests.support.house_factories import a_client


def german(sentence):
    return f"auf Deutsch: {sentence}"


class TestCalled:
    @pytest.mark.parametrize("client_id", NAMES)
    def test_says_our_names_in_the_reader_s_language(self, client_id):
        client = a_client(client_id=client_id, label=NAMES[client_id])
        assert called(client, german) == f"auf Deutsch: {NAMES[client_id]}"

    @pytest.mark.parametrize(
        ("client_id", "label"), [("test-drive", "Sign in"), ("shop", "Test drive")]
    )
    def test_leaves_an_operator_s_own_name_as_it_is(self, client_id, label):
        assert called(a_client(client_id=client_id, label=label), german) == label

    def test_knows_those_that_are_registered(self):
        assert set(NAMES) == {CONSOLE, CLIENT_ID}
        assert demo_client("http://127.0.0.1:8080", "acme").label == NAMES[CLIENT_ID]
