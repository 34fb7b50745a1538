"""Know who sees to an order's parcels: we, or the channel itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("orders", sa.Column("handling", sa.Text(), server_default="OURS", nullable=False))


def downgrade() -> None:
    op.drop_column("orders", "handling")
