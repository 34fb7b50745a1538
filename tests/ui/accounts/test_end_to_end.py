"""Every kind of channel connected in the real window against its simulator: a wrong key, mended, three orders, kept,
fetched. No secret reaches store or log.
"""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import connectors.registry
from desk.domain.clock import to_seconds
from desk.domain.views import AccountState
from desk.services import accounts
from desk.ui.accounts.access_dialog import AccessDialog
from desk.ui.accounts.wizard import AccountWizard, Step
from desk.ui.background import lanes
from desk.ui.picture_stage import NOW, Stage, stage


@pytest.fixture(params=connectors.registry.kinds())
def running(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    """A channel of 40 orders that lives in the pictures' moment."""
    clock = tmp_path / "channel-clock.json"
    clock.write_text(json.dumps({"real": 0, "drill": to_seconds(NOW), "rate": 0}))
    made = connectors.registry.simulator(request.param).start(seed=3, orders=40, clock_file=str(clock))
    yield made
    made.stop()


@pytest.fixture
def on(app: QApplication) -> Iterator[Stage]:
    with stage(app, orders=1, fetch=False) as made:
        yield made


def stored(on: Stage) -> str:
    connection = on.desk.store.raw_connection()
    tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
    dump = "".join(str(connection.execute(f'select * from "{name}"').fetchall()) for name in tables)
    connection.close()
    return dump


def settled(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: lanes().busy == 0)


def test_a_channel_is_connected_and_later_mended(
    on: Stage, running: Any, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    window, kind = on.window, running.kind
    secrets = dict(running.credentials)
    described = connectors.registry.describe(kind)
    wrong = next(one.name for one in described.settings if one.secret and one.required)
    window.commands.run("account.connect")
    wizard = window.account_deeds.dialog
    assert isinstance(wizard, AccountWizard)
    settled(qtbot)
    tile = next(one for one in wizard.choose.tiles if one.tile.kind == kind)
    tile.click()
    wizard.go_on()
    wizard.go_on()
    form = wizard.form
    assert form is not None
    for name, value in {**running.account_settings, **secrets}.items():
        if name in form.fields:
            form.fields[name].put(value)
    form.fields[wrong].put(secrets[wrong][:-4] + "0000")
    wizard.go_on()
    settled(qtbot)
    assert wizard.step is Step.KEYS
    at_fault = [name for name, one in form.fields.items() if one.problem]
    assert len(at_fault) == 1
    assert form.fields[at_fault[0]].setting.secret, "the error stands at a key"
    form.fields[wrong].put(secrets[wrong])
    wizard.go_on()
    qtbot.waitUntil(lambda: wizard.step is Step.READ)
    assert wizard.read.shown_orders() == 3
    assert len(accounts.overview(on.desk)) == 1, "only the stage's own account so far"
    wizard.go_on()
    wizard.rules.name.setText("Second")
    wizard.rules._choose(730)
    wizard.go_on()
    qtbot.waitUntil(lambda: wizard.step is Step.FIRST)
    made = next(one for one in accounts.overview(on.desk) if one.name == "Second")
    assert not made.writing
    qtbot.waitUntil(lambda: _view(on, "Second").last_good_sync is not None, timeout=60_000)
    settled(qtbot)
    assert _view(on, "Second").orders >= 30, "the first fetch came to its end behind the wizard"
    wizard.go_on()
    _mend(on, qtbot, wrong, secrets)
    # The simulator's server writes a log of its own, in this same process.
    said = "\n".join(one.getMessage() for one in caplog.records if not one.name.startswith("uvicorn"))
    told = stored(on) + said
    for name in (one.name for one in described.settings if one.secret and secrets.get(one.name)):
        assert secrets[name] not in told, name
        assert on.desk.secrets.get(f"account/Second/{name}") == secrets[name]


def _view(on: Stage, name: str) -> Any:
    return next(one for one in accounts.overview(on.desk) if one.name == name)


def _mend(on: Stage, qtbot: QtBot, wrong: str, secrets: dict[str, str]) -> None:
    """The key is revoked; the banner's one fix asks for a new one."""
    window, made = on.window, _view(on, "Second")
    on.desk.secrets.set(f"account/Second/{wrong}", secrets[wrong][:-4] + "1111")
    on.desk.shared.forget(f"account {made.id}")
    window.account_deeds.check_login(made.id)
    settled(qtbot)
    assert _view(on, "Second").state is AccountState.LOGIN_NEEDED
    qtbot.waitUntil(window.trouble_strip.isVisible)
    window.trouble_strip.fix.click()
    dialog = window.account_deeds.dialog
    assert isinstance(dialog, AccessDialog)
    settled(qtbot)
    assert dialog.form is not None
    for name, value in secrets.items():
        if name in dialog.form.fields and dialog.form.fields[name].setting.secret:
            dialog.form.fields[name].put(value)
    QTest.qWait(1)
    dialog.try_it()
    qtbot.waitUntil(lambda: window.account_deeds.dialog is None)
    settled(qtbot)
    assert _view(on, "Second").state is AccountState.READY
