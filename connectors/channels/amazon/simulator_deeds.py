"""The buyer's side of a simulated Amazon account, its seller's at Seller Central, and Amazon's own: the deeds of
`/_sim/do`, those after the sale excepted, which simulator_office_deeds has. Journalled as the shop's own doing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from connectors.channels.amazon import simulator_shipments as shipments
from connectors.channels.amazon.simulator_auth import Login
from connectors.channels.amazon.simulator_errors import ApiError
from connectors.channels.amazon.simulator_model import (
    AMAZON,
    CANCELLED,
    KEPT_BACK,
    MARKETPLACES,
    MERCHANT,
    SHIPPED,
    STATUSES,
    UNFULFILLABLE,
    UNSHIPPED,
    AmazonOrder,
    Seller,
    digits,
    settle,
)
from connectors.channels.amazon.simulator_office_deeds import OFFICE_DEEDS, Office, order_of
from connectors.channels.amazon.simulator_routes import Routes
from connectors.channels.amazon.simulator_seed import CARRIERS, free_of_charge, make_order
from connectors.simulation.clock import parse_instant, whole_seconds
from connectors.simulation.wire import DeedRefused
from connectors.simulation.world import world

BAD_KINDS: Mapping[str, dict[str, Any]] = {
    # What a half-written record looks like: amounts and dates that are none, wrong types.
    "garbage_amounts": {
        "proceeds": {"grandTotal": {"amount": "n/a", "currencyCode": "???"}},
        "orderItems": [{"orderItemId": "1", "quantityOrdered": "viele", "product": {}}],
    },
    "garbage_dates": {"createdTime": "gestern", "lastUpdatedTime": "0000-00-00T00:00:00Z"},
    "wrong_types": {"orderItems": {"0": "kaputt"}, "salesChannel": "AMAZON", "buyer": []},
    "no_items": {"orderItems": None},
}
ADDRESS_FIELDS = (
    "name",
    "companyName",
    "addressLine1",
    "addressLine2",
    "addressLine3",
    "city",
    "stateOrRegion",
    "postalCode",
    "countryCode",
    "phone",
)
NEW_STATUSES = (*KEPT_BACK, UNSHIPPED, UNFULFILLABLE)
Arguments = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scene:
    """What a deed may reach, and when it happens."""

    seller: Seller
    login: Login
    routes: Routes
    at: datetime


Deed = Callable[[Scene, Arguments], Any]


def do(seller: Seller, login: Login, routes: Routes, deed: str, arguments: Arguments, at: datetime) -> Any:
    """One deed. `at` may be overridden by an instant in the arguments, for changes of the past."""
    if deed not in DEEDS and deed not in OFFICE_DEEDS:
        raise DeedRefused(f"There is no deed {deed or '(none)'}. Known: {', '.join(sorted([*DEEDS, *OFFICE_DEEDS]))}.")
    try:
        when = parse_instant(str(arguments["at"])) if "at" in arguments else at
        if deed in OFFICE_DEEDS:
            return OFFICE_DEEDS[deed](Office(seller, whole_seconds(when)), arguments)
        return DEEDS[deed](Scene(seller, login, routes, whole_seconds(when)), arguments)
    except ApiError as error:
        raise DeedRefused(f"{error.message} {error.details}".strip()) from error
    except KeyError as error:
        raise DeedRefused(f"The deed {deed} needs {error.args[0]}.") from error


def _order(scene: Scene, arguments: Arguments) -> AmazonOrder:
    return order_of(scene.seller, arguments)


def _brief(order: AmazonOrder) -> dict[str, Any]:
    updated = order.updated.isoformat().replace("+00:00", "Z")
    return {"id": order.id, "number": order.id, "status": order.status, "modified": updated}


# -- orders ----------------------------------------------------------------------------------------------------------


def new_order(scene: Scene, arguments: Arguments) -> Any:
    """Somebody buys: `status` (UNSHIPPED), `fulfilled_by` (MERCHANT), `marketplace`, `address`, `programs`,
    `late_by` seconds that the record stays out of the list.
    """
    seller, at = scene.seller, scene.at
    status = str(arguments.get("status", UNSHIPPED))
    fulfilled_by = str(arguments.get("fulfilled_by", MERCHANT))
    if status not in NEW_STATUSES or fulfilled_by not in (MERCHANT, AMAZON):
        raise DeedRefused(f"A new order is {', '.join(NEW_STATUSES)} and fulfilled by {MERCHANT} or {AMAZON}.")
    marketplace = str(arguments.get("marketplace", ""))
    if marketplace and marketplace not in MARKETPLACES:
        raise DeedRefused(f"There is no marketplace {marketplace}.")
    order = _drawn(seller, at)
    order.status, order.fulfilled_by = status, fulfilled_by
    order.marketplace = marketplace or order.marketplace
    order.address.update({name: str(value) for name, value in _address(arguments).items()})
    order.programs = tuple(map(str, arguments.get("programs", order.programs)))
    if "late_by" in arguments:
        order.visible_from = at + timedelta(seconds=float(arguments["late_by"]))
    seller.add(order)
    seller.record(at, "order_created", order, None)
    return _brief(order)


def _drawn(seller: Seller, at: datetime) -> AmazonOrder:
    """The next order of the world, as it looks before anything has become of it."""
    place = len(seller.orders)
    ahead = at + timedelta(minutes=20)  # the world's orders are at least so old
    drawn = world(seller.seed * 1009 + 7 + place, 1, ("amazon",), now=ahead).orders[0]
    number = f"306-{digits(7, seller.seed, place, 'a')}-{digits(7, seller.seed, place, 'b')}"
    lines = tuple(replace(line, cancelled=0, returned=0) for line in drawn.lines)
    fresh = replace(
        drawn,
        number=number,
        created_at=at,
        modified_at=at,
        state="processing",
        lines=lines,
        parcels=(),
        refunds=(),
        completed_at=None,
    )
    order = make_order(seller, fresh, ahead)
    for item in order.items:
        item.request_reason = None
    order.world_key = f"new-{place}"
    return order


def _address(arguments: Arguments) -> dict[str, Any]:
    given = dict(arguments.get("address", {}))
    if unknown := set(given) - set(ADDRESS_FIELDS):
        raise DeedRefused(f"An address has no {', '.join(sorted(unknown))}.")
    return given


def release(scene: Scene, arguments: Arguments) -> Any:
    """The payment is through: Amazon lets the order go."""
    order = _order(scene, arguments)
    if not order.kept_back:
        raise DeedRefused(f"The order {order.id} is not pending.")
    order.status = UNSHIPPED
    scene.seller.record(scene.at, "order_released", order, None)
    scene.seller.save(order, scene.at)
    return _brief(order)


def cancel(scene: Scene, arguments: Arguments) -> Any:
    """All that has not left, or `items` as {item id: quantity}; `by` BUYER, MERCHANT or AMAZON."""
    order = _order(scene, arguments)
    if order.status in (CANCELLED, SHIPPED):
        raise DeedRefused(f"The order {order.id} is {order.status}.")
    left = {item.id: item.quantity - item.cancelled - order.fulfilled(item) for item in order.items}
    chosen = {str(name): int(many) for name, many in dict(arguments.get("items", left)).items()}
    if any(not 0 <= many <= left.get(name, 0) for name, many in chosen.items()) or not any(chosen.values()):
        raise DeedRefused(f"The order {order.id} has no such items left.")
    by = str(arguments.get("by", "BUYER"))
    if by not in ("BUYER", "MERCHANT", "AMAZON"):
        raise DeedRefused("An order is cancelled by BUYER, MERCHANT or AMAZON.")
    for item in order.items:
        if chosen.get(item.id):
            item.cancelled += chosen[item.id]
            item.cancelled_by = by
            item.cancel_reason = str(arguments.get("reason", "Buyer requested cancellation"))
    order.shown_status = None
    settle(order)
    scene.seller.record(scene.at, "order_cancelled", order, None, items=chosen, by=by)
    scene.seller.save(order, scene.at)
    return _brief(order)


def request_cancel(scene: Scene, arguments: Arguments) -> Any:
    """The buyer asks; it is the seller's to decide."""
    order = _order(scene, arguments)
    if order.status != UNSHIPPED or order.fulfilled_by == AMAZON:
        raise DeedRefused(f"The buyer cannot ask for cancellation of the order {order.id}: it is {order.status}.")
    for item in order.items:
        item.request_reason = str(arguments.get("reason", "Versehentlich bestellt"))
    scene.seller.record(scene.at, "cancel_requested", order, None)
    scene.seller.save(order, scene.at)
    return _brief(order)


