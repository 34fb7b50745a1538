"""The search of Desk's logs against the real simulators: all that they hold is found where it stands, a planted leak in
any of Desk's files too, and a log that says nothing proves nothing.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.simulation.world import DEFAULT_NOW
from drills.clock import DrillTime
from drills.driver import DeskDriver
from drills.leaks import Leak, Search, Value, leaks_in, people_of, secrets_of
from drills.ship import KINDS
from drills.simulators import Simulator, start_all

ORDERS = 24
QUIET = "2026-11-20 12:00:00,000 DEBUG net GET 127.0.0.1:40000/orders -> 200, 4 ms, 15187 bytes\n"


@pytest.fixture(scope="module", params=sorted(KINDS))
def simulator(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    folder = tmp_path_factory.mktemp("simulators")
    time = DrillTime(folder / "clock.json", DEFAULT_NOW, 8.0)
    wanted = KINDS[request.param]().wanted(3, ORDERS)[:1]
    with (folder / "log").open("wb") as log:
        (running,) = start_all(wanted, time.file, log)
        yield running
        running.stop()


def secrets(simulator: Simulator) -> list[Value]:
    return secrets_of(simulator.name, simulator.secrets())


def people(simulator: Simulator) -> list[Value]:
    channel = KINDS[simulator.kind]()
    return people_of(simulator.name, channel.people(channel.look(simulator)))


def test_all_that_a_simulator_holds_is_found_in_its_own_data(simulator: Simulator) -> None:
    own = json.dumps(simulator.state()) + json.dumps(simulator.ask("state", None, secrets=1))
    own += json.dumps(dict(simulator.credentials))
    looked_for = [*secrets(simulator), *people(simulator)]
    assert {value.text for value in secrets(simulator)} >= set(simulator.credentials.values())
    assert len({value.what for value in looked_for}) == 5, "secrets, names, streets, phones and mail addresses"
    found = {leak.value for leak in Search(looked_for).find(own, "its own data")}
    assert [value for value in looked_for if value not in found] == []


def test_a_leak_planted_in_any_file_of_desk_is_found(simulator: Simulator, tmp_path: Path) -> None:
    desk = DeskDriver(tmp_path, tmp_path / "clock.json")
    (desk.data / "logs").mkdir(parents=True)
    files = [desk.data / "logs" / "desk.log", desk.data / "logs" / "desk.log.1", desk.complaints]
    for file in files:
        file.write_text(QUIET)
    told = (secrets(simulator), people(simulator))
    assert leaks_in(desk.logs(), *told) == []
    for file in files:
        for planted in (told[0][-1], *({value.what: value for value in told[1]}.values())):
            file.write_text(f"{QUIET}... {planted.text} ...\n{QUIET}")
            # A short name may be part of a longer one, so that both are found.
            assert str(Leak(planted, file.name)) in leaks_in(desk.logs(), *told)
        file.write_text(QUIET)


def test_logs_that_say_nothing_and_a_search_for_nothing_prove_nothing(simulator: Simulator) -> None:
    told = (secrets(simulator), people(simulator))
    assert "at DEBUG" in leaks_in({"desk.log": "2026-11-20 12:00:00,000 INFO sync\n"}, *told)[0]
    assert "no secrets" in leaks_in({"desk.log": QUIET}, [], told[1])[0]
    assert "no buyers" in leaks_in({"desk.log": QUIET}, told[0], [])[0]
