import ast
import json
import re

import pytest

from app.operations.snippets import here, snippets
from app.operations.yaml_nodes import read_yaml
from domain.blueprint.read import read_file
from domain.clients.records import AuthMethod, ClientType
from tests.support.factories import a_client

ISSUER = "https://id.example/t/acme"
PUBLIC = {"type": ClientType.PUBLIC, "auth_method": AuthMethod.NONE}


class TestSnippets:
    @pytest.mark.parametrize("changes", [{}, PUBLIC, {"type": ClientType.SERVICE}])
    @pytest.mark.parametrize("back", ["https://a.example/cb", "http://127.0.0.1:4199/cb"])
    @pytest.mark.parametrize("method", AuthMethod)
    def test_python_is_python(self, changes, back, method):
        client = a_client(**(changes | {"auth_method": method, "redirect_uris": (back,)}))
        ast.parse(snippets(client, ISSUER)["Python"])

    @pytest.mark.parametrize("changes", [{}, PUBLIC, {"type": ClientType.SERVICE}])
    @pytest.mark.parametrize("back", ["https://a.example/cb", "http://127.0.0.1:4199/cb"])
    @pytest.mark.parametrize("method", AuthMethod)
    def test_leave_no_place_empty(self, changes, back, method):
        client = a_client(**(changes | {"auth_method": method, "redirect_uris": (back,)}))
        for name, code in snippets(client, ISSUER).items():
            assert not re.search(r"@\w+@|PROOF|MEMBERS|HEADER$|IMPORT|METHOD,|BARE|SCOPES", code), (
                name
            )

    def test_wait_on_this_machine_where_an_address_is_here(self):
        web, home = "https://a.example/cb", "http://localhost:4199/cb"
        assert here(a_client(redirect_uris=(web, home))) == home
        assert here(a_client(redirect_uris=(web, "http://localhost/cb"))) == ""
        at_home = snippets(a_client(redirect_uris=(web, home)), ISSUER)["Python"]
        away = snippets(a_client(redirect_uris=(web,)), ISSUER)["Python"]
        assert ("HTTPServer" in at_home, "authlib" in away) == (True, True)

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
        evil = a_client(client_id='x", evil="', scopes=("a'b$(id)", "c"))
        code = snippets(evil, ISSUER)
        ast.parse(code["Python"])
        assert "$(id)" not in code["curl"]
        assert json.dumps('x", evil="') in code["Go"]

    @pytest.mark.parametrize("changes", [{}, PUBLIC, {"auth_method": AuthMethod.POST}])
    def test_the_yaml_is_a_file_that_apply_reads(self, changes):
        client = a_client(**changes)
        form = read_file(read_yaml(snippets(client, ISSUER)["YAML"]))
        (tenant,) = form.tenants
        assert tenant.slug == "acme"
        assert tenant.clients[0].id == client.client_id

    def test_a_secret_is_sent_the_way_the_client_is_registered_for(self):
        posts = {"auth_method": AuthMethod.POST}
        assert "client_secret_post" in snippets(a_client(**posts), ISSUER)["Python"]
        assert "ClientSecretPost" in snippets(a_client(**posts), ISSUER)["JavaScript"]
        service = snippets(a_client(type=ClientType.SERVICE, **posts), ISSUER)
        assert "-u" not in service["curl"]
        assert "auth=" not in service["Python"]

    def test_javascript_may_speak_http_on_this_machine_alone(self):
        assert "allowInsecure" in snippets(a_client(), "http://localhost:8180/t/a")["JavaScript"]
        assert "allowInsecure" not in snippets(a_client(), ISSUER)["JavaScript"]
