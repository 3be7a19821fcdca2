import socket

import pytest

from app.runtime.listening import ensure_free
from app.settings import SettingsError


@pytest.fixture
def listener():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        yield taken


class TestEnsureFree:
    def test_a_free_port_is_given_back(self, listener):
        port = listener.getsockname()[1]
        listener.close()
        ensure_free("127.0.0.1", port)
        ensure_free("localhost", port)

    def test_refuses_a_taken_port_in_one_sentence_with_the_way_out(self, listener):
        port = listener.getsockname()[1]
        with pytest.raises(SettingsError, match=rf"^--port {port} is taken .* --port \d+\.$"):
            ensure_free("127.0.0.1", port)

    def test_refuses_a_host_of_another_machine(self):
        with pytest.raises(SettingsError, match=r"--host is 192\.0\.2\.1, which is no address"):
            ensure_free("192.0.2.1", 8180)

    def test_refuses_a_host_that_nobody_knows(self):
        with pytest.raises(SettingsError, match=r"--host is nowhere\.invalid"):
            ensure_free("nowhere.invalid", 8180)
