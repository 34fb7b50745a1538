"""Remember whose buyers are forgotten and how they are known again; count accounts, whose numbers come once only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_MARKS = ("buyer_mail_mark", "buyer_home_mark")


def upgrade() -> None:
    op.add_column("orders", sa.Column("forgotten_at", sa.BigInteger(), nullable=True))
    for name in _MARKS:
        op.add_column("orders", sa.Column(name, sa.Text(), server_default="", nullable=False))
        told = sa.text(f"{name} != ''")
        op.create_index(f"ix_orders_{name}", "orders", [name], sqlite_where=told, postgresql_where=told)
    op.create_table(
        "counters",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )


def downgrade() -> None:
    op.drop_table("counters")
    for name in reversed(_MARKS):
        op.drop_index(f"ix_orders_{name}", "orders")
        op.drop_column("orders", name)
    op.drop_column("orders", "forgotten_at")
