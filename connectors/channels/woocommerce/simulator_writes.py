"""What a client's writing requests do to a simulated WooCommerce shop: orders changed, paid, made, trashed and
deleted, notes, refunds, batches. Each effect is journalled here. Knows arguments, not HTTP.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from connectors.channels.woocommerce.simulator_model import (
    BILLING_FIELDS,
    MICRO,
    SHIPPING_FIELDS,
    TRACKING_KEY,
    ExtraLine,
    Note,
    ProductLine,
    Refund,
    RefundLine,
    Shop,
    ShopOrder,
    rounded,
)
from connectors.channels.woocommerce.simulator_params import (
    Params,
    RestError,
    boolean,
    choice,
    invalid,
    missing,
)
from connectors.channels.woocommerce.simulator_seed import GATEWAYS, sum_taxes
from connectors.simulation.clock import whole_seconds
from connectors.simulation.wire import WireRequest

BATCH_LIMIT = 100
REFUNDING_GATEWAYS = ("ppcp-gateway", "stripe")
STATUS_WORDS = {
    "pending": "Pending payment",
    "processing": "Processing",
    "on-hold": "On hold",
    "completed": "Completed",
    "cancelled": "Cancelled",
    "refunded": "Refunded",
    "failed": "Failed",
}
MAILS = {
    "processing": "customer_processing_order",
    "completed": "customer_completed_order",
    "on-hold": "customer_on_hold_order",
    "cancelled": "cancelled_order",
    "failed": "failed_order",
    "refunded": "customer_refunded_order",
}
RECALCULATING = ("billing", "shipping", "line_items", "shipping_lines", "fee_lines", "coupon_lines")
NEVER_PAID_BY_STATUS = ("invoice",)
PAID_ONLY_BY_COMPLETION = ("cod",)


@dataclass(frozen=True, slots=True)
class Act:
    """In whose name and when something is done. Without a request it is the shop's own doing."""

    at: datetime
    request: WireRequest | None = None


