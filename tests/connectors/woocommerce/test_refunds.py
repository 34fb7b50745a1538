"""Refunds reach the shop once, are known by their mark, and never give back more than was paid, whoever else pays."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.channels.woocommerce.order_money import LineMoney
from connectors.channels.woocommerce.simulator_model import ShopOrder, to_minor
from connectors.channels.woocommerce.units import PUSH_MARK
from connectors.contract.errors import ConnectorError, LoginNeeded, OutcomeUnknown, Refused, Unavailable, Unreadable
from connectors.contract.protocols import Accepted, AlreadyDone, IssuesRefunds, Moved, NotThere, UnderWay
from connectors.contract.snapshots import OrderSnapshot
from connectors.http.messages import Answer, Call
from desk.domain.orders import PaymentFacet
from desk.domain.pushes import RefundedLine, RefundOrder, RefundReason
from desk.domain.values import Money
from tests.connectors.woocommerce.deed_side import LOST, DeskAtShop, desk_at_shop, ref, refunded, total
from tests.support.channel_side import after, attempt, eur


def refund(order: ShopOrder, minor: int = 0, *, lines: tuple[tuple[int, int], ...] = (), **more: Any) -> RefundOrder:
    usual = {
        "amount": eur(minor or sum(part for _, part in lines)),
        "lines": tuple(RefundedLine(remote_id=str(line), amount=eur(part)) for line, part in lines),
        "reason": RefundReason.GOODWILL,
        "known": tuple(str(one.id) for one in order.refunds),
        "sends_money": order.payment_method == "ppcp-gateway",
    }
    return RefundOrder(order=ref(order), **{**usual, **more})


def refusal(desk: DeskAtShop, push: RefundOrder, **more: Any) -> Refused:
    before = desk.deeds()
    with pytest.raises(Refused) as caught:
        desk.connector.issue_refund(push, attempt(desk, **more))
    assert desk.deeds() == before
    assert caught.value.text.endswith(".")
    return caught.value


def gross(order: ShopOrder, place: int = 0) -> int:
    line = order.lines[place]
    return to_minor(line.total + line.total_tax, order.decimals)


# --- the happy way -----------------------------------------------------------------------------------------


def test_a_refund_goes_out_once_through_the_payment_provider_and_is_known_by_its_mark() -> None:
    with desk_at_shop() as desk:
        order = desk.bought()
        push, first = refund(order, 150, comment="Für den Kratzer"), attempt(desk)
        assert isinstance(desk.connector, IssuesRefunds)
        assert desk.connector.look_refund(push, first) == NotThere()
        assert desk.deeds() == {}, "looking sends nothing"
        made = desk.connector.issue_refund(push, first)
        (there,) = order.refunds
        assert made == Accepted(str(there.id))
        assert (refunded(order), there.reason, there.paid_back) == (150, "Für den Kratzer", True)
        assert {one.key: one.value for one in there.meta} == {PUSH_MARK: first.key}
        for _ in range(2):
            assert desk.connector.look_refund(push, first) == AlreadyDone(str(there.id))
            assert desk.connector.issue_refund(push, first) == AlreadyDone(str(there.id))
            desk.again()
        assert desk.deeds() == {"refund_booked": 1}


def test_all_of_the_money_makes_the_order_refunded_and_the_mirror_sees_it() -> None:
    with desk_at_shop() as desk:
        order = desk.bought()
        desk.connector.issue_refund(refund(order, total(order)), attempt(desk))
        assert (order.status, refunded(order)) == ("refunded", total(order))
        found = desk.connector.fetch_order(ref(order))
        assert isinstance(found, OrderSnapshot)
        assert found.payment is PaymentFacet.REFUNDED


@pytest.mark.parametrize("reason,pieces", [(RefundReason.RETURNED, True), (RefundReason.GOODWILL, False)])
def test_a_whole_line_goes_by_net_and_taxes_and_back_into_the_stock_only_with_its_goods(
    reason: RefundReason, pieces: bool
) -> None:
    with desk_at_shop() as desk:
        order = desk.bought(lines=2)
        one, two = order.lines
        push = refund(order, lines=((one.id, gross(order)), (two.id, 50)), reason=reason)
        desk.connector.issue_refund(push, attempt(desk))
        (there,) = order.refunds
        booked = {part.order_line.id: part for part in there.lines}
        assert {line: to_minor(part.total + part.total_tax, 2) for line, part in booked.items()} == {
            one.id: gross(order),
            two.id: 50,
        }
        assert abs(booked[one.id].total_tax - one.total_tax) <= 5_000, "the tax is the line's own, to the cent"
        assert (booked[one.id].quantity, booked[two.id].quantity) == (one.quantity if pieces else 0, 0)
        (entry,) = [entry for entry in desk.running.simulator.journal.since(0) if entry.deed == "refund_booked"]
        assert entry.remote_ids["restocked"] == ({str(one.id): one.quantity} if pieces else {})


@given(st.integers(1, 10**7), st.integers(0, 30), st.integers(1, 10**7))
def test_net_and_taxes_are_together_the_part(whole: int, percent: int, part: int) -> None:
    tax = Decimal(whole) * percent / (100 + percent) / 100
    line = LineMoney(eur(whole), eur(0), 1, 0, ((3, tax),) if percent else ())
    net, taxes = line.parts(eur(min(part, whole)))
    assert net + sum((one for _, one in taxes), eur(0)) == eur(min(part, whole))
    assert net.minor >= 0
    assert all(one.minor >= 0 for _, one in taxes)


def test_a_line_given_back_in_parts_gives_back_its_taxes_to_the_cent() -> None:
    """Each part's tax is rounded; the last takes what is left of it."""
    with desk_at_shop() as desk:
        order = desk.bought(lines=1)
        (line,) = order.lines
        line.total, line.total_tax = 8_403_400, 1_596_600  # 10.00 at 19 %
        order.rendered.clear()
        for minor in (333, 333, 334):
            desk.connector.issue_refund(refund(order, lines=((line.id, minor),)), attempt(desk))
        booked = [part for one in order.refunds for part in one.lines]
    assert [to_minor(part.total + part.total_tax, 2) for part in booked] == [333, 333, 334]
    assert sum(to_minor(part.total_tax, 2) for part in booked) == 160
    assert sum(to_minor(part.total, 2) for part in booked) == 840


