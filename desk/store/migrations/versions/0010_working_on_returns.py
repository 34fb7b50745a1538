"""Work on returns: pictures, tasks in the channel, exchanges, parcels of nobody, reasons, and views under a name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _id(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, _KEY, nullable=nullable)


def _at(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _refers(table: str, column: str, to: str, then: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}", ondelete=then)


def _index(table: str, column: str) -> None:
    op.create_index(f"ix_{table}_{column}", table, [column])


def upgrade() -> None:
    _parcels()
    _photos()
    _tasks()
    _exchanges()
    op.create_table(
        "return_reason_codes",
        _id("account_id"),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _refers("return_reason_codes", "account_id", "accounts", "CASCADE"),
        sa.PrimaryKeyConstraint("account_id", "code", name="pk_return_reason_codes"),
    )
    op.create_table(
        "saved_views",
        _id("id"),
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        _text("icon"),
        _text("owner"),
        sa.Column("content", sa.Text(), nullable=False),
        _at("changed_at"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_views"),
        sa.UniqueConstraint("list", "owner", "name", name="uq_saved_views_list_owner_name"),
    )


def _parcels() -> None:
    op.create_table(
        "stray_parcels",
        _id("id"),
        _at("arrived_at"),
        *map(_text, ("carrier", "number", "number_normalised", "sender", "postcode", "note", "actor")),
        _id("return_id", nullable=True),
        _at("matched_at", nullable=True),
        _text("matched_by"),
        _refers("stray_parcels", "return_id", "returns", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_stray_parcels"),
    )
    _index("stray_parcels", "number_normalised")
    _index("stray_parcels", "return_id")


def _photos() -> None:
    op.create_table(
        "return_photos",
        _id("id"),
        _id("return_id", nullable=True),
        _id("parcel_id", nullable=True),
        _id("line_id", nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _at("added_at"),
        _text("actor"),
        _refers("return_photos", "return_id", "returns", "CASCADE"),
        _refers("return_photos", "parcel_id", "stray_parcels", "CASCADE"),
        _refers("return_photos", "line_id", "order_lines", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_return_photos"),
    )
    for column in ("return_id", "parcel_id", "line_id"):
        _index("return_photos", column)


def _tasks() -> None:
    op.create_table(
        "return_tasks",
        _id("id"),
        _id("return_id"),
        sa.Column("what", sa.Text(), nullable=False),
        _text("page"),
        _text("words"),
        _at("made_at"),
        _at("done_at", nullable=True),
        _text("done_by"),
        _refers("return_tasks", "return_id", "returns", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_return_tasks"),
    )
    _index("return_tasks", "return_id")
    waits = sa.text("done_at IS NULL")
    op.create_index("ix_return_tasks_open", "return_tasks", ["made_at"], sqlite_where=waits, postgresql_where=waits)


def _exchanges() -> None:
    op.create_table(
        "return_exchanges",
        _id("return_id"),
        *map(_text, ("carrier", "number", "reference")),
        sa.Column("difference", sa.BigInteger(), nullable=False),
        _id("refund_push_id", nullable=True),
        _at("sent_at"),
        _at("paid_at", nullable=True),
        _text("actor"),
        _refers("return_exchanges", "return_id", "returns", "CASCADE"),
        _refers("return_exchanges", "refund_push_id", "channel_pushes", "SET NULL"),
        sa.PrimaryKeyConstraint("return_id", name="pk_return_exchanges"),
    )
    _index("return_exchanges", "refund_push_id")


def downgrade() -> None:
    for table in (
        "saved_views",
        "return_reason_codes",
        "return_exchanges",
        "return_tasks",
        "return_photos",
        "stray_parcels",
    ):
        op.drop_table(table)
