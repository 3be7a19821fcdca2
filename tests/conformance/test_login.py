from dataclasses import replace
from datetime import timedelta

from domain.login.records import InteractionStatus
from tests.support.clock import START
from tests.support.factories import HOUR, a_request, an_interaction, digest


def kept(both, **changes):
    interaction = an_interaction(**changes)
    both.write(lambda work: work.interactions.add(interaction))
    return interaction


class TestInteractions:
    def test_come_back_with_their_request(self, both):
        request = a_request(bytes(range(16)), max_age=0, pushed=digest(), prompt=("login",))
        interaction = kept(both, request=request)
        assert both.read(lambda work: work.interactions.get(interaction.id)) == interaction

    def test_come_back_without_one(self, both):
        interaction = kept(both)
        assert both.read(lambda work: work.interactions.get(interaction.id)) == interaction
        assert both.read(lambda work: work.interactions.get(bytes(16))) is None

    def test_come_back_bare_with_what_was_asked_left_sealed(self, both):
        interaction = kept(both, request=a_request(bytes(range(16))))
        bare = replace(interaction, request=None)
        assert both.read(lambda work: work.interactions.bare(interaction.id)) == bare
        assert both.read(lambda work: work.interactions.bare(bytes(16))) is None
        assert both.write(lambda work: work.interactions.change(replace(bare, version=2))) is True
        moved = replace(interaction, version=2)
        assert both.read(lambda work: work.interactions.get(interaction.id)) == moved

    def test_change_by_compare_and_set_on_the_version(self, both):
        interaction = kept(both, request=a_request(bytes(range(16))))
        newer = replace(
            interaction,
            status=InteractionStatus.DONE,
            account_id=bytes(range(16)),
            subject=digest(),
            session_id=bytes(range(16)),
            consent_asked=True,
            registering=True,
            version=2,
        )
        assert both.write(lambda work: work.interactions.change(newer)) is True
        assert both.write(lambda work: work.interactions.change(newer)) is False
        assert both.read(lambda work: work.interactions.get(interaction.id)) == newer

    def test_what_was_asked_by_whom_and_until_when_never_changes(self, both):
        interaction = kept(both, request=a_request(bytes(range(16))))
        other = replace(
            interaction,
            bound_digest=digest(),
            request=a_request(bytes(range(16)), scope=("openid", "profile")),
            return_to="/t/acme/me",
            fresh_after=START,
            headless_client=bytes(range(16)),
            expires_at=interaction.expires_at + HOUR,
            version=2,
        )
        assert both.write(lambda work: work.interactions.change(other)) is True
        found = both.read(lambda work: work.interactions.get(interaction.id))
        assert found == replace(interaction, version=2)

    def test_are_tidied_away_after_they_ran_out(self, both):
        late, live = kept(both, expires_at=START - HOUR), kept(both)
        moment = START - timedelta(minutes=1)
        assert both.write(lambda work: work.interactions.tidy(moment, 10)) == 1
        assert both.read(lambda work: work.interactions.get(late.id)) is None
        assert both.read(lambda work: work.interactions.get(live.id)) == live
