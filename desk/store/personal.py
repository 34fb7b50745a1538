"""Owns which words of a store belong to persons: for the diagnostics file, in which none of them may stand."""

from __future__ import annotations

import re
from contextlib import closing

from desk.store.engine import Store, told_apart

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_SAID_BEFORE = """
select json_extract(before, '$.told.words'), json_extract(after, '$.told.words'),
       json_extract(before, '$.told.parcel'), json_extract(after, '$.told.parcel'),
       json_extract(before, '$.told.deduction.words'), json_extract(after, '$.told.deduction.words') from return_deeds
"""
_NOTED_BEFORE = """
select json_extract(found.value, '$.note')
from return_deeds, json_each(before, '$.told.lines') as line, json_each(line.value, '$.findings') as found
"""
_TOLD_OF_PERSONS = (
    "select buyer_name, buyer_company, buyer_email, buyer_phone, buyer_vat_id, buyer_remote_id, buyer_note from orders",
    "select number, remote_id, invoice_number, first_item from orders",
    "select name, company, street, extra, postcode, town, region, phone from order_addresses",
    "select title, sku from order_lines",
    "select number from shipments",
    "select text, author from order_notes",
    "select comment, buyer from cases",
    "select words, parcel, json_extract(deduction, '$.words') from returns",
    "select findings from return_lines",
    "select words from return_tasks",
    _SAID_BEFORE,
    _NOTED_BEFORE,
    "select sender, postcode, note, number from stray_parcels",
    "select number, reference from return_exchanges",
    "select name from saved_views",
    "select buyer, title from conversations",
    "select subject, text from messages",
    "select name, merchant, identity from accounts",
)
SHORTEST = 3


def personal_words(store: Store) -> frozenset[str]:
    """Each word of names, addresses, numbers and notes, in small letters. Raises StoreError."""
    found: set[str] = set()
    with told_apart(), closing(store.raw_connection()) as connection:
        for asked in _TOLD_OF_PERSONS:
            for row in connection.execute(asked):
                for text in row:
                    if text:
                        found.update(words_in(str(text)))
    return frozenset(found)


def words_in(text: str) -> list[str]:
    """Its words of some length, in small letters."""
    return [word for word in _WORD.findall(text.casefold()) if len(word) >= SHORTEST]
