"""Make the first store: accounts, orders with their parts, the outbox, cursors and leases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _accounts()
    _cursors()
    _leases()
    _orders()
    _unreadable_records()
    _channel_pushes()
    _order_addresses()
    _order_events()
    _order_lines()
    _order_payments()
    _raw_payloads()
    _shipments()


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("merchant", sa.Text(), server_default="", nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("writing", sa.Boolean(), nullable=False),
        sa.Column("start_date", sa.BigInteger(), nullable=True),
        sa.Column("identity", sa.Text(), server_default="", nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("capabilities", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_good_sync", sa.BigInteger(), nullable=True),
        sa.Column("trouble_code", sa.Text(), server_default="", nullable=False),
        sa.Column("trouble_text", sa.Text(), server_default="", nullable=False),
        sa.Column("trouble_since", sa.BigInteger(), nullable=True),
        sa.Column("not_before", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("name", name=op.f("uq_accounts_name")),
    )


def _cursors() -> None:
    op.create_table(
        "cursors",
        sa.Column("account_id", _KEY, nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("run_started", sa.BigInteger(), nullable=True),
        sa.Column("run_fetched", sa.Integer(), nullable=False),
        sa.Column("run_total", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_cursors_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "stream", name=op.f("pk_cursors")),
    )


def _leases() -> None:
    op.create_table(
        "leases",
        sa.Column("account_id", _KEY, nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_leases_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "task", name=op.f("pk_leases")),
    )


def _orders() -> None:
    op.create_table(
        "orders",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("account_id", _KEY, nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("placed_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("fetched_at", sa.BigInteger(), nullable=False),
        sa.Column("order_facet", sa.Text(), nullable=False),
        sa.Column("payment_facet", sa.Text(), nullable=False),
        sa.Column("shipping_facet", sa.Text(), nullable=False),
        sa.Column("channel_status", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("goods", sa.BigInteger(), nullable=False),
        sa.Column("shipping", sa.BigInteger(), nullable=False),
        sa.Column("fees", sa.BigInteger(), nullable=False),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("buyer_name", sa.Text(), server_default="", nullable=False),
        sa.Column("buyer_company", sa.Text(), server_default="", nullable=False),
        sa.Column("buyer_email", sa.Text(), server_default="", nullable=False),
        sa.Column("buyer_phone", sa.Text(), server_default="", nullable=False),
        sa.Column("buyer_vat_id", sa.Text(), server_default="", nullable=False),
        sa.Column("buyer_remote_id", sa.Text(), server_default="", nullable=False),
        sa.Column("payment_method", sa.Text(), server_default="", nullable=False),
        sa.Column("payment_method_title", sa.Text(), server_default="", nullable=False),
        sa.Column("paid_at", sa.BigInteger(), nullable=True),
        sa.Column("buyer_note", sa.Text(), server_default="", nullable=False),
        sa.Column("invoice_number", sa.Text(), server_default="", nullable=False),
        sa.Column("is_test", sa.Boolean(), nullable=False),
        sa.Column("open_in_channel", sa.Text(), server_default="", nullable=False),
        sa.Column("first_item", sa.Text(), server_default="", nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("buyer_key", sa.Text(), server_default="", nullable=False),
        sa.Column("shipments_known", sa.Boolean(), nullable=False),
        sa.Column("kept", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_orders_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("account_id", "remote_id", name=op.f("uq_orders_account_id_remote_id")),
    )
    op.create_index("ix_orders_buyer_key", "orders", ["buyer_key"], unique=False)
    op.create_index("ix_orders_number", "orders", ["number"], unique=False)
    op.create_index("ix_orders_placed_at", "orders", ["placed_at", "id"], unique=False)


def _unreadable_records() -> None:
    op.create_table(
        "unreadable_records",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("account_id", _KEY, nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sample", sa.LargeBinary(), nullable=False),
        sa.Column("first_seen", sa.BigInteger(), nullable=False),
        sa.Column("last_seen", sa.BigInteger(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_unreadable_records_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unreadable_records")),
        sa.UniqueConstraint("account_id", "remote_id", name=op.f("uq_unreadable_records_account_id_remote_id")),
    )


def _channel_pushes() -> None:
    op.create_table(
        "channel_pushes",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("account_id", _KEY, nullable=False),
        sa.Column("order_id", _KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("push", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("error_code", sa.Text(), server_default="", nullable=False),
        sa.Column("error_text", sa.Text(), server_default="", nullable=False),
        sa.Column("channel_words", sa.Text(), server_default="", nullable=False),
        sa.Column("remote_ref", sa.Text(), server_default="", nullable=False),
        sa.Column("owner", sa.Text(), server_default="", nullable=False),
        sa.Column("actor", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_channel_pushes_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_channel_pushes_order_id_orders"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_pushes")),
        sa.UniqueConstraint("key", name=op.f("uq_channel_pushes_key")),
    )
    op.create_index(
        "ix_channel_pushes_account_id_state", "channel_pushes", ["account_id", "state", "not_before"], unique=False
    )
    op.create_index("ix_channel_pushes_order_id", "channel_pushes", ["order_id"], unique=False)


def _order_addresses() -> None:
    op.create_table(
        "order_addresses",
        sa.Column("order_id", _KEY, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("company", sa.Text(), server_default="", nullable=False),
        sa.Column("street", sa.Text(), server_default="", nullable=False),
        sa.Column("extra", sa.Text(), server_default="", nullable=False),
        sa.Column("postcode", sa.Text(), server_default="", nullable=False),
        sa.Column("town", sa.Text(), server_default="", nullable=False),
        sa.Column("region", sa.Text(), server_default="", nullable=False),
        sa.Column("country", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_order_addresses_order_id_orders"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("order_id", "role", name=op.f("pk_order_addresses")),
    )


def _order_events() -> None:
    op.create_table(
        "order_events",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("order_id", _KEY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_order_events_order_id_orders"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_events")),
    )
    op.create_index("ix_order_events_order_id", "order_events", ["order_id"], unique=False)


def _order_lines() -> None:
    op.create_table(
        "order_lines",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("order_id", _KEY, nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sku", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("refunded", sa.Integer(), nullable=False),
        sa.Column("needs_shipping", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_order_lines_order_id_orders"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_lines")),
        sa.UniqueConstraint("order_id", "remote_id", name=op.f("uq_order_lines_order_id_remote_id")),
    )


def _order_payments() -> None:
    op.create_table(
        "order_payments",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("order_id", _KEY, nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=True),
        sa.Column("method", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_order_payments_order_id_orders"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_payments")),
        sa.UniqueConstraint("order_id", "kind", "remote_id", name=op.f("uq_order_payments_order_id_kind_remote_id")),
    )


def _raw_payloads() -> None:
    op.create_table(
        "raw_payloads",
        sa.Column("order_id", _KEY, nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_raw_payloads_order_id_orders"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_raw_payloads")),
    )


def _shipments() -> None:
    op.create_table(
        "shipments",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("order_id", _KEY, nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("carrier", sa.Text(), server_default="", nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("number_normalised", sa.Text(), server_default="", nullable=False),
        sa.Column("tracking_url", sa.Text(), server_default="", nullable=False),
        sa.Column("shipped_at", sa.BigInteger(), nullable=True),
        sa.Column("lines", sa.Text(), nullable=True),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_shipments_order_id_orders"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipments")),
        sa.UniqueConstraint("order_id", "remote_id", name=op.f("uq_shipments_order_id_remote_id")),
    )
    op.create_index("ix_shipments_number_normalised", "shipments", ["number_normalised"], unique=False)


def downgrade() -> None:
    for table in (
        "shipments",
        "raw_payloads",
        "order_payments",
        "order_lines",
        "order_events",
        "order_addresses",
        "channel_pushes",
        "unreadable_records",
        "orders",
        "leases",
        "cursors",
        "accounts",
    ):
        op.drop_table(table)
