"""The buyer's and the shop owner's side of a simulated WooCommerce shop: the deeds of `/_sim/do`. They change the
shop as its own checkout and admin area would, and are journalled as the shop's own doing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from connectors.channels.woocommerce import simulator_writes as writes
from connectors.channels.woocommerce.simulator_model import (
    MICRO,
    ProductLine,
    Refund,
    RefundLine,
    Shop,
    ShopOrder,
)
from connectors.channels.woocommerce.simulator_params import RestError
from connectors.channels.woocommerce.simulator_seed import fill, store_parcel
from connectors.channels.woocommerce.simulator_writes import Act
from connectors.simulation.clock import parse_instant, whole_seconds
from connectors.simulation.wire import DeedRefused
from connectors.simulation.world import world

ERASED = "[deleted]"
BAD_KINDS: Mapping[str, dict[str, Any]] = {
    # What a broken plugin makes of an order: fields gone, amounts and dates that are none.
    "no_id_fields": {"id": None, "number": None, "line_items": None},
    "garbage_amounts": {"total": "n/a", "total_tax": "", "currency": "???"},
    "garbage_dates": {"date_created_gmt": "0000-00-00T00:00:00", "date_modified_gmt": "gestern"},
    "wrong_types": {"billing": [], "line_items": {"0": "kaputt"}, "meta_data": "a:0:{}"},
}
Arguments = Mapping[str, Any]
Deed = Callable[[Shop, Arguments, Act], Any]


def do(shop: Shop, deed: str, arguments: Arguments, at: datetime) -> Any:
    """One deed. `at` may be overridden by an instant in the arguments, for changes of the past."""
    if deed not in DEEDS:
        raise DeedRefused(f"There is no deed {deed or '(none)'}. Known: {', '.join(sorted(DEEDS))}.")
    when = parse_instant(str(arguments["at"])) if "at" in arguments else at
    try:
        return DEEDS[deed](shop, arguments, Act(whole_seconds(when)))
    except RestError as error:
        raise DeedRefused(error.words) from error
    except KeyError as error:
        raise DeedRefused(f"The deed {deed} needs {error.args[0]}.") from error


def _order(shop: Shop, arguments: Arguments) -> ShopOrder:
    wanted = arguments["order"]
    for order in shop.visible():
        if order.id == wanted or order.number == str(wanted) or str(order.id) == str(wanted):
            return order
    raise DeedRefused(f"There is no order {wanted}.")


def new_order(shop: Shop, arguments: Arguments, act: Act) -> Any:
    """Somebody buys. Without further arguments the order is drawn from the world by the next seed."""
    place = len(shop.orders)
    drawn = world(shop.seed * 1009 + 7 + place, 1, ("woocommerce",), now=act.at + timedelta(minutes=20)).orders[0]
    before = set(shop.orders)
    fill(shop, (drawn,))
    post = next(key for key in shop.orders if key not in before)
    order = shop.orders[post]
    if shop.options.sequential_numbers:
        order.number = f"{shop.options.number_prefix}-{act.at.year}-{90_000 + place}"
        shop.set_meta(order, "_order_number", order.number)
    order.world_key = f"new-{place}"
    order.created = order.modified = act.at
    order.completed, order.refunds, order.notes, order.fulfillments = None, [], [], []
    order.meta = [meta for meta in order.meta if not meta.key.startswith(("_wc_shipment", "_wcpdf", "_amount"))]
    order.status = str(arguments.get("status", "processing"))
    order.paid = act.at if order.status in ("processing", "completed") and order.payment_method != "cod" else None
    for name in ("billing", "shipping"):
        getattr(order, name).update(arguments.get(name, {}))
    if order.status not in shop.statuses:
        shop.extra_statuses.append(order.status)
    shop.record(act.at, "order_created", order, None)
    return _brief(order)


def pay(shop: Shop, arguments: Arguments, act: Act) -> Any:
    order = _order(shop, arguments)
    if order.paid is not None:
        raise DeedRefused(f"The order {order.number} is paid already.")
    writes.pay(shop, order, str(arguments.get("transaction_id", "")), act)
    return _brief(order)


def cancel(shop: Shop, arguments: Arguments, act: Act) -> Any:
    return set_status(shop, {**arguments, "status": "cancelled"}, act)


def set_status(shop: Shop, arguments: Arguments, act: Act) -> Any:
    """Also to a status that some plugin brings along; the shop knows it from then on."""
    order, status = _order(shop, arguments), str(arguments["status"])
    if status not in shop.statuses:
        shop.extra_statuses.append(status)
    writes.set_status(shop, order, status, act)
    return _brief(order)


def change_address(shop: Shop, arguments: Arguments, act: Act) -> Any:
    """`billing` and `shipping` with the fields that change; totals stay, as they do in the admin area."""
    order = _order(shop, arguments)
    for name in ("billing", "shipping"):
        if name in arguments:
            getattr(order, name).update({key: str(value) for key, value in arguments[name].items()})
            shop.record(act.at, "address_changed", order, None, kind=name)
    shop.save(order, act.at)
    return _brief(order)


def refund(shop: Shop, arguments: Arguments, act: Act) -> Any:
    """All that is left, an `amount` in minor units, or `lines` as {line id: quantity}."""
    order = _order(shop, arguments)
    left = order.total - order.refunded
    lines: list[RefundLine] = []
    for line_id, quantity in dict(arguments.get("lines", {})).items():
        line = order.line(int(line_id))
        if line is None or not 0 < int(quantity) <= line.quantity:
            raise DeedRefused(f"The order {order.number} has no such line or quantity.")
        share = int(quantity)
        net, tax = line.total * share // line.quantity, line.total_tax * share // line.quantity
        lines.append(RefundLine(shop.item_id(), line, share, net, tax))
    wanted = left
    if "amount" in arguments:
        wanted = int(arguments["amount"]) * MICRO // 10**order.decimals
    elif lines:
        whole = sum(line.total + line.total_tax for line in lines)
        wanted = min(left, (whole + MICRO // 200) // (MICRO // 100) * (MICRO // 100))
    if not 0 < wanted <= left:
        raise DeedRefused(f"The order {order.number} has {left / MICRO:.2f} left to refund.")
    booked = Refund(shop.post_id(), act.at, wanted, str(arguments.get("reason", "Kulanz")), lines, by=1)
    order.refunds.append(booked)
    shop.record(act.at, "refund_booked", order, None, refund_id=booked.id, amount=f"{wanted / MICRO:.2f}")
    if order.refunded >= order.total:
        writes.set_status(shop, order, "refunded", act)
    shop.save(order, act.at)
    return _brief(order)


def hide_buyer(shop: Shop, arguments: Arguments, act: Act) -> Any:
    """The personal data eraser as the core has it: words become a placeholder, digits of the phone zeros, state and
    country nothing. With `how` set to `empty` every field becomes empty, as with plugins that clear instead.
    """
    order = _order(shop, arguments)
    empty = arguments.get("how") == "empty"
    for address in (order.billing, order.shipping):
        for name, value in address.items():
            address[name] = "" if empty or not value else _erased(name, value)
    order.customer_note = ""
    order.transaction_id = "" if empty or not order.transaction_id else "0"
    order.customer_id = 0
    shop.note(order, act.at, "Personal data removed.")
    shop.record(act.at, "buyer_hidden", order, None)
    shop.save(order, act.at)
    return _brief(order)


def _erased(name: str, value: str) -> str:
    if name in ("state", "country"):
        return ""
    if name == "email":
        return "deleted@site.invalid"
    if name == "phone":
        return "".join("0" if sign.isdigit() else sign for sign in value)
    return ERASED


def trash(shop: Shop, arguments: Arguments, act: Act) -> Any:
    order = _order(shop, arguments)
    writes.trash_order(shop, order, act)
    return _brief(order)


def restore(shop: Shop, arguments: Arguments, act: Act) -> Any:
    order = _order(shop, arguments)
    if order.status != "trash":
        raise DeedRefused(f"The order {order.number} is not in the trash.")
    writes.restore_order(shop, order, act)
    return _brief(order)


def delete(shop: Shop, arguments: Arguments, act: Act) -> Any:
    order = _order(shop, arguments)
    writes.delete_order(shop, order, act)
    return _brief(order)


def add_tracking(shop: Shop, arguments: Arguments, act: Act) -> Any:
    """The owner enters a parcel by hand: `carrier`, `number`, `items` as {line: quantity} if the way knows them."""
    order = _order(shop, arguments)
    number, carrier = str(arguments["number"]), str(arguments.get("carrier", "dhl"))
    items: list[tuple[ProductLine, int]] = [(line, line.quantity) for line in order.lines]
    if "items" in arguments:
        chosen = {int(line): int(quantity) for line, quantity in dict(arguments["items"]).items()}
        items = [(line, chosen[line.id]) for line in order.lines if line.id in chosen]
    store_parcel(shop, order, carrier, number, act.at, items)
    shop.record(act.at, "tracking_added", order, None, tracking_number=number, way=shop.options.tracking)
    shop.save(order, act.at)
    return _brief(order)


def add_note(shop: Shop, arguments: Arguments, act: Act) -> Any:
    order = _order(shop, arguments)
    note = shop.note(
        order,
        act.at,
        str(arguments["text"]),
        author="Shopleitung",
        to_customer=bool(arguments.get("to_customer", False)),
    )
    shop.record(act.at, "note_added", order, None, note_id=note.id, text=note.text)
    return {**_brief(order), "note_id": note.id}


def edit_note(shop: Shop, arguments: Arguments, act: Act) -> Any:
    """The last note, or the one of `note_id`, gets another text."""
    order = _order(shop, arguments)
    wanted = arguments.get("note_id")
    note = next((each for each in reversed(order.notes) if wanted in (None, each.id)), None)
    if note is None:
        raise DeedRefused(f"The order {order.number} has no such note.")
    note.text = str(arguments["text"])
    shop.record(act.at, "note_edited", order, None, note_id=note.id)
    return {**_brief(order), "note_id": note.id}


def edit_customer_note(shop: Shop, arguments: Arguments, act: Act) -> Any:
    order = _order(shop, arguments)
    order.customer_note = str(arguments["text"])
    shop.record(act.at, "customer_note_edited", order, None)
    shop.save(order, act.at)
    return _brief(order)


def bad_record(shop: Shop, arguments: Arguments, act: Act) -> Any:
    """Makes an order unreadable, a new one unless `order` names it. `kind` is one of BAD_KINDS, or `fields` says what
    replaces what on the wire (null drops a field).
    """
    kind = str(arguments.get("kind", "garbage_amounts"))
    if kind not in BAD_KINDS:
        raise DeedRefused(f"A bad record is one of {', '.join(BAD_KINDS)}.")
    if "order" not in arguments:
        made = new_order(shop, {}, act)
        arguments = {**arguments, "order": made["id"]}
    order = _order(shop, arguments)
    order.spoilt = dict(arguments.get("fields") or BAD_KINDS[kind])
    shop.record(act.at, "record_spoilt", order, None, kind=kind)
    shop.save(order, act.at)
    return _brief(order)


def mend_record(shop: Shop, arguments: Arguments, act: Act) -> Any:
    order = _order(shop, arguments)
    order.spoilt = None
    shop.record(act.at, "record_mended", order, None)
    shop.save(order, act.at)
    return _brief(order)


def touch(shop: Shop, arguments: Arguments, act: Act) -> Any:
    """Saves many orders in the same second: `orders` names them, or `count` takes the oldest."""
    if "orders" in arguments:
        chosen = [_order(shop, {"order": wanted}) for wanted in arguments["orders"]]
    else:
        chosen = list(shop.visible())[: int(arguments["count"])]
    for order in chosen:
        shop.record(act.at, "order_touched", order, None)
        shop.save(order, act.at)
    return {"touched": [order.id for order in chosen]}


def gateway_trouble(shop: Shop, arguments: Arguments, _act: Act) -> Any:
    """The payment provider refuses the next refunds, one for each of its `words`, or only one."""
    words = arguments.get("words", "Transaction has already been refunded")
    shop.gateway_troubles.extend([words] if isinstance(words, str) else [str(one) for one in words])
    return {"troubles": len(shop.gateway_troubles)}


DEEDS: Mapping[str, Deed] = {
    "gateway_trouble": gateway_trouble,
    "new_order": new_order,
    "pay": pay,
    "cancel": cancel,
    "set_status": set_status,
    "change_address": change_address,
    "refund": refund,
    "hide_buyer": hide_buyer,
    "trash": trash,
    "restore": restore,
    "delete": delete,
    "add_tracking": add_tracking,
    "add_note": add_note,
    "edit_note": edit_note,
    "edit_customer_note": edit_customer_note,
    "bad_record": bad_record,
    "mend_record": mend_record,
    "touch": touch,
}


def _brief(order: ShopOrder) -> dict[str, Any]:
    modified = order.modified.isoformat().replace("+00:00", "Z")
    return {"id": order.id, "number": order.number, "status": order.status, "modified": modified}
