"""Deeds with returns are taken back: the return is what it was before, and nothing of it ever reaches its channel."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from connectors.contract.errors import Refused
from desk.domain.cases import CaseKind, CaseLine, CaseState
from desk.domain.clock import ManualClock
from desk.domain.errors import DeskError, NotAllowed
from desk.domain.orders import ShippingFacet
from desk.domain.push_states import PushState
from desk.domain.return_goods import Disposition, Finding, Grade
from desk.domain.return_states import ReturnState, ReturnStep
from desk.domain.return_tasks import TaskKind
from desk.domain.values import ReturnId
from desk.services import (
    anonymising,
    orders,
    outbox,
    return_batch,
    return_exchange,
    return_opening,
    return_photos,
    return_settling,
    return_steps,
    return_tasks,
    return_undoing,
    wording,
)
from desk.services.context import Desk
from desk.services.return_batch import BatchDeed, Wish
from desk.services.return_exchange import Replacement
from desk.services.return_file import Moved, Said
from desk.store.accounts import Account
from tests.services.conftest import Synced
from tests.services.fake_deeds import CAN_ALL, DeedChannel, DeedRegistry, case
from tests.services.fakes import Fault, Killed
from tests.services.outbox_deeds import drain
from tests.services.returns.steps import only, read
from tests.services.say import PlainSay
from tests.support.orders import after, euros, line, order, parcel
from tests.support.pictures import png

NUMBER = "00340434161094042557"
SAID = Said(words="Because of this.", carrier="DHL", parcel=NUMBER, photo="1.png", reference="1002")
GOODS = (CaseLine(remote_line="11", title="Becher", quantity=2),)


@pytest.fixture
def channel() -> DeedChannel:
    made = DeedChannel()
    put_order(made, "1001")
    return made


@pytest.fixture
def registry(channel: DeedChannel) -> DeedRegistry:
    return DeedRegistry(channel)


def put_order(channel: DeedChannel, name: str) -> None:
    lines = (line("11", 2), line("12", 1))
    gone = (parcel(NUMBER, at=after(43_200)),)
    channel.add(order(name, lines=lines, shipping=ShippingFacet.SHIPPED, shipments=gone, changed_at=channel.now()))


@pytest.fixture
def there(channel: DeedChannel, synced: Synced, desk: Desk) -> ReturnId:
    """A return that the buyer has opened on the channel."""
    channel.put_case(case("5001", "1001", lines=GOODS, state=CaseState.REQUESTED))
    return pictured(desk, only(desk, synced()["1001"]).id)


@pytest.fixture
def here(synced: Synced, desk: Desk) -> ReturnId:
    """A return that only Desk knows of."""
    order_id = synced()["1001"]
    return pictured(desk, return_opening.open_return(desk, order_id, return_opening.free_of(desk, order_id)).told.id)


def pictured(desk: Desk, wanted: ReturnId) -> ReturnId:
    """With the picture that `SAID` names."""
    assert return_photos.add(desk, wanted, png()).name == SAID.photo
    return wanted


def dump(desk: Desk, wanted: ReturnId) -> dict[str, list[tuple[Any, ...]]]:
    """All rows that tell of a return, and what is to be sent or seen to of its order."""
    asked = {
        "returns": "select * from returns where id = ?",
        "lines": "select * from return_lines where return_id = ? order by line_id",
        "tasks": "select * from return_tasks where return_id = ? order by id",
        "exchanges": "select * from return_exchanges where return_id = ?",
        "deeds": "select id from return_deeds where return_id = ? order by id",
        "pushes": "select p.id, p.state, p.settled_at from channel_pushes p join returns r on r.order_id = p.order_id "
        "where r.id = ? and p.state <> 'recalled' order by p.id",
    }
    connection = desk.store.raw_connection()
    try:
        return {name: connection.execute(statement, (wanted,)).fetchall() for name, statement in asked.items()}
    finally:
        connection.close()


def code_of(deed: Callable[[], object]) -> str:
    with pytest.raises(NotAllowed) as refused:
        deed()
    return refused.value.code


def inspected(desk: Desk, wanted: ReturnId) -> None:
    for one in return_steps.receive(desk, wanted).told.lines:
        found = Finding(quantity=one.received, grade=Grade.NEW, disposition=Disposition.RESTOCK)
        return_steps.inspect(desk, wanted, one.line, found)


# One deed with its push


@pytest.mark.parametrize(
    "step, after_it",
    [(ReturnStep.APPROVE, ReturnState.APPROVED), (ReturnStep.DECLINE, ReturnState.DECLINED)],
)
def test_a_decision_is_held_and_taken_back_with_its_push(
    desk: Desk, account: Account, channel: DeedChannel, there: ReturnId, clock: ManualClock, step: ReturnStep,
    after_it: ReturnState,
) -> None:  # fmt: skip
    before = dump(desk, there)
    clock.advance(1)
    moved = return_steps.step(desk, there, step, SAID)
    (push,) = outbox.overview(desk)
    assert (moved.told.state, moved.pushes, push.state) == (after_it, (push.id,), PushState.HELD)
    clock.advance(9)
    assert drain(desk, account).confirmed == 0
    outbox.recall(desk, moved.pushes)
    assert dump(desk, there) == before
    assert code_of(lambda: outbox.recall(desk, moved.pushes)) == "push_recalled"
    clock.advance(60)
    assert drain(desk, account).confirmed == 0
    assert channel.did == []
    told = [wording.timeline(one, PlainSay()) for one in orders.show(desk, moved.told.order).timeline]
    assert next(detail for title, detail in told if title.endswith("taken back")) == "now: Requested"


def test_what_is_not_taken_back_goes_when_its_time_is_over_and_stays(
    desk: Desk, account: Account, channel: DeedChannel, there: ReturnId, clock: ManualClock
) -> None:
    moved = return_steps.step(desk, there, ReturnStep.DECLINE, SAID)
    clock.advance(10)
    assert drain(desk, account).confirmed == 1
    assert channel.did == ["AnswerReturn 5001"]
    assert code_of(lambda: outbox.recall(desk, moved.pushes)) == "push_sent"
    assert moved.deed is not None
    assert code_of(lambda: return_undoing.take_back(desk, moved.deed or 0)) == "push_sent"
    assert read(desk, there).state is ReturnState.DECLINED


def test_a_push_that_may_have_reached_the_channel_is_not_taken_back(
    desk: Desk, account: Account, channel: DeedChannel, there: ReturnId
) -> None:
    """Else the return would be asked for here, and declined there."""
    moved = return_steps.step(desk, there, ReturnStep.DECLINE, SAID, hold_seconds=0)
    channel.plan("answer_return", Fault.ACCEPTED_NOT_DONE)
    drain(desk, account)
    (push,) = outbox.overview(desk)
    assert (push.state, push.sent_at is not None) == (PushState.WAITING, True)
    assert code_of(lambda: outbox.recall(desk, moved.pushes)) == "push_sent"
    assert read(desk, there).state is ReturnState.DECLINED


def test_money_is_taken_back_with_what_it_did_to_the_return(desk: Desk, here: ReturnId) -> None:
    inspected(desk, here)
    before = dump(desk, here)
    moved = return_settling.settle(desk, here)
    assert moved.told.state is ReturnState.REFUND_PENDING
    outbox.recall(desk, moved.pushes)
    assert dump(desk, here) == before
    assert return_settling.settle(desk, here).told.state is ReturnState.REFUND_PENDING


def test_a_second_settlement_that_is_taken_back_leaves_the_first_as_it_failed(
    desk: Desk, account: Account, channel: DeedChannel, here: ReturnId
) -> None:
    inspected(desk, here)
    untouched = read(desk, here)
    channel.plan("issue_refund", Refused("Not today.", code="not_today"))
    first = return_settling.settle(desk, here, hold_seconds=0)
    assert drain(desk, account).failed == 1
    before = dump(desk, here)
    second = return_settling.settle(desk, here)
    outbox.recall(desk, second.pushes)
    assert dump(desk, here) == before
    assert [one.what for one in return_tasks.open_tasks(desk)] == [TaskKind.DECIDE, TaskKind.REFUND_FAILED]
    outbox.recall(desk, first.pushes)
    assert read(desk, here) == untouched
    assert [one.what for one in return_tasks.open_tasks(desk)] == [TaskKind.DECIDE]


def test_goods_that_the_buyer_keeps_and_what_goes_out_instead_are_taken_back(desk: Desk, here: ReturnId) -> None:
    before = dump(desk, here)
    outbox.recall(desk, return_settling.offer_keep(desk, here, euros(100_000)).pushes)
    assert dump(desk, here) == before
    inspected(desk, here)
    before = dump(desk, here)
    sent = return_exchange.send(desk, here, Replacement(reference="1002", difference=euros(-500)))
    outbox.recall(desk, sent.pushes)
    assert dump(desk, here) == before
    bare = return_exchange.send(desk, here, Replacement(reference="1002", difference=euros(500)))
    assert bare.deed is not None
    return_exchange.paid(desk, here)
    assert code_of(lambda: return_undoing.take_back(desk, bare.deed or 0)) == "return_deed_moved"


# What no channel hears of


def test_what_only_desk_knows_is_taken_back_too(desk: Desk, here: ReturnId) -> None:
    before = dump(desk, here)
    moved = return_steps.step(desk, here, ReturnStep.DECLINE, SAID)
    assert (moved.pushes, outbox.overview(desk)) == ((), ())
    return_undoing.take_back_last(desk, here)
    assert dump(desk, here) == before
    assert moved.deed is not None
    assert code_of(lambda: return_undoing.take_back(desk, moved.deed or 0)) == "return_no_deed"
    assert dump(desk, here) == before


def test_a_task_for_the_channel_goes_with_its_deed_unless_somebody_has_done_it(
    channel: DeedChannel, desk: Desk, request: pytest.FixtureRequest
) -> None:
    channel.capabilities = replace(CAN_ALL, answers_returns=None)
    channel.put_case(case("5001", "1001", lines=GOODS, state=CaseState.REQUESTED))
    wanted = pictured(desk, only(desk, request.getfixturevalue("synced")()["1001"]).id)
    before = dump(desk, wanted)
    return_steps.step(desk, wanted, ReturnStep.DECLINE, SAID)
    assert [one.what for one in return_tasks.open_tasks(desk)] == [TaskKind.DECLINE]
    return_undoing.take_back_last(desk, wanted)
    assert dump(desk, wanted) == before
    return_steps.step(desk, wanted, ReturnStep.DECLINE, SAID)
    (task,) = return_tasks.open_tasks(desk)
    return_tasks.done(desk, task.id)
    assert code_of(lambda: return_undoing.take_back_last(desk, wanted)) == "return_deed_moved"
    assert read(desk, wanted).state is ReturnState.DECLINED


def test_after_a_day_a_deed_stays_unless_its_channel_has_not_heard_of_it(
    desk: Desk, channel: DeedChannel, synced: Synced, there: ReturnId, clock: ManualClock
) -> None:
    put_order(channel, "1002")
    order_id = synced()["1002"]
    here = pictured(desk, return_opening.open_return(desk, order_id, return_opening.free_of(desk, order_id)).told.id)
    local = return_steps.step(desk, here, ReturnStep.DECLINE, SAID)
    sent = return_steps.step(desk, there, ReturnStep.APPROVE)
    clock.advance(2 * 86_400)
    return_steps.step(desk, here, ReturnStep.CLOSE)
    assert code_of(lambda: return_undoing.take_back(desk, local.deed or 0)) == "return_no_deed"
    outbox.recall(desk, sent.pushes)
    assert read(desk, there).state is ReturnState.REQUESTED


# What happened meanwhile


def test_what_builds_on_a_deed_is_taken_back_before_it(desk: Desk, there: ReturnId) -> None:
    before = dump(desk, there)
    first = return_steps.step(desk, there, ReturnStep.APPROVE)
    second = return_steps.receive(desk, there)
    assert code_of(lambda: outbox.recall(desk, first.pushes)) == "return_deed_followed"
    assert read(desk, there).state is ReturnState.RECEIVED
    outbox.recall(desk, [*first.pushes, *second.pushes])
    assert dump(desk, there) == before


def test_where_the_channel_has_moved_the_return_on_its_push_is_stopped_and_the_channels_word_holds(
    desk: Desk, channel: DeedChannel, synced: Synced, there: ReturnId
) -> None:
    """What is not sent yet can always be stopped, most of all money; nobody's work here is undone with it."""
    moved = return_steps.step(desk, there, ReturnStep.APPROVE)
    known = channel.cases[CaseKind.RETURN, "5001"]
    channel.put_case(replace(known, state=CaseState.IN_TRANSIT))
    synced()
    assert read(desk, there).state is ReturnState.IN_TRANSIT
    outbox.recall(desk, moved.pushes)
    assert outbox.overview(desk)[0].state is PushState.RECALLED
    assert read(desk, there).state is ReturnState.IN_TRANSIT


