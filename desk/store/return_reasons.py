"""Owns what channels' own codes of reasons mean, as the merchant said. services.return_reasons writes and asks."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, and_, func, select, update

from desk.domain.values import AccountId, ReturnId
from desk.store.tables import return_lines, return_reason_codes, returns
from desk.store.upsert import upsert


def load_codes(connection: Connection, account: AccountId) -> dict[str, str]:
    """Our reason by the channel's code."""
    found = select(return_reason_codes).where(return_reason_codes.c.account_id == account)
    return {row.code: row.reason for row in connection.execute(found)}


def save_code(connection: Connection, account: AccountId, code: str, reason: str) -> None:
    row = {"account_id": account, "code": code, "reason": reason}
    upsert(connection, return_reason_codes, [row], ("account_id", "code"))


def rename(connection: Connection, account: AccountId, code: str, reason: str) -> list[ReturnId]:
    """Give the lines with this code of an account the reason; which returns are touched."""
    of_account = select(returns.c.id).where(returns.c.account_id == account)
    meant = and_(return_lines.c.reason == code, return_lines.c.return_id.in_(of_account))
    touched = [ReturnId(one) for one in connection.execute(select(return_lines.c.return_id).where(meant)).scalars()]
    connection.execute(update(return_lines).where(meant).values(reason=reason))
    return sorted(set(touched))


def load_unmapped(connection: Connection, known: Collection[str]) -> list[tuple[AccountId, str, int]]:
    """Account, code and how many returns bear it, the most frequent first."""
    number = func.count(returns.c.id.distinct())
    asked = (
        select(returns.c.account_id, return_lines.c.reason, number)
        .join(returns, returns.c.id == return_lines.c.return_id)
        .where(return_lines.c.reason.not_in([*known, ""]))
        .group_by(returns.c.account_id, return_lines.c.reason)
        .order_by(number.desc(), returns.c.account_id, return_lines.c.reason)
    )
    return [(AccountId(account), code, times) for account, code, times in connection.execute(asked)]
