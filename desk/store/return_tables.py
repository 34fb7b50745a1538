"""Owns the shape of what hangs on returns: pictures, tasks, exchanges, deeds, parcels of nobody, reasons; saved views.

Part of desk.store.tables, which alone is imported by the repositories.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from desk.store.table_parts import amount_column as _amount
from desk.store.table_parts import metadata
from desk.store.table_parts import text_column as _text
from desk.store.types import BigKey, Blob, InstantType, JsonType

# Pictures of what came back, as the file was given, whole: encrypted, backed up and deleted with all the rest.
return_photos = Table(
    "return_photos",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("return_id", BigKey, ForeignKey("returns.id", ondelete="CASCADE")),
    Column("parcel_id", BigKey, ForeignKey("stray_parcels.id", ondelete="CASCADE")),
    Column("line_id", BigKey, ForeignKey("order_lines.id", ondelete="SET NULL")),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", Blob, nullable=False),
    Column("added_at", InstantType, nullable=False),
    _text("actor"),
    Index("ix_return_photos_return_id", "return_id"),
    Index("ix_return_photos_parcel_id", "parcel_id"),
    Index("ix_return_photos_line_id", "line_id"),
)

# What a person has to do in the channel itself, since it lets no program do it.
return_tasks = Table(
    "return_tasks",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("return_id", BigKey, ForeignKey("returns.id", ondelete="CASCADE"), nullable=False),
    Column("what", Text, nullable=False),
    _text("page"),
    _text("words"),
    Column("made_at", InstantType, nullable=False),
    Column("done_at", InstantType),
    _text("done_by"),
    Index("ix_return_tasks_return_id", "return_id"),
)
Index(
    "ix_return_tasks_open",
    return_tasks.c.made_at,
    sqlite_where=return_tasks.c.done_at.is_(None),
    postgresql_where=return_tasks.c.done_at.is_(None),
)

# What went out instead of what came back; `difference` above zero is the buyer's to pay, below zero goes back.
return_exchanges = Table(
    "return_exchanges",
    metadata,
    Column("return_id", BigKey, ForeignKey("returns.id", ondelete="CASCADE"), primary_key=True),
    _text("carrier"),
    _text("number"),
    _text("reference"),
    _amount("difference"),
    Column("refund_push_id", BigKey, ForeignKey("channel_pushes.id", ondelete="SET NULL")),
    Column("sent_at", InstantType, nullable=False),
    Column("paid_at", InstantType),
    _text("actor"),
    Index("ix_return_exchanges_refund_push_id", "refund_push_id"),
)

# What each deed of an agent changed of a return, so that it can be taken back: all of it before and after. Kept for a
# day; a revision that changes the columns of returns empties it.
return_deeds = Table(
    "return_deeds",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("return_id", BigKey, ForeignKey("returns.id", ondelete="CASCADE"), nullable=False),
    Column("push_id", BigKey, ForeignKey("channel_pushes.id", ondelete="SET NULL")),
    Column("at", InstantType, nullable=False),
    Column("before", JsonType, nullable=False),
    Column("after", JsonType, nullable=False),
    Index("ix_return_deeds_return_id", "return_id"),
    Index("ix_return_deeds_push_id", "push_id"),
    Index("ix_return_deeds_at", "at"),
    sqlite_autoincrement=True,  # a toast may name one that was taken back elsewhere: no other is to get its number
)

# Parcels that lie there and of which nobody knows yet whose they are; `return_id` once somebody does.
stray_parcels = Table(
    "stray_parcels",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("arrived_at", InstantType, nullable=False),
    _text("carrier"),
    _text("number"),
    _text("number_normalised"),
    _text("sender"),
    _text("postcode"),
    _text("note"),
    _text("actor"),
    Column("return_id", BigKey, ForeignKey("returns.id", ondelete="SET NULL")),
    Column("matched_at", InstantType),
    _text("matched_by"),
    Index("ix_stray_parcels_number_normalised", "number_normalised"),
    Index("ix_stray_parcels_return_id", "return_id"),
)

# What a channel's own code of a reason means, as the merchant said.
return_reason_codes = Table(
    "return_reason_codes",
    metadata,
    Column("account_id", BigKey, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("code", Text, primary_key=True),
    Column("reason", Text, nullable=False),
)

# Filters, order and columns of lists under a name; `owner` empty: everybody's.
saved_views = Table(
    "saved_views",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("list", Text, nullable=False),
    Column("name", Text, nullable=False),
    _text("icon"),
    _text("owner"),
    Column("content", JsonType, nullable=False),
    Column("changed_at", InstantType, nullable=False),
    UniqueConstraint("list", "owner", "name"),
)
