"""Owns a marketplace that gives tokens, run in this process, for the tests of expired and revoked ones."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import connectors.registry
from desk.domain.clock import SystemClock
from tests.faults.computer import ACCOUNT, Computer


@dataclass
class Market:
    """What the seller does there."""

    running: Any

    def expire_tokens(self) -> None:
        self._do("expire_tokens")

    def revoke(self) -> None:
        """The seller takes the consent back."""
        self._do({"ebay": "revoke_consent", "amazon": "revoke"}[self.running.kind])

    def authorise(self) -> str:
        """The seller gives it again; what is to be entered then."""
        told = self._do({"ebay": "renew_consent", "amazon": "authorise"}[self.running.kind])
        return str(told["refresh_token"])

    def _do(self, deed: str) -> Any:
        data = json.dumps({"deed": deed}).encode()
        with urllib.request.urlopen(f"{self.running.url}/_sim/do", data=data, timeout=10) as answer:
            return json.load(answer)


@contextmanager
def seller(bare: Computer, kind: str) -> Iterator[tuple[Computer, Market]]:
    """An account on such a market, nothing fetched yet. Its clock is the real one, as that of the market."""
    with connectors.registry.simulator(kind).start(seed=3, orders=20) as running:
        computer = replace(bare, connectors=connectors.registry, clock=SystemClock())
        words = ["accounts", "add", kind, "--set", f"name={ACCOUNT}", "--set", "start_date=2024-01-01"]
        for key, value in running.account_settings.items():
            words += ["--set", f"{key}={value}"]
        for key, value in running.credentials.items():
            computer.monkeypatch.setenv(f"KEY_{key}", value)
            words += ["--secret", f"{key}=KEY_{key}"]
        assert computer.terminal(*words).status == 0
        yield computer, Market(running)
