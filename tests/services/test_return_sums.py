"""Whatever buyers, the agent and the channel's own people do in turn: pieces add up, and no cent too much goes back.

The channel here checks nothing: it gives back whatever it is told, so that only Desk's own reckoning holds the sum.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desk.domain.cases import CaseLine, CaseState
from desk.domain.clock import ManualClock
from desk.domain.errors import DeskError
from desk.domain.orders import Payment, PaymentFacet, PaymentKind, ShippingFacet
from desk.domain.pushes import PushState, RefundReason
from desk.domain.return_goods import Disposition, Finding, Grade
from desk.domain.return_money import LossReason
from desk.domain.return_states import ReturnState, ReturnStep
from desk.domain.values import LineId, Money, OrderId, ReturnId
from desk.services import outbox, pusher, refunding, return_opening, return_settling, return_steps
from desk.services.context import Desk
from desk.services.refunding import Wanted
from desk.services.return_settling import Terms
from desk.store import returns as return_store
from desk.store.accounts import Account
from desk.store.returns import StoredReturn
from tests.services.conftest import Synced
from tests.services.fake_deeds import DeedChannel, DeedRegistry, case
from tests.services.fakes import Fault, Killed, Step, never
from tests.support.orders import euros, line, order


def held_back(cents: int) -> Terms:
    return Terms(loss_of_value=euros(cents), loss_reason=LossReason.WORN if cents else None)


PAID = 3 * 1990 + 1990 + 490
OVER = (ReturnState.DECLINED, ReturnState.CANCELLED, ReturnState.EXPIRED)
DEEDS = (
    *("open", "open", "asks", "receive", "receive", "miss", "inspect", "inspect", "take back", "cancel"),
    *("settle", "settle", "settle", "goodwill", "goodwill", "theirs", "push", "unheard", "lost", "killed"),
)
plays = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 5), st.integers(1, PAID)), min_size=6, max_size=20)


@dataclass(kw_only=True)
class Gullible(DeedChannel):
    """Gives back whatever anybody wants."""

    def give_back(self, order: str, amount: Money, name: str = "") -> str:
        found = self.order(order)
        name = name or f"refund-{len(found.payments)}"
        made = Payment(remote_id=name, kind=PaymentKind.REFUND, amount=amount, at=self.now())
        self.change(order, payments=(*found.payments, made), payment=PaymentFacet.PARTLY_REFUNDED)
        return name

    def back(self, order: str) -> int:
        return sum(one.amount.minor for one in self.order(order).payments if one.kind is PaymentKind.REFUND)


@pytest.fixture
def channel() -> Gullible:
    return Gullible()


@pytest.fixture
def registry(channel: Gullible) -> DeedRegistry:
    return DeedRegistry(channel)


class Play:
    """One order's returns, and a count of pieces that is kept beside Desk's."""

    def __init__(
        self, desk: Desk, account: Account, channel: Gullible, clock: ManualClock, synced: Synced, name: str
    ) -> None:
        self.desk, self.account, self.channel, self.clock, self.synced = desk, account, channel, clock, synced
        self.name = name
        lines = (line("11", 3, listing="77"), line("12", 1, listing="78"))
        channel.add(order(name, changed_at=channel.now(), lines=lines, shipping=ShippingFacet.SHIPPED))
        self.order: OrderId = synced()[name]
        self.lines: tuple[LineId, ...] = tuple(return_opening.free_of(desk, self.order))
        self.came: Counter[tuple[ReturnId, LineId]] = Counter()

    def returns(self) -> list[StoredReturn]:
        with self.desk.store.read() as transaction:
            return return_store.load_of_orders(transaction, [self.order])

    def do(self, deed: str, which: int, much: int) -> None:
        """One deed, on the return that `which` names where it needs one; what Desk refuses has not happened."""
        told = self.returns()
        with suppress(DeskError):
            if deed == "open":
                chosen = self.lines[which % 2]
                return_opening.open_return(self.desk, self.order, {chosen: 1 + much % 3})
            elif deed == "goodwill":
                wanted = Wanted(reason=RefundReason.GOODWILL, amount=euros(much))
                refunding.refund(self.desk, self.order, wanted, hold_seconds=0)
            elif deed in ("asks", "theirs"):
                self.others(deed, which, much)
            elif deed in ("push", "unheard", "lost", "killed"):
                self.push(deed)
            elif told:
                self.to_one(deed, told[which % len(told)], much)
        self.clock.advance(120)

    def others(self, deed: str, which: int, much: int) -> None:
        """The buyer and the channel's people; Desk fetches what they did, as it cannot weigh what it does not know."""
        if deed == "asks":
            goods = (CaseLine(remote_line=("11", "12")[which % 2], title="Becher", quantity=1),)
            number = f"{self.name}-{len(self.channel.cases)}"
            self.channel.put_case(case(number, self.name, lines=goods, state=CaseState.DELIVERED_TO_US))
        else:
            self.push("push")
            left = PAID - self.channel.back(self.name)
            if left > 0:
                self.channel.give_back(self.name, euros(min(much, left)))
        self.clock.advance(1000)
        self.synced()

    def to_one(self, deed: str, one: StoredReturn, much: int) -> None:
        at = one.lines[much % len(one.lines)]
        match deed:
            case "receive":
                return_steps.receive(self.desk, one.id, {at.line: 1 + much % 2})
                self.came[one.id, at.line] += 1 + much % 2
            case "miss":
                return_steps.miss(self.desk, one.id)
            case "inspect":
                finding = Finding(quantity=at.uninspected or 1, grade=Grade.USED, disposition=Disposition.SCRAP)
                return_steps.inspect(self.desk, one.id, at.line, finding)
            case "take back":
                return_steps.uninspect(self.desk, one.id, at.line)
            case "cancel":
                return_steps.step(self.desk, one.id, ReturnStep.CANCEL)
            case "settle":
                terms = Terms(extra=euros(much)) if much % 2 else held_back(much % 1000)
                return_settling.settle(self.desk, one.id, terms, hold_seconds=0)

    def push(self, how: str) -> None:
        """Sends what waits; its first answer may be lost with or without effect, or the process dies over it."""
        faults: dict[str, Step] = {"unheard": Fault.DONE_NO_ANSWER, "lost": Fault.LOST_ON_THE_WAY, "killed": Killed()}
        for call in ("issue_refund", "answer_return"):
            self.channel.plans.pop(call, None)
            if how in faults:
                self.channel.plan(call, faults[how])
        with suppress(Killed):
            pusher.drain(self.desk, self.account.id, never())
        self.channel.plans.clear()
        self.clock.advance(1000)

    def check_pieces(self) -> None:
        held: Counter[LineId] = Counter()
        for one in self.returns():
            for goods in one.lines:
                came = self.came[one.id, goods.line]
                assert goods.received + goods.missing + goods.expected == goods.announced, one
                assert goods.received + goods.extra == came, one
                assert 0 <= goods.uninspected <= came, one
                by_agent = one.case is None
                held[goods.line] += by_agent * (goods.received if one.state in OVER else goods.announced)
        assert all(many <= shipped for many, shipped in zip(map(held.__getitem__, self.lines), (3, 1), strict=True))

    def check_money(self) -> None:
        back = self.channel.back(self.name)
        assert back <= PAID, f"{back} of {PAID} went back"

    def check_end(self) -> None:
        """All is sent and fetched: Desk and the channel tell the same, and each return was paid once at most."""
        for _ in range(4):
            self.push("push")
        self.synced()
        self.check_pieces()
        self.check_money()
        pushes = {one.id: one for one in outbox.overview(self.desk, limit=1000) if one.order == self.order}
        assert {one.state for one in pushes.values()} <= {PushState.CONFIRMED, PushState.FAILED, PushState.RECALLED,
                                                         PushState.CONFLICT}  # fmt: skip
        paid_by = Counter(one.refund for one in self.returns() if one.refund is not None)
        assert all(many == 1 for many in paid_by.values())
        for one in self.returns():
            if one.refund is not None and pushes[one.refund].state is PushState.CONFIRMED:
                assert one.state in (ReturnState.REFUNDED, ReturnState.CLOSED, ReturnState.RECEIVED), one


