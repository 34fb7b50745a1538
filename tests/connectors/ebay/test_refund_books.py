"""Refunds from both sides of a simulated eBay: its books count each, and never more goes back than was paid."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.channels.ebay.books import read_books
from connectors.channels.ebay.mapping import parse_order
from connectors.channels.ebay.simulator_model import EbayOrder, Line
from connectors.contract.errors import (
    ConnectorError,
)
from tests.connectors.ebay.account import EbayAccount
from tests.connectors.ebay.deed_side import bought, desk_at_ebay, refund
from tests.connectors.ebay.desk_side import inside, raw
from tests.connectors.ebay.desk_side import order as sample
from tests.support.channel_side import after, attempt, eur


def test_the_books_count_what_is_on_its_way_and_what_only_lines_tell() -> None:
    def amount(text: str) -> dict[str, str]:
        return {"value": text, "currency": "EUR"}

    plain = sample()
    line = plain["lineItems"][0]["lineItemId"]
    refunds = [
        {
            "refundId": "1",
            "refundStatus": "PENDING",
            "refundDate": "2026-11-20T09:00:00.000Z",
            "amount": amount("1.00"),
        },
        {"refundId": "2", "refundStatus": "FAILED", "amount": amount("9.00")},
    ]
    told = inside(plain, "paymentSummary.refunds", refunds)
    told["lineItems"][0]["refunds"] = [
        {"refundId": "1", "amount": amount("0.60")},
        {"refundId": "2", "amount": amount("9.00")},
        {"refundId": "3", "amount": amount("0.40")},
    ]
    books = read_books(parse_order(raw(**told)))
    assert [(one.id, one.amount.minor, one.status) for one in books.refunds] == [
        ("1", 100, "PENDING"),
        ("2", 900, "FAILED"),
        ("3", 40, ""),
    ]
    assert books.left == books.paid - eur(140)
    assert books.left_of(line).minor == min(books.lines[line].minor - 100, books.left.minor)


STEPS = st.lists(
    st.tuples(st.sampled_from(("desk", "lost", "hub", "wait")), st.integers(0, 2), st.integers(1, 100)), max_size=6
)


def test_no_sequence_of_refunds_from_both_sides_gives_more_than_was_paid() -> None:
    """Desk may be told no; whatever happens, the buyer gets no more than was paid, and Desk pays no deed twice."""
    with desk_at_ebay() as account:

        @settings(max_examples=8, deadline=None)
        @given(STEPS)
        def whatever_happens(steps: list[tuple[str, int, int]]) -> None:
            order = bought(account, lines=2)
            for who, place, share in steps:
                line = (None, *order.lines)[place]
                # More than there is, now and then.
                minor = max(1, (order.due_seller if line is None else line.net_total) * share // 60)
                if who == "wait":
                    account.later(minutes=6)
                elif who == "hub":
                    in_seller_hub(account, order, line, minor)
                else:
                    by_desk(account, order, line, minor, lost=who == "lost")
                assert order.refunded <= order.due_seller
                assert all(order.line_refunded(one.id) <= one.net_total for one in order.lines)

        whatever_happens()


def in_seller_hub(account: EbayAccount, order: EbayOrder, line: Line | None, minor: int) -> None:
    left = order.due_seller - order.refunded
    if line is not None:
        left = min(left, line.net_total - order.line_refunded(line.id))
    if minor <= left:
        account.do("refund", order=order.id, amount=minor, **({} if line is None else {"line": line.id}))


def by_desk(account: EbayAccount, order: EbayOrder, line: Line | None, minor: int, *, lost: bool) -> None:
    push = refund(order, minor) if line is None else refund(order, lines=((line.id, minor),))
    first, before = attempt(account), account.deeds()["refund_booked"]
    if lost:
        account.plant("deed_done_reset", "issue_refund")
    for again in (first, after(first, account.now)):
        with suppress(ConnectorError):
            account.connector.issue_refund(push, again)
    account.running.simulator.faults.planned.clear()
    assert account.deeds()["refund_booked"] <= before + 1