def test_money_that_the_channel_has_given_back_meanwhile_can_be_stopped(
    desk: Desk, channel: DeedChannel, synced: Synced, there: ReturnId, clock: ManualClock
) -> None:
    inspected(desk, there)
    before = read(desk, there)
    moved = return_settling.settle(desk, there)
    clock.advance(1)
    channel.put_case(replace(channel.cases[CaseKind.RETURN, "5001"], state=CaseState.REFUNDED))
    synced()
    assert read(desk, there).state is ReturnState.REFUNDED
    outbox.recall(desk, moved.pushes)
    now = read(desk, there)
    assert (now.state, now.refund, now.lines) == (ReturnState.INSPECTED, None, before.lines)


def test_what_the_channel_has_said_meanwhile_holds_when_a_deed_is_taken_back(
    desk: Desk, channel: DeedChannel, clock: ManualClock, synced: Synced, there: ReturnId
) -> None:
    moved = return_steps.step(desk, there, ReturnStep.APPROVE)
    clock.advance(5)
    channel.put_case(replace(channel.cases[CaseKind.RETURN, "5001"], state=CaseState.APPROVED, number=NUMBER))
    synced()
    outbox.recall(desk, moved.pushes)
    told = read(desk, there)
    assert (told.state, told.parcel) == (ReturnState.APPROVED, NUMBER)


