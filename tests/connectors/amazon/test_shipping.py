"""Parcels: looked up before they are sent, sent once, never over somebody else's, and in Amazon's own terms."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.channels.amazon import units
from connectors.channels.amazon.mapping import parse_order
from connectors.channels.amazon.shipping import judge
from connectors.contract.errors import OutcomeUnknown, RateLimited, Refused, Unavailable, Unreadable
from connectors.contract.protocols import Accepted, AlreadyDone, Look, Moved, NotThere
from desk.domain.clock import Instant
from desk.domain.pushes import ConfirmShipment
from tests.connectors.amazon.desk_side import (
    GERMANY,
    NOW,
    NUMBER,
    ORDER,
    Asked,
    amazon,
    errors,
    order,
    parcel,
    raw,
)
from tests.connectors.amazon.held import KEY, Held, connected, package, told
from tests.connectors.http.server import RESET, SILENCE, reply


def verdict(push: ConfirmShipment, **changes: Any) -> Look:
    return judge(parse_order(raw(**changes)), push, str(push.parcel))


def lines(**unfulfilled: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = order()["orderItems"]
    for one in found:
        left = unfulfilled.get(f"l{one['orderItemId']}", one["quantityOrdered"])
        one["fulfillment"] = {"quantityFulfilled": one["quantityOrdered"] - left, "quantityUnfulfilled": left}
    return found


# --- what the order's own state says -------------------------------------------------------------------------


def test_an_order_that_waits_for_the_pieces_has_no_such_parcel() -> None:
    assert verdict(parcel()) == NotThere()
    assert verdict(parcel(lines=(("11", 2), ("12", 1)))) == NotThere()
    assert verdict(parcel(lines=())) == NotThere(), "a parcel without lines holds all that is open"


@pytest.mark.parametrize("number", [NUMBER, "0034 0434 1610 9400 0001", NUMBER.lower()])
def test_our_parcel_is_found_by_its_reference_and_number(number: str) -> None:
    assert verdict(parcel(), packages=[package("1", number, {"11": 1})]) == AlreadyDone("1")


def test_a_colleagues_parcel_with_our_number_is_ours() -> None:
    assert verdict(parcel(), packages=[package("AMZ-7", NUMBER, {"11": 1, "12": 1})]) == AlreadyDone("AMZ-7")
    assert verdict(parcel(), packages=[package("AMZ-7", NUMBER)]) == AlreadyDone("AMZ-7")


def test_our_number_around_other_pieces_is_another_report() -> None:
    """One box may hold what two reports tell of."""
    assert verdict(parcel(parcel=2), packages=[package("1", NUMBER, {"12": 1})]) == NotThere()


def test_another_parcel_under_our_reference_is_never_written_over() -> None:
    found = verdict(parcel(), packages=[package("1", "SOMEBODY-ELSES", {"12": 1})])
    assert isinstance(found, Moved)


def test_a_package_that_was_called_off_is_none() -> None:
    assert verdict(parcel(), packages=[package("1", NUMBER, {"11": 1}, "CANCELLED")]) == NotThere()


@pytest.mark.parametrize("status", ["PENDING", "PENDING_AVAILABILITY", "CANCELLED", "UNFULFILLABLE"])
def test_an_order_that_may_not_be_shipped_has_moved(status: str) -> None:
    found = verdict(parcel(), fulfillment={"fulfillmentStatus": status, "fulfilledBy": "MERCHANT"})
    assert found == Moved(units.MOVED_WORDS[status])


def test_what_was_shipped_before_the_order_was_cancelled_is_done() -> None:
    standing = {"fulfillmentStatus": "CANCELLED", "fulfilledBy": "MERCHANT"}
    assert verdict(parcel(), fulfillment=standing, packages=[package("1", NUMBER, {"11": 1})]) == AlreadyDone("1")


def test_what_amazon_ships_is_not_ours_to_tell() -> None:
    standing = {"fulfillmentStatus": "UNSHIPPED", "fulfilledBy": "AMAZON"}
    assert isinstance(verdict(parcel(), fulfillment=standing), Moved)


@pytest.mark.parametrize(
    "push",
    [
        parcel(lines=(("99", 1),)),
        parcel(lines=(("11", 2),)),
        parcel(lines=(("11", 1), ("11", 1))),
        parcel(lines=(("12", 1),)),
    ],
)
def test_pieces_that_are_gone_or_shipped_have_moved(push: ConfirmShipment) -> None:
    assert isinstance(verdict(push, orderItems=lines(l11=1, l12=0)), Moved)


def test_an_order_shipped_in_full_takes_no_parcel_without_lines() -> None:
    assert isinstance(verdict(parcel(lines=()), orderItems=lines(l11=0, l12=0)), Moved)


@given(
    ordered=st.integers(1, 9),
    left=st.integers(0, 9),
    wanted=st.integers(1, 9),
    reference=st.sampled_from(["1", "2", "X"]),
    number=st.sampled_from([NUMBER, "OTHER"]),
    held=st.integers(0, 9),
)
def test_a_parcel_is_only_sent_where_nothing_of_it_is_there_and_enough_is_open(
    ordered: int, left: int, wanted: int, reference: str, number: str, held: int
) -> None:
    line = order()["orderItems"][0]
    line |= {"quantityOrdered": ordered}
    line["fulfillment"] = {"quantityFulfilled": max(0, ordered - left), "quantityUnfulfilled": min(left, ordered)}
    found = verdict(
        parcel(lines=(("11", wanted),)), orderItems=[line], packages=[package(reference, number, {"11": held})]
    )
    if isinstance(found, NotThere):
        assert wanted <= min(left, ordered)
        assert reference != "1" or number == ""
        assert number != NUMBER or held < wanted
    if isinstance(found, AlreadyDone):
        assert number == NUMBER


# --- what Amazon is told ---------------------------------------------------------------------------------------


def test_carriers_go_by_amazons_codes_and_all_others_by_name() -> None:
    detail = told(parcel(carrier="hermes_de", carrier_name="Hermes Germany"))["packageDetail"]
    assert (detail["carrierCode"], detail["carrierName"]) == ("Hermes Logistik Gruppe", "Hermes Logistik Gruppe")
    for carrier, name in (("inpost", "InPost"), ("Kurier Schmidt", "Kurier Schmidt"), ("Kurier Schmidt", "")):
        detail = told(parcel(carrier=carrier, carrier_name=name))["packageDetail"]
        assert (detail["carrierCode"], detail["carrierName"]) == ("Other", name or carrier)


@pytest.mark.parametrize(
    "shipped,now,date",
    [
        (NOW, NOW, "2026-11-20T10:00:00.000Z"),
        (NOW, Instant(NOW - timedelta(seconds=90)), "2026-11-20T09:58:30.000Z"),
        (Instant(NOW - timedelta(microseconds=1)), NOW, "2026-11-20T09:59:59.999Z"),
        (Instant(NOW - timedelta(days=400)), NOW, "2026-11-18T09:00:00.000Z"),
    ],
)
def test_the_date_is_never_in_amazons_future_nor_before_the_order(shipped: Instant, now: Instant, date: str) -> None:
    assert told(parcel(shipped_at=shipped), now)["packageDetail"]["shipDate"] == date


def test_a_parcel_goes_to_its_orders_marketplace() -> None:
    assert told(parcel())["marketplaceId"] == GERMANY
    paris = {"channelName": "AMAZON", "marketplaceId": "A13V1IB3VIYZZH"}
    assert told(parcel(), salesChannel=paris)["marketplaceId"] == "A13V1IB3VIYZZH"
    assert told(parcel(), salesChannel={"channelName": "AMAZON"})["marketplaceId"] == GERMANY


# --- over the wire -----------------------------------------------------------------------------------------------


def test_a_parcel_is_looked_up_then_sent_then_found() -> None:
    held = Held()
    with amazon(held) as there:
        connector = connected(there)
        assert connector.confirm_shipment(parcel(), KEY) == Accepted("1")
        assert connector.look_shipment(parcel(), KEY) == AlreadyDone("1")
        assert connector.confirm_shipment(parcel(), KEY) == AlreadyDone("1")
        connector.close()
        assert [one.query.get("includedData") for one in there.calls if one.body is None] == [
            "FULFILLMENT,PACKAGES,CANCELLATION"
        ] * 3
    (sent,) = held.sent
    assert sent["packageDetail"]["packageReferenceId"] == "1"


@pytest.mark.parametrize("broken", [SILENCE, RESET, reply("", 500), reply("<html>", 502, "text/html"), reply("", 200)])
@pytest.mark.parametrize("effect", [True, False])
def test_no_parcel_is_lost_or_doubled_when_the_answer_is(broken: object, effect: bool) -> None:
    held = Held(broken, effect=effect)
    with amazon(held) as there:
        connector = connected(there, timeout=0.5)
        with pytest.raises(OutcomeUnknown):
            connector.confirm_shipment(parcel(), KEY)
        connector.close()
        held.effect = True
        later = connected(there)
        assert later.confirm_shipment(parcel(), KEY) == (AlreadyDone("1") if effect else Accepted("1"))
        assert later.look_shipment(parcel(), KEY) == AlreadyDone("1")
        later.close()
    assert len(held.sent) == (1 if effect else 2)
    assert len(held.record["packages"]) == 1


def test_nothing_is_sent_without_a_look() -> None:
    def script(asked: Asked) -> object:
        return SILENCE if asked.body is None else reply("", 204)

    with amazon(script) as there:
        connector = connected(there, timeout=0.2)
        with pytest.raises(Unavailable):
            connector.confirm_shipment(parcel(), KEY)
        connector.close()
        assert all(one.body is None for one in there.calls)


@pytest.mark.parametrize("number", [0, -1])
def test_a_parcel_without_a_number_is_never_sent(number: int) -> None:
    with amazon(Held()) as there:
        connector = connected(there)
        for call in (connector.look_shipment, connector.confirm_shipment):
            with pytest.raises(Refused) as caught:
                call(parcel(parcel=number), KEY)
            assert caught.value.code == "parcel_without_number"
        connector.close()
        assert there.calls == []


def test_what_has_moved_is_refused_as_moved_and_not_sent() -> None:
    held = Held(fulfillment={"fulfillmentStatus": "CANCELLED", "fulfilledBy": "MERCHANT"})
    with amazon(held) as there:
        connector = connected(there)
        assert connector.look_shipment(parcel(), KEY) == Moved("The order was cancelled at Amazon.")
        with pytest.raises(Refused) as caught:
            connector.confirm_shipment(parcel(), KEY)
        connector.close()
    assert (caught.value.code, held.sent) == ("moved", [])
    assert caught.value.account == 4


def test_an_order_that_is_gone_has_moved() -> None:
    with amazon(lambda _: reply(errors("NotFound", "The resource specified does not exist."), 404)) as there:
        connector = connected(there)
        assert isinstance(connector.look_shipment(parcel(), KEY), Moved)
        connector.close()


def test_a_refusal_reaches_the_agent_in_amazons_words() -> None:
    held = Held(reply(errors("InvalidInput", "CarrierCode is invalid or missing."), 400), effect=False)
    with amazon(held) as there:
        connector = connected(there)
        with pytest.raises(Refused) as caught:
            connector.confirm_shipment(parcel(), KEY)
        connector.close()
    assert caught.value.words == "CarrierCode is invalid or missing."
    assert "CarrierCode is invalid or missing." in caught.value.text


def test_a_refusal_because_somebody_was_faster_is_no_refusal() -> None:
    refusal = reply(errors("InvalidInput", "PackageToUpdateNotFound"), 400)
    held = Held(refusal)  # it is refused, and yet the parcel is there
    with amazon(held) as there:
        connector = connected(there)
        assert connector.confirm_shipment(parcel(), KEY) == AlreadyDone("1")
        connector.close()


def test_an_order_cancelled_between_look_and_call_has_moved() -> None:
    class Cancelling(Held):
        def __call__(self, asked: Asked) -> object:
            answer = super().__call__(asked)
            self.record["fulfillment"]["fulfillmentStatus"] = "CANCELLED"
            return answer

    with amazon(Cancelling(reply(errors("InvalidInput", "Canceled."), 400), effect=False)) as there:
        connector = connected(there)
        with pytest.raises(Refused) as caught:
            connector.confirm_shipment(parcel(), KEY)
        connector.close()
    assert caught.value.code == "moved"


def test_throttling_promises_that_nothing_was_done() -> None:
    held = Held(reply(errors("QuotaExceeded", "You exceeded your quota."), 429), effect=False)
    with amazon(held) as there:
        connector = connected(there)
        with pytest.raises(RateLimited):
            connector.confirm_shipment(parcel(), KEY)
        connector.close()
    assert len(held.sent) == 1


def test_another_order_than_asked_for_is_not_looked_at() -> None:
    with amazon(Held(orderId="302-9999999-9999999")) as there:
        connector = connected(there)
        with pytest.raises(Unreadable):
            connector.look_shipment(parcel(ORDER), KEY)
        connector.close()
