"""Know until when an order is to be shipped, and keep agents' notes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("orders", sa.Column("ship_by", sa.BigInteger(), nullable=True))
    op.create_index("ix_orders_to_ship", "orders", ["order_facet", "shipping_facet", "ship_by"])
    op.create_table(
        "order_notes",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("order_id", _KEY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.Text(), server_default="", nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_order_notes_order_id_orders", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_order_notes"),
    )
    op.create_index("ix_order_notes_order_id", "order_notes", ["order_id"])


def downgrade() -> None:
    op.drop_index("ix_order_notes_order_id", "order_notes")
    op.drop_table("order_notes")
    op.drop_index("ix_orders_to_ship", "orders")
    op.drop_column("orders", "ship_by")
