"""Owns a reader of an eBay account's cases, as the tests of them follow its pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from connectors.contract.errors import LoginNeeded, Unavailable, Unreadable
from connectors.contract.snapshots import CaseSnapshot, Cursor, UnreadableRecord
from desk.domain.cases import CaseKind
from tests.connectors.ebay.account import EbayAccount, through_json

Key = tuple[CaseKind, str]


@dataclass
class Reader:
    """What a reader knows after following pages, each cursor through JSON as in the store."""

    account: EbayAccount
    cursor: Cursor = field(default_factory=Cursor)
    known: dict[Key, CaseSnapshot] = field(default_factory=dict)
    bad: list[UnreadableRecord] = field(default_factory=list)
    pages: int = 0

    def __post_init__(self) -> None:
        # The world has cancelled some orders already; they are no matter of most tests.
        orders = self.account.state()["orders"]
        self.old = {(CaseKind.CANCELLATION, one["id"]) for order in orders for one in order["cancel_requests"]}

    def page(self) -> tuple[list[CaseSnapshot], bool]:
        found = self.account.connector.fetch_cases(through_json(self.cursor))
        self.pages += 1
        assert found.done or found.cursor != self.cursor, "the reader would take it for a loop"
        self.cursor = found.cursor
        self.bad += found.unreadable
        self.known |= {(one.kind, one.ref.id): one for one in found.items}
        return [one for one in found.items if (one.kind, one.ref.id) not in self.old], found.done

    def run(self) -> list[CaseSnapshot]:
        """One run to its end, taking trouble that passes by asking again."""
        items: list[CaseSnapshot] = []
        for _ in range(200):
            try:
                found, done = self.page()
            except (Unavailable, Unreadable, LoginNeeded):  # two tokens in a row that ran out at once
                continue
            items += found
            if done:
                return items
        raise AssertionError("the run never ends")

    def next_run(self) -> list[CaseSnapshot]:
        self.account.later(minutes=15)
        return self.run()

    def the(self, kind: CaseKind, number: str) -> CaseSnapshot:
        return self.known[kind, number]


def opened(account: EbayAccount, place: int = 0, **more: Any) -> dict[str, Any]:
    order = account.shipped_orders()[place]
    found: dict[str, Any] = account.do("open_return", order=order["id"], **more)
    return found
