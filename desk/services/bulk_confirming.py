"""Owns whether a batch is so large that who confirms it types how many rows it has (UX 6)."""

from __future__ import annotations

from desk.services.account_rules import needs_count
from desk.services.context import Desk
from desk.services.return_batch import IRREVERSIBLE, BatchDeed, Plan
from desk.store import accounts as account_store


def must_be_typed(desk: Desk, plan: Plan) -> bool:
    """By the settings of the accounts whose returns are ready."""
    if plan.wish.deed not in IRREVERSIBLE:
        return False
    with desk.store.read() as transaction:
        accounts = account_store.load_accounts(transaction)
    names = set(plan.per_account())
    sums = plan.sums() if plan.wish.deed is BatchDeed.SETTLE else ()
    return needs_count([one.settings for one in accounts if one.name in names], len(plan.ready), sums)
