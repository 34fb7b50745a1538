"""Remember what each deed changed of a return, so that it can be taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "return_deeds",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("return_id", _KEY, nullable=False),
        sa.Column("push_id", _KEY, nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["return_id"], ["returns.id"], name="fk_return_deeds_return_id_returns", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["push_id"], ["channel_pushes.id"], name="fk_return_deeds_push_id_channel_pushes", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_return_deeds"),
        sqlite_autoincrement=True,
    )
    for column in ("return_id", "push_id", "at"):
        op.create_index(f"ix_return_deeds_{column}", "return_deeds", [column])


def downgrade() -> None:
    op.drop_table("return_deeds")
