"""How money goes back at a simulated eBay: what is left to give back, refunds on their way and what becomes of them,
and `issueRefund` with every check of its own. Cancellations, returns and inquiries give money back through `begin`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from connectors.channels.ebay import simulator_seed as seed
from connectors.channels.ebay.simulator_auth import Auth
from connectors.channels.ebay.simulator_errors import RestError, json_object, rest_answer
from connectors.channels.ebay.simulator_fulfillment import ORDERS
from connectors.channels.ebay.simulator_model import EbayOrder, Line, Market, Refund
from connectors.simulation.wire import WireAnswer, WireRequest

FAMILY = "sell.fulfillment.refund"
REASONS = (
    "BUYER_CANCEL",
    "SELLER_CANCEL",
    "ITEM_NOT_RECEIVED",
    "BUYER_RETURN",
    "ITEM_NOT_AS_DESCRIBED",
    "OTHER_ADJUSTMENT",
    "SHIPPING_DISCOUNT",
)
MOST_COMMENT = 100
REFUND_WINDOW = timedelta(days=90)  # how long after the payment; eBay does not tell
PENDING, REFUNDED, FAILED = "PENDING", "REFUNDED", "FAILED"
PATH = re.compile(rf"{ORDERS}/(?P<order>[^/]+)/issue_refund/?")
_FIELDS = frozenset({"reasonForRefund", "comment", "orderLevelRefundAmount", "refundItems"})
_ITEM_FIELDS = frozenset({"refundAmount", "lineItemId", "legacyReference"})
_VALUE = re.compile(r"\d{1,9}(\.\d{1,3})?")

Done = Callable[[Refund, datetime], None]


class Refunds:
    def __init__(self, market: Market, auth: Auth) -> None:
        self.market = market
        self.auth = auth

    def answer(self, request: WireRequest) -> WireAnswer:
        self.auth.bearer(request, "sell.finances")
        self.auth.count(FAMILY, self.market.options.refund_limit, request.at)
        if request.method != "POST":
            raise RestError(2004, status=405)
        found = PATH.fullmatch(request.path)
        order = self.market.orders.get(found["order"]) if found is not None else None
        wanted = _wanted(request)
        if order is None or not order.checked_out:
            raise RestError(34913, ("orderId", found["order"] if found is not None else ""))
        lines, amount = _amounts(order, wanted)
        _check(self.market, order, lines, amount, request.at)
        booked = Refund(str(self.market.number("refund")), request.at, amount, wanted["reasonForRefund"], lines)
        begin(self.market, order, booked, request, "order")
        return rest_answer({"refundId": booked.id, "refundStatus": booked.status})


def left(order: EbayOrder) -> int:
    """Of all that the buyer paid to the seller; what is on its way back counts as gone."""
    return order.due_seller - order.refunded if order.checked_out else 0


def on_its_way(order: EbayOrder) -> bool:
    return any(refund.status == PENDING for refund in order.refunds)


def begin(
    market: Market, order: EbayOrder, refund: Refund, request: WireRequest | None, way: str, done: Done | None = None
) -> None:
    """Books a refund that takes its time; with a request it is a client's. `done` hears what became of it."""
    at, refund.status = refund.at, PENDING
    order.refunds.append(refund)
    market.record(at, "refund_booked", order, request, refund_id=refund.id, amount=refund.amount, way=way)
    market.save(order, at)

    def finish(now: datetime) -> None:
        if order.refunds_failing > 0:
            order.refunds_failing -= 1
            refund.status = FAILED
        else:
            refund.status = REFUNDED
        deed = "refund_done" if refund.status == REFUNDED else "refund_failed"
        market.record(now, deed, order, None, refund_id=refund.id, amount=refund.amount, way=way)
        market.save(order, now)
        if done is not None:
            done(refund, now)

    market.later(at + timedelta(seconds=market.options.refund_seconds), finish)


# -- issueRefund ---------------------------------------------------------------------------------------------------


def _wanted(request: WireRequest) -> dict[str, Any]:
    wanted = json_object(request, _FIELDS)
    if wanted.get("reasonForRefund") not in REASONS:
        raise RestError(34902, ("reasonForRefund", str(wanted.get("reasonForRefund", ""))))
    comment = wanted.get("comment", "")
    if not isinstance(comment, str) or len(comment) > MOST_COMMENT:
        raise RestError(34903, ("comment", ""))
    if ("orderLevelRefundAmount" in wanted) == ("refundItems" in wanted):
        raise RestError(34901)
    return wanted


def _amounts(order: EbayOrder, wanted: Mapping[str, Any]) -> tuple[dict[str, int], int]:
    """Minor units by line, and their sum; an amount of the whole order has no line unless it is all there is."""
    if "orderLevelRefundAmount" in wanted:
        amount = minor_amount(order, wanted["orderLevelRefundAmount"])
        whole = amount == left(order) > 0
        return (seed.whole_split(order) if whole else {}), amount
    entries = wanted["refundItems"]
    if not isinstance(entries, list) or not entries:
        raise RestError(34901)
    lines: dict[str, int] = {}
    for entry in entries:
        if not isinstance(entry, dict) or not _ITEM_FIELDS.issuperset(entry):
            raise RestError(34901)
        line = _line(order, entry)
        if line.id in lines:
            raise RestError(34908, ("lineItemId", line.id))
        lines[line.id] = minor_amount(order, entry.get("refundAmount"))
    return lines, sum(lines.values())


def minor_amount(order: EbayOrder, told: Any) -> int:
    if not isinstance(told, dict) or set(told) != {"value", "currency"} or not isinstance(told["value"], str):
        raise RestError(34905, ("refundAmount", ""))
    if told["currency"] != order.currency:
        raise RestError(34906, ("currency", str(told["currency"])))
    digits = told["value"].partition(".")[2]
    if _VALUE.fullmatch(told["value"]) is None or len(digits) > order.decimals:
        raise RestError(34905, ("value", told["value"]))
    amount: int = int(told["value"].replace(".", "")) * 10 ** (order.decimals - len(digits))
    if amount <= 0:
        raise RestError(34905, ("value", told["value"]))
    return amount


def _line(order: EbayOrder, entry: Mapping[str, Any]) -> Line:
    legacy = entry.get("legacyReference")
    if "lineItemId" in entry:
        found = order.line(str(entry["lineItemId"]))
    elif isinstance(legacy, dict):
        wanted = (legacy.get("legacyItemId"), legacy.get("legacyTransactionId"))
        found = next((line for line in order.lines if (line.item_id, line.transaction_id) == wanted), None)
    else:
        found = None
    if found is None:
        raise RestError(34907, ("lineItemId", str(entry.get("lineItemId", ""))))
    return found


def _check(market: Market, order: EbayOrder, lines: Mapping[str, int], amount: int, now: datetime) -> None:
    """May this refund be, now? Each number as the sheet tells it."""
    if order.refund_refusal:
        raise RestError(order.refund_refusal)
    if on_its_way(order):
        raise RestError(34922)
    if left(order) <= 0:
        raise RestError(34917)
    if market.open_claims(order):
        raise RestError(34916)
    if order.paid is not None and now - order.paid > REFUND_WINDOW:
        raise RestError(34920)
    if amount > left(order):
        raise RestError(34915)
    for line in order.lines:
        if lines.get(line.id, 0) > line.net_total - order.line_refunded(line.id):
            raise RestError(34924, ("lineItemId", line.id))
