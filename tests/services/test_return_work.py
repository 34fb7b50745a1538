"""What hangs on returns: tasks in the channel, pictures, exchanges, parcels of nobody, and views under a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from connectors.contract.capabilities import CanIssueRefunds
from connectors.contract.errors import Refused
from desk.domain.cases import CaseLine, CaseState
from desk.domain.clock import ManualClock
from desk.domain.errors import NotAllowed, NotFound
from desk.domain.orders import Buyer, ShippingFacet
from desk.domain.push_states import PushState, RefundReason
from desk.domain.return_goods import Disposition, Finding, Grade
from desk.domain.return_money import Deduction, LossReason
from desk.domain.return_states import ReturnState, ReturnStep
from desk.domain.return_tasks import TaskKind
from desk.domain.values import OrderId, ReturnId
from desk.services import (
    anonymising,
    orders,
    outbox,
    privacy,
    pusher,
    return_exchange,
    return_lists,
    return_opening,
    return_parcels,
    return_photos,
    return_settling,
    return_steps,
    return_tasks,
    return_views,
    saved_views,
    wording,
)
from desk.services.context import Desk
from desk.services.return_exchange import Replacement
from desk.services.return_file import Said
from desk.services.return_lists import Filter
from desk.services.return_settling import Terms
from desk.store.accounts import Account
from desk.store.returns import StoredReturn
from tests.services.conftest import Synced
from tests.services.fake_deeds import CAN_ALL, DeedChannel, DeedRegistry, case
from tests.services.fakes import never
from tests.services.say import PlainSay
from tests.support.orders import after, euros, line, order, parcel
from tests.support.pictures import jpeg, png

DAY = 86_400.0
PARCEL = "00340434161094042557"
PAGE = "https://channel.example.org/returns/5001"


@pytest.fixture
def channel() -> DeedChannel:
    made = DeedChannel()
    made.add(
        order(
            "1001",
            buyer=Buyer(name="Ada Byron", remote_id="ada_b", email="ada@example.org"),
            lines=(line("11", 2), line("12", 1)),
            shipping=ShippingFacet.SHIPPED,
            shipments=(parcel(PARCEL, at=after(DAY / 2)),),
        )
    )
    return made


@pytest.fixture
def registry(channel: DeedChannel) -> DeedRegistry:
    return DeedRegistry(channel)


@pytest.fixture
def order_id(synced: Synced) -> OrderId:
    return synced()["1001"]


@pytest.fixture
def arrived(desk: Desk, order_id: OrderId) -> StoredReturn:
    """A return of everything, which lies here."""
    return return_opening.open_return(desk, order_id, return_opening.free_of(desk, order_id), by_parcel=True).told


def inspected(desk: Desk, told: StoredReturn) -> None:
    for one in told.lines:
        found = Finding(quantity=one.received, grade=Grade.NEW, disposition=Disposition.RESTOCK)
        return_steps.inspect(desk, told.id, one.line, found)


def code_of(deed: Callable[[], object]) -> str:
    with pytest.raises((NotAllowed, NotFound)) as refused:
        deed()
    return refused.value.code


def history(desk: Desk, of: OrderId) -> list[tuple[str, str]]:
    return [wording.timeline(one, PlainSay()) for one in orders.show(desk, of).timeline]


# Tasks


@pytest.fixture
def by_hand(channel: DeedChannel, desk: Desk, request: pytest.FixtureRequest) -> ReturnId:
    """A return of a channel that lets no program answer it."""
    channel.capabilities = replace(CAN_ALL, answers_returns=None, elsewhere={"answers_returns": "https://x.example"})
    told = case(lines=(CaseLine(remote_line="12", title="Lid", quantity=1),), open_in_channel=PAGE)
    channel.put_case(told)
    request.getfixturevalue("synced")()  # the account is asked once what it can do
    return return_lists.page(desk).rows[0].id


def test_what_the_channel_takes_from_no_program_becomes_a_task_with_its_page(desk: Desk, by_hand: ReturnId) -> None:
    moved = return_steps.step(desk, by_hand, ReturnStep.APPROVE)
    assert (moved.told.state, moved.pushes) == (ReturnState.APPROVED, ())
    (task,) = return_tasks.open_tasks(desk)
    assert (task.what, task.page, task.return_id) == (TaskKind.APPROVE, PAGE, by_hand)
    assert return_views.show(desk, by_hand).tasks == (task,)
    assert [one.id for one in return_lists.page(desk, Filter(tasks=True)).rows] == [by_hand]
    assert return_lists.summary(desk).tasks == 1


def test_a_task_is_ticked_off_once_and_the_history_tells_by_whom(desk: Desk, by_hand: ReturnId) -> None:
    return_steps.step(desk, by_hand, ReturnStep.DECLINE, Said(words="Worn out."))
    (task,) = return_tasks.open_tasks(desk)
    assert (task.what, task.words) == (TaskKind.DECLINE, "Worn out.")
    assert return_tasks.done(desk, task.id)
    assert not return_tasks.done(desk, task.id)
    assert return_tasks.open_tasks(desk) == ()
    (done,) = return_tasks.done_tasks(desk)
    assert (done.done_by, done.done_at) == ("Ada", desk.clock.now())
    told = orders.show(desk, task.order).timeline
    (entry,) = (one for one in told if one.kind == "RETURN_TASK_DONE")
    title, detail = wording.timeline(entry, PlainSay())
    assert (entry.actor, detail) == ("Ada", "Decline the return in the channel")
    assert title.endswith("done by hand")
    assert return_tasks.reopen(desk, task.id)
    assert [one.id for one in return_tasks.open_tasks(desk)] == [task.id]
    assert code_of(lambda: return_tasks.done(desk, 4711)) == "task_unknown"


def test_the_channels_own_word_ends_a_task(desk: Desk, channel: DeedChannel, by_hand: ReturnId, synced: Synced) -> None:
    return_steps.step(desk, by_hand, ReturnStep.APPROVE)
    (told,) = channel.cases.values()
    channel.put_case(replace(told, state=CaseState.APPROVED))
    synced()
    assert return_tasks.open_tasks(desk) == ()
    assert [one.done_by for one in return_tasks.of_return(desk, by_hand)] == [""]


def test_what_a_channel_takes_from_desk_leaves_no_task(desk: Desk, channel: DeedChannel, synced: Synced) -> None:
    channel.put_case(case(lines=(CaseLine(remote_line="12", title="Lid", quantity=1),)))
    synced()
    told = return_lists.page(desk).rows[0].id
    assert len(return_steps.step(desk, told, ReturnStep.APPROVE).pushes) == 1
    assert return_tasks.open_tasks(desk) == ()


def test_a_parcel_of_what_was_not_agreed_asks_for_a_decision(desk: Desk, order_id: OrderId) -> None:
    free = return_opening.free_of(desk, order_id)
    told = return_opening.open_return(desk, order_id, free, reason="OTHER").told
    return_steps.receive(desk, told.id)
    assert [(one.what, one.page) for one in return_tasks.open_tasks(desk)] == [(TaskKind.DECIDE, "")]


def test_a_case_that_the_channel_decides_asks_for_an_answer_until_it_is_decided(
    desk: Desk, channel: DeedChannel, by_hand: ReturnId, synced: Synced
) -> None:
    (told,) = channel.cases.values()
    channel.put_case(replace(told, state=CaseState.ESCALATED, allows=()))
    synced()
    assert [(one.what, one.page) for one in return_tasks.open_tasks(desk)] == [(TaskKind.ANSWER, PAGE)]
    channel.put_case(replace(told, state=CaseState.CLOSED, allows=()))
    synced()
    assert return_tasks.open_tasks(desk) == ()
    assert return_views.show(desk, by_hand).state is ReturnState.CLOSED


def test_a_refund_that_failed_is_somebodys_to_look_into_until_one_goes_through(
    desk: Desk, channel: DeedChannel, account: Account, arrived: StoredReturn
) -> None:
    inspected(desk, arrived)
    channel.plan("issue_refund", Refused("Not today.", code="not_today"))
    for left in ([TaskKind.REFUND_FAILED], []):
        return_settling.settle(desk, arrived.id, hold_seconds=0)
        pusher.drain(desk, account.id, never())
        assert [one.what for one in return_tasks.open_tasks(desk)] == left
    assert return_views.show(desk, arrived.id).state is ReturnState.REFUNDED


def test_money_that_the_channel_only_books_is_still_to_be_sent(
    desk: Desk, channel: DeedChannel, request: pytest.FixtureRequest
) -> None:
    books = replace(CAN_ALL, issues_refunds=CanIssueRefunds(reasons=tuple(RefundReason), sends_money_by=()))
    channel.capabilities = books
    account = request.getfixturevalue("account")
    told = request.getfixturevalue("arrived")
    inspected(desk, told)
    return_settling.settle(desk, told.id, hold_seconds=0)
    pusher.drain(desk, account.id, never())
    assert [one.what for one in return_tasks.open_tasks(desk)] == [TaskKind.SEND_MONEY]


# Pictures


def test_a_picture_is_kept_as_it_was_given_under_a_name_of_its_own(desk: Desk, arrived: StoredReturn) -> None:
    first, second = (return_photos.add(desk, arrived.id, one) for one in (png(), jpeg()))
    assert [one.name for one in (first, second)] == ["1.png", "2.jpg"]
    assert return_photos.load(desk, second.id) == jpeg()
    assert return_views.show(desk, arrived.id).photos == (first, second)
    return_photos.remove(desk, second.id)
    unknown = Finding(quantity=1, grade=Grade.WRONG, disposition=Disposition.QUARANTINE, photo="1.png, 2.jpg")
    line = arrived.lines[0].line
    assert code_of(lambda: return_steps.inspect(desk, arrived.id, line, unknown)) == "photo_unknown"
    said = Said(words="A brick.", photo="box.jpg")
    assert code_of(lambda: return_steps.step(desk, arrived.id, ReturnStep.WRONG_CONTENT, said)) == "photo_unknown"
    finding = Finding(quantity=1, grade=Grade.WRONG, disposition=Disposition.QUARANTINE, photo=first.name)
    return_steps.inspect(desk, arrived.id, arrived.lines[0].line, finding)
    assert code_of(lambda: return_photos.remove(desk, first.id)) == "photo_named"
    assert code_of(lambda: return_photos.load(desk, second.id)) == "photo_gone"


def test_what_is_no_picture_or_too_much_of_one_is_refused(
    desk: Desk, arrived: StoredReturn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def code(data: bytes) -> str:
        return code_of(lambda: return_photos.add(desk, arrived.id, data))

    assert [code(b""), code(b"%PDF-1.7"), code(png(30_000, 30_000))] == ["photo_empty", "photo_kind", "photo_points"]
    assert code(png() + bytes(return_photos.MOST_BYTES)) == "photo_large"
    monkeypatch.setattr(return_photos, "MOST", 1)
    return_photos.add(desk, arrived.id, png())
    assert code(png()) == "photo_many"
    assert code_of(lambda: return_photos.add(desk, ReturnId(4711), png())) == "return_gone"


def test_a_forgotten_buyer_leaves_no_picture_and_no_words(desk: Desk, arrived: StoredReturn) -> None:
    return_photos.add(desk, arrived.id, png())
    kept = return_parcels.keep(desk, sender="Ada Byron", note="Blue box")
    return_photos.add_to_parcel(desk, kept.id, png())
    other = return_parcels.keep(desk, sender="Bo", note="Red box")
    inspected(desk, arrived)
    held = Terms(loss_of_value=euros(100), loss_reason=LossReason.WORN, loss_words="Ada's dog")
    return_settling.settle(desk, arrived.id, held, hold_seconds=0)
    pusher.drain(desk, arrived.account, never())
    anonymising.anonymise(desk, "fake", ["ada_b", "Ada Byron"])
    assert return_photos.of_return(desk, arrived.id) == ()
    assert [(one.id, one.sender, one.note) for one in return_parcels.waiting(desk)] == [
        (kept.id, "", ""),
        (other.id, "Bo", "Red box"),
    ]
    assert return_parcels.photos(desk, [kept.id]) == {}
    deduction = return_views.show(desk, arrived.id).deduction
    assert deduction == Deduction(amount=euros(100), reason=LossReason.WORN)
    connection = desk.store.raw_connection()
    assert connection.execute("select count(*) from return_photos").fetchone() == (0,)
    connection.close()


# Exchanges


def test_what_goes_out_instead_is_linked_and_less_money_goes_back(desk: Desk, arrived: StoredReturn) -> None:
    inspected(desk, arrived)
    sent = Replacement(carrier="DHL", number=PARCEL, reference="1002", difference=euros(-500))
    moved = return_exchange.send(desk, arrived.id, sent, hold_seconds=0, deed="once")
    again = return_exchange.send(desk, arrived.id, sent, deed="once")
    assert (moved.told.state, again.told.state) == (ReturnState.EXCHANGE_SENT, ReturnState.EXCHANGE_SENT)
    (push,) = outbox.overview(desk)
    assert push.state is PushState.WAITING
    exchange = return_views.show(desk, arrived.id).exchange
    assert exchange is not None
    assert (exchange.number, exchange.difference, exchange.refund) == (PARCEL, euros(-500), push.id)
    (told,) = (detail for title, detail in history(desk, arrived.order) if title.endswith("replacement sent"))
    assert PARCEL in told
    assert code_of(lambda: return_exchange.paid(desk, arrived.id)) == "exchange_nothing_owed"


def test_what_costs_more_is_the_buyers_to_pay(desk: Desk, arrived: StoredReturn) -> None:
    assert code_of(lambda: return_exchange.paid(desk, arrived.id)) == "exchange_none"
    assert code_of(lambda: return_exchange.send(desk, arrived.id, Replacement(reference="1002"))) == "return_step"
    inspected(desk, arrived)
    assert code_of(lambda: return_exchange.send(desk, arrived.id, Replacement())) == "return_exchange_reference"
    alone = Replacement(number=PARCEL)
    assert code_of(lambda: return_exchange.send(desk, arrived.id, alone)) == "carrier_missing"
    return_exchange.send(desk, arrived.id, Replacement(reference="1002", difference=euros(300)))
    assert outbox.overview(desk) == ()
    assert return_exchange.paid(desk, arrived.id)
    found = return_exchange.of_return(desk, arrived.id)
    assert found is not None
    assert found.paid_at == desk.clock.now()
    assert code_of(lambda: return_exchange.paid(desk, arrived.id)) == "exchange_nothing_owed"


# Parcels of nobody


def test_a_parcel_is_found_by_whatever_stands_on_it(desk: Desk, order_id: OrderId) -> None:
    def found(typed: str, **sender: str) -> list[OrderId]:
        return [one.id for one in return_parcels.find(desk, typed, **sender).orders]

    assert found(PARCEL) == found("1001") == found("", sender="A. Byron") == [order_id]
    assert found("", sender="Nobody") == found("4711") == found("") == []
    told = return_opening.open_return(desk, order_id, return_opening.free_of(desk, order_id)).told
    assert [one.id for one in return_parcels.find(desk, told.number).returns] == [told.id]
    assert [one.id for one in return_parcels.find(desk, "1001").returns] == [told.id]


def test_a_kept_parcel_goes_with_its_pictures_to_its_return(desk: Desk, order_id: OrderId) -> None:
    kept = return_parcels.keep(desk, carrier="DHL", number=PARCEL, note="No slip inside")
    assert return_parcels.keep(desk, number=PARCEL) == kept, "the same scan twice"
    return_photos.add_to_parcel(desk, kept.id, png())
    assert [one.id for one in return_parcels.candidates(desk, kept.id).orders] == [order_id]
    came = dict.fromkeys(return_opening.free_of(desk, order_id), 1)
    told = return_parcels.match_order(desk, kept.id, order_id, came).told
    seen = return_views.show(desk, told.id)
    assert (seen.state, seen.parcel, [one.name for one in seen.photos]) == (ReturnState.RECEIVED, PARCEL, ["1.png"])
    assert return_parcels.waiting(desk) == ()
    assert code_of(lambda: return_parcels.match(desk, kept.id, told.id)) == "stray_matched"


def test_a_parcel_of_which_nothing_is_said_is_none(desk: Desk) -> None:
    assert code_of(lambda: return_parcels.keep(desk)) == "stray_bare"
    assert code_of(lambda: return_parcels.keep(desk, note="x" * 501)) == "stray_note_long"
    assert code_of(lambda: return_parcels.drop(desk, 4711)) == "stray_unknown"
    kept = return_parcels.keep(desk, note="Empty box")
    return_parcels.drop(desk, kept.id)
    assert return_parcels.waiting(desk) == ()


# Views under a name


def test_a_view_is_kept_for_oneself_or_for_all(desk: Desk) -> None:
    mine = saved_views.save(desk, "returns", " To   check ", {"filter": {"group": "arrived"}})
    shared = saved_views.save(desk, "returns", "Late", {"filter": {"overdue": True}}, shared=True)
    saved_views.save(desk, "orders", "Other list", {})
    assert saved_views.of_list(desk, "returns") == (shared, mine)
    assert saved_views.of_list(replace(desk, agent="Bo"), "returns") == (shared,)
    again = saved_views.save(desk, "returns", "To check", {"filter": {}})
    assert (again.id, again.content) == (mine.id, {"filter": {}})
    saved_views.rename(desk, shared.id, "Overdue")
    saved_views.remove(desk, mine.id)
    assert [one.name for one in saved_views.of_list(desk, "returns")] == ["Overdue"]
    assert code_of(lambda: saved_views.save(desk, "returns", " ", {})) == "view_nameless"
    assert code_of(lambda: saved_views.rename(desk, mine.id, "x")) == "view_gone"


def test_old_parcels_of_nobody_are_forgotten_by_the_strictest_account(
    desk: Desk, account: Account, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(privacy, "days_of", lambda *_: 30)
    old = return_parcels.keep(desk, sender="Ada", postcode="10115", note="x")
    clock.advance(31 * DAY)
    young = return_parcels.keep(desk, sender="Bo", note="y")
    assert privacy.run(desk).accounts[0].account == account.id
    assert [(one.id, one.sender) for one in return_parcels.waiting(desk)] == [(old.id, ""), (young.id, "Bo")]