@pytest.mark.parametrize(
    "back,taxes_back,left,tax", [(1000, "1.60", 2000, 319), (2800, "0", 200, 32), (1000, "4.79", 2000, 319)]
)
def test_the_last_part_takes_no_more_tax_than_rounding_left(back: int, taxes_back: str, left: int, tax: int) -> None:
    line = LineMoney(eur(3000), eur(back), 1, 0, ((3, Decimal("4.7899")),), {3: Decimal(taxes_back)})
    assert line.parts(eur(left)) == (eur(left - tax), ((3, eur(tax)),))


# --- who sends the money -----------------------------------------------------------------------------------


def test_the_account_tells_by_which_methods_the_shop_sends_money() -> None:
    with desk_at_shop() as desk:
        can = desk.connector.capabilities().issues_refunds
        assert can is not None
        assert can.sends_money_by == ("ppcp-gateway", "stripe")


@pytest.mark.parametrize("method", ["bacs", "cod", "invoice", "gone-from-the-shop"])
def test_a_refund_on_a_bank_transfer_order_is_booked_only_and_never_left_to_the_shop(method: str) -> None:
    with desk_at_shop() as desk:
        order = desk.bought(method)
        caught = refusal(desk, refund(order, 150, sends_money=True))
        assert caught.code == "no_gateway"
        assert "by hand" in caught.text
        assert isinstance(desk.connector.issue_refund(refund(order, 150), attempt(desk)), Accepted)
        assert [one.paid_back for one in order.refunds] == [False]


def test_what_was_sent_by_hand_is_not_sent_by_the_provider_too() -> None:
    with desk_at_shop() as desk:
        order = desk.bought("ppcp-gateway")
        desk.connector.issue_refund(refund(order, 150, sends_money=False), attempt(desk))
        assert [one.paid_back for one in order.refunds] == [False]


def test_where_the_key_may_not_see_the_methods_the_shop_itself_refuses() -> None:
    with desk_at_shop() as desk:
        order = desk.bought("bacs")
        desk.plant("token_expired", "payment_gateways", times=9, method="GET")
        can = desk.connector.capabilities().issues_refunds
        assert can is not None
        assert can.sends_money_by == ()
        caught = refusal(desk, refund(order, 150, sends_money=True))
        assert caught.code == "gateway_refused"
        assert "does not support automatic refunds" in caught.words