def withdraw_cancel(scene: Scene, arguments: Arguments) -> Any:
    """The buyer wants the goods after all."""
    order = _order(scene, arguments)
    if all(item.request_reason is None for item in order.items):
        raise DeedRefused(f"The buyer did not ask for cancellation of the order {order.id}.")
    for item in order.items:
        item.request_reason = None
    scene.seller.record(scene.at, "cancel_withdrawn", order, None)
    scene.seller.save(order, scene.at)
    return _brief(order)


def replace_order(scene: Scene, arguments: Arguments) -> Any:
    """The same goods once more, free of charge: an order of its own that names the first."""
    first = _order(scene, arguments)
    if first.fulfilled_by == AMAZON or not first.packages:
        raise DeedRefused(f"The order {first.id} cannot be replaced: it is {first.status}.")
    place = len(scene.seller.orders)
    order = replace(
        first,
        id=f"306-{digits(7, scene.seller.seed, place, 'a')}-{digits(7, scene.seller.seed, place, 'b')}",
        status=UNSHIPPED,
        created=scene.at,
        updated=scene.at,
        items=[
            replace(item, id=digits(14, scene.seller.seed, item.id, place), cancelled=0, request_reason=None)
            for item in first.items
        ],
        packages=[],
        alias="",
        replaces=first.id,
        world_key=f"new-{place}",
    )
    free_of_charge(order)
    scene.seller.add(order)
    scene.seller.record(scene.at, "order_created", order, None, replaces=first.id)
    return _brief(order)


