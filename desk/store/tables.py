"""Owns the shape of the store: every table and index. Only the repositories beside it read or write them.

Money is minor units; the currency stands once in the order's row. Remote ids are unique within their account.
The search tables (desk.store.search_index) lie in the same file on SQLite and are not part of this metadata.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from desk.store.return_tables import (
    return_deeds,
    return_exchanges,
    return_photos,
    return_reason_codes,
    return_tasks,
    saved_views,
    stray_parcels,
)
from desk.store.table_parts import amount_column as _amount
from desk.store.table_parts import metadata
from desk.store.table_parts import of_account as _of_account
from desk.store.table_parts import of_order as _of_order
from desk.store.table_parts import text_column as _text
from desk.store.types import BigKey, Blob, InstantType, JsonType

__all__ = [
    "accounts", "cases", "channel_pushes", "conversations", "counters", "cursors", "deadlines", "leases", "messages",
    "metadata", "order_addresses", "order_aliases", "order_events", "order_lines", "order_notes", "order_payments",
    "orders", "raw_payloads", "return_deeds", "return_exchanges", "return_lines", "return_photos",
    "return_reason_codes", "return_tasks", "returns", "saved_views", "shipments", "stray_parcels",
    "unreadable_records",
]  # fmt: skip

accounts = Table(
    "accounts",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False, unique=True),
    _text("merchant"),
    Column("settings", JsonType, nullable=False),
    Column("state", Text, nullable=False),
    Column("writing", Boolean, nullable=False),
    Column("start_date", InstantType),
    _text("identity"),
    Column("findings", JsonType, nullable=False),
    Column("capabilities", JsonType, nullable=False),  # as the connector last told them
    Column("created_at", InstantType, nullable=False),
    Column("last_good_sync", InstantType),
    _text("trouble_code"),
    _text("trouble_text"),
    Column("trouble_since", InstantType),
    Column("not_before", InstantType),  # the channel asked us to stay away until then
)

orders = Table(
    "orders",
    metadata,
    Column("id", BigKey, primary_key=True),
    _of_account(),
    Column("remote_id", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("placed_at", InstantType, nullable=False),
    Column("changed_at", InstantType, nullable=False),
    Column("fetched_at", InstantType, nullable=False),
    Column("order_facet", Text, nullable=False),
    Column("payment_facet", Text, nullable=False),
    Column("shipping_facet", Text, nullable=False),
    Column("channel_status", Text, nullable=False),
    Column("currency", Text, nullable=False),
    _amount("goods"),
    _amount("shipping"),
    _amount("fees"),
    _amount("discount"),
    _amount("tax"),
    _amount("total"),
    _text("buyer_name"),
    _text("buyer_company"),
    _text("buyer_email"),
    _text("buyer_phone"),
    _text("buyer_vat_id"),
    _text("buyer_remote_id"),
    _text("payment_method"),
    _text("payment_method_title"),
    Column("paid_at", InstantType),
    _text("buyer_note"),
    _text("invoice_number"),
    Column("is_test", Boolean, nullable=False),
    _text("open_in_channel"),
    _text("first_item"),
    Column("pieces", Integer, nullable=False),
    _text("buyer_key"),  # e-mail address in small letters: finds the buyer's other orders
    Column("shipments_known", Boolean, nullable=False),
    # What older reports told and newer ones hide; its shape is that of desk.services.merging.
    Column("kept", JsonType, nullable=False),
    Column("content_hash", Blob, nullable=False),
    Column("handling", Text, nullable=False, server_default="OURS"),
    Column("ship_by", InstantType),
    Column("forgotten_at", InstantType),  # since when the buyer is forgotten
    # By which a forgotten buyer is known again: keyed hashes of mail address and of name with address, else empty.
    _text("buyer_mail_mark"),
    _text("buyer_home_mark"),
    _text("instead_of"),  # the channel's id of the order whose goods go out once more
    UniqueConstraint("account_id", "remote_id"),
    Index("ix_orders_placed_at", "placed_at", "id"),
    Index("ix_orders_buyer_key", "buyer_key"),
    Index("ix_orders_number", "number"),
    Index("ix_orders_to_ship", "order_facet", "shipping_facet", "ship_by"),
)
Index(
    "ix_orders_instead_of",
    orders.c.account_id,
    orders.c.instead_of,
    sqlite_where=orders.c.instead_of != "",
    postgresql_where=orders.c.instead_of != "",
)
# Of forgotten buyers only: all other orders would pay for it.
for _mark in (orders.c.buyer_mail_mark, orders.c.buyer_home_mark):
    Index(f"ix_orders_{_mark.name}", _mark, sqlite_where=_mark != "", postgresql_where=_mark != "")

order_addresses = Table(
    "order_addresses",
    metadata,
    Column("order_id", BigKey, ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True),
    Column("role", Text, primary_key=True),  # billing, recipient
    _text("name"),
    _text("company"),
    _text("street"),
    _text("extra"),
    _text("postcode"),
    _text("town"),
    _text("region"),
    _text("country"),
    _text("phone"),
)

order_lines = Table(
    "order_lines",
    metadata,
    Column("id", BigKey, primary_key=True),
    _of_order(),
    Column("remote_id", Text, nullable=False),
    Column("position", Integer, nullable=False),
    _text("sku"),
    _text("title"),
    Column("quantity", Integer, nullable=False),
    _amount("unit_price"),
    _amount("total"),
    _amount("tax"),
    Column("refunded", Integer, nullable=False),
    Column("needs_shipping", Boolean, nullable=False),
    _text("listing"),
    UniqueConstraint("order_id", "remote_id"),
)

order_payments = Table(
    "order_payments",
    metadata,
    Column("id", BigKey, primary_key=True),
    _of_order(),
    Column("remote_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    _amount("amount"),
    Column("currency", Text, nullable=False),
    Column("at", InstantType),
    _text("method"),
    _text("reason"),
    Column("seen_at", InstantType, nullable=False),
    UniqueConstraint("order_id", "kind", "remote_id"),
)

shipments = Table(
    "shipments",
    metadata,
    Column("id", BigKey, primary_key=True),
    _of_order(),
    Column("remote_id", Text, nullable=False),
    _text("carrier"),
    _text("number"),
    _text("number_normalised"),
    _text("tracking_url"),
    Column("shipped_at", InstantType),
    Column("lines", JsonType),  # [[remote line id, quantity], …]; null where the channel does not say
    Column("seen_at", InstantType, nullable=False),
    UniqueConstraint("order_id", "remote_id"),
    Index("ix_shipments_number_normalised", "number_normalised"),
)

# Ids under which a channel listed a purchase before it got the one that its order bears.
order_aliases = Table(
    "order_aliases",
    metadata,
    Column("account_id", BigKey, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("remote_id", Text, primary_key=True),
    Column("current_id", Text, nullable=False),
)

order_events = Table(
    "order_events",
    metadata,
    Column("id", BigKey, primary_key=True),
    _of_order(),
    Column("at", InstantType, nullable=False),
    Column("kind", Text, nullable=False),
    Column("facts", JsonType, nullable=False),
    _text("actor"),
    Index("ix_order_events_order_id", "order_id"),
)

order_notes = Table(
    "order_notes",
    metadata,
    Column("id", BigKey, primary_key=True),
    _of_order(),
    Column("at", InstantType, nullable=False),
    _text("author"),
    Column("text", Text, nullable=False),
    Index("ix_order_notes_order_id", "order_id"),
)

cases = Table(
    "cases",
    metadata,
    Column("id", BigKey, primary_key=True),
    _of_account(),
    Column("kind", Text, nullable=False),
    Column("remote_id", Text, nullable=False),
    # The channel's id: a case may be told of before its order is.
    Column("order_remote_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("channel_state", Text, nullable=False),
    Column("opened_at", InstantType, nullable=False),
    Column("changed_at", InstantType),
    Column("fetched_at", InstantType, nullable=False),
    _text("reason"),
    _text("channel_reason"),
    _text("comment"),
    Column("opened_by_buyer", Boolean, nullable=False),
    Column("lines", JsonType, nullable=False),
    Column("allows", JsonType, nullable=False),
    Column("other_options", JsonType, nullable=False),
    Column("expected", JsonType),  # [minor, currency]
    Column("refunded", JsonType),
    _text("carrier"),
    _text("number"),
    _text("escalated_as"),
    Column("events", JsonType),
    _text("open_in_channel"),
    Column("payload", Blob, nullable=False),  # zlib
    _text("buyer"),
    _text("listing"),
    UniqueConstraint("account_id", "kind", "remote_id"),
    Index("ix_cases_order_remote_id", "account_id", "order_remote_id"),
    Index("ix_cases_buyer", "account_id", "buyer"),
)

deadlines = Table(
    "deadlines",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("case_id", BigKey, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    Column("what", Text, nullable=False),
    Column("at", InstantType, nullable=False),
    Column("ours", Boolean, nullable=False),
    Index("ix_deadlines_case_id", "case_id"),
    Index("ix_deadlines_at", "at"),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", BigKey, primary_key=True),
    _of_account(),
    Column("remote_id", Text, nullable=False),
    _text("buyer"),
    _text("title"),
    _text("listing"),
    _text("order_remote_id"),
    Column("unread", Integer, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("last_at", InstantType),
    Column("fetched_at", InstantType, nullable=False),
    UniqueConstraint("account_id", "remote_id"),
    Index("ix_conversations_buyer", "account_id", "buyer"),
    Index("ix_conversations_order_remote_id", "account_id", "order_remote_id"),
)

messages = Table(
    "messages",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("conversation_id", BigKey, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("remote_id", Text, nullable=False),
    Column("at", InstantType, nullable=False),
    Column("ours", Boolean, nullable=False),
    _text("subject"),
    Column("text", Text, nullable=False),
    Column("unread", Boolean, nullable=False),
    Column("media", JsonType, nullable=False),  # [[name, address], …]
    UniqueConstraint("conversation_id", "remote_id"),
)

raw_payloads = Table(
    "raw_payloads",
    metadata,
    Column("order_id", BigKey, ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True),
    Column("payload", Blob, nullable=False),  # zlib
)

unreadable_records = Table(
    "unreadable_records",
    metadata,
    Column("id", BigKey, primary_key=True),
    _of_account(),
    Column("remote_id", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("sample", Blob, nullable=False),  # zlib
    Column("first_seen", InstantType, nullable=False),
    Column("last_seen", InstantType, nullable=False),
    Column("times", Integer, nullable=False),
    UniqueConstraint("account_id", "remote_id"),
)

cursors = Table(
    "cursors",
    metadata,
    Column("account_id", BigKey, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("stream", Text, primary_key=True),
    Column("value", JsonType, nullable=False),
    Column("run_started", InstantType),  # null between runs
    Column("run_fetched", Integer, nullable=False),
    Column("run_total", Integer),
    Column("updated_at", InstantType, nullable=False),
)

channel_pushes = Table(
    "channel_pushes",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    _of_account(),
    _of_order(),
    Column("kind", Text, nullable=False),
    Column("push", JsonType, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", InstantType, nullable=False),
    Column("not_before", InstantType, nullable=False),
    Column("sent_at", InstantType),
    Column("settled_at", InstantType),
    _text("error_code"),
    _text("error_text"),
    _text("channel_words"),
    _text("remote_ref"),
    _text("owner"),
    _text("actor"),
    Column("progress", JsonType, nullable=False, server_default="{}"),
    Index("ix_channel_pushes_account_id_state", "account_id", "state", "not_before"),
    Index("ix_channel_pushes_order_id", "order_id"),
)

# How far something was counted that is never given twice, such as numbers of accounts.
counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

# Returns as the merchant follows them, one way for every channel; `case_id` is the channel's own case of one, if any.
returns = Table(
    "returns",
    metadata,
    Column("id", BigKey, primary_key=True),
    _of_account(),
    _of_order(),
    Column("number", Text, nullable=False, unique=True),
    Column("case_id", BigKey, ForeignKey("cases.id", ondelete="SET NULL"), unique=True),
    Column("state", Text, nullable=False),
    Column("opened_by", Text, nullable=False),
    Column("opened_at", InstantType, nullable=False),
    Column("changed_at", InstantType, nullable=False),
    _text("carrier"),
    _text("parcel"),  # its tracking number
    _text("words"),  # why it was declined or rejected, or how it was settled
    Column("refund_push_id", BigKey, ForeignKey("channel_pushes.id", ondelete="SET NULL")),
    Column("deduction", JsonType),  # what was held back of its money, and why
    Index("ix_returns_order_id", "order_id"),
    Index("ix_returns_state", "state"),
    Index("ix_returns_parcel", "parcel"),
    Index("ix_returns_refund_push_id", "refund_push_id"),
)

return_lines = Table(
    "return_lines",
    metadata,
    Column("return_id", BigKey, ForeignKey("returns.id", ondelete="CASCADE"), primary_key=True),
    Column("line_id", BigKey, ForeignKey("order_lines.id", ondelete="CASCADE"), primary_key=True),
    Column("announced", Integer, nullable=False),
    Column("received", Integer, nullable=False),
    Column("missing", Integer, nullable=False),
    Column("extra", Integer, nullable=False),
    _text("reason"),
    Column("findings", JsonType, nullable=False),
    Index("ix_return_lines_line_id", "line_id"),
)

leases = Table(
    "leases",
    metadata,
    Column("account_id", BigKey, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("task", Text, primary_key=True),  # push, sync
    Column("owner", Text, nullable=False),
    Column("expires_at", InstantType, nullable=False),
)
