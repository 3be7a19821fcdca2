import ast

import pytest

from app.console.snippets import snippets
from domain.clients.records import AuthMethod, ClientType
from tests.support.factories import a_client

ISSUER = "https://id.example/t/acme"
PUBLIC = {"type": ClientType.PUBLIC, "auth_method": AuthMethod.NONE}


class TestSnippets:
    @pytest.mark.parametrize("changes", [{}, PUBLIC, {"type": ClientType.SERVICE}])
    def test_python_is_python(self, changes):
        ast.parse(snippets(a_client(**changes), ISSUER)["Python"])

    def test_are_filled_in_with_the_tenants_values(self):
        client = a_client(client_id="tidebook")
        code = snippets(client, ISSUER)
        assert ISSUER in code["Python"]
        assert "tidebook" in code["JavaScript"]
        assert client.redirect_uris[0] in code["YAML"]

    def test_never_hold_a_secret(self):
        for code in snippets(a_client(), ISSUER).values():
            assert "byl_cs_" not in code

    def test_a_public_client_names_none(self):
        assert "secret" not in snippets(a_client(**PUBLIC), ISSUER)["Python"].lower()

    def test_quote_what_could_break_out(self):
        evil = a_client(client_id='x", evil="')
        ast.parse(snippets(evil, ISSUER)["Python"])