def change_address(scene: Scene, arguments: Arguments) -> Any:
    """The buyer moves the delivery, which Amazon allows until something has left. Null takes a field away."""
    order = _order(scene, arguments)
    if order.status not in (*KEPT_BACK, UNSHIPPED):
        raise DeedRefused(f"The address of the order {order.id} cannot change: it is {order.status}.")
    for name, value in _address(arguments).items():
        if value is None:
            order.address.pop(name, None)
        else:
            order.address[name] = str(value)
    scene.seller.record(scene.at, "address_changed", order, None)
    scene.seller.save(order, scene.at)
    return _brief(order)


def add_tracking(scene: Scene, arguments: Arguments) -> Any:
    """The seller's people enter a parcel at Seller Central: `carrier`, `number`, `items` as {item id: quantity}, and
    `reference`, which is Seller Central's own word unless it is given.
    """
    order, number = _order(scene, arguments), str(arguments["number"])
    shipments.check_open(order)
    left = {item.id: item.quantity - item.cancelled - order.fulfilled(item) for item in order.items}
    given = arguments.get("items") or {name: many for name, many in left.items() if many}
    items = {str(name): int(many) for name, many in dict(given).items()}
    carrier = str(arguments.get("carrier", "dhl"))
    reference = str(arguments.get("reference") or f"PKG-{scene.at:%Y%m%d}-{len(order.packages) + 1:03d}")
    if not items:
        raise DeedRefused(f"Everything of the order {order.id} has left already.")
    for name, many in items.items():
        if many < 1:
            raise DeedRefused("A parcel holds at least one piece of each item.")
        shipments.check_left(order, name, many, reference)
    confirmed = shipments.Confirmation(reference, CARRIERS.get(carrier, carrier), number, scene.at, "", items)
    package = shipments.store(scene.seller, order, confirmed, scene.at, None)
    return {**_brief(order), "package_reference_id": package.reference}


def deliver(scene: Scene, arguments: Arguments) -> Any:
    """The carrier has delivered all packages."""
    order = _order(scene, arguments)
    if not order.packages:
        raise DeedRefused(f"The order {order.id} has no packages.")
    for package in order.packages:
        package.status = package.detailed = "DELIVERED"
    scene.seller.record(scene.at, "parcels_delivered", order, None)
    scene.seller.save(order, scene.at)
    return _brief(order)


def ship_by_amazon(scene: Scene, arguments: Arguments) -> Any:
    """Amazon ships an order that it fulfils itself."""
    order = _order(scene, arguments)
    if order.fulfilled_by != AMAZON or order.status != UNSHIPPED:
        raise DeedRefused(f"The order {order.id} is not one that Amazon could ship now.")
    order.status = SHIPPED
    scene.seller.record(scene.at, "order_shipped_by_amazon", order, None)
    scene.seller.save(order, scene.at)
    return _brief(order)


def hide_buyer(scene: Scene, arguments: Arguments) -> Any:
    """Amazon erases the buyer."""
    order = _order(scene, arguments)
    order.hidden = True
    scene.seller.record(scene.at, "buyer_hidden", order, None)
    scene.seller.save(order, scene.at)
    return _brief(order)


def touch(scene: Scene, arguments: Arguments) -> Any:
    """Changes without consequence in the same second: `orders` names them, or `count` takes the oldest."""
    if "orders" in arguments:
        chosen = [_order(scene, {"order": wanted}) for wanted in arguments["orders"]]
    else:
        chosen = list(scene.seller.orders.values())[: int(arguments["count"])]
    for order in chosen:
        scene.seller.record(scene.at, "order_touched", order, None)
        scene.seller.save(order, scene.at)
    return {"touched": [order.id for order in chosen]}


