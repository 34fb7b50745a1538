"""Owns why goods come back: the codes that Desk knows, and what a channel's own codes mean (return_reasons.csv).

A code that no table maps is shown as it came and marked; what it means an agent says, once for all of that account.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desk.domain.changes import Changes, Kind
from desk.domain.errors import NotAllowed
from desk.domain.return_reasons import Reason
from desk.domain.return_states import ReturnState
from desk.domain.values import AccountId, ReturnId
from desk.services.context import Desk
from desk.services.return_keeping import keep
from desk.store import accounts as account_store
from desk.store import return_reasons as store
from desk.store import returns as return_store
from desk.system import tables

_OVER = frozenset({ReturnState.CLOSED, ReturnState.CANCELLED, ReturnState.EXPIRED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmapped:
    """A channel's code that Desk does not know, and how many returns bear it."""

    account: AccountId
    account_name: str
    code: str
    returns: int


def known() -> tuple[Reason, ...]:
    """All reasons, in the table's order."""
    return tables.return_reasons()


def codes() -> frozenset[str]:
    return frozenset(one.code for one in known())


def withdrawals() -> frozenset[str]:
    """Codes with which a consumer withdraws from the purchase."""
    return frozenset(one.code for one in known() if one.is_withdrawal)


def is_known(code: str) -> bool:
    """Whether this is one of ours; nothing at all is nobody's code either."""
    return not code or code in codes()


def check(code: str) -> str:
    """The code as it is stored. Raises NotAllowed where it is none of ours."""
    plain = code.strip().upper().replace("-", "_")
    if plain not in codes():
        raise NotAllowed("This is no reason that Desk knows.", code="return_reason_unknown")
    return plain


def meant(desk: Desk, code: str) -> str:
    """One of our codes in any spelling, or a channel's own as returns have it. Raises NotAllowed for any other."""
    ours = code.strip().upper().replace("-", "_")
    if ours in codes():
        return ours
    theirs = {one.code for one in unmapped(desk)}
    if code.strip() not in theirs:
        those = ", ".join([*(one.code for one in known()), *sorted(theirs)])
        raise NotAllowed(
            f"No return has the reason {code.strip()[:40]}, and Desk knows none. Take one of these: {those}.",
            code="return_reason_none",
            reason=code.strip()[:40],
            known=those,
        )
    return code.strip()


def unmapped(desk: Desk) -> tuple[Unmapped, ...]:
    """The codes of channels that nobody has said the meaning of, the most frequent first."""
    with desk.store.read() as transaction:
        names = {one.id: one.name for one in account_store.load_accounts(transaction)}
        found = store.load_unmapped(transaction, codes())
    return tuple(
        Unmapped(account=account, account_name=names.get(account, ""), code=code, returns=number)
        for account, code, number in found
    )


def map_code(desk: Desk, account: AccountId, code: str, ours: str) -> Changes:
    """Say what a channel's code means, for the returns there and all to come. Raises NotAllowed."""
    meant = check(ours)
    if not code.strip() or code in codes():
        raise NotAllowed("This code needs no meaning: it is one of Desk's own.", code="return_code_ours")

    def work() -> Changes:
        with desk.store.write() as transaction:
            store.save_code(transaction, account, code, meant)
            return Changes.of(Kind.RETURN, store.rename(transaction, account, code, meant))

    return desk.on_database(work)


def give(desk: Desk, wanted: Sequence[ReturnId], ours: str) -> Changes:
    """Give returns that are still open this reason, on each of their lines. Raises NotAllowed."""
    meant = check(ours)

    def work() -> Changes:
        touched = []
        with desk.store.write() as transaction:
            for told in return_store.load_returns(transaction, wanted).values():
                if told.state in _OVER:
                    continue
                after = replace(told, lines=tuple(replace(one, reason=meant) for one in told.lines))
                if keep(transaction, told, after, desk.clock.now()) != told:
                    touched.append(told.id)
        return Changes.of(Kind.RETURN, touched)

    return desk.on_database(work)
