"""Owns tables of returns as they are read from files: which return each row means, and the amounts that stand there.

What is done with them is `return_batch`'s.

Columns: the return's number, and where wanted shipping, extra, loss and label, as `return_settling.Terms` has them;
why there is a loss, and words about it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from desk.domain import return_numbers
from desk.domain.errors import DeskError, NotAllowed, NotFound
from desk.domain.return_states import ReturnState
from desk.domain.values import Money, MoneyError, OrderId, ReturnId
from desk.services import return_deducting, sheets
from desk.services.context import Desk
from desk.services.return_settling import Settlement, Terms
from desk.store import returns as return_store
from desk.store.returns import StoredReturn
from desk.store.to_ship import find_numbers
from desk.store.types import Transaction

_HEADERS: dict[str, str] = {
    name: field
    for field, names in {
        "number": "return returnnumber returnno rma rmanumber number retoure retourennummer rücksendung nummer",
        "shipping": "shipping postage versand versandkosten porto",
        "extra": "extra credit goodwill gutschrift kulanz",
        "loss": "loss lossofvalue deduction wertersatz abzug",
        "label": "label labelfee returnlabel etikett retourenlabel",
        "why": "why lossreason deductionreason wertersatzgrund abzugsgrund",
        "words": "words losswords wertersatzerläuterung erläuterung",
    }.items()
    for name in names.split()
}
NUMBER_HEADERS = frozenset(name for name, what in _HEADERS.items() if what == "number") - {"number", "nummer"}
"""What a column of returns is called; a plain "number" may be a parcel's."""
_MONEY = ("shipping", "extra", "loss", "label")
_GIVEN_BACK = frozenset({ReturnState.REFUNDED, ReturnState.CLOSED})
_OVER = _GIVEN_BACK | {ReturnState.CANCELLED, ReturnState.EXPIRED, ReturnState.DECLINED}


class Standing(StrEnum):
    """How a row is before it runs, or what became of it."""

    READY = "ready"
    BLOCKED = "blocked"
    ALREADY = "already"  # its money is on its way, or was given back
    QUEUED = "queued"
    FAILED = "failed"
    NOT_REACHED = "not reached"  # it was stopped before
    TAKEN_BACK = "taken back"  # what only Desk knew of; a push says so itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the table, as it stands there; `at` is its line, `why` and `words` are of a loss.

    `carrier` and `parcel` are of the way back.
    """

    at: int
    number: str
    amounts: Mapping[str, str] = field(default_factory=dict)
    carrier: str = ""
    parcel: str = ""
    why: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One row with the return that it means; `error` says why it means none."""

    entry: Entry
    wanted: ReturnId | None = None
    error: DeskError | None = None


def read(raw: bytes, *, name: str) -> tuple[Entry, ...]:
    """All rows of a file that hold anything. Raises NotAllowed where it is no table of returns."""
    cells = sheets.cells(sheets.decode(raw, name).removeprefix("\ufeff"), name)
    if not cells:
        raise NotAllowed(f"{name} holds no rows.", code="file_empty", file=name)
    columns = {_HEADERS.get(sheets.bare(text), ""): at for at, text in enumerate(cells[0][1])}
    body = cells[1:] if "number" in columns else cells
    if "number" not in columns:
        if return_numbers.read(cells[0][1][0]) is None:
            raise NotAllowed(
                f"{name} lacks the column of returns. Put a header above each: return, and where wanted shipping, "
                "extra, loss, why, words, label.",
                code="file_return_columns",
                file=name,
            )
        columns = {"number": 0}
    if len(body) > sheets.MAX_ROWS:
        raise NotAllowed(f"{name} has more than {sheets.MAX_ROWS} rows. Split it.", code="file_too_long", file=name)
    return tuple(
        Entry(
            at=at,
            number=_cell(row, columns["number"]),
            amounts={field: _cell(row, columns[field]) for field in _MONEY if field in columns},
            why=_cell(row, columns.get("why", -1)),
            words=_cell(row, columns.get("words", -1)),
        )
        for at, row in body
    )


def unread_columns(raw: bytes, *, name: str) -> tuple[str, ...]:
    """The headers of a table that `read` makes nothing of. Raises NotAllowed as it does."""
    cells = sheets.cells(sheets.decode(raw, name).removeprefix("\ufeff"), name)
    heads = cells[0][1] if cells else []
    known = [_HEADERS.get(sheets.bare(text), "") for text in heads]
    return tuple(text for text, field in zip(heads, known, strict=True) if text and not field) if any(known) else ()


def _cell(row: Sequence[str], at: int) -> str:
    return row[at] if 0 <= at < len(row) else ""


def named(desk: Desk, entries: Sequence[Entry]) -> list[Named]:
    """Which return each row means, by its number or by that of its order; all are read together.

    One that means none, or the same as one before, says so.
    """
    numbers = {one.at: return_numbers.read(one.number) for one in entries}
    with desk.store.read() as transaction:
        found = return_store.load_all_numbered(transaction, {one for one in numbers.values() if one})
        others = {one.number for one in entries if (numbers[one.at] or "") not in found and one.number.strip()}
        of_orders = _of_orders(transaction, others)
    rows: list[Named] = []
    seen: set[ReturnId] = set()
    for entry in entries:
        numbered = found.get(numbers[entry.at] or "")
        meant = (numbered,) if numbered is not None else of_orders.get(entry.number, ())
        error: DeskError | None = None
        if not meant:
            error = NotFound("There is no such return.", code="return_unknown")
        elif len(meant) > 1:
            error = NotAllowed("This order has several returns. Name the return.", code="return_several")
        elif meant[0].id in seen:
            error = NotAllowed("This return stands in the table twice.", code="return_twice")
        if error is None:
            seen.add(meant[0].id)
        rows.append(Named(entry=entry, error=error, wanted=meant[0].id if error is None else None))
    return rows


def _of_orders(transaction: Transaction, texts: Collection[str]) -> dict[str, tuple[StoredReturn, ...]]:
    """The returns of the orders that bear these numbers: those that are not over, or where all are, every one."""
    orders = {text: only[0] for text, only in find_numbers(transaction, texts).items() if len(only) == 1}
    its: dict[OrderId, list[StoredReturn]] = {}
    for one in return_store.load_of_orders(transaction, set(orders.values())):
        its.setdefault(one.order, []).append(one)
    found: dict[str, tuple[StoredReturn, ...]] = {}
    for text, order in orders.items():
        here = its.get(order, [])
        found[text] = tuple([one for one in here if one.state not in _OVER] or here)
    return found


def is_over(seen: Settlement) -> bool:
    """Whether the money of a refused settlement is on its way, or was given back."""
    under_way = seen.refused is not None and seen.refused.code == "return_money_under_way"
    return under_way or seen.told.state in _GIVEN_BACK


def terms_of(entry: Entry, currency: str) -> Terms:
    """The amounts of a row. Raises NotAllowed for what is none, or no reason."""
    found = {field: _amount(text, currency) for field, text in entry.amounts.items() if text}
    return Terms(
        shipping=found.get("shipping"),
        extra=found.get("extra"),
        loss_of_value=found.get("loss"),
        label_fee=found.get("label"),
        loss_reason=return_deducting.read(entry.why),
        loss_words=entry.words,
    )


def _amount(text: str, currency: str) -> Money:
    plain = text.replace("€", "").replace(currency, "").strip()
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".", 1)
    try:
        return Money.parse(plain, currency) if plain else Money.parse("?", currency)
    except MoneyError:
        raise NotAllowed(f"{text[:20]} is no amount.", code="return_amount_odd", amount=text[:20]) from None