@pytest.mark.parametrize("path", ["payment_gateways", "actions"])
def test_a_route_that_a_firewall_keeps_shut_takes_nothing_else_with_it(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desk_at_shop() as desk:
        send = desk.connector._client._http.send

        def firewall(call: Call) -> Answer:
            if path in call.url:
                raise Unavailable("A firewall turned Desk away.", code="firewall")
            return send(call)

        monkeypatch.setattr(desk.connector._client._http, "send", firewall)
        can = desk.connector.check_login().capabilities
        assert can.issues_refunds is not None
        assert (can.issues_refunds.sends_money_by == (), can.sends_pay_link is None) == (
            path == "payment_gateways",
            path == "actions",
        )


def test_a_provider_that_refuses_is_told_and_not_asked_again() -> None:
    with desk_at_shop() as desk:
        order = desk.bought()
        desk.do("gateway_trouble", words="Die Transaktion wurde abgelehnt.")
        caught = refusal(desk, refund(order, 150))
        assert (caught.code, caught.words) == ("gateway_refused", "Die Transaktion wurde abgelehnt.")
        assert "before you try again" in caught.text
        assert order.refunds == []


# --- lost answers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", LOST)
def test_a_lost_answer_is_found_again_and_nothing_is_paid_twice(fault: str) -> None:
    with desk_at_shop() as desk:
        order = desk.bought()
        push, first = refund(order, 150), attempt(desk)
        desk.plant(fault, "refunds")
        with pytest.raises(OutcomeUnknown):
            desk.connector.issue_refund(push, first)
        (there,) = order.refunds
        assert desk.connector.look_refund(push, first) == AlreadyDone(str(there.id)), "looked at in the same breath"
        again = after(first, desk.now)
        assert desk.again().look_refund(push, again) == AlreadyDone(str(there.id))
        assert desk.connector.issue_refund(push, again) == AlreadyDone(str(there.id))
        assert desk.deeds() == {"refund_booked": 1}


def test_what_did_not_arrive_is_sent_again() -> None:
    with desk_at_shop() as desk:
        order = desk.bought()
        push, first = refund(order, 150), attempt(desk)
        desk.plant("reset", "refunds")
        with pytest.raises(OutcomeUnknown):
            desk.connector.issue_refund(push, first)
        again = after(first, desk.now)
        assert desk.connector.look_refund(push, again) == NotThere()
        assert isinstance(desk.connector.issue_refund(push, again), Accepted)
        assert desk.deeds() == {"refund_booked": 1}


def test_a_refund_whose_mark_was_lost_is_left_to_people() -> None:
    with desk_at_shop() as desk:
        order = desk.bought()
        push, first = refund(order, 150), attempt(desk)
        desk.plant("deed_done_no_answer", "refunds")
        with pytest.raises(OutcomeUnknown):
            desk.connector.issue_refund(push, first)
        order.refunds[0].meta.clear()
        look = desk.again().look_refund(push, after(first, desk.now))
        assert isinstance(look, Moved)
        assert "without Desk's mark" in look.words
        assert len(order.refunds) == 1


def test_a_shop_that_keeps_no_mark_is_known_by_the_number_it_gave() -> None:
    with desk_at_shop(keeps_refund_meta=False) as desk:
        order = desk.bought()
        push, first = refund(order, 150), attempt(desk)
        desk.connector.issue_refund(push, first)
        assert desk.connector.look_refund(push, first) == AlreadyDone(str(order.refunds[0].id))
        # A second of the same amount is another deed, and the first one's is not in its way.
        assert isinstance(desk.connector.issue_refund(refund(order, 150, known=()), attempt(desk)), Accepted)


def test_what_the_shop_booked_and_shows_no_more_is_not_sent_again() -> None:
    with desk_at_shop() as desk:
        order = desk.bought()
        push, first = refund(order, 150), attempt(desk)
        desk.connector.issue_refund(push, first)
        number = str(order.refunds[0].id)
        order.refunds.clear()
        order.rendered.clear()
        assert desk.connector.look_refund(push, first) == UnderWay(number)
        assert desk.connector.issue_refund(push, first) == Accepted(number)
        assert order.refunds == []


# --- others give money back, too ---------------------------------------------------------------------------


def test_the_same_amount_from_the_back_office_before_the_first_try_is_told_and_nothing_sent() -> None:
    with desk_at_shop() as desk:
        order = desk.bought()
        push = refund(order, 150)
        desk.do("refund", order=order.id, amount=150)
        look = desk.connector.look_refund(push, attempt(desk))
        assert isinstance(look, Moved)
        assert "same amount" in look.words
        assert refusal(desk, push).code == "moved"


def test_other_amounts_known_refunds_and_our_other_deeds_are_in_nobodys_way() -> None:
    with desk_at_shop() as desk:
        order = desk.bought()
        desk.do("refund", order=order.id, amount=150)
        push = refund(order, 150)
        desk.do("refund", order=order.id, amount=149)
        assert isinstance(desk.connector.issue_refund(push, attempt(desk)), Accepted)
        assert isinstance(desk.again().issue_refund(push, attempt(desk)), Accepted)
        assert desk.deeds() == {"refund_booked": 2}


# --- refusals ----------------------------------------------------------------------------------------------


def test_no_more_than_is_left_of_line_and_order() -> None:
    with desk_at_shop() as desk:
        order = desk.bought(lines=2)
        line, whole = order.lines[0].id, total(order)
        assert refusal(desk, refund(order, whole + 1)).facts["left"] == whole
        assert refusal(desk, refund(order, lines=((line, gross(order) + 1),))).code == "more_than_left"
        desk.connector.issue_refund(refund(order, lines=((line, 100),)), attempt(desk))
        desk.do("refund", order=order.id, amount=7)
        over = refusal(desk, refund(order, lines=((line, gross(order) - 99),)))
        assert (over.code, over.facts["left"]) == ("more_than_left", gross(order) - 100)
        assert refusal(desk, refund(order, whole - 106)).facts["left"] == whole - 107
        assert isinstance(desk.connector.issue_refund(refund(order, whole - 107), attempt(desk)), Accepted)
        assert order.status == "refunded"


def test_an_amount_that_somebody_was_faster_with_is_a_refusal_and_no_passing_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The shop says 500 to it; what is left then says why."""
    with desk_at_shop() as desk:
        order = desk.bought()
        push = refund(order, total(order))
        send = desk.connector._client.issue_refund

        def meanwhile(number: str, body: Any) -> Any:
            desk.do("refund", order=order.id, amount=100)
            return send(number, body)

        monkeypatch.setattr(desk.connector._client, "issue_refund", meanwhile)
        caught = refusal(desk, push)
        assert (caught.code, caught.facts["left"]) == ("more_than_left", total(order) - 100)
        assert caught.words == "Invalid refund amount."
        assert refunded(order) == 100


def test_a_fault_of_the_shop_is_no_refusal() -> None:
    with desk_at_shop() as desk:
        order = desk.bought()
        desk.plant("server_html", "refunds")
        with pytest.raises(OutcomeUnknown):
            desk.connector.issue_refund(refund(order, 150), attempt(desk))


def test_a_shop_under_maintenance_is_tried_again_when_it_says_and_nothing_is_sent() -> None:
    with desk_at_shop() as desk:
        order = desk.bought()
        desk.plant("maintenance", f"{order.id}/refunds", times=99, method="GET")
        with pytest.raises(Unavailable) as caught:
            desk.connector.issue_refund(refund(order, 150), attempt(desk))
        assert caught.value.retry_after
        assert caught.value.text.endswith(".")
        assert desk.deeds() == {}


def test_a_chatty_plugin_before_the_shops_yes_changes_nothing() -> None:
    with desk_at_shop() as desk:
        order = desk.bought()
        desk.plant("warning_before_json", "refunds")
        made = desk.connector.issue_refund(refund(order, 150), attempt(desk))
        assert made == Accepted(str(order.refunds[0].id))


def test_a_cache_in_front_of_the_shop_does_not_decide_about_money(monkeypatch: pytest.MonkeyPatch) -> None:
    with desk_at_shop() as desk:
        order = desk.bought()
        client = desk.connector._client
        kept = client.order("look_order", str(order.id))
        aged = replace(kept, headers={**kept.headers, "age": "600"})
        monkeypatch.setattr(client, "order", lambda *_: aged)
        with pytest.raises(Unreadable) as caught:
            desk.connector.issue_refund(refund(order, 150), attempt(desk))
        assert caught.value.code == "shop_cached"
        assert order.refunds == []


def test_what_is_no_refund_is_not_even_asked_about() -> None:
    with desk_at_shop() as desk:
        order = desk.bought()
        line = order.lines[0].id
        for push, code in (
            (refund(order, -5), "nothing_to_refund"),
            (refund(order, lines=((line, 5), (line, -5)), amount=eur(1)), "nothing_to_refund"),
            (refund(order, lines=((line, 5),), amount=eur(6)), "sums_differ"),
            (refund(order, 5, amount=Money(5, "USD")), "other_currency"),
        ):
            assert refusal(desk, push).code == code
        gone = refund(order, lines=((999_999, 5),))
        assert isinstance(desk.connector.look_refund(gone, attempt(desk)), Moved)
        assert refusal(desk, gone).code == "moved"


@pytest.mark.parametrize("deed", ["trash", "delete"])
def test_an_order_that_is_gone_is_moved(deed: str) -> None:
    with desk_at_shop() as desk:
        order = desk.bought()
        desk.do(deed, order=order.id)
        assert isinstance(desk.connector.look_refund(refund(order, 100), attempt(desk)), Moved)
        assert refusal(desk, refund(order, 100)).code == "moved"


def test_a_cancelled_order_is_refunded_since_the_shop_gives_nothing_back_by_itself() -> None:
    with desk_at_shop() as desk:
        order = desk.bought()
        desk.do("cancel", order=order.id)
        assert isinstance(desk.connector.issue_refund(refund(order, 100), attempt(desk)), Accepted)


def test_a_key_that_may_only_read_asks_for_a_login_and_books_nothing() -> None:
    with desk_at_shop(permission="read") as desk:
        order = desk.bought()
        with pytest.raises(LoginNeeded) as caught:
            desk.connector.issue_refund(refund(order, 100), attempt(desk))
        assert (caught.value.field, caught.value.code) == ("consumer_key", "key_may_not_write")
        assert order.refunds == []


def test_amounts_that_nobody_can_read_give_no_money() -> None:
    with desk_at_shop() as desk:
        order = desk.bought()
        desk.do("bad_record", order=order.id, kind="garbage_amounts")
        with pytest.raises(Unreadable) as caught:
            desk.connector.issue_refund(refund(order, 100), attempt(desk))
        assert caught.value.code == "unreadable_money"
        assert order.refunds == []


# --- both sides --------------------------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(st.sampled_from(("desk", "lost", "owner", "undo")), st.integers(0, 2), st.integers(1, 100)), max_size=7
)


def test_no_sequence_of_refunds_from_both_sides_gives_more_than_was_paid() -> None:
    """Desk may be told no; whatever happens, the buyer gets no more than was paid, and Desk pays no deed twice."""
    with desk_at_shop() as desk:

        @settings(max_examples=12, deadline=None)
        @given(STEPS)
        def whatever_happens(steps: list[tuple[str, int, int]]) -> None:
            order = desk.bought(lines=2)
            for who, place, share in steps:
                # More than there is, now and then.
                minor = max(1, (total(order) if not place else gross(order, place - 1)) * share // 60)
                if who == "owner":
                    if minor <= total(order) - refunded(order):
                        desk.do("refund", order=order.id, amount=minor)
                elif who == "undo" and order.refunds:
                    order.refunds[-1].meta.clear()
                else:
                    by_desk(desk, order, place, minor, lost=who == "lost")
                assert refunded(order) <= total(order)

        whatever_happens()


def by_desk(desk: DeskAtShop, order: ShopOrder, place: int, minor: int, *, lost: bool) -> None:
    """One deed, tried three times as the outbox would; a lost answer is asked after by another process."""
    lines = ((order.lines[place - 1].id, minor),) if place else ()
    push, found = refund(order, 0 if place else minor, lines=lines), attempt(desk)
    before = len(order.refunds)
    if lost:
        desk.plant("deed_done_reset", "refunds")
    for _ in range(3):
        with suppress(ConnectorError):
            desk.connector.issue_refund(push, found)
        found = after(found, desk.now)
        if lost:
            desk.again()
    desk.running.simulator.faults.planned.clear()
    assert len(order.refunds) <= before + 1
