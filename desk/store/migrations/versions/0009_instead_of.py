"""Know which order is sent instead of another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("orders", sa.Column("instead_of", sa.Text(), server_default="", nullable=False))
    told = sa.text("instead_of != ''")
    op.create_index(
        "ix_orders_instead_of", "orders", ["account_id", "instead_of"], sqlite_where=told, postgresql_where=told
    )


def downgrade() -> None:
    op.drop_index("ix_orders_instead_of", "orders")
    op.drop_column("orders", "instead_of")
