"""What the judgement rests on: the key's way, killed and broken children, drill time, honest counts of kills."""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Protocol

import pytest

from drills.__main__ import main
from drills.agent import Agent
from drills.clock import DrillTime, until
from drills.driver import DeskDriver, DeskTrouble, Rest
from drills.faults import PROFILES, Weather
from drills.kills import LEAST, OTHERS, SENDING, Kills
from drills.truth import Line, Shippable

START = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


class Make(Protocol):
    """A driver whose Desk is a few lines of Python."""

    def __call__(self, folder: Path, code: str, rest: Rest = ...) -> DeskDriver: ...


@pytest.fixture
def driver() -> Make:
    def make(folder: Path, code: str, rest: Rest = lambda _: None) -> DeskDriver:
        return DeskDriver(folder, folder / "clock.json", (sys.executable, "-c", code), rest=rest)

    return make


def test_the_key_comes_by_a_pipe_and_stands_in_no_environment(driver: Make, tmp_path: Path) -> None:
    code = (
        "import json, os; key = os.fdopen(int(os.environ['DESK_STORE_KEY_FD'])).read();"
        "print(json.dumps({'key': key, 'told': key in open('/proc/self/environ').read() if os.name == 'posix' else 0}))"
    )
    desk = driver(tmp_path, code)
    first, second = desk.must("accounts"), desk.must("accounts")
    assert len(bytes.fromhex(first["key"])) == 32
    assert first == second, "each child has the same key"
    assert not first["told"]
    assert desk.key_leaks() == []
    (tmp_path / "note.txt").write_text(first["key"])
    assert desk.key_leaks() == ["note.txt holds the store's key"]


def test_a_store_that_is_not_encrypted_is_found(driver: Make, tmp_path: Path) -> None:
    desk = driver(tmp_path, "")
    desk.data.mkdir()
    (desk.data / "desk.db").write_bytes(b"SQLite format 3\0...")
    assert desk.key_leaks() == ["the store is not encrypted"]


def test_a_kill_ends_the_whole_group(driver: Make, tmp_path: Path) -> None:
    """Also a process that the child has started itself."""
    code = (
        "import subprocess, sys, time; other = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        "print(other.pid, flush=True); time.sleep(60)"
    )
    desk = driver(tmp_path, code)
    child = desk.start("sync")
    assert until(lambda: bool(child.out.read_bytes().strip()), 60)
    other = int(child.out.read_bytes())
    assert child.kill()
    assert until(lambda: not is_running(other), 60)
    assert desk.finish(child).status is None


