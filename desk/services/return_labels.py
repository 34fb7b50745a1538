"""Owns the labels of many returns: rows from a table, the clipboard or a selection, and what is wrong with a number.

What is done with them is `return_batch`'s. Tables are read as those of parcels are, but a row means a return.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from desk.domain import carriers as carrier_rules
from desk.domain import return_numbers
from desk.domain.errors import NotAllowed
from desk.domain.shipments import normalise_number
from desk.domain.values import ReturnId
from desk.services import parcel_table, return_bulk, sheets, shipments
from desk.services.bulk_planning import refuse_mangled
from desk.services.bulk_shipping import pour, single_column
from desk.services.context import Desk
from desk.services.parcel_table import Known
from desk.services.return_bulk import Entry
from desk.store import returns as return_store
from desk.store.to_ship import find_numbers
from desk.system import tables


def read(desk: Desk, text: str, *, name: str) -> tuple[Entry, ...]:
    """The rows of a table: a return or its order, a number, perhaps a carrier. Raises NotAllowed for what is none."""

    def knows(texts: Collection[str]) -> Known:
        with desk.store.read() as transaction:
            orders = find_numbers(transaction, texts)
        return Known({*orders, *(one for one in texts if return_numbers.read(one))})

    rows = parcel_table.read(text, knows, name=name, named=return_bulk.NUMBER_HEADERS)
    return tuple(Entry(at=one.at, number=one.order, carrier=one.carrier, parcel=one.number) for one in rows)


def read_file(desk: Desk, raw: bytes, *, name: str) -> tuple[Entry, ...]:
    """As `read`, from a file's bytes."""
    return read(desk, sheets.decode(raw, name), name=name)


def chosen(desk: Desk, wanted: Sequence[ReturnId]) -> tuple[Entry, ...]:
    """Returns chosen in a list, whose numbers are typed or pasted later."""
    with desk.store.read() as transaction:
        found = return_store.load_returns(transaction, wanted)
    here = [found[one] for one in wanted if one in found]
    return tuple(Entry(at=at, number=return_numbers.shown(one.number)) for at, one in enumerate(here, 1))


def filled(desk: Desk, entries: Sequence[Entry], text: str, *, name: str) -> tuple[Entry, ...]:
    """Rows with what was pasted over them: its rows replace those of the same returns, and further ones join them.

    A single column of numbers fills the rows that have none, from the top. Raises NotAllowed.
    """
    column = single_column(text)
    if column is not None and entries:
        numbers = pour([one.parcel for one in entries], column)
        return tuple(replace(one, parcel=number) for one, number in zip(entries, numbers, strict=True))
    return joined(desk, entries, read(desk, text, name=name))


def joined(desk: Desk, entries: Sequence[Entry], more: Sequence[Entry]) -> tuple[Entry, ...]:
    """Rows with others that replace those of the same returns."""
    pasted = {one.wanted: one.entry for one in return_bulk.named(desk, more) if one.wanted is not None}
    before = return_bulk.named(desk, entries)
    kept = [one.entry if one.wanted is None else pasted.get(one.wanted, one.entry) for one in before]
    there = {id(one) for one in kept}
    further = [one for one in more if id(one) not in there]
    return tuple(replace(one, at=at) for at, one in enumerate((*kept, *further), 1))


def carrier_of(named: str, number: str, country: str) -> str:
    """The carrier by its name, else by what the number surely tells; empty where neither does."""
    if named.strip():
        found = carrier_rules.named(named.strip(), tables.carriers())
        return named.strip() if found is None else found.code
    guess = shipments.recognise(number, country)
    return guess.carrier if guess.sure else ""


def check(carrier: str, number: str, country: str, taken: Collection[str]) -> None:
    """Raises NotAllowed for a label that lacks its number or carrier, whose number a spreadsheet has spoilt, or that
    another row has; `taken` are the others' numbers, normalised.
    """
    if not number:
        raise NotAllowed("A parcel needs its tracking number.", code="number_missing")
    refuse_mangled(number, carrier, country)
    if not carrier:
        shipments.refuse_unsure(number, shipments.recognise(number, country).candidates)
    if normalise_number(number) in taken:
        raise NotAllowed("Another row above has this number.", code="label_twice")
