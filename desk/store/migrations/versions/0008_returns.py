"""Follow returns one way for every channel: their state, their parcel, and what came of each line."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _refers(table: str, column: str, to: str, then: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}", ondelete=then)


def upgrade() -> None:
    op.create_table(
        "returns",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("account_id", _KEY, nullable=False),
        sa.Column("order_id", _KEY, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("case_id", _KEY, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        _text("carrier"),
        _text("parcel"),
        _text("words"),
        sa.Column("refund_push_id", _KEY, nullable=True),
        _refers("returns", "account_id", "accounts", "CASCADE"),
        _refers("returns", "order_id", "orders", "CASCADE"),
        _refers("returns", "case_id", "cases", "SET NULL"),
        _refers("returns", "refund_push_id", "channel_pushes", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_returns"),
        sa.UniqueConstraint("number", name="uq_returns_number"),
        sa.UniqueConstraint("case_id", name="uq_returns_case_id"),
    )
    for columns in ("order_id", "state", "parcel", "refund_push_id"):
        op.create_index(f"ix_returns_{columns}", "returns", [columns])
    op.create_table(
        "return_lines",
        sa.Column("return_id", _KEY, nullable=False),
        sa.Column("line_id", _KEY, nullable=False),
        sa.Column("announced", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("extra", sa.Integer(), nullable=False),
        _text("reason"),
        sa.Column("findings", sa.Text(), nullable=False),
        _refers("return_lines", "return_id", "returns", "CASCADE"),
        _refers("return_lines", "line_id", "order_lines", "CASCADE"),
        sa.PrimaryKeyConstraint("return_id", "line_id", name="pk_return_lines"),
    )
    op.create_index("ix_return_lines_line_id", "return_lines", ["line_id"])


def downgrade() -> None:
    op.drop_table("return_lines")
    op.drop_table("returns")