def is_running(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    try:
        os.kill(process, 0)
        return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")
    except ProcessLookupError:
        return False


def test_a_child_that_ended_before_was_not_killed(driver: Make, tmp_path: Path) -> None:
    desk = driver(tmp_path, "print('{}')")
    child = desk.start("sync")
    assert until(lambda: not child.running(), 60)
    assert not child.kill()
    assert desk.finish(child).status == 0


def test_a_traceback_ends_the_drill(driver: Make, tmp_path: Path) -> None:
    with pytest.raises(DeskTrouble, match="ZeroDivisionError"):
        driver(tmp_path, "1 / 0").run("sync")


def test_drill_time_runs_fast_jumps_and_never_goes_back(tmp_path: Path) -> None:
    time = DrillTime(tmp_path / "clock.json", START, rate=1000.0)
    before = time.now()
    assert until(lambda: (time.now() - before).total_seconds() > 5, 1)
    before = time.now()
    time.jump(600)
    time.jump(-600)
    assert (time.now() - before).total_seconds() >= 600
    assert json.loads(time.file.read_text())["rate"] == 1000.0


@pytest.mark.parametrize("wanted", [LEAST, 11, 20])
def test_half_of_all_kills_are_meant_for_sending_and_each_moment_is(wanted: int) -> None:
    kills = Kills(wanted, Random(1))
    assert kills.left() == wanted
    assert kills.left(*SENDING) * 2 >= wanted
    assert all(kills.left(moment) for moment in (*SENDING, *OTHERS))


def test_a_moment_never_hit_and_too_few_in_sending_are_told() -> None:
    kills = Kills(20, Random(1))
    for moment in (*SENDING, *OTHERS[1:]):
        kills.hit(moment)
    few = "kills were made"
    assert kills.missed() == [f"no kill fell into {OTHERS[0]}", f"only 8 of 20 {few}"]
    kills.hit(OTHERS[0])
    assert kills.missed() == ["only 4 of 9 kills fell into sending", f"only 9 of 20 {few}"]
    kills.hit(SENDING[0])
    assert kills.missed() == ["only 10 of 20 kills were made"]
    for _ in range(10):
        kills.hit(SENDING[0])
    assert kills.missed() == []


def test_a_kind_of_channel_never_hit_in_sending_is_told() -> None:
    kills = Kills(10, Random(1))
    kills.hit(SENDING[0], "ebay")
    kills.hit(OTHERS[0], "amazon")
    assert kills.untouched(["ebay", "amazon"]) == ["amazon"]
    assert "no kill fell into sending to amazon" in kills.missed(["ebay", "amazon"])


def test_kills_may_all_be_meant_for_some_moments() -> None:
    kills = Kills(6, Random(1), only=SENDING[:1])
    assert (kills.left(), kills.left(SENDING[0])) == (6, 6)
    assert kills.sending_a_round(4) == 2


def test_where_desk_says_that_it_rests_drill_time_passes_at_once(driver: Make, tmp_path: Path) -> None:
    code = (
        "import sys, time; print('amazon: 100 fetched, goes on in 179 s, as asked', file=sys.stderr, flush=True);"
        "time.sleep(0.5); print('{}')"
    )
    rested: list[float] = []
    desk = driver(tmp_path, code, rested.append)
    assert desk.run("sync").status == 0
    assert rested == [179.0]
    assert "goes on in 179 s" in desk.logs()["stderr.log"], "what commands complain of is kept, to be searched"


def test_desk_tells_its_logs_all_it_can(driver: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_LOG", "ERROR")
    code = "import json, os; print(json.dumps(os.environ['DESK_LOG']))"
    assert driver(tmp_path, code).must("sync") == "DEBUG"


def test_no_fault_is_dealt_twice_before_all_were() -> None:
    weather = Weather(Random(1))
    dealt = weather._deal(len(PROFILES))
    assert sorted(dealt) == sorted(PROFILES)


def test_parcels_never_hold_more_than_was_ordered(tmp_path: Path) -> None:
    agent = Agent(Random(1))
    lines = (Line(id="1", quantity=3), Line(id="2", quantity=2))
    orders = [Shippable(shop="core", id=str(one), number=f"CO-{one}", lines=lines) for one in range(60)]
    rows = agent.pack(orders, {})
    by_order = {order.id: [row for row in rows if row.order.id == order.id] for order in orders}
    assert len({len({row.tracking for row in chosen}) for chosen in by_order.values()}) == 3, "one to three parcels"
    for chosen in by_order.values():
        for line in lines:
            assert sum(row.quantity for row in chosen if row.line == line.id) <= line.quantity
        assert sum(row.quantity for row in chosen) < 5, "whoever names lines leaves some"
    agent.write(rows, tmp_path / "parcels.csv")
    assert len((tmp_path / "parcels.csv").read_text().splitlines()) == len(rows) + 1


def test_wrong_use_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["nothing"], ["ship", "--kills", "3"], ["ship", "--scale", "0"]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2
    assert "--kills needs at least 10" in capsys.readouterr().err


def test_a_command_is_born_warm_and_yet_a_process_of_its_own(driver: Make, tmp_path: Path) -> None:
    """What one does to its memory, folder or environment no other sees."""
    code = (
        "import json, os, sys; os.environ['SEEN'] = os.environ.get('SEEN', '') + 'x'; os.chdir('/');"
        "sys.seen = getattr(sys, 'seen', 0) + 1;"
        "print(json.dumps([os.getpid(), os.getsid(0), os.environ['SEEN'], sys.seen, sys.argv[1:]]))"
    )
    desk = driver(tmp_path, code)
    first, second = desk.must("accounts", "list"), desk.must("sync")
    assert first[0] != second[0]
    assert [one[0] == one[1] for one in (first, second)] == [True, True], "each leads a group, to be killed as a whole"
    assert first[2:] == ["x", 1, ["accounts", "list", "--json"]]
    assert second[2:] == ["x", 1, ["sync", "--json"]]


def test_a_command_killed_tells_so_and_the_next_one_is_born_all_the_same(driver: Make, tmp_path: Path) -> None:
    desk = driver(tmp_path, "import sys, time; print('{}', flush=True); time.sleep(60 * ('sync' in sys.argv))")
    child = desk.start("sync")
    assert until(lambda: bool(child.out.read_bytes()), 60)
    assert child.kill()
    assert desk.finish(child).status is None
    assert desk.must("accounts") == {}


def test_a_command_that_fails_tells_its_status(driver: Make, tmp_path: Path) -> None:
    assert driver(tmp_path, "import sys; sys.exit(3)").run("sync").status == 3
