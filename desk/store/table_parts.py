"""Owns what tables are made of: their common metadata, how keys and indexes are named, and columns that recur."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, MetaData, Text

from desk.store.types import BigKey

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def text_column(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def amount_column(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def of_order() -> Column[int]:
    return Column("order_id", BigKey, ForeignKey("orders.id", ondelete="CASCADE"), nullable=False)


def of_account() -> Column[int]:
    return Column("account_id", BigKey, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False)
