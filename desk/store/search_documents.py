"""Owns what of an order the one field finds. services.ingest and services.notes call it in the transaction that
writes the order or its note.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from desk.domain.clock import to_seconds
from desk.domain.giving_way import give_way
from desk.domain.values import OrderId
from desk.store.engine import RawConnection
from desk.store.notes import load_texts
from desk.store.orders import OrderRecord, load_records
from desk.store.search_index import SearchIndex
from desk.store.search_text import SearchDocument


def index_orders(connection: Connection, records: Mapping[OrderId, OrderRecord]) -> None:
    """Make the orders findable the moment the transaction ends."""
    if connection.dialect.name != "sqlite":
        return  # a team's clients keep the search tables in a file of their own (PERFORMANCE 6)
    _index(connection).put(documents_of(connection, records))


def documents_of(connection: Connection, records: Mapping[OrderId, OrderRecord]) -> list[SearchDocument]:
    """What some orders are found by, their internal notes among it."""
    # An order that was just made has none.
    notes = load_texts(connection, [order_id for order_id, record in records.items() if record.id is not None])
    return [document_of(order_id, record, notes.get(order_id, ())) for order_id, record in records.items()]


def index_again(connection: Connection, ids: Sequence[OrderId]) -> None:
    """Something else than the channel changed what these orders are found by, such as a note."""
    index_orders(connection, load_records(connection, ids))


def _index(connection: Connection) -> SearchIndex:
    driver: RawConnection = connection.connection.driver_connection
    return SearchIndex(driver)


def document_of(order_id: OrderId, record: OrderRecord, notes: Sequence[str] = ()) -> SearchDocument:
    """All the words an agent may know of an order, those of its internal notes among them."""
    give_way()
    order = record.merged
    buyer, home, there = order.buyer, order.recipient, order.billing
    phones = {(home.phone, home.country), (there.phone, there.country), (buyer.phone, there.country or home.country)}
    return SearchDocument(
        kind="order",
        owner_id=order_id,
        recency=to_seconds(order.placed_at),
        names=_told(buyer.name, home.name, there.name),
        numbers=_told(order.number, order.ref.id, order.invoice_number, *[one.number for one in order.shipments or ()]),
        mails=_told(buyer.email),
        phones=tuple(sorted([one for one in phones if one[0]])),
        places=_told(home.postcode, home.town, home.street, there.postcode, there.town, there.street),
        words=_told(
            buyer.company, home.company, there.company, buyer.vat_id, *[line.sku for line in order.lines], *notes
        ),
        tie=f"{order.ref.account:08d}/{order.ref.id}",
    )


def _told(*texts: str) -> tuple[str, ...]:
    """Texts that say something, each once, in their order."""
    return tuple(dict.fromkeys(filter(None, texts)))


def forget_orders(connection: Connection, ids: list[int]) -> None:
    """Take orders out of the index before they leave the store."""
    if connection.dialect.name == "sqlite" and ids:
        _index(connection).remove("order", ids)


def tidy(connection: Connection) -> None:
    """Merge the index's segments and count its frequencies anew, after many orders came at once."""
    if connection.dialect.name == "sqlite":
        index = _index(connection)
        index.rebuild_frequencies()
        index.optimize()
