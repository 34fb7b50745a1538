"""`desk return step/receive/settle`: each pair of a state and a step as the table has it, and each guard both ways."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desk.cli.wiring import Wiring
from desk.domain.clock import Instant
from desk.domain.orders import ShippingFacet
from desk.domain.return_goods import Disposition, Finding, Grade
from desk.domain.return_numbers import shown
from desk.domain.return_states import ReturnState, ReturnStep
from desk.services import orders, return_opening
from desk.services.context import Desk
from desk.store import returns as return_store
from desk.store.returns import StoredReturn
from desk.system.tables import return_course
from tests.cli.conftest import Call
from tests.services.fake_deeds import DeedChannel
from tests.support.orders import after, line, order
from tests.support.pictures import png

STATES = tuple(ReturnState)
DAY = 86_400.0
NOW, LONG_AGO = after(DAY), after(-31 * DAY)
LOOKED_AT = Finding(quantity=1, grade=Grade.NEW, disposition=Disposition.RESTOCK)
WITH_GOODS_OR_MONEY = {
    ReturnStep.REQUEST,
    ReturnStep.WAREHOUSE_SCAN,
    ReturnStep.RESOLVE_REFUND,
    ReturnStep.AUTO_REFUND,
    ReturnStep.OFFER_KEEP,
    ReturnStep.REFUND_CONFIRMED,
    ReturnStep.REFUND_FAILED,
}
ALL = ("--words", "Because of this.", "--carrier", "DHL", "--parcel", "4711", "--reference", "2")
"""What any guard asks for."""
GUARDED = (
    (ReturnState.REQUESTED, ReturnStep.DECLINE, "return_decline_words"),
    (ReturnState.APPROVED, ReturnStep.ISSUE_LABEL, "number_missing"),
    (ReturnState.APPROVED, ReturnStep.FIRST_SCAN, "number_missing"),
    (ReturnState.LABEL_ISSUED, ReturnStep.LABEL_EXPIRED, "return_label_young"),
    (ReturnState.IN_TRANSIT, ReturnStep.CUSTOMS_EVENT, "return_customs_words"),
    (ReturnState.IN_TRANSIT, ReturnStep.LOST_CONFIRMED, "return_lost_words"),
    (ReturnState.RECEIVED, ReturnStep.INSPECT, "return_nothing_came"),
    (ReturnState.RECEIVED, ReturnStep.WRONG_CONTENT, "return_photo_missing"),
    (ReturnState.INSPECTED, ReturnStep.RESOLVE_EXCHANGE, "return_exchange_reference"),
    (ReturnState.INSPECTED, ReturnStep.RESOLVE_REPAIR, "return_repair_words"),
    (ReturnState.INSPECTED, ReturnStep.REJECT, "return_reject_words"),
    (ReturnState.REJECTED_AFTER_INSPECTION, ReturnStep.CUSTOMER_DISPUTES, "return_dispute_words"),
    (ReturnState.REFUNDED, ReturnStep.CLOSE, "return_lines_open"),
    (ReturnState.CLOSED, ReturnStep.REOPEN, "return_reopen_words"),
)


@pytest.fixture
def channel() -> DeedChannel:
    made = DeedChannel()
    made.add(order("1", number="WB-1", lines=(line("11", len(STATES)),), shipping=ShippingFacet.SHIPPED))
    return made


class Pile:
    """A return of one piece for each state, all of one order."""

    def __init__(self, call: Call, wiring: Wiring, data: Path) -> None:
        self._call, self._wiring, self._data = call, wiring, data
        keys = ("--set", "base_url=x", "--set", "writing=on", "--secret", "consumer_key=KEY")
        assert call("accounts", "add", "fake", *keys).status == 0
        assert call("sync").status == 0
        with self.desk() as desk:
            wanted = orders.find(desk, "WB-1", by_number=True)
            one_piece = dict.fromkeys(return_opening.free_of(desk, wanted), 1)
            self.told = [return_opening.open_return(desk, wanted, one_piece).told for _ in STATES]
        self.numbers = [shown(one.number) for one in self.told]

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        desk = self._wiring.open_desk(self._data)
        try:
            yield desk
        finally:
            desk.store.close()

    def lay_out(self, *, inspected: bool, since: Instant) -> None:
        """Each return in its own state since then, its piece looked at or not here yet."""
        with self.desk() as desk, desk.store.write() as transaction:
            for one, state in zip(self.told, STATES, strict=True):
                lines = tuple(
                    replace(line, received=1, findings=(LOOKED_AT,)) if inspected else line for line in one.lines
                )
                return_store.save_return(transaction, replace(one, state=state, lines=lines, changed_at=since))

    def kept(self, state: ReturnState) -> StoredReturn | None:
        """As it is stored, of the return that was laid out in this state."""
        with self.desk() as desk, desk.store.read() as transaction:
            return return_store.load_return(transaction, self.told[STATES.index(state)].id)

    def do(self, deed: str, *words: str) -> Any:
        return self._call("--json", "return", deed, *self.numbers, *words).document

    def take(self, step: ReturnStep, *words: str) -> tuple[dict[ReturnState, str], dict[ReturnState, str]]:
        """Takes the step with each of them: where it led to from which state, and why not from the others."""
        return self._led(self.do("step", step.value, *words))

    def receive(self) -> tuple[dict[ReturnState, str], dict[ReturnState, str]]:
        return self._led(self.do("receive"))

    def _led(self, document: Any) -> tuple[dict[ReturnState, str], dict[ReturnState, str]]:
        state_of = dict(zip(self.numbers, STATES, strict=True))
        led = {state_of[one["number"]]: one["state"] for one in document["returns"]}
        return led, {state_of[one["name"]]: one["error_code"] for one in document["refused"]}


@pytest.fixture
def pile(call: Call, wiring: Wiring, tmp_path: Path) -> Pile:
    return Pile(call, wiring, tmp_path / "data")


def test_every_step_works_from_where_the_table_has_it_and_from_nowhere_else(pile: Pile, tmp_path: Path) -> None:
    photo = tmp_path / "box.png"
    photo.write_bytes(png())
    course = return_course()
    for step in ReturnStep:
        pile.lay_out(inspected=True, since=LONG_AGO)
        led, refused = pile.take(step, *ALL, "--photo", str(photo))
        ways = {state: after_it for state in STATES if (after_it := course.after(state, step)) is not None}
        elsewhere = step in WITH_GOODS_OR_MONEY
        assert led == ({} if elsewhere else ways), step
        assert {state for state, code in refused.items() if code == "return_step"} == set(STATES) - set(ways), step
        if elsewhere:
            assert {state for state, code in refused.items() if code == "return_step_elsewhere"} == set(ways), step


def test_each_guard_refuses_without_what_it_asks_for(pile: Pile) -> None:
    """That each passes with it is shown over the whole table above."""
    for state, step, code in GUARDED:
        pile.lay_out(inspected=False, since=NOW)
        before = pile.kept(state)
        led, refused = pile.take(step)
        assert (led.get(state), refused[state]) == (None, code), (state, step)
        assert pile.kept(state) == before, (state, step)


def test_a_parcel_is_received_from_where_the_table_has_it(pile: Pile) -> None:
    """A closed return is opened again by its parcel, and in one that is received already pieces are counted on."""
    course = return_course()
    pile.lay_out(inspected=False, since=NOW)
    led, refused = pile.receive()
    ways = {state for state in STATES if course.after(state, ReturnStep.WAREHOUSE_SCAN) is not None}
    assert led == dict.fromkeys({*ways, ReturnState.CLOSED, ReturnState.RECEIVED}, ReturnState.RECEIVED)
    assert set(refused.values()) == {"return_step"}


def test_money_goes_back_from_where_the_table_has_it(pile: Pile) -> None:
    """And where it is waited for without being on its way."""
    pile.lay_out(inspected=True, since=NOW)
    told = dict(zip(STATES, pile.do("settle")["settlements"], strict=True))
    ways = {state for state in STATES if return_course().after(state, ReturnStep.RESOLVE_REFUND) is not None}
    assert {state for state, one in told.items() if not one["error_code"]} == {*ways, ReturnState.REFUND_PENDING}
    assert {one["error_code"] for one in told.values()} == {"", "return_step"}
