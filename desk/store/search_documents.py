"""Owns what of an order the one field finds. services.ingest and services.notes call it in the transaction that
writes the order or its note.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from desk.domain.clock import to_seconds
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
    notes = load_texts(connection, list(records))
    return [document_of(order_id, record, notes.get(order_id, ())) for order_id, record in records.items()]


def index_again(connection: Connection, ids: Sequence[OrderId]) -> None:
    """Something else than the channel changed what these orders are found by, such as a note."""
    index_orders(connection, load_records(connection, ids))


def _index(connection: Connection) -> SearchIndex:
    driver: RawConnection = connection.connection.driver_connection
    return SearchIndex(driver)


def document_of(order_id: OrderId, record: OrderRecord, notes: Sequence[str] = ()) -> SearchDocument:
    """All the words an agent may know of an order, those of its internal notes among them."""
    order = record.merged
    addresses = (order.recipient, order.billing)
    phones = {(order.buyer.phone, order.billing.country or order.recipient.country)}
    phones |= {(one.phone, one.country) for one in addresses}
    numbers = [order.number, order.ref.id, order.invoice_number]
    numbers += [one.number for one in order.shipments or ()]
    places = [part for one in addresses for part in (one.postcode, one.town, one.street)]
    names = [order.buyer.name, *(one.name for one in addresses)]
    words = [order.buyer.company, *(one.company for one in addresses), order.buyer.vat_id]
    words += [line.sku for line in order.lines]
    words += notes
    return SearchDocument(
        kind="order",
        owner_id=order_id,
        recency=to_seconds(order.placed_at),
        tie=f"{order.ref.account:08d}/{order.ref.id}",
        names=_told(names),
        numbers=_told(numbers),
        mails=_told([order.buyer.email]),
        phones=tuple(sorted(one for one in phones if one[0])),
        places=_told(places),
        words=_told(words),
    )


def _told(texts: list[str]) -> tuple[str, ...]:
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
