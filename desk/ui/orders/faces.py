"""Owns what a row of the list says: formatted once to paint it; what is read aloud or tipped is made when asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desk.domain.clock import Instant
from desk.domain.rows import ChannelTile, CustomerRow, OrderRow
from desk.domain.standing import NEEDS_SOMEBODY, Standing
from desk.domain.values import Money
from desk.services import wording_standings
from desk.ui.locale import locale
from desk.ui.orders.hits import Entry, EntryKind, Group
from desk.ui.say import SAY
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.foreign import alone, in_a_row

Marks = tuple[tuple[int, int], ...]

LOOKS: dict[Standing, tuple[Glyph, str]] = {
    Standing.PUSH_CONFLICT: (Glyph.WARNING, "err"),
    Standing.PUSH_FAILED: (Glyph.ALERT, "err"),
    Standing.PUSH_UNCLEAR: (Glyph.QUESTION, "warn"),
    Standing.UNKNOWN: (Glyph.QUESTION, "warn"),
    Standing.CANCELLED: (Glyph.CANCELLED, "neutral"),
    Standing.REMOVED: (Glyph.TRASH, "neutral"),
    Standing.REFUNDED: (Glyph.REFUND, "neutral"),
    Standing.PAYMENT_FAILED: (Glyph.ALERT, "err"),
    Standing.WAITING_FOR_PAYMENT: (Glyph.CLOCK, "warn"),
    Standing.REPORTING: (Glyph.CLOUD_UP, "info"),
    Standing.PARTLY_SHIPPED: (Glyph.BOX, "warn"),
    Standing.TO_SHIP: (Glyph.BOX, "info"),
    Standing.CHANNEL_SHIPS: (Glyph.TRUCK, "neutral"),
    Standing.PARTLY_REFUNDED: (Glyph.REFUND, "neutral"),
    Standing.SHIPPED: (Glyph.TRUCK, "info"),
    Standing.COMPLETED: (Glyph.DONE, "ok"),
    Standing.PAID: (Glyph.DONE, "ok"),
}
"""How a standing looks: its icon and tone. The word comes from desk.services.wording_standings."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A standing as painted: a filled pill only where somebody must act (UX 11)."""

    glyph: Glyph
    tone: str
    word: str
    filled: bool

    @classmethod
    def of(cls, standing: Standing) -> Mark:
        glyph, tone = LOOKS[standing]
        return cls(glyph, tone, wording_standings.standing(standing, SAY), standing in NEEDS_SOMEBODY)


_STILL_TO_SHIP = frozenset({Standing.TO_SHIP, Standing.PARTLY_SHIPPED})


def late_mark(standings: Sequence[Standing], ship_by: Instant | None, now: Instant) -> Mark | None:
    """That goods should be on their way by now, or by tonight; None where there is time, or nothing to ship."""
    if ship_by is None or _STILL_TO_SHIP.isdisjoint(standings):
        return None
    if ship_by < now:
        return Mark(Glyph.ALERT, "err", translate("orders", "Shipment overdue"), filled=True)
    if locale().local(ship_by).date() == locale().local(now).date():
        return Mark(Glyph.CLOCK, "warn", translate("orders", "Ship today"), filled=True)
    return None


def worst_mark(row: OrderRow, now: Instant) -> Mark:
    """What a row says of its order: what needs somebody, else that it is late, else how it stands."""
    worst = row.standings[0]
    late = (
        None if worst in NEEDS_SOMEBODY and worst not in _STILL_TO_SHIP else late_mark(row.standings, row.ship_by, now)
    )
    return late or Mark.of(worst)


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One row in words. Only the fields that its kind of row has are filled."""

    title: str
    title_marks: Marks = ()
    second: str = ""
    second_marks: Marks = ()
    date: str = ""
    amount: str = ""
    tile: ChannelTile | None = None
    mark: Mark | None = None


translate = QCoreApplication.translate


def face_of(entry: Entry, query: str, now: Instant) -> Face:
    """The row in the window's language and formats."""
    if entry.order is not None:
        return _order_face(entry.order, query, now)
    if entry.customer is not None:
        return _customer_face(entry.customer, query)
    if entry.kind is EntryKind.MORE_CUSTOMERS:
        text = translate("orders", "Show all %n customers", None, entry.count)
        return Face(title=text)
    return _heading_face(entry)


def _marks(text: str, query: str) -> Marks:
    if not query or not text:
        return ()
    from desk.services.search import highlight  # there already: it has found what is marked here

    return tuple(highlight(text, query))


def name_of(row: OrderRow) -> str:
    return row.name or translate("orders", "Name hidden by the channel")


def _order_face(row: OrderRow, query: str, now: Instant) -> Face:
    name = alone(name_of(row))
    second = in_a_row((row.number, row.first_item))
    return Face(
        title=name,
        title_marks=_marks(name, query),
        second=second,
        second_marks=_marks(second, query),
        date=locale().near(row.placed_at, now),
        amount=_amount(row),
        tile=row.tile,
        mark=worst_mark(row, now),
    )


def hides_amount(total: Money, standings: Sequence[Standing]) -> bool:
    """Nobody waits for the payment of nothing: the channel keeps the amount to itself until it is paid."""
    return not total.minor and Standing.WAITING_FOR_PAYMENT in standings


def _amount(row: OrderRow) -> str:
    return "–" if hides_amount(row.total, row.standings) else locale().money(row.total)


def spoken(entry: Entry, face: Face) -> str:
    """The row as a screen reader says it: every word of it, none by colour or place alone."""
    row = entry.order
    if row is not None:
        words = translate("orders", "{name}, {channel} order {number}, {date}, {amount}, {item}. Status: {status}")
        return words.format(
            name=face.title,
            channel=row.account_name or row.tile.name,
            number=row.number,
            date=face.date,
            amount=face.amount,
            item=alone(row.first_item),
            status=_standings(row, face),
        )
    if entry.customer is not None:
        words = translate("orders", "Customer {name}, {details}")
        return words.format(name=face.title, details=face.second.replace(" · ", ", "))
    return f"{face.title} {face.second}".strip()


def tip(entry: Entry, face: Face) -> str:
    """The row in full, for what had no room."""
    row = entry.order
    if row is not None:
        return "\n".join(
            (
                face.title,
                f"{row.account_name or row.tile.name} · {row.number}",
                row.first_item,
                f"{locale().moment(row.placed_at)} · {face.amount}",
                _standings(row, face),
            )
        )
    return f"{face.title}\n{face.second}" if entry.customer is not None else ""


def _standings(row: OrderRow, face: Face) -> str:
    told = [wording_standings.standing(one, SAY) for one in row.standings]
    late = [face.mark.word] if face.mark is not None and face.mark.word not in told else []
    return ", ".join((*late, *told))


def _customer_face(row: CustomerRow, query: str) -> Face:
    name = alone(row.name or row.email)
    orders = translate("orders", "%n order(s)", None, row.orders)
    second = in_a_row((row.email if row.name else "", row.town, orders))
    return Face(
        title=name,
        title_marks=_marks(name, query),
        second=second,
        second_marks=_marks(second, query),
    )


def _heading_face(entry: Entry) -> Face:
    words = {
        Group.CUSTOMERS: translate("orders", "Customers"),
        Group.ORDERS: translate("orders", "Orders"),
        Group.GUESSES: translate("orders", "Did you mean …"),
        Group.NEWEST: translate("orders", "Newest orders"),
    }
    count = locale().number(entry.count) + ("+" if entry.at_least else "")
    return Face(title=words[entry.group], second=count)