def set_status(scene: Scene, arguments: Arguments) -> Any:
    """A status beyond the model's, as a newer version would have. The order's real state stays and shows again with
    the next change of it.
    """
    order, status = _order(scene, arguments), str(arguments["status"])
    if status in STATUSES:
        raise DeedRefused("A known status comes of deeds: cancel, release, add_tracking.")
    order.shown_status = status
    scene.seller.record(scene.at, "status_changed", order, None, status=status)
    scene.seller.save(order, scene.at)
    return _brief(order)


def bad_record(scene: Scene, arguments: Arguments) -> Any:
    """Makes an order unreadable, a new one unless `order` names it. `kind` is one of BAD_KINDS, or `fields` says what
    replaces what on the wire (null drops a field).
    """
    kind = str(arguments.get("kind", "garbage_amounts"))
    if kind not in BAD_KINDS:
        raise DeedRefused(f"A bad record is one of {', '.join(BAD_KINDS)}.")
    if "order" not in arguments:
        arguments = {**arguments, "order": new_order(scene, {})["id"]}
    order = _order(scene, arguments)
    order.spoilt = dict(arguments.get("fields") or BAD_KINDS[kind])
    scene.seller.record(scene.at, "record_spoilt", order, None, kind=kind)
    scene.seller.save(order, scene.at)
    return _brief(order)


def mend_record(scene: Scene, arguments: Arguments) -> Any:
    order = _order(scene, arguments)
    order.spoilt, order.shown_status = None, None
    scene.seller.record(scene.at, "record_mended", order, None)
    scene.seller.save(order, scene.at)
    return _brief(order)


# -- the application's standing --------------------------------------------------------------------------------------


def revoke(scene: Scene, _arguments: Arguments) -> Any:
    """The seller withdraws the authorisation."""
    scene.login.revoke()
    return {"authorised": False}


def authorise(scene: Scene, _arguments: Arguments) -> Any:
    """The seller authorises again; the answer holds the new refresh token."""
    return {"authorised": True, "refresh_token": scene.login.authorise_anew()}


def rotate_secret(scene: Scene, _arguments: Arguments) -> Any:
    return {"client_secret": scene.login.rotate_secret(scene.at)}


def age_secret(scene: Scene, arguments: Arguments) -> Any:
    """As if the secret were `days` old; at 180 it is over."""
    scene.login.age_secret(float(arguments["days"]), scene.at)
    ends = scene.login.secret_ends
    return {"secret_ends": None if ends is None else ends.isoformat().replace("+00:00", "Z")}


def suspend_app(scene: Scene, arguments: Arguments) -> Any:
    scene.login.suspended = bool(arguments.get("suspended", True))
    return {"suspended": scene.login.suspended}


def expire_tokens(scene: Scene, _arguments: Arguments) -> Any:
    """All access tokens end before their time."""
    scene.login.expire_all()
    return {"expired": len(scene.login.issued)}


def forbid(scene: Scene, arguments: Arguments) -> Any:
    """The gateway refuses the next `count` calls in its own words."""
    scene.routes.forbidden_next = int(arguments.get("count", 1))
    return {"forbidden_next": scene.routes.forbidden_next}


ROLES = ("delivery_role", "tax_role", "orders_role", "finance_role", "denied", "withheld")


def set_roles(scene: Scene, arguments: Arguments) -> Any:
    """ROLES, as in the options."""
    given = {name: arguments[name] for name in ROLES if name in arguments}
    try:
        scene.seller.options = replace(scene.seller.options, **given)
    except ValueError as error:
        raise DeedRefused(str(error)) from error
    return {name: getattr(scene.seller.options, name) for name in ROLES}


DEEDS: Mapping[str, Deed] = {
    "new_order": new_order,
    "release": release,
    "cancel": cancel,
    "request_cancel": request_cancel,
    "withdraw_cancel": withdraw_cancel,
    "replace_order": replace_order,
    "change_address": change_address,
    "add_tracking": add_tracking,
    "deliver": deliver,
    "ship_by_amazon": ship_by_amazon,
    "hide_buyer": hide_buyer,
    "touch": touch,
    "set_status": set_status,
    "bad_record": bad_record,
    "mend_record": mend_record,
    "revoke": revoke,
    "authorise": authorise,
    "rotate_secret": rotate_secret,
    "age_secret": age_secret,
    "suspend_app": suspend_app,
    "expire_tokens": expire_tokens,
    "forbid": forbid,
    "set_roles": set_roles,
}
