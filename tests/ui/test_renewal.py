"""An older store's search index is made anew before the window stands: seen, and left for later."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox, QProgressDialog

from desk import app as program
from desk.cli.say import Count
from desk.domain.errors import NotAllowed
from desk.store import search_writing
from desk.store.engine import open_store
from desk.store.search_index import SearchIndex
from desk.system import crash
from desk.ui import renewal
from desk.ui.locale import locale
from desk.ui.settings.kept import Kept
from tests.support.stores import KEY, made_by_older


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(search_writing, "_RENEWED_AT_ONCE", 4)
    monkeypatch.setattr(crash.Run, "catch_faults", lambda _: None)  # pytest has its own
    monkeypatch.setenv("DESK_STORE_KEY", KEY.hex)
    folder = tmp_path / "data"
    made_by_older(folder, 10)
    return folder


def is_whole(folder: Path) -> bool:
    opened = open_store(folder, KEY)
    with closing(opened.raw_connection()) as raw:
        problems = SearchIndex(raw).check()
    opened.close()
    return not problems


def seen() -> list[QProgressDialog]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, QProgressDialog) and one.isVisible()]


def test_it_shows_how_far_it_is_in_the_agents_language_and_goes_when_it_is_done(
    app: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert app is not None
    monkeypatch.setattr(renewal, "_UNSEEN_MS", 0)
    monkeypatch.setattr(renewal, "_TELLING_MS", -1)
    before = locale().language
    kept = Kept(tmp_path)
    kept.language = "de"
    kept.settings.sync()
    with renewal.renewing_seen(tmp_path) as hear:
        hear(500, 12_000)
        (dialog,) = seen()
        assert "500 von 12.000" in dialog.labelText()
        assert "noch" not in dialog.labelText(), "nobody knows the pace yet"
        hear(6_000, 12_000)
        assert (dialog.value(), dialog.maximum()) == (6_000, 12_000)
        assert "6.000 von 12.000" in dialog.labelText()
        assert "noch" in dialog.labelText()
    assert seen() == []
    locale().speak(before)


def test_a_store_that_is_up_to_date_shows_nothing(app: QApplication, tmp_path: Path) -> None:
    assert app is not None
    with renewal.renewing_seen(tmp_path):
        assert seen() == []


def test_left_for_later_the_start_ends_with_a_sentence_and_the_next_goes_on(
    app: QApplication, older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert app is not None
    monkeypatch.setattr(renewal, "_UNSEEN_MS", 0)
    with monkeypatch.context() as pressed:
        pressed.setattr(QProgressDialog, "wasCanceled", lambda one: one.value() >= 8)
        with pytest.raises(NotAllowed, match="at the next start") as told:
            program.start_window(older, "")
    assert told.value.code == renewal.LEFT
    heard: list[int] = []
    open_store(older, KEY, renewing=lambda done, _: heard.append(done)).close()
    assert heard == [10, 10]
    assert is_whole(older)


def test_where_nobody_reads_a_terminal_who_left_it_for_later_is_told_nothing_more(
    app: QApplication, older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert app is not None
    boxes: list[str] = []
    monkeypatch.setenv("DESK_NO_TERMINAL", "1")
    monkeypatch.setattr(QProgressDialog, "wasCanceled", lambda _: True)
    monkeypatch.setattr(QMessageBox, "exec", lambda box: boxes.append(box.text()))
    assert program.start_window(older, "") == 1
    assert boxes == []


def test_a_command_tells_it_in_a_line(
    older: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Count, "_FIRST", 0.0)
    monkeypatch.setattr(Count, "_NEXT_LINE", 0.0)
    program.open_desk(older).store.close()
    assert capsys.readouterr().err.splitlines()[0] == "4 of 10 orders are prepared for this version's search"
    assert is_whole(older)
