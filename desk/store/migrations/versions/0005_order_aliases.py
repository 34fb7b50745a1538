"""Remember under which ids a channel listed a purchase before, and what a case is about that names no order."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for name in ("buyer", "listing"):
        op.add_column("cases", sa.Column(name, sa.Text(), server_default="", nullable=False))
    op.create_index("ix_cases_buyer", "cases", ["account_id", "buyer"])
    op.create_table(
        "order_aliases",
        sa.Column("account_id", _KEY, nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("current_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_order_aliases_account_id_accounts", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "remote_id", name="pk_order_aliases"),
    )


def downgrade() -> None:
    op.drop_table("order_aliases")
    op.drop_index("ix_cases_buyer", "cases")
    for name in ("listing", "buyer"):
        op.drop_column("cases", name)
