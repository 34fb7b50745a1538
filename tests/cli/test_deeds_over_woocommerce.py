"""`desk paid`, `pay-link` and `status` from the terminal to a simulated shop and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import connectors.registry
from connectors.channels.woocommerce.simulator_model import ShopOrder
from desk.cli.main import run
from desk.cli.wiring import Wiring
from desk.domain.clock import ManualClock, as_instant
from desk.services.context import Desk
from desk.store.engine import open_store
from desk.system.secrets import MemorySecrets
from tests.cli.conftest import Said
from tests.support.stores import KEY, lay_new_store


@dataclass
class Counter:
    """A terminal with one account at a simulated shop of a few orders."""

    running: Any
    call: Callable[..., Said]

    def bought(self, method: str, status: str) -> ShopOrder:
        channel = self.running.simulator.app.channel
        made = channel.do("new_order", {"status": status}, self.running.simulator.clock.now())
        found: ShopOrder = self.running.simulator.shop.orders[made["id"]]
        found.payment_method = method
        found.rendered.clear()
        assert self.call("sync").status == 0
        return found

    def pushed(self, *words: str) -> str:
        """What a deed said, once the channel has it."""
        done = self.call(*words)
        assert done.status == 0, done.err
        assert self.call("outbox", "push").status == 0
        return done.out


@pytest.fixture
def counter(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter]:
    with connectors.registry.simulator("woocommerce").start(11, 0) as running:
        clock = ManualClock(as_instant(running.simulator.clock.now()))
        secrets = MemorySecrets()
        lay_new_store(tmp_path / "data")
        for name, value in running.credentials.items():
            monkeypatch.setenv(name.upper(), value)

        def open_desk(folder: Path) -> Desk:
            store = open_store(folder, KEY)
            return Desk(
                store=store, clock=clock, connectors=connectors.registry, secrets=secrets, agent="Ada", timeout=5
            )

        def unused(*_: object) -> Any:
            raise AssertionError("no command of these tests needs it")

        wiring = Wiring(
            open_desk=open_desk,
            open_demo=unused,
            start_window=unused,
            open_window=unused,
            save_pictures=unused,
            kinds=connectors.registry.kinds,
            describe=connectors.registry.describe,
            simulator=unused,
        )

        def call(*words: str) -> Said:
            clock.advance(60)
            running.simulator.clock.advance(60)
            status = run(["--data", str(tmp_path / "data"), *words], wiring)
            printed = capsys.readouterr()
            return Said(status, printed.out, printed.err)

        settings = [f"{name}={value}" for name, value in running.account_settings.items()] + ["writing=on"]
        hidden = [f"{name}={name.upper()}" for name in running.credentials]
        words = [word for one in settings for word in ("--set", one)]
        words += [word for one in hidden for word in ("--secret", one)]
        running.simulator.shop.extra_statuses.append("wartet-auf-lager")
        added = call("accounts", "add", "woocommerce", *words)
        assert added.status == 0, added.err
        yield Counter(running, call)


def test_an_unpaid_order_gets_its_link_and_is_paid(counter: Counter) -> None:
    there = counter.bought("bacs", "on-hold")
    assert there.number in counter.pushed("pay-link", there.number)
    assert there.number in counter.pushed("paid", there.number, "--transaction", "AZ 47/2026")
    assert (there.status, there.transaction_id) == ("processing", "AZ 47/2026")
    assert there.paid is not None
    mailed = [one.kind for one in counter.running.simulator.shop.mails if one.order_id == there.id]
    assert mailed == ["customer_invoice", "customer_processing_order"]
    again = counter.call("paid", there.number)
    assert (again.status, again.out) == (1, "")
    assert "is paid already" in again.err


def test_an_order_is_moved_to_a_status_of_the_shops_own(counter: Counter) -> None:
    there = counter.bought("ppcp-gateway", "processing")
    assert "May become: on-hold, wartet-auf-lager" in counter.call("status", there.number).out
    assert "processing > wartet-auf-lager" in counter.pushed("status", there.number, "--to", "wartet-auf-lager")
    assert there.status == "wartet-auf-lager"
    assert "wartet-auf-lager" in counter.call("show", there.number).out
    barred = counter.call("status", there.number, "--to", "cancelled")
    assert (barred.status, barred.out) == (1, "")
    assert "on-hold, processing" in barred.err


def test_several_orders_are_moved_by_one_command(counter: Counter) -> None:
    there = [counter.bought("ppcp-gateway", "processing") for _ in range(3)]
    said = counter.pushed("status", *(one.number for one in there), "--to", "on-hold")
    assert said.count("> on-hold") == 3
    assert [one.status for one in there] == ["on-hold"] * 3
    unknown = counter.call("status", there[0].number, "NONE-1", "--to", "processing")
    assert (unknown.status, unknown.out) == (1, "")
    assert counter.call("--json", "outbox", "list", "--state", "waiting").document == {"pushes": []}
