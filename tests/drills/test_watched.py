"""A look that asks only for what changed lately sees what a full one would."""

from typing import Any, cast

from drills.simulators import Simulator, Watched


class Fake:
    """A simulator that keeps orders and remembers how it was asked."""

    def __init__(self) -> None:
        self.orders = {"1": "2026-11-20T10:00:00Z", "2": "2026-11-20T11:00:00Z"}
        self.asked: list[str] = []

    def state(self) -> dict[str, Any]:
        self.asked.append("all")
        return {"orders": [{"id": order, "modified": at} for order, at in self.orders.items()]}

    def ask(self, _: str, __: None, *, since: str) -> dict[str, Any]:
        self.asked.append(since)
        return {"orders": [{"id": order, "modified": at} for order, at in self.orders.items() if at >= since]}


def test_until_all_is_fetched_each_look_is_full_and_then_reaches_back_a_little() -> None:
    fake, watched = Fake(), Watched()
    simulator = cast(Simulator, fake)
    assert len(watched.orders(simulator)) == len(watched.orders(simulator)) == 2
    watched.fetched()
    # What was hidden with age while Desk fetched is not among what changed.
    assert len(watched.orders(simulator)) == 2
    fake.orders |= {"1": "2026-11-20T12:00:00Z", "3": "2026-11-20T10:45:00Z"}  # the last appears late
    found = {order["id"]: order["modified"] for order in watched.orders(simulator)}
    assert found == fake.orders
    assert fake.asked == ["all", "all", "all", "2026-11-20T10:40:00+00:00"]
