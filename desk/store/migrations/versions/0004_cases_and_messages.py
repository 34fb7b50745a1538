"""Keep cases with their deadlines, conversations with buyers, and from which offer a line was bought."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _account(table: str) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    return (
        sa.Column("account_id", _KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=f"fk_{table}_account_id_accounts", ondelete="CASCADE"
        ),
    )


def upgrade() -> None:
    op.add_column("order_lines", _text("listing"))
    _make_cases()
    _make_deadlines()
    _make_conversations()
    _make_messages()


def _make_cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", _KEY, nullable=False),
        *_account("cases"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("order_remote_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("channel_state", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=True),
        sa.Column("fetched_at", sa.BigInteger(), nullable=False),
        _text("reason"),
        _text("channel_reason"),
        _text("comment"),
        sa.Column("opened_by_buyer", sa.Boolean(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("allows", sa.Text(), nullable=False),
        sa.Column("other_options", sa.Text(), nullable=False),
        sa.Column("expected", sa.Text(), nullable=True),
        sa.Column("refunded", sa.Text(), nullable=True),
        _text("carrier"),
        _text("number"),
        _text("escalated_as"),
        sa.Column("events", sa.Text(), nullable=True),
        _text("open_in_channel"),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("account_id", "kind", "remote_id", name="uq_cases_account_id_kind_remote_id"),
    )
    op.create_index("ix_cases_order_remote_id", "cases", ["account_id", "order_remote_id"])


def _make_deadlines() -> None:
    op.create_table(
        "deadlines",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("case_id", _KEY, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("ours", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_deadlines_case_id_cases", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_deadlines"),
    )
    op.create_index("ix_deadlines_case_id", "deadlines", ["case_id"])
    op.create_index("ix_deadlines_at", "deadlines", ["at"])


def _make_conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", _KEY, nullable=False),
        *_account("conversations"),
        sa.Column("remote_id", sa.Text(), nullable=False),
        _text("buyer"),
        _text("title"),
        _text("listing"),
        _text("order_remote_id"),
        sa.Column("unread", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=True),
        sa.Column("fetched_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
        sa.UniqueConstraint("account_id", "remote_id", name="uq_conversations_account_id_remote_id"),
    )
    op.create_index("ix_conversations_buyer", "conversations", ["account_id", "buyer"])
    op.create_index("ix_conversations_order_remote_id", "conversations", ["account_id", "order_remote_id"])


def _make_messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("conversation_id", _KEY, nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("ours", sa.Boolean(), nullable=False),
        _text("subject"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("unread", sa.Boolean(), nullable=False),
        sa.Column("media", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_messages_conversation_id_conversations",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("conversation_id", "remote_id", name="uq_messages_conversation_id_remote_id"),
    )


def downgrade() -> None:
    op.drop_table("messages")
    op.drop_table("conversations")
    op.drop_table("deadlines")
    op.drop_table("cases")
    op.drop_column("order_lines", "listing")