ALL_OF_A_LINE = [("open", 0, 2), ("receive", 0, 1), ("receive", 0, 2), ("inspect", 0, 2), ("settle", 0, 1)]
"""Three pieces come back in two parcels, and so does their money."""
IN_A_CASE = [("asks", 1, 1), ("receive", 0, 1), ("inspect", 0, 2), ("settle", 0, 7001)]


@given(plays)
@example([*ALL_OF_A_LINE, ("goodwill", 0, 2480), ("goodwill", 0, 1), ("push", 0, 1)])
@example([*ALL_OF_A_LINE, ("killed", 0, 1), ("settle", 0, 1), ("theirs", 0, 2000), ("goodwill", 0, 481)])
@example([*IN_A_CASE, ("goodwill", 0, 1460), ("unheard", 0, 1), ("settle", 0, 1), ("goodwill", 0, 500)])
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_sequence_of_deeds_loses_a_piece_or_gives_a_cent_too_much(
    desk: Desk,
    account: Account,
    channel: Gullible,
    clock: ManualClock,
    synced: Synced,
    deeds: list[tuple[str, int, int]],
) -> None:
    play = Play(desk, account, channel, clock, synced, f"order-{len(channel.orders)}")
    for deed, which, much in deeds:
        play.do(deed, which, much)
        play.check_pieces()
        play.check_money()
    play.check_end()