def test_what_the_channel_refused_is_dropped_and_the_return_set_back(
    desk: Desk, account: Account, channel: DeedChannel, there: ReturnId
) -> None:
    channel.plan("answer_return", Refused("No.", code="no"))
    moved = return_steps.step(desk, there, ReturnStep.DECLINE, SAID, hold_seconds=0)
    assert drain(desk, account).failed == 1
    outbox.recall(desk, moved.pushes)
    assert read(desk, there).state is ReturnState.REQUESTED


def test_what_the_channel_refused_can_be_dropped_although_the_goods_came_since(
    desk: Desk, account: Account, channel: DeedChannel, there: ReturnId
) -> None:
    channel.plan("answer_return", Refused("No.", code="no"))
    moved = return_steps.step(desk, there, ReturnStep.DECLINE, SAID, hold_seconds=0)
    drain(desk, account)
    return_steps.receive(desk, there)
    outbox.recall(desk, moved.pushes)
    assert read(desk, there).state is ReturnState.RECEIVED


def test_a_forgotten_buyers_deeds_are_not_kept(desk: Desk, here: ReturnId, clock: ManualClock) -> None:
    told = return_steps.step(desk, here, ReturnStep.DECLINE, SAID).told
    assert dump(desk, here)["deeds"]
    with desk.store.write() as transaction:
        anonymising.forget_orders(transaction, [told.order], clock.now(), left=0)
    assert not dump(desk, here)["deeds"]


