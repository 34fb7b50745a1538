"""Settle many returns at once, from a table: what each row will do is shown before, and how each ended after.

Columns: the return's number, and where wanted shipping, extra, loss and label, as `return_settling.Terms` has them.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from desk.domain import return_numbers
from desk.domain.changes import Changes
from desk.domain.errors import DeskError, NotAllowed, NotFound
from desk.domain.return_states import ReturnState
from desk.domain.values import AccountId, Money, MoneyError, ReturnId
from desk.services import return_settling, sheets
from desk.services.context import Desk
from desk.services.return_settling import Settlement, Terms
from desk.store import returns as return_store

_SQUASH = re.compile(r"[\W_]+")
_HEADERS: dict[str, str] = {
    name: field
    for field, names in {
        "number": "return returnnumber returnno rma rmanumber number retoure retourennummer rücksendung nummer",
        "shipping": "shipping postage versand versandkosten porto",
        "extra": "extra credit goodwill gutschrift kulanz",
        "loss": "loss lossofvalue deduction wertersatz abzug",
        "label": "label labelfee returnlabel etikett retourenlabel",
    }.items()
    for name in names.split()
}
_MONEY = ("shipping", "extra", "loss", "label")
_OVER = frozenset({ReturnState.REFUNDED, ReturnState.CLOSED})


class Standing(StrEnum):
    """How a row is before it runs, or what became of it."""

    READY = "ready"
    BLOCKED = "blocked"
    ALREADY = "already"  # its money is on its way, or was given back
    QUEUED = "queued"
    FAILED = "failed"
    NOT_REACHED = "not reached"  # it was stopped before


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the table, as it stands there; `at` is its line."""

    at: int
    number: str
    amounts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row with what it does. `error` says why it is blocked or failed."""

    entry: Entry
    standing: Standing
    wanted: ReturnId | None = None
    account: AccountId | None = None
    terms: Terms = field(default_factory=Terms)
    settlement: Settlement | None = None
    error: DeskError | None = None


def read(raw: bytes, *, name: str) -> tuple[Entry, ...]:
    """All rows of a file that hold anything. Raises NotAllowed where it is no table of returns."""
    cells = sheets.cells(sheets.decode(raw, name).removeprefix("\ufeff"), name)
    if not cells:
        raise NotAllowed(f"{name} holds no rows.", code="file_empty", file=name)
    columns = {_HEADERS.get(_SQUASH.sub("", text.casefold()), ""): at for at, text in enumerate(cells[0][1])}
    body = cells[1:] if "number" in columns else cells
    if "number" not in columns:
        if return_numbers.read(cells[0][1][0]) is None:
            raise NotAllowed(
                f"{name} lacks the column of returns. Put a header above each: return, and where wanted shipping, "
                "extra, loss, label.",
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
        )
        for at, row in body
    )


def _cell(row: Sequence[str], at: int) -> str:
    return row[at] if at < len(row) else ""


def plan(desk: Desk, entries: Sequence[Entry]) -> list[Row]:
    """What each row will do; all returns are read together."""
    return _reckoned(desk, named(desk, entries))


def named(desk: Desk, entries: Sequence[Entry]) -> list[Row]:
    """Which return each row means; one that means none, or the same as one before, says so."""
    numbers = {one.at: return_numbers.read(one.number) for one in entries}
    with desk.store.read() as transaction:
        found = return_store.load_all_numbered(transaction, {one for one in numbers.values() if one})
    rows: list[Row] = []
    seen: set[ReturnId] = set()
    for entry in entries:
        told = found.get(numbers[entry.at] or "")
        if told is None:
            rows.append(_blocked(entry, NotFound("There is no such return.", code="return_unknown")))
        elif told.id in seen:
            error = NotAllowed("This return stands in the table twice.", code="return_twice")
            rows.append(_blocked(entry, error))
        else:
            seen.add(told.id)
            rows.append(Row(entry=entry, standing=Standing.READY, wanted=told.id, account=told.account))
    return rows


def _blocked(entry: Entry, error: DeskError) -> Row:
    return Row(entry=entry, standing=Standing.BLOCKED, error=error)


def _reckoned(desk: Desk, rows: Sequence[Row]) -> list[Row]:
    """With the settlement of each row, in their order; amounts are read in the currency of its order."""
    entries = {row.wanted: row.entry for row in rows if row.wanted is not None}
    asked: dict[ReturnId, Terms] = {}

    def said(wanted: ReturnId, currency: str) -> Terms:
        asked[wanted] = terms = terms_of(entries[wanted], currency)
        return terms

    seen = {one.told.id: one for one in return_settling.preview_each(desk, list(entries), said)}
    return [
        row if row.wanted is None else _judged(row, seen[row.wanted], asked.get(row.wanted, row.terms)) for row in rows
    ]


def _judged(row: Row, seen: Settlement, terms: Terms) -> Row:
    made = replace(row, terms=terms, settlement=seen)
    if seen.refused is None:
        return made
    return replace(made, standing=Standing.ALREADY if is_over(seen) else Standing.BLOCKED, error=seen.refused)


def is_over(seen: Settlement) -> bool:
    """Whether the money of a refused settlement is on its way, or was given back."""
    under_way = seen.refused is not None and seen.refused.code == "return_money_under_way"
    return under_way or seen.told.state in _OVER


def terms_of(entry: Entry, currency: str) -> Terms:
    """The amounts of a row. Raises NotAllowed for what is none."""
    found = {field: _amount(text, currency) for field, text in entry.amounts.items() if text}
    return Terms(
        shipping=found.get("shipping"),
        extra=found.get("extra"),
        loss_of_value=found.get("loss"),
        label_fee=found.get("label"),
    )


def _amount(text: str, currency: str) -> Money:
    plain = text.replace("€", "").replace(currency, "").strip()
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".", 1)
    try:
        return Money.parse(plain, currency) if plain else Money.parse("?", currency)
    except MoneyError:
        raise NotAllowed(f"{text[:20]} is no amount.", code="return_amount_odd", amount=text[:20]) from None


def totals(rows: Sequence[Row]) -> dict[AccountId, list[Money]]:
    """What the ready rows give back, by account and currency."""
    sums: dict[tuple[AccountId, str], Money] = {}
    for row in rows:
        if row.standing is Standing.READY and row.account is not None and row.settlement is not None:
            amount = row.settlement.reckoning.amount
            key = row.account, amount.currency
            sums[key] = sums.get(key, Money.zero(amount.currency)) + amount
    found: dict[AccountId, list[Money]] = {}
    for (account, _), amount in sums.items():
        found.setdefault(account, []).append(amount)
    return found


def run(
    desk: Desk,
    rows: Sequence[Row],
    *,
    tell: Callable[[Row, int], None] = lambda _row, _done: None,
    stop: threading.Event | None = None,
    hold_seconds: float = 0,
) -> tuple[list[Row], Changes]:
    """Queue the ready rows, each by itself: one that is refused stops no other. Run again, nothing is doubled."""
    done: list[Row] = []
    changes = Changes()
    for row in rows:
        if row.standing is not Standing.READY or row.wanted is None:
            done.append(row)
            continue
        if stop is not None and stop.is_set():
            done.append(replace(row, standing=Standing.NOT_REACHED))
            continue
        ended, more = _run_one(desk, row, row.wanted, hold_seconds)
        changes += more
        done.append(ended)
        tell(ended, len(done))
    return done, changes


def _run_one(desk: Desk, row: Row, wanted: ReturnId, hold_seconds: float) -> tuple[Row, Changes]:
    try:
        moved = return_settling.settle(desk, wanted, row.terms, hold_seconds=hold_seconds)
    except (NotAllowed, NotFound) as error:
        return replace(row, standing=Standing.FAILED, error=error), Changes()
    return replace(row, standing=Standing.QUEUED), moved.changes
