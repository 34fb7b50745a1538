from __future__ import annotations

import logging
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from desk.domain.errors import StoreUnavailable
from desk.system import folders, logs

ROOT = Path(__file__).parents[2]


def lines(folder: Path) -> list[str]:
    for area in logs.AREAS:
        for handler in logging.getLogger(area).handlers:
            handler.flush()
    return (folder / "logs" / "desk.log").read_text(encoding="utf-8").splitlines()


def test_every_area_writes_to_one_file_in_the_stores_folder(tmp_path: Path) -> None:
    logs.start(tmp_path)
    for area in logs.AREAS:
        logging.getLogger(area).info("hello from %s", area)
    assert [line.rsplit(" ", 1)[1] for line in lines(tmp_path)] == list(logs.AREAS)


def test_secrets_and_peoples_data_are_kept_out(tmp_path: Path) -> None:
    logs.start(tmp_path)
    logging.getLogger("net").warning("GET /orders?consumer_key=ck_0123456789abcdef by juergen@example.org")
    try:
        int("Authorization: Basic Y2tfMTIzNDU2Nzg5MA==")
    except ValueError:
        logging.getLogger("sync").exception("a run ended")
    written = "\n".join(lines(tmp_path))
    assert "a run ended" in written
    for secret in ("ck_0123456789abcdef", "juergen@example.org", "Y2tfMTIzNDU2Nzg5MA"):
        assert secret not in written


def test_a_second_store_in_one_process_gets_its_own_lines_only_once(tmp_path: Path) -> None:
    logs.start(tmp_path / "one")
    logs.start(tmp_path / "two")
    logs.start(tmp_path / "two")
    logging.getLogger("store").info("opened")
    assert len(lines(tmp_path / "two")) == 1
    assert not (tmp_path / "one" / "logs" / "desk.log").exists()


def test_a_folder_that_takes_no_log_is_no_reason_to_fail(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    logs.start(tmp_path)
    logging.getLogger("store").info("opened")
    assert (tmp_path / "logs").read_text() == "a file where the folder should be"


@pytest.mark.parametrize("told,level", [("DEBUG", logging.DEBUG), ("warning", logging.WARNING), ("loud", logging.INFO)])
def test_the_environment_says_how_much_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str, level: int
) -> None:
    monkeypatch.setenv("DESK_LOG", told)
    logs.start(tmp_path)
    assert logging.getLogger("sync").level == level


def test_the_folder_is_the_one_named_else_the_users_own(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert home in folders.data_folder().parents
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "env"))
    assert folders.data_folder() == tmp_path / "env"
    assert folders.data_folder(str(tmp_path / "told")) == tmp_path / "told"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    with pytest.raises(StoreUnavailable, match="is a file, not a folder"):
        folders.data_folder(str(tmp_path / "x"))


# --- What a log may hold, and how much ---------------------------------------------------------------------


def written(folder: Path) -> str:
    return "\n".join(one.read_text(encoding="utf-8") for one in sorted((folder / "logs").glob("desk.log*")))


def test_only_this_user_can_read_the_log(tmp_path: Path) -> None:
    logs.start(tmp_path / "store")
    logging.getLogger("store").info("opened")
    rights = {one.name: stat.S_IMODE(one.stat().st_mode) for one in (tmp_path / "store").rglob("*")}
    assert rights == {"logs": 0o700, "desk.log": 0o600}
    assert stat.S_IMODE((tmp_path / "store").stat().st_mode) == 0o700


def test_a_full_log_is_put_aside_and_the_oldest_goes(tmp_path: Path) -> None:
    file = logs.SharedFile(tmp_path, size=1000, files=2)
    for number in range(100):
        file.handle(logging.makeLogRecord({"msg": f"line {number} {'x' * 40}"}))
    names = sorted(one.name for one in tmp_path.glob("desk.log*"))
    assert set(names) <= {"desk.log", "desk.log.1", "desk.log.2"}
    assert {"desk.log.1", "desk.log.2"} <= set(names)
    assert all(one.stat().st_size <= 1100 for one in tmp_path.glob("desk.log*"))
    assert all(stat.S_IMODE(one.stat().st_mode) == 0o600 for one in tmp_path.iterdir())
    kept = logs.last_lines(tmp_path, 30)
    assert [line.split()[1] for line in kept] == [str(number) for number in range(70, 100)]


WRITER = """
import logging, sys
from pathlib import Path
from desk.system.logs import SharedFile
file = SharedFile(Path(sys.argv[1]), size=5000, files=400)
for number in range(1500):
    file.handle(logging.makeLogRecord({"msg": f"{sys.argv[2]}-{number} {'x' * 30}"}))
"""


def test_two_processes_lose_and_tear_no_line_while_the_log_turns(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    writers = [subprocess.Popen([*command, name], cwd=ROOT) for name in ("a", "b")]
    assert [one.wait(timeout=120) for one in writers] == [0, 0]
    lines = [line for file in tmp_path.glob("desk.log*") for line in file.read_text().splitlines()]
    assert len(list(tmp_path.glob("desk.log.*"))) > 2, "it turned"
    assert sorted(lines) == sorted(f"{name}-{number} {'x' * 30}" for name in ("a", "b") for number in range(1500))


def test_what_a_mistake_says_of_a_buyer_stays_out_and_where_it_was_stays_in(tmp_path: Path) -> None:
    logs.start(tmp_path)
    buyer = "Jürgen Müller, Hauptstraße 5"
    try:
        try:
            dict[str, int]()[buyer]
        except KeyError as error:
            raise ValueError(f"no street: {buyer}") from error
    except ValueError:
        # A handler before ours has formatted the same record, and left its text with it.
        record = logging.makeLogRecord({"name": "sync", "exc_info": sys.exc_info(), "levelno": logging.ERROR})
        logging.Formatter().format(record)
        logging.getLogger("sync").handle(record)
    told = written(tmp_path)
    assert "Müller" not in told
    assert "Hauptstr" not in told
    assert "KeyError" in told
    assert "ValueError" in told
    assert "test_logs.py" in told


def test_what_a_mistake_says_of_the_code_stays_in(tmp_path: Path) -> None:
    logs.start(tmp_path)
    try:
        len(3)  # type: ignore[arg-type]
    except TypeError:
        logging.getLogger("ui").exception("a slot failed")
    logging.getLogger("net").error(
        "gone", exc_info=StoreUnavailable("Anna Müller's", "detail for the log", code="store_folder")
    )
    told = written(tmp_path)
    assert "TypeError: object of type 'int' has no len()" in told
    assert "StoreUnavailable [store_folder] detail for the log" in told
    assert "Anna" not in told


def test_a_full_disk_or_a_folder_that_goes_ends_no_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    logs.start(tmp_path)
    shutil.rmtree(tmp_path / "logs")
    logging.getLogger("store").info("nobody hears it")
    assert capsys.readouterr() == ("", "")


def test_where_there_is_no_log_there_are_no_lines(tmp_path: Path) -> None:
    assert logs.last_lines(tmp_path, 10) == []
