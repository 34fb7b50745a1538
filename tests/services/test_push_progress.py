"""A push that takes several steps at the channel: what the connector keeps between them outlives the process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pytest

from connectors.contract.errors import ConnectorError, OutcomeUnknown, Refused, Undecided
from connectors.contract.protocols import Accepted, AccountAccess, AlreadyDone, Look, UnderWay
from desk.domain.clock import ManualClock
from desk.domain.pushes import Attempt, PushState, RefundOrder, RefundReason
from desk.domain.values import OrderId, PushId
from desk.services import outbox, pusher, refunding
from desk.services.context import Desk
from desk.services.refunding import Wanted
from desk.store import outbox as outbox_store
from desk.store.accounts import Account
from tests.services.conftest import Synced
from tests.services.fake_deeds import DeedChannel, DeedConnector, DeedRegistry
from tests.services.fakes import Fault, Killed, never
from tests.services.outbox_deeds import let_pass, push_of, state_of
from tests.support.orders import euros, order


@dataclass
class SteppedChannel(DeedChannel):
    """Gives money back in steps: a job is made, then begun, and at last it is done. Begun twice, it pays twice."""

    jobs: list[str] = field(default_factory=list)
    works: bool = False
    read: list[Mapping[str, str]] = field(default_factory=list)


class SteppedConnector(DeedConnector):
    def __init__(self, channel: SteppedChannel, access: AccountAccess) -> None:
        super().__init__(channel, access)
        self._jobs = channel

    def look_refund(self, push: RefundOrder, attempt: Attempt) -> Look:
        self._jobs.begin("look_refund")
        self._jobs.read.append(dict(attempt.progress))
        if not attempt.progress.get("begun"):
            return super().look_refund(push, attempt)
        if not self._jobs.works:
            return UnderWay(attempt.progress["job"])
        self._jobs.give_back(push.order.id, push.amount, attempt.progress["job"])
        return AlreadyDone(attempt.progress["job"])

    def issue_refund(self, push: RefundOrder, attempt: Attempt) -> Accepted | AlreadyDone:
        kept = dict(attempt.progress)
        if "job" not in kept:
            kept = {"job": f"job-{len(self._jobs.jobs) + 1}"}
            attempt.keep(kept)
        if "begun" not in kept:
            if self._jobs.begin("begin") is Fault.LOST_ON_THE_WAY:
                raise OutcomeUnknown("The channel did not answer.")
            self._jobs.jobs.append(kept["job"])
            attempt.keep(kept | {"begun": "yes"})
        return Accepted(kept["job"])


class SteppedRegistry(DeedRegistry):
    def connect(self, access: AccountAccess) -> DeedConnector:
        assert isinstance(self.all, SteppedChannel)
        return SteppedConnector(self.all, access)


@pytest.fixture
def channel() -> SteppedChannel:
    made = SteppedChannel()
    made.add(order("1001"))
    return made


@pytest.fixture
def registry(channel: SteppedChannel) -> SteppedRegistry:
    return SteppedRegistry(channel)


@pytest.fixture
def refund(desk: Desk, synced: Synced) -> PushId:
    return give_back(desk, synced()["1001"])


def give_back(desk: Desk, order_id: OrderId) -> PushId:
    wanted = Wanted(reason=RefundReason.GOODWILL, amount=euros(500))
    (push,) = refunding.refund(desk, order_id, wanted, hold_seconds=0).pushes
    return push


def drain(desk: Desk, account: Account) -> pusher.DrainReport:
    return pusher.drain(desk, account.id, never())


def progress_of(desk: Desk, push: PushId) -> dict[str, str]:
    with desk.store.read() as transaction:
        row = outbox_store.load_push(transaction, push)
    assert row is not None
    return row.progress


def test_what_is_kept_is_seen_by_the_look_and_by_every_later_try(
    desk: Desk, account: Account, channel: SteppedChannel, clock: ManualClock, refund: PushId
) -> None:
    assert progress_of(desk, refund) == {}
    drain(desk, account)
    assert channel.read[-1] == {"job": "job-1", "begun": "yes"}, "the look after the try knows what the try kept"
    channel.works = True
    let_pass(clock, desk, refund)
    clock.advance(60)
    drain(desk, account)
    assert (state_of(desk, refund), channel.jobs) == (PushState.CONFIRMED, ["job-1"])


def test_what_the_channel_works_on_is_looked_for_rarely(
    desk: Desk, account: Account, clock: ManualClock, refund: PushId
) -> None:
    drain(desk, account)
    waits = []
    for _ in range(4):
        waits.append((push_of(desk, refund).not_before - clock.now()).total_seconds())
        let_pass(clock, desk, refund)
        drain(desk, account)
    assert min(waits) >= 60
    assert sum(waits) <= 20 * 60, "and still soon enough for whoever waits for it"


def test_it_is_committed_before_the_next_step_and_outlives_a_kill(
    desk: Desk, account: Account, channel: SteppedChannel, clock: ManualClock, refund: PushId
) -> None:
    seen: list[dict[str, str]] = []

    def die() -> None:
        seen.append(progress_of(desk, refund))
        raise Killed

    channel.plan("begin", die)
    with pytest.raises(Killed):
        drain(desk, account)
    assert seen == [{"job": "job-1"}], "another connection reads it while the step is under way"
    clock.advance(86_400)
    channel.works = True
    pusher.drain(replace(desk, owner="after the crash"), account.id, never())
    assert channel.jobs == ["job-1"]
    assert channel.left("1001") == channel.order("1001").totals.total - euros(500)


def test_who_was_overtaken_may_keep_nothing_and_sends_nothing(
    desk: Desk, account: Account, channel: SteppedChannel, clock: ManualClock, refund: PushId
) -> None:
    def overtaken() -> None:
        clock.advance(86_400)
        pusher.drain(replace(desk, owner="another"), account.id, never())

    channel.plan("begin", overtaken)
    late = drain(desk, account)
    assert (late.confirmed, late.failed, late.postponed) == (0, 0, 0)
    assert progress_of(desk, refund) == {"job": "job-1", "begun": "yes"}, "as the other left it"


def test_a_try_anew_by_hand_knows_what_the_refused_one_did(
    desk: Desk, account: Account, channel: SteppedChannel, refund: PushId
) -> None:
    channel.plan("begin", Refused("Not like this."))
    drain(desk, account)
    assert (state_of(desk, refund), progress_of(desk, refund)) == (PushState.FAILED, {"job": "job-1"})
    outbox.retry(desk, [refund])
    assert progress_of(desk, refund) == {"job": "job-1"}


@pytest.mark.parametrize("where", ["begin", "look_refund"])
def test_what_nobody_can_find_out_waits_for_a_person_and_is_never_sent_again(
    desk: Desk, account: Account, channel: SteppedChannel, clock: ManualClock, refund: PushId, where: str
) -> None:
    channel.plan(where, Undecided("Look at the channel whether it arrived.", "no trace", code="no_trace"))
    done = drain(desk, account)
    assert (done.unclear, done.postponed) == (1, 0)
    told = push_of(desk, refund)
    assert (told.state, told.error_code) == (PushState.UNCLEAR, "no_trace")
    sent = list(channel.jobs)
    clock.advance(7 * 86_400)
    drain(desk, account)
    assert (state_of(desk, refund), channel.jobs) == (PushState.UNCLEAR, sent)
    outbox.resolve(desk, refund, done=True)
    assert state_of(desk, refund) is PushState.CONFIRMED


@pytest.mark.usefixtures("refund")
def test_trouble_while_looking_at_an_unclear_one_leaves_it_unsent(
    desk: Desk, account: Account, channel: SteppedChannel
) -> None:
    channel.plan("begin", ConnectorError("Something else."))
    done = drain(desk, account)
    assert (done.postponed, done.unclear, channel.jobs) == (1, 0, [])
