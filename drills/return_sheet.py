"""Owns the file by which the drill "returns" settles: what is written into it, what Desk says before and after, and how
Desk dies over it. What is barred must be, for the reason that the drill knows, and nothing else.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from drills.clock import until
from drills.driver import Outcome
from drills.return_book import Promises, Row, minor
from drills.stage import Stage

_COLUMNS = ("return", "shipping", "extra", "loss", "why", "label")
_WITHIN = 15.0
_MOST_LOSS = 90
"""Less than the cheapest goods cost with every discount taken off: something always goes back."""
_NOBODY = "RT-2020-000001-X"
Order = tuple[str, str]
"""The name of its account, and its number there."""


@dataclass(slots=True)
class Known:
    """What bars a row, as the drill knows: goods that are not here."""

    late: set[str] = field(default_factory=set)


class Sheet:
    """One file and all that is done with it. `list_returns` tells Desk's returns, as it lists them."""

    def __init__(self, stage: Stage, known: Known) -> None:
        self.stage, self.desk, self.dice = stage, stage.desk, stage.dice
        self.file = stage.folder / "returns.csv"
        self.promises = Promises()
        self._known = known
        self._shown: Sequence[Row] = ()
        """What was promised last, row by row."""
        self.plain: set[str] = set()
        """Returns of whose money nothing but the usual goes back."""
        self._bad: dict[str, str] = {}
        """The code of each row that may not go, by its line or by its return."""

    def write(self, numbers: Sequence[str]) -> None:
        """All that an agent writes into such a file, slips included."""
        rows = [self._row(number) for number in numbers]
        self.plain = {row["return"] for row in rows if not any(row[name] for name in _COLUMNS[1:])}
        self.dice.shuffle(rows)
        rows[0]["loss"] = "viel"
        self._bad[rows[0]["return"]] = "return_amount_odd"
        rows += [rows[1] | {"return": _NOBODY}, dict(rows[2])]
        # The header is the first line.
        self._bad |= {f"{len(rows)}": "return_unknown", f"{len(rows) + 1}": "return_twice"}
        self._save(rows)

    def write_small(self, numbers: Sequence[str]) -> None:
        """So much is taken off each row that its money could go back once more."""
        self._save([{"return": number} for number in numbers])
        amounts = {number: minor(row["amount"]) for number, row in self.promise().items()}
        self._save([{"return": number, "loss": f"{amount * 6 // 10 / 100:.2f}"} for number, amount in amounts.items()])

    def _save(self, rows: Sequence[Mapping[str, str]]) -> None:
        with self.file.open("w", encoding="utf-8", newline="") as made:
            writer = csv.DictWriter(made, _COLUMNS)
            writer.writeheader()
            writer.writerows(dict(row) | {"why": "WORN"} if row.get("loss") else row for row in rows)

    def _row(self, number: str) -> dict[str, str]:
        row, chance = dict.fromkeys(_COLUMNS, "") | {"return": number}, self.dice.random()
        if chance < 0.12:
            row["loss"] = f"{self.dice.randint(1, _MOST_LOSS) / 100:.2f}"
        elif chance < 0.16:
            row["label"] = "0.99"
        elif chance < 0.20:
            row["shipping"] = "0"
        return row

    # -- running it ------------------------------------------------------------------------------------------------

    def settle(self) -> dict[str, Row]:
        """Runs it to its end: each row ends as was shown before. Then once more, when nothing is left to do."""
        ready = self.promise()
        self._check_run(ready, self.run())
        before = len(self.stage.entries())
        again = self.run()
        if len(self.stage.entries()) != before or any(row["result"] == "queued" for row in again):
            self.stage.broken.append("the same file once more put something into the outbox")
        return ready

    def preview(self) -> dict[str, Row]:
        """What it would do now, which is what was promised from now on; the outbox is none the wiser."""
        before = len(self.stage.entries())
        ready = self.promise()
        if len(self.stage.entries()) != before:
            self.stage.broken.append("a preview put something into the outbox")
        return ready

    def promise(self) -> dict[str, Row]:
        at = f"{self.stage.time.now():%Y-%m-%dT%H:%M:%S.%fZ}"
        rows = self._rows(self.desk.run("return", "bulk", str(self.file), "--dry-run"))
        self.promises.note(at, rows)
        self._shown = rows
        return {row["return"]: row for row in rows if row["result"] == "ready"}

    def run(self) -> list[Row]:
        return self._rows(self.desk.run("return", "bulk", str(self.file)))

    def _rows(self, outcome: Outcome) -> list[Row]:
        if outcome.document is None:
            self.stage.broken.append(f"the file was not read: {outcome.error.strip()[:300]}")
            return []
        return list(outcome.document["rows"])

    def queued(self) -> int:
        return sum(one["kind"].startswith("refund") for one in self.stage.entries())

    def die(self, ready: int) -> bool:
        """Somewhere in the file: some of its rows are in the outbox, others not yet. False when none are left."""
        before, written = self.queued(), self.desk.written()
        grown = self.dice.randrange(1, max(2, ready))
        child = self.desk.start("return", "bulk", str(self.file), "--results", str(self.file.with_suffix(".out.csv")))

        def wrote() -> bool:
            nonlocal written, grown
            now = self.desk.written()
            if now != written:
                written, grown = now, grown - 1
            return grown <= 0 or not child.running()

        until(wrote, _WITHIN)
        killed = child.kill()
        self.desk.finish(child)
        made = self.queued() - before
        if killed and 0 < made < ready:
            self.stage.kills.hit("queueing")
        return made < ready

    # -- what it says ----------------------------------------------------------------------------------------------

    def check_blocked(
        self, returns: Collection[Mapping[str, Any]], left: Mapping[Order, int], slow_to_know: Collection[str]
    ) -> None:
        """Of each order's money so much is `left` at its channel, in minor units, and each row takes its part of it.
        Accounts that are `slow_to_know` tell only when asked that money is gone.
        """
        orders = {one["number"]: (one["account_name"], one["order_number"]) for one in returns}
        taken: Counter[Order] = Counter()
        for row in self._shown:
            number = row["return"]
            order = orders.get(number, ("", ""))
            expected = self._bad.get(row["row"]) or self._bad.get(number, "")
            told = row["code"] if row["result"] == "blocked" else ""
            if not expected and number in self._known.late:
                expected = "return_step"
            elif not expected and taken[order] >= left.get(order, 1):
                expected = "" if order[0] in slow_to_know and not told else "return_money_gone"
            if told != expected:
                said = f"{told or row['result']}, not {expected or 'ready'}"
                self.stage.broken.append(f"row {row['row']}, {number}: {said} ({row['amount']} {row['reason']})")
            if not told:
                taken[order] += minor(row["amount"])

    def _check_run(self, ready: Mapping[str, Row], rows: Sequence[Row]) -> None:
        for row in rows:
            promised = ready.get(row["return"]) if row["code"] != "return_twice" else None
            if promised is not None and (row["result"], row["amount"]) != ("queued", promised["amount"]):
                told = f"{row['result']} {row['amount']} {row['reason']}"
                self.stage.broken.append(f"{row['return']}: {promised['amount']} was promised, and it was {told}")
            elif promised is None and row["result"] == "queued":
                self.stage.broken.append(f"{row['return']} was settled, though the preview did not say so")