def find(shop: Shop, order_id: int, status: int = 404) -> ShopOrder:
    order = shop.orders.get(order_id)
    if order is None:
        raise RestError(status, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.")
    return order


# -- one order -----------------------------------------------------------------------------------------------------


def update_order(shop: Shop, order: ShopOrder, params: Params, act: Act) -> None:
    """`PUT orders/<id>`: fields first, totals when items or addresses came, then the status, then the payment."""
    _check_writable(shop, params)
    tracked_before = tracking_numbers(order)
    recorded = len(shop.journal)
    _set_fields(shop, order, params, act)
    if any(params.get(name) is not None for name in RECALCULATING):
        _recalculate(shop, order, act)
    if params.get("status"):
        _ask_status(shop, order, str(params["status"]), act)
    if params.get("set_paid") is True and order.needs_payment:
        pay(shop, order, str(params.get("transaction_id") or ""), act)
    for number in tracking_numbers(order):
        if number not in tracked_before:
            shop.record(act.at, "tracking_added", order, act.request, tracking_number=number, way="meta")
    if len(shop.journal) == recorded:
        if not shop.options.hpos:
            return  # posts are saved only when something changed; order tables always are
        shop.record(act.at, "order_touched", order, act.request)
    shop.save(order, act.at)


def _ask_status(shop: Shop, order: ShopOrder, status: str, act: Act) -> None:
    # A status that is there already changes nothing, and yet it is a second effect of one deed to whoever counts.
    if not set_status(shop, order, status, act):
        shop.record(act.at, "status_repeated", order, act.request, status=status)


def _check_writable(shop: Shop, params: Params) -> None:
    if params.get("status") is not None:
        choice(params, "status", "", shop.statuses)
    boolean(params, "set_paid", False)
    for name in ("meta_data", "line_items", "shipping_lines", "fee_lines", "coupon_lines"):
        if params.get(name) is not None and not isinstance(params[name], list):
            raise invalid(**{name: f"{name} is not of type array."})
    for name in ("billing", "shipping"):
        if params.get(name) is not None and not isinstance(params[name], dict):
            raise invalid(**{name: f"{name} is not of type object."})
    for place, entry in enumerate(params.get("meta_data") or []):
        if not isinstance(entry, dict) or "key" not in entry:
            raise invalid(meta_data=f"meta_data[{place}] is not of type object.")


def _set_fields(shop: Shop, order: ShopOrder, params: Params, act: Act) -> None:
    for name, fields in (("billing", BILLING_FIELDS), ("shipping", SHIPPING_FIELDS)):
        given = params.get(name) or {}
        changed = {key: str(value) for key, value in given.items() if key in fields}
        if changed:
            (order.billing if name == "billing" else order.shipping).update(changed)
            shop.record(act.at, "address_changed", order, act.request, kind=name)
    for entry in params.get("meta_data") or []:
        # Without an id the first entry of that key is overwritten.
        value = entry.get("value")
        if value is None:
            order.meta = [meta for meta in order.meta if meta.key != entry["key"]]
        else:
            shop.set_meta(order, str(entry["key"]), value)
        numbers = {"numbers": tracking_numbers(order)} if entry["key"] == TRACKING_KEY else {}
        shop.record(act.at, "meta_set", order, act.request, key=entry["key"], **numbers)
    for entry in params.get("line_items") or []:
        _set_line(shop, order, entry)
    for name, lines in (("shipping_lines", order.shipping_lines), ("fee_lines", order.fee_lines)):
        for entry in params.get(name) or []:
            _set_extra(shop, lines, entry)
    _set_words(shop, order, params, act)


def _set_words(shop: Shop, order: ShopOrder, params: Params, act: Act) -> None:
    names = ["customer_note", "payment_method", "payment_method_title"]
    if params.get("set_paid") is not True:
        names.append("transaction_id")
    for name in names:
        field = "payment_title" if name == "payment_method_title" else name
        if params.get(name) is not None and str(params[name]) != getattr(order, field):
            setattr(order, field, str(params[name]))
            shop.record(act.at, "field_set", order, act.request, field=name)


def _set_line(shop: Shop, order: ShopOrder, entry: Mapping[str, Any]) -> None:
    line = order.line(int(entry.get("id") or 0))
    if entry.get("id") and line is None:
        raise RestError(400, "woocommerce_rest_invalid_item_id", "Order item ID provided is not associated with order.")
    if line is None:
        name = str(entry.get("name") or f"Artikel {entry.get('product_id', '')}")
        line = ProductLine(shop.item_id(), name, int(entry.get("product_id") or 0), 0, "", "", 1, 19, "", 0, 0, 0, 0)
        order.lines.append(line)
    if entry.get("quantity") == 0 or ("product_id" in entry and entry["product_id"] is None):
        order.lines.remove(line)
        return
    if "quantity" in entry:
        quantity = int(entry["quantity"])
        line.subtotal = line.subtotal * quantity // max(line.quantity, 1)
        line.total = line.total * quantity // max(line.quantity, 1)
        line.quantity = quantity
    if "total" in entry:
        line.total = amount(entry["total"], "line_items")
        line.subtotal = amount(entry.get("subtotal", entry["total"]), "line_items")
    line.sku = str(entry.get("sku") or line.sku)


def _set_extra(shop: Shop, lines: list[ExtraLine], entry: Mapping[str, Any]) -> None:
    line = next((each for each in lines if each.id == entry.get("id")), None)
    if line is None:
        line = ExtraLine(shop.item_id(), "", 0, 0, 19, str(entry.get("method_id") or ""))
        lines.append(line)
    line.name = str(entry.get("method_title") or entry.get("name") or line.name)
    if "total" in entry:
        line.total = amount(entry["total"], "total")


def _recalculate(shop: Shop, order: ShopOrder, act: Act) -> None:
    """`calculate_totals(true)`: taxes anew by the shop's own rates, exemptions of the checkout forgotten. This is how a
    client that sends items or addresses along with a status spoils an order.
    """
    before = order.total
    for line in order.lines:
        line.tax_percent = 7 if line.tax_class == "reduced-rate" else 19
        line.subtotal_tax = line.subtotal * line.tax_percent // 100
        line.total_tax = line.total * line.tax_percent // 100
    for extra in (*order.shipping_lines, *order.fee_lines):
        extra.tax_percent = 19
        extra.total_tax = extra.total * 19 // 100
    sum_taxes(order)
    parts: list[ProductLine | ExtraLine] = [*order.lines, *order.fee_lines, *order.shipping_lines]
    order.total = rounded(sum(part.total for part in parts) + order.cart_tax + order.shipping_tax, order.decimals)
    shop.record(act.at, "totals_recalculated", order, act.request, before=_plain(before), after=_plain(order.total))


def set_status(shop: Shop, order: ShopOrder, status: str, act: Act, *, by_payment: bool = False) -> bool:
    """Moves the status with all that hangs on it. The same status again changes nothing and sends no mail."""
    before = order.status
    if status == before:
        return False
    order.status = status
    order.status_before_trash = None
    pays = order.paid is None and _paid_by_status(order)
    if pays:
        order.paid = whole_seconds(act.at)
    if status == "completed":
        order.completed = whole_seconds(act.at)
    words = f"Order status changed from {_word(before)} to {_word(status)}."
    shop.note(order, act.at, words)
    if status in MAILS:
        shop.mail(order, act.at, MAILS[status])
    told = {"pays": True} if pays else {"by_payment": True} if by_payment else {}
    shop.record(act.at, "status_set", order, act.request, before=before, after=status, **told)
    if status == "refunded" and order.refunded < order.total:
        rest = Refund(shop.post_id(), whole_seconds(act.at), order.total - order.refunded, "Order fully refunded.", [])
        order.refunds.append(rest)
        shop.record(act.at, "refund_booked", order, act.request, refund_id=rest.id, amount=_plain(rest.amount))
    shop.save(order, act.at)
    return True


def _paid_by_status(order: ShopOrder) -> bool:
    if order.payment_method in NEVER_PAID_BY_STATUS:
        return False
    if order.payment_method in PAID_ONLY_BY_COMPLETION:
        return order.status == "completed"
    return order.status in ("processing", "completed")


def _word(status: str) -> str:
    return STATUS_WORDS.get(status, status)


def pay(shop: Shop, order: ShopOrder, transaction: str, act: Act) -> None:
    """`payment_complete()`: date, transaction, then the status of a paid order that is still to be shipped."""
    order.paid = whole_seconds(act.at)
    order.transaction_id = transaction or order.transaction_id
    shop.record(act.at, "order_paid", order, act.request, transaction_id=transaction)
    set_status(shop, order, "processing", act, by_payment=True)
    shop.save(order, act.at)


def trash_order(shop: Shop, order: ShopOrder, act: Act) -> None:
    if order.status == "trash":
        raise RestError(410, "woocommerce_rest_already_trashed", "The Order has already been deleted.")
    order.status_before_trash, order.status = order.status, "trash"
    shop.record(act.at, "order_trashed", order, act.request)
    shop.save(order, act.at)


def restore_order(shop: Shop, order: ShopOrder, act: Act) -> None:
    order.status, order.status_before_trash = order.status_before_trash or "pending", None
    shop.record(act.at, "order_restored", order, act.request)
    shop.save(order, act.at)


def delete_order(shop: Shop, order: ShopOrder, act: Act) -> None:
    del shop.orders[order.id]
    shop.record(act.at, "order_deleted", order, act.request)


def create_order(shop: Shop, params: Params, act: Act) -> ShopOrder:
    """`POST orders`: a manual order with the items that were sent."""
    _check_writable(shop, params)
    post = shop.post_id()
    gateway = str(params.get("payment_method") or "bacs")
    titles = dict(GATEWAYS.values())
    order = ShopOrder(
        id=post,
        number=f"{shop.options.number_prefix}-{act.at.year}-{post + 50_000}"
        if shop.options.sequential_numbers
        else str(post),
        order_key=f"wc_order_sim{post:010d}",
        status="pending",
        currency=str(params.get("currency") or shop.options.currency),
        decimals=0 if params.get("currency") == "JPY" else 2,
        created=whole_seconds(act.at),
        modified=whole_seconds(act.at),
        paid=None,
        completed=None,
        customer_id=int(params.get("customer_id") or 0),
        customer_note="",
        billing=dict.fromkeys(BILLING_FIELDS, ""),
        shipping=dict.fromkeys(SHIPPING_FIELDS, ""),
        payment_method=gateway,
        payment_title=titles.get(gateway, gateway),
        transaction_id="",
        lines=[],
        shipping_lines=[],
        fee_lines=[],
        coupon_lines=[],
        total=0,
        cart_tax=0,
        shipping_tax=0,
        created_via="rest-api" if act.request is not None else "checkout",
    )
    quiet = Act(act.at, act.request)
    shop.record(act.at, "order_created", order, act.request)
    shop.orders[post] = order
    _set_fields(shop, order, params, quiet)
    _recalculate(shop, order, quiet)
    if params.get("status"):
        set_status(shop, order, str(params["status"]), quiet)
    if params.get("set_paid") is True:
        pay(shop, order, str(params.get("transaction_id") or ""), quiet)
    shop.save(order, act.at)
    return order


def batch_orders(shop: Shop, params: Params, act: Act, render: Callable[[ShopOrder], Any]) -> dict[str, list[Any]]:
    """Each entry has its own result or error; one failing entry stops none of the others."""
    wanted = {kind: params.get(kind) or [] for kind in ("create", "update", "delete")}
    if sum(len(entries) for entries in wanted.values()) > BATCH_LIMIT:
        words = f"Unable to accept more than {BATCH_LIMIT} items for this request."
        raise RestError(413, "woocommerce_rest_request_entity_too_large", words)
    answer: dict[str, list[Any]] = {}
    for kind, entries in wanted.items():
        if entries:
            answer[kind] = [_batch_entry(shop, kind, entry, act, render) for entry in entries]
    return answer


def _batch_entry(shop: Shop, kind: str, entry: Any, act: Act, render: Callable[[ShopOrder], Any]) -> Any:
    entry_id = entry if isinstance(entry, int) else int((entry or {}).get("id") or 0)
    try:
        if kind == "create":
            return render(create_order(shop, entry, act))
        if kind == "update":
            order = find(shop, entry_id, 400)
            update_order(shop, order, {name: value for name, value in entry.items() if name != "id"}, act)
            return render(order)
        order = find(shop, entry_id)
        gone = render(order)
        delete_order(shop, order, act)
        return gone
    except RestError as error:
        return {"id": entry_id, "error": error.document()}


# -- notes ---------------------------------------------------------------------------------------------------------


def add_note(shop: Shop, order: ShopOrder, params: Params, act: Act) -> Note:
    if "note" not in params:
        raise missing("note")
    to_customer = boolean(params, "customer_note", False)
    by_user = boolean(params, "added_by_user", False)
    note = shop.note(
        order,
        act.at,
        str(params["note"]),
        author="Shopleitung" if by_user else "WooCommerce",
        to_customer=to_customer,
    )
    shop.record(act.at, "note_added", order, act.request, note_id=note.id, to_customer=to_customer, text=note.text)
    return note


def delete_note(shop: Shop, order: ShopOrder, note: Note, act: Act) -> None:
    order.notes.remove(note)
    shop.record(act.at, "note_removed", order, act.request, note_id=note.id)


# -- refunds -------------------------------------------------------------------------------------------------------


def book_refund(shop: Shop, order: ShopOrder, params: Params, act: Act) -> Refund:
    """`POST orders/<id>/refunds`. The amount wins over the lines; nothing is booked when the gateway must pay and
    cannot.
    """
    lines = [_refund_line(shop, order, entry) for entry in params.get("line_items") or []]
    computed = boolean(params, "compute_totals", False) and shop.options.version >= (11, 1)
    if computed:
        for line in lines:
            line.total = line.order_line.total * line.quantity // max(line.order_line.quantity, 1)
            line.total_tax = line.order_line.total_tax * line.quantity // max(line.order_line.quantity, 1)
    if "amount" in params:
        wanted = amount(params["amount"], "amount")
    else:
        wanted = rounded(sum(line.total + line.total_tax for line in lines), order.decimals)
        if not lines:
            raise missing("amount")
    if wanted < 0 or (wanted == 0 and "amount" in params):
        words = "Refund amount must be greater than zero."
        raise RestError(400, "woocommerce_rest_invalid_order_refund", words)
    if wanted > order.total - order.refunded:
        raise _refund_refused("Invalid refund amount.")
    pays_back = boolean(params, "api_refund", True)
    if pays_back and order.payment_method not in REFUNDING_GATEWAYS:
        raise _refund_refused("The payment gateway for this order does not support automatic refunds.")
    if pays_back and shop.gateway_troubles:
        raise _refund_refused(shop.gateway_troubles.pop(0))
    kept = params.get("meta_data") or [] if shop.options.keeps_refund_meta else []
    refund = Refund(
        id=shop.post_id(),
        at=whole_seconds(act.at),
        amount=wanted,
        reason=str(params.get("reason") or ""),
        lines=lines,
        by=1,
        paid_back=pays_back,
        meta=[shop.new_meta(str(meta["key"]), meta.get("value")) for meta in kept],
    )
    order.refunds.append(refund)
    shop.record(
        act.at,
        "refund_booked",
        order,
        act.request,
        refund_id=refund.id,
        amount=_plain(wanted),
        paid_back=pays_back,
        restocked=_restocked(lines) if boolean(params, "api_restock", True) else {},
        keys={meta.key: meta.value for meta in refund.meta},
    )
    whole = order.refunded >= order.total
    shop.mail(order, act.at, "customer_refunded_order" if whole else "customer_partially_refunded_order")
    if whole:
        set_status(shop, order, "refunded", act)
    shop.save(order, act.at)
    return refund


def _restocked(lines: list[RefundLine]) -> dict[str, int]:
    """Only lines with a quantity go back into the stock."""
    return {str(line.order_line.id): line.quantity for line in lines if line.quantity}


def _refund_line(shop: Shop, order: ShopOrder, entry: Mapping[str, Any]) -> RefundLine:
    line = order.line(int(entry.get("id") or entry.get("line_item_id") or 0))
    if line is None:
        raise _refund_refused("Invalid order item.")
    taxes = entry.get("refund_tax") or []
    tax = sum(amount(each.get("refund_total", 0), "refund_tax") for each in taxes)
    total = amount(entry.get("refund_total", 0), "line_items")
    return RefundLine(shop.item_id(), line, int(entry.get("quantity") or 0), total, tax)


def _refund_refused(words: str) -> RestError:
    return RestError(500, "woocommerce_rest_cannot_create_order_refund", words)


def remove_refund(shop: Shop, order: ShopOrder, refund: Refund, act: Act) -> None:
    """Takes back only the booking. `date_modified` stays where it was."""
    order.refunds.remove(refund)
    order.rendered.clear()
    shop.record(act.at, "refund_removed", order, act.request, refund_id=refund.id)


# -- small things --------------------------------------------------------------------------------------------------


def tracking_numbers(order: ShopOrder) -> list[str]:
    """The numbers in the meta of the tracking plugins."""
    entries = order.meta_value(TRACKING_KEY)
    if not isinstance(entries, list):
        return []
    return [str(entry.get("tracking_number", "")) for entry in entries if isinstance(entry, dict)]


def amount(value: Any, name: str) -> int:
    """Text or number to micro."""
    try:
        return int((Decimal(str(value or 0)) * MICRO).to_integral_value())
    except InvalidOperation as error:
        raise invalid(**{name: f"{name} is not of type string."}) from error


def _plain(micro: int) -> str:
    return f"{Decimal(micro) / MICRO:.2f}"
