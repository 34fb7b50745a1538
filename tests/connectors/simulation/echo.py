"""A channel small enough to see only the kit around it: it counts what was done and answers with some JSON."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from connectors.simulation.app import SimulatorApp
from connectors.simulation.clock import SimulationClock
from connectors.simulation.faults import Faults
from connectors.simulation.journal import Journal
from connectors.simulation.server import RunningSimulator, serve
from connectors.simulation.wire import DeedRefused, WireAnswer, WireRequest


@dataclass
class EchoChannel:
    journal: Journal
    kind: str = "echo"
    staged: list[str] = field(default_factory=list)

    def answer(self, request: WireRequest) -> WireAnswer:
        if request.path == "/broken":
            raise RuntimeError("the simulator is broken")
        if request.path.startswith("/no/"):
            return WireAnswer(422, b'{"code":"refused"}')
        if request.method == "POST":
            self.journal.record(request.at, "posted", {"path": request.path}, request)
        document = {"path": request.path, "at": request.at.isoformat(), "filler": "x" * 500}
        return WireAnswer(200, json.dumps(document).encode(), [("X-Echo", "yes")])

    def state(self, query: Mapping[str, str]) -> Any:
        return {"kind": self.kind, "staged": self.staged, **query}

    def do(self, deed: str, arguments: Mapping[str, Any], at: datetime) -> Any:
        if deed != "greet":
            raise DeedRefused(f"There is no deed {deed}.")
        return {"hello": arguments.get("name"), "at": at.isoformat()}

    def suits(self, profile: str, request: WireRequest) -> bool:
        return True

    def stage(self, profile: str, request: WireRequest, dice: float) -> bool:
        self.staged.append(profile)
        return True

    def fault_answer(self, profile: str, request: WireRequest, dice: float) -> WireAnswer | None:
        return WireAnswer(401, b'{"code":"expired"}') if profile == "token_expired" else None

    def spoil(self, profile: str, request: WireRequest, answer: WireAnswer, dice: float) -> WireAnswer | None:
        return answer.with_body(b'{"filler":"gone"}')


@contextmanager
def echo(seed: int = 1, clock: SimulationClock | None = None) -> Iterator[RunningSimulator]:
    journal = Journal()
    app = SimulatorApp(EchoChannel(journal), clock or SimulationClock(), journal, Faults(seed))
    with serve(app) as running:
        yield running