@pytest.mark.parametrize("where", ["store.remove_tasks", "return_store.save_return", "store.remove", "add_events"])
def test_a_recall_that_dies_halfway_has_not_happened(
    desk: Desk, there: ReturnId, clock: ManualClock, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    moved = return_steps.step(desk, there, ReturnStep.DECLINE, SAID)
    clock.advance(1)
    after_deed, before = dump(desk, there), read(desk, there)

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(f"desk.services.return_deeds.{where}", die)
        with pytest.raises(Killed):
            outbox.recall(desk, moved.pushes)
    assert (dump(desk, there), read(desk, there)) == (after_deed, before)
    outbox.recall(desk, moved.pushes)
    assert read(desk, there).state is ReturnState.REQUESTED


def test_a_deed_that_dies_before_it_is_remembered_has_not_happened(
    desk: Desk, there: ReturnId, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(desk, there)

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("desk.services.return_deeds.store.add", die)
        with pytest.raises(Killed):
            return_steps.step(desk, there, ReturnStep.DECLINE, SAID)
    assert (dump(desk, there), outbox.overview(desk)) == (before, ())


def test_a_batch_is_taken_back_whole_and_what_cannot_be_says_why(
    desk: Desk, channel: DeedChannel, synced: Synced, there: ReturnId
) -> None:
    put_order(channel, "1002")
    order_id = synced()["1002"]
    own = return_opening.open_return(desk, order_id, return_opening.free_of(desk, order_id)).told.id
    before = [dump(desk, one) for one in (there, own)]
    wish = Wish(deed=BatchDeed.DECLINE, words="Worn.")
    report = return_batch.run(desk, return_batch.plan(desk, wish, [there, own]), hold_seconds=10)
    assert (len(report.pushes), len(report.deeds)) == (1, 2)
    back = return_undoing.take_back_all(desk, report.deeds)
    assert (set(back.done), back.refused) == (set(report.deeds), ())
    assert [dump(desk, one) for one in (there, own)] == before
    report = return_batch.run(desk, return_batch.plan(desk, wish, [there, own]), hold_seconds=10)
    return_steps.receive(desk, own)
    back = return_undoing.take_back_all(desk, report.deeds)
    assert (len(back.done), [one.code for one in back.refused]) == (1, ["return_deed_followed"])


# Any sequence

DEEDS = ("approve", "decline", "label", "scan", "receive", "some", "miss", "inspect", "uninspect", "reject", "wrong",
         "repair", "cancel", "close", "reopen", "lost", "settle", "keep", "exchange")  # fmt: skip
plays = st.lists(st.sampled_from(DEEDS), min_size=1, max_size=7)
_STEPS = {
    "approve": ReturnStep.APPROVE, "decline": ReturnStep.DECLINE, "label": ReturnStep.ISSUE_LABEL,
    "scan": ReturnStep.FIRST_SCAN, "reject": ReturnStep.REJECT, "wrong": ReturnStep.WRONG_CONTENT,
    "repair": ReturnStep.RESOLVE_REPAIR, "cancel": ReturnStep.CANCEL, "close": ReturnStep.CLOSE,
    "reopen": ReturnStep.REOPEN, "lost": ReturnStep.LOST_CONFIRMED,
}  # fmt: skip


def do(desk: Desk, wanted: ReturnId, deed: str) -> Moved:
    told = read(desk, wanted)
    match deed:
        case "receive":
            return return_steps.receive(desk, wanted)
        case "some":
            return return_steps.receive(desk, wanted, {told.lines[0].line: 1})
        case "miss":
            return return_steps.miss(desk, wanted)
        case "inspect":
            one = next((one for one in told.lines if one.uninspected), told.lines[0])
            finding = Finding(quantity=max(1, one.uninspected), grade=Grade.USED, disposition=Disposition.SCRAP)
            return return_steps.inspect(desk, wanted, one.line, finding)
        case "uninspect":
            return return_steps.uninspect(desk, wanted, told.lines[0].line)
        case "settle":
            return return_settling.settle(desk, wanted)
        case "keep":
            return return_settling.offer_keep(desk, wanted, euros(100_000))
        case "exchange":
            return return_exchange.send(desk, wanted, Replacement(reference="1002", difference=euros(-100)))
    return return_steps.step(desk, wanted, _STEPS[deed], SAID)


@given(plays, st.booleans())
@example(["approve", "label", "receive", "inspect", "settle"], True)
@example(["receive", "inspect", "exchange", "close"], False)
@example(["decline", "receive", "inspect", "reject"], True)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_deed_of_any_sequence_taken_back_leaves_the_return_as_before(
    desk: Desk,
    account: Account,
    channel: DeedChannel,
    clock: ManualClock,
    synced: Synced,
    deeds: list[str],
    on_channel: bool,
) -> None:
    """Done, undone and done again on the way there; then all undone from the last to the first."""
    name = f"order-{len(channel.orders)}"
    put_order(channel, name)
    if on_channel:
        channel.put_case(case(f"case-{name}", name, lines=GOODS, state=CaseState.REQUESTED))
    clock.advance(60)
    order_id = synced()[name]
    if on_channel:
        wanted = only(desk, order_id).id
    else:
        wanted = return_opening.open_return(desk, order_id, return_opening.free_of(desk, order_id)).told.id
    pictured(desk, wanted)
    pictures, done = [dump(desk, wanted)], []
    for deed in deeds:
        clock.advance(0.5)
        with suppress(DeskError):
            moved = do(desk, wanted, deed)
            assert moved.deed is not None
            return_undoing.take_back(desk, moved.deed)
            assert dump(desk, wanted) == pictures[-1], deed
            done.append(do(desk, wanted, deed).deed)
            pictures.append(dump(desk, wanted))
    for deed_id, before in zip(reversed(done), reversed(pictures[:-1]), strict=True):
        assert deed_id is not None
        return_undoing.take_back(desk, deed_id)
        assert dump(desk, wanted) == before
    clock.advance(60)
    assert drain(desk, account).confirmed == 0


def test_no_push_is_both_recalled_and_sent(
    desk: Desk, account: Account, channel: DeedChannel, there: ReturnId, clock: ManualClock
) -> None:
    """The drain marks it as sending first, or the recall comes first: never both."""
    moved = return_steps.step(desk, there, ReturnStep.APPROVE)
    (push,) = moved.pushes
    clock.advance(10)
    seen: list[str] = []
    channel.plan("answer_return", lambda: seen.append(code_of(lambda: outbox.recall(desk, [push]))))
    assert drain(desk, account).confirmed == 1
    assert (seen, read(desk, there).state) == (["push_sent"], ReturnState.APPROVED)
