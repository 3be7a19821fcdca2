import httpx
import pytest
from starlette.applications import Starlette

from app.runtime.shelf import FOREVER, Shelf


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "fonts").mkdir()
    (tmp_path / "a.css").write_text("a{}" * 100)
    (tmp_path / "fonts" / "b.woff2").write_bytes(b"font")
    (tmp_path / "secret.key").write_bytes(b"not for sale")
    return tmp_path


@pytest.fixture
def client(folder):
    app = Starlette(routes=[Shelf(folder).route()])
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost")


class TestServe:
    async def test_keeps_an_answer_forever(self, client, folder):
        answer = await client.get(Shelf(folder).url("a.css"))
        assert answer.headers["cache-control"] == FOREVER
        assert answer.headers["content-type"] == "text/css; charset=utf-8"
        assert answer.text == "a{}" * 100

    async def test_squeezes_text_and_not_fonts(self, client, folder):
        shelf = Shelf(folder)
        assert (await client.get(shelf.url("a.css"))).headers["content-encoding"] == "gzip"
        assert "content-encoding" not in (await client.get(shelf.url("fonts/b.woff2"))).headers

    @pytest.mark.parametrize("name", ["secret.key", "../a.css", "nothing.css", "", "fonts"])
    async def test_has_only_what_is_on_it(self, client, folder, name):
        assert (await client.get(f"{Shelf(folder).address}/{name}")).status_code == 404

    async def test_refuses_to_be_written_to(self, client, folder):
        assert (await client.post(Shelf(folder).url("a.css"))).status_code == 405


class TestHash:
    def test_changes_with_the_content(self, folder):
        before = Shelf(folder).hash
        (folder / "a.css").write_text("b{}")
        assert Shelf(folder).hash != before

    def test_names_a_misspelling_at_start(self, folder):
        with pytest.raises(KeyError):
            Shelf(folder).url("b.css")
