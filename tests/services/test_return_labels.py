"""Labels of many returns: rows pasted, read or chosen, shown before with what is wrong, and told to their channels."""

from __future__ import annotations

import pytest

from desk.domain.errors import NotAllowed
from desk.domain.orders import ShippingFacet
from desk.domain.return_numbers import shown
from desk.domain.return_states import ReturnState, ReturnStep
from desk.services import return_batch, return_labels, return_opening, return_steps, return_views
from desk.services.context import Desk
from desk.services.return_batch import BatchDeed, Plan, Wish
from desk.services.return_bulk import Entry, Standing
from desk.store.returns import StoredReturn
from tests.services.conftest import Synced
from tests.services.fake_deeds import DeedChannel, DeedRegistry
from tests.support.orders import order

DHL, OTHER, UPS = "00340434161094042557", "00340434161094015902", "1Z999AA10123456784"


@pytest.fixture
def channel() -> DeedChannel:
    made = DeedChannel()
    made.add(*(order(str(number), shipping=ShippingFacet.SHIPPED) for number in range(1001, 1005)))
    return made


@pytest.fixture
def registry(channel: DeedChannel) -> DeedRegistry:
    return DeedRegistry(channel)


@pytest.fixture
def returned(desk: Desk, synced: Synced) -> list[StoredReturn]:
    """One approved return of each order but the last, which has two."""
    found = []
    for number, one in sorted(synced().items()):
        free = return_opening.free_of(desk, one)
        parts = [{line: pieces} for line, pieces in free.items()] if number == "1004" else [free]
        for part in parts:
            told = return_opening.open_return(desk, one, part).told
            found.append(return_steps.step(desk, told.id, ReturnStep.APPROVE).told)
    return found


def planned(desk: Desk, entries: tuple[Entry, ...]) -> Plan:
    return return_batch.plan_table(desk, entries, Wish(deed=BatchDeed.LABEL))


def told(plan: Plan) -> list[tuple[str, str, str]]:
    """Of each row its carrier, its number and why it is blocked."""
    return [(one.carrier, one.parcel, one.error.code if one.error else "") for one in plan.rows]


def test_a_table_names_returns_by_their_number_or_their_order(desk: Desk, returned: list[StoredReturn]) -> None:
    text = (
        "Bestellung;Retoure;Sendungsnummer;Versanddienst\r\n"
        f"x;{shown(returned[0].number)};{DHL};DHL\r\nx;1002;{UPS};\r\n"
        f"x;1003;{DHL};\r\nx;1004;{OTHER};\r\nx;9999;{OTHER};\r\nx;1002;{OTHER};\r\n"
    )
    plan = planned(desk, return_labels.read_file(desk, text.encode("cp1252"), name="labels.csv"))
    assert told(plan) == [
        ("dhl_de", DHL, ""),
        ("ups", UPS, ""),
        ("dhl_de", DHL, "label_twice"),
        ("", OTHER, "return_several"),
        ("", OTHER, "return_unknown"),
        ("", OTHER, "return_twice"),
    ]
    report = return_batch.run(desk, plan)
    assert [one.standing for one in report.rows] == [Standing.QUEUED, Standing.QUEUED]
    seen = return_views.show(desk, returned[1].id)
    assert (seen.state, seen.carrier, seen.parcel) == (ReturnState.LABEL_ISSUED, "ups", UPS)
    again = planned(desk, return_labels.read(desk, f"{shown(returned[0].number)}\t{DHL}", name="pasted"))
    assert [one.standing for one in again.rows] == [Standing.ALREADY]


def test_chosen_returns_wait_for_their_numbers_which_are_pasted(desk: Desk, returned: list[StoredReturn]) -> None:
    chosen = return_labels.chosen(desk, [one.id for one in returned[:3]])
    assert [code for *_, code in told(planned(desk, chosen))] == ["number_missing"] * 3
    poured = return_labels.filled(desk, chosen, f"{DHL}\n{UPS}\n", name="pasted")
    assert [number for _, number, _ in told(planned(desk, poured))] == [DHL, UPS, ""]
    rows = f"1002\t{OTHER}\tDHL\n1004\t{UPS}\n"
    plan = planned(desk, return_labels.filled(desk, poured, rows, name="pasted"))
    assert [(number, code) for _, number, code in told(plan)] == [
        (DHL, ""),
        (OTHER, ""),
        ("", "number_missing"),
        (UPS, "return_several"),
    ]
    with pytest.raises(NotAllowed) as refused:
        return_labels.filled(desk, poured, f"{DHL}\n{UPS}\n", name="pasted")
    assert refused.value.code == "more_numbers_than_rows"


@pytest.mark.parametrize(
    "number, code",
    [("3,40434E+17", "number_scientific"), ("4711", "carrier_none"), (DHL[2:], "zeros_lost")],
)
def test_what_a_spreadsheet_has_spoilt_is_left_out(
    desk: Desk, returned: list[StoredReturn], number: str, code: str
) -> None:
    plan = planned(desk, (Entry(at=1, number=shown(returned[0].number), parcel=number),))
    assert told(plan) == [("", number, code)]


def test_a_row_that_failed_is_tried_again_with_its_number(desk: Desk, returned: list[StoredReturn]) -> None:
    plan = planned(desk, (Entry(at=1, number="1001", parcel=DHL), Entry(at=2, number="1002", parcel=UPS)))
    again = return_batch.plan_again(desk, plan, plan.rows[1:])
    assert told(again) == [("ups", UPS, "")]
    assert return_batch.run(desk, again).rows[0].deed is not None
    assert return_views.show(desk, returned[1].id).parcel == UPS
