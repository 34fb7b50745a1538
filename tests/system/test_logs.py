from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.domain.errors import StoreUnavailable
from desk.system import folders, logs


@pytest.fixture(autouse=True)
def areas_as_before() -> Iterator[None]:
    kept = {area: (logging.getLogger(area), list(logging.getLogger(area).handlers)) for area in logs.AREAS}
    before = {area: (logger.level, logger.propagate) for area, (logger, _) in kept.items()}
    yield
    for area, (logger, handlers) in kept.items():
        for handler in set(logger.handlers) - set(handlers):
            handler.close()
        logger.handlers = handlers
        logger.setLevel(before[area][0])
        logger.propagate = before[area][1]


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
