"""A client that proved itself lately is proven again where its tokens are issued."""

from domain.audit.records import AuditFilter
from domain.clients.events import ClientAuthenticationFailed
from domain.clients.records import AccessTokenForm, ClientStatus, GrantType
from domain.kernel.paging import PageRequest
from tests.support.factories import a_scope


class Jobs:
    """Counts what the database is asked: how many reads, how many writes."""

    def __init__(self, web, monkeypatch):
        self.reads = self.writes = 0
        database = web.stage.database
        reading, writing = database.reading, database.writing

        def read(*given, **named):
            self.reads += 1
            return reading(*given, **named)

        def write(*given, **named):
            self.writes += 1
            return writing(*given, **named)

        monkeypatch.setattr(database, "reading", read)
        monkeypatch.setattr(database, "writing", write)

    def taken(self):
        done = (self.reads, self.writes)
        self.reads = self.writes = 0
        return done


class TestKnownCaller:
    async def known(self, web):
        """Return tokens of the second meeting: the first read of a tenant keeps nothing of it."""
        await web.tokens()
        return await web.tokens()

    async def refresh(self, web, token):
        return await web.token(grant_type="refresh_token", refresh_token=token)

    async def test_is_proven_where_its_tokens_are_issued(self, web_on_both, monkeypatch):
        web = web_on_both
        first, jobs = await self.known(web), Jobs(web, monkeypatch)
        second = await self.refresh(web, first["refresh_token"])
        assert second.status_code == 200
        assert jobs.taken() == (0, 1)

    async def test_is_refused_and_counted_once_its_secret_is_another(self, web_on_both):
        web = web_on_both
        first = await self.known(web)
        secret = web.stage.read(lambda work: work.clients.secrets(web.between.client.id))[0]
        assert web.stage.write(lambda work: work.clients.end_secret(secret.id, work.now))
        for tries in (1, 2):
            answer = await self.refresh(web, first["refresh_token"])
            assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
            failures = AuditFilter(names=(ClientAuthenticationFailed.name,))
            found = web.stage.read(lambda w, f=failures: w.audit.page(f, PageRequest()).rows)
            assert len(found) == tries

    async def test_is_read_first_once_more_after_a_change(self, web_on_both, monkeypatch):
        web = web_on_both
        told, jobs = await self.known(web), Jobs(web, monkeypatch)
        web.between.change_client(label="Another")
        taken = []
        for _ in range(3):
            told = (await self.refresh(web, told["refresh_token"])).json()
            taken.append(jobs.taken())
        # Where the database tells of changes, the first of them may have been heard of already.
        assert (1, 1) in taken[:2]
        assert taken[2] == (0, 1)

    async def test_is_refused_once_it_is_disabled(self, web):
        first = await self.known(web)
        web.between.change_client(status=ClientStatus.DISABLED)
        answer = await self.refresh(web, first["refresh_token"])
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")

    async def test_is_not_whoever_uses_its_name(self, web, monkeypatch):
        first, jobs = await self.known(web), Jobs(web, monkeypatch)
        answer = await web.token(
            auth=("shop", "another"),
            grant_type="refresh_token",
            refresh_token=first["refresh_token"],
        )
        assert answer.status_code == 401
        assert jobs.taken() == (1, 1)  # the proof, and the failure that is counted
        assert (await self.refresh(web, first["refresh_token"])).status_code == 200

    async def test_gets_the_form_of_token_it_has_now(self, web):
        web.stage.write(lambda work: work.scopes.put(a_scope(value="orders.read", claims=())))
        web.between.change_client(
            grant_types=(*web.between.client.grant_types, GrantType.CLIENT_CREDENTIALS),
            scopes=(*web.between.client.scopes, "orders.read"),
            access_token=AccessTokenForm.OPAQUE,
        )
        for form, head in ((None, "byl_at_"), (AccessTokenForm.JWT, "ey")):
            if form is not None:
                web.between.change_client(access_token=form)
            for _ in range(3):
                answer = await web.token(grant_type="client_credentials")
                assert answer.json()["access_token"].startswith(head)
