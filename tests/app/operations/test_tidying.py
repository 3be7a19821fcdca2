"""What strangers may begin is not kept for longer than it can be of use."""

from datetime import timedelta

from app.operations.tidying import tidying
from tests.support.factories import a_pushed_request, an_interaction
from tests.support.issuing import an_issuing


def swept(stage):
    for sweep in tidying():
        stage.write(lambda work, sweep=sweep: sweep(work, 100))


def test_a_flow_that_nobody_went_on_with_is_gone_two_hours_after_it_began(stage):
    client = an_issuing(stage).client
    flow = an_interaction()
    pushed = a_pushed_request(client.id)

    def kept(work):
        found = work.pushed_requests.peek(pushed.digest, pushed.expires_at - timedelta(seconds=1))
        return work.interactions.get(flow.id) is not None, found is not None

    stage.write(lambda work: (work.interactions.add(flow), work.pushed_requests.add(pushed)))
    stage.clock.advance(timedelta(minutes=45))
    swept(stage)
    assert stage.read(kept) == (True, True)
    stage.clock.advance(timedelta(minutes=75))
    swept(stage)
    assert stage.read(kept) == (False, False)
