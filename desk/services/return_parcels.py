"""Take in parcels that nobody announced: found by what is written on them, or kept until somebody knows whose they are.

What a label tells leads, in this order, to a return's number, a return's parcel, a parcel of ours that came back, and
an order; a sender's name with a postcode leads to the orders of the last weeks (DOMAIN 4.7).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from desk.domain import return_numbers
from desk.domain.changes import Changes, Kind
from desk.domain.clock import Instant
from desk.domain.errors import NotAllowed, NotFound
from desk.domain.return_states import ReturnState
from desk.domain.rows import OrderRow
from desk.domain.values import LineId, OrderId, ReturnId
from desk.services import case_rules, return_keeping, return_lists, return_opening
from desk.services.context import Desk
from desk.services.return_file import Moved
from desk.services.return_lists import ListRow
from desk.services.shipments import carrier_named
from desk.store import return_photos as photo_store
from desk.store import returns as return_store
from desk.store import stray_parcels as store
from desk.store import views as view_store
from desk.store.return_photos import Photo
from desk.store.stray_parcels import StrayParcel
from desk.store.types import Transaction

DAYS = 60
"""So far back a sender's orders are looked at."""
TWICE_SECONDS = 30
"""The same parcel within this time is the same scan."""
LONGEST = 500
_OVER = frozenset({ReturnState.CLOSED, ReturnState.REFUNDED, ReturnState.EXCHANGE_SENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Whose a parcel may be: returns first, the surest of all first; then orders of which something may come back."""

    returns: tuple[ListRow, ...]
    orders: tuple[OrderRow, ...]


def find(desk: Desk, typed: str, *, sender: str = "", postcode: str = "") -> Found:
    """Whose a parcel may be, by what was scanned or typed, or by its sender."""
    text = typed.strip()
    with desk.store.read() as transaction:
        returns = _returns(transaction, text)
        orders = _orders(transaction, text, sender, postcode, desk.clock.now())
        of_orders = return_store.load_of_orders(transaction, orders)
        known = [one.id for one in of_orders if one.state not in _OVER]
        rows = view_store.load_rows(transaction, orders, desk.tiles())
    named = list(dict.fromkeys((*returns, *known)))
    return Found(returns=return_lists.rows_of(desk, named), orders=tuple(rows))


def _returns(transaction: Transaction, text: str) -> list[ReturnId]:
    number = return_numbers.read(text) if text else None
    named = None if number is None else return_store.load_numbered(transaction, number)
    by_parcel = store.load_returns_by_number(transaction, text) if text else []
    return ([] if named is None else [named.id]) + by_parcel


def _orders(transaction: Transaction, text: str, sender: str, postcode: str, now: Instant) -> list[OrderId]:
    since = Instant(now - timedelta(days=DAYS))
    found: list[OrderId] = []
    if text:
        found += store.load_orders_by_number(transaction, text)
        found += view_store.find_by_reference(transaction, text)
        found += store.load_orders_with(transaction, text, since)
    names = [one for one in sender.split() if len(one) > 2]
    if names:
        found += store.load_orders_of(transaction, names[-1:], postcode.strip(), since)
    return list(dict.fromkeys(found))


def keep(
    desk: Desk, *, carrier: str = "", number: str = "", sender: str = "", postcode: str = "", note: str = ""
) -> StrayParcel:
    """Keep a parcel of which nobody knows whose it is; the same number at once again is the same parcel.

    Raises NotAllowed.
    """
    told = {"sender": sender.strip(), "postcode": postcode.strip(), "note": note.strip()}
    if not number.strip() and not any(told.values()):
        raise NotAllowed("Say something of the parcel: its number, sender or looks.", code="stray_bare")
    if any(len(one) > LONGEST for one in told.values()):
        raise NotAllowed(f"A note has {LONGEST} characters at most.", code="stray_note_long", most=LONGEST)
    if number.strip():
        case_rules.check_number(number.strip())
    by = carrier_named(carrier).code if carrier.strip() else ""

    def work() -> StrayParcel:
        now = desk.clock.now()
        with desk.store.write() as transaction:
            since = Instant(now - timedelta(seconds=TWICE_SECONDS))
            twice = store.load_numbered(transaction, number, since) if number.strip() else None
            if twice is not None:
                return twice
            made = store.add(transaction, now=now, carrier=by, number=number.strip(), actor=desk.agent, **told)
            return _found(transaction, made)

    return desk.on_database(work)


def waiting(desk: Desk) -> tuple[StrayParcel, ...]:
    """The parcels nobody knows of, the oldest first."""
    with desk.store.read() as transaction:
        return tuple(store.load_waiting(transaction))


def photos(desk: Desk, parcels: Sequence[int]) -> Mapping[int, Sequence[Photo]]:
    """The pictures of some parcels."""
    with desk.store.read() as transaction:
        return photo_store.load_of_parcels(transaction, parcels)


def candidates(desk: Desk, parcel: int) -> Found:
    """Whose a kept parcel may be. Raises NotFound."""
    with desk.store.read() as transaction:
        told = _found(transaction, parcel)
    return find(desk, told.number, sender=told.sender, postcode=told.postcode)


def match(desk: Desk, parcel: int, to: ReturnId) -> Changes:
    """A kept parcel belongs to this return: its number and pictures go there. What came is counted there.

    Raises NotFound and NotAllowed.
    """

    def work() -> Changes:
        with desk.store.write() as transaction:
            return _matched(desk, transaction, _waiting(transaction, parcel), to)

    return desk.on_database(work)


def match_order(desk: Desk, parcel: int, order: OrderId, came: Mapping[LineId, int], *, reason: str = "") -> Moved:
    """A kept parcel holds these pieces of an order: a return is opened for it, arrived. Raises NotFound, NotAllowed."""
    with desk.store.read() as transaction:
        _waiting(transaction, parcel)
    moved = return_opening.open_return(desk, order, came, reason=reason, by_parcel=True)
    changes = match(desk, parcel, moved.told.id)
    return replace(moved, changes=moved.changes + changes)


def _matched(desk: Desk, transaction: Transaction, parcel: StrayParcel, to: ReturnId) -> Changes:
    told = return_store.load_return(transaction, to)
    if told is None:
        raise NotFound("This return is not in the store.", code="return_gone")
    now = desk.clock.now()
    store.match(transaction, parcel.id, to, now, desk.agent)
    photo_store.hand_over(transaction, parcel.id, to)
    if parcel.number and not told.parcel:
        after = replace(told, parcel=parcel.number, carrier=parcel.carrier or told.carrier)
        return_keeping.keep(transaction, told, after, now, actor=desk.agent)
    return Changes.of(Kind.RETURN, [to]) + Changes.of(Kind.ORDER, [told.order])


def drop(desk: Desk, parcel: int) -> None:
    """Nobody's, and seen to otherwise: it waits no longer. Raises NotFound and NotAllowed."""

    def work() -> None:
        with desk.store.write() as transaction:
            found = _waiting(transaction, parcel)
            store.put_aside(transaction, found.id, desk.clock.now(), desk.agent)

    desk.on_database(work)


def _waiting(transaction: Transaction, parcel: int) -> StrayParcel:
    found = _found(transaction, parcel)
    if found.matched_at is not None:
        raise NotAllowed("This parcel was seen to already.", code="stray_matched")
    return found


def _found(transaction: Transaction, parcel: int) -> StrayParcel:
    found = store.load(transaction, parcel)
    if found is None:
        raise NotFound("There is no such parcel.", code="stray_unknown")
    return found
