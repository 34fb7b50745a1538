"""Owns the pictures of accounts: each step of the wizard, the settings with their dialogs, and the first run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from desk.services import accounts
from desk.system.secrets import account_secret
from desk.ui.accounts.form import SettingsForm
from desk.ui.accounts.wizard import AccountWizard
from desk.ui.first_run.welcome import Welcome
from desk.ui.picture_stage import Stage, wait

State = Iterator[tuple[str, QWidget]]
T = TypeVar("T")


def _opened(found: object, kind: type[T]) -> T:
    """What a deed has opened. Raises TypeError where it has not."""
    if not isinstance(found, kind):
        raise TypeError(f"{kind.__name__} did not open")
    return found


def wizard(on: Stage) -> State:
    """Each step of the wizard, on the shop that the stage has already; and what is wrong at a field."""
    on.window.commands.run("account.connect")
    shown = _opened(on.window.account_deeds.dialog, AccountWizard)
    on.settle()
    next(one for one in shown.choose.tiles if one.tile.kind == on.shop.kind).click()
    yield "wizard-channel", shown
    shown.go_on()
    on.settle()
    yield "wizard-needs", shown
    shown.go_on()
    form = _opened(shown.form, SettingsForm)
    for name, value in {**on.shop.account_settings, **on.shop.credentials}.items():
        if name in form.fields:
            form.fields[name].put(value)
    wrong = next(one for one in form.fields.values() if one.setting.secret)
    right = wrong.value()
    wrong.put(f"{right[:-4]}0000")
    shown.go_on()
    on.settle()
    yield "wizard-wrong-key", shown
    form.unfold(True)
    wrong.put(right)
    form.clear_problems()
    on.settle()
    yield "wizard-more-settings", shown
    shown.go_on()
    wait(600)
    on.settle()
    yield "wizard-look", shown
    shown.go_on()
    on.settle()
    yield "wizard-rules", shown
    on.calls.gate.clear()
    on.calls.reached.clear()
    shown.go_on()
    for _ in range(100):
        wait(50)
        if on.calls.reached.is_set():
            break
    on.stand_still()
    wait(600)
    yield "wizard-first-fetch", shown
    shown.reject()
    on.calls.gate.set()
    on.settle()


def settings(on: Stage) -> State:
    """The accounts in the settings, one of them broken, and the dialogs at them."""
    on.desk.secrets.set(account_secret(on.account.name, "consumer_secret"), "cs_0000")
    on.fetch()
    on.window.commands.run("app.settings")
    on.settle()
    yield "accounts", on.window
    deeds = on.window.account_deeds
    deeds.mend(on.account.id)
    yield from _dialog(on, "account-mend")
    deeds.edit(on.account.id)
    yield from _dialog(on, "account-settings")
    deeds.remove(on.account.id)
    yield from _dialog(on, "account-remove")
    on.desk.secrets.set(account_secret(on.account.name, "consumer_secret"), on.shop.credentials["consumer_secret"])
    accounts.switch_writing(on.desk, on.account.id, on=False)
    on.refresh()
    deeds.switch_writing(on.account.id, on=True)
    yield from _dialog(on, "account-writing")


def _dialog(on: Stage, name: str) -> State:
    on.settle()
    dialog = on.window.account_deeds.dialog
    if dialog is None:
        raise LookupError(f"the dialog {name} did not open")
    yield name, dialog
    dialog.reject()
    on.settle()


def first_run(on: Stage) -> State:
    """A store without accounts: the first steps, and what the empty window then offers."""
    accounts.remove(on.desk, accounts.load(on.desk, on.account.id))
    on.refresh()
    on.window.first_steps.show_welcome()
    welcome = _opened(on.window.first_steps.welcome, Welcome)
    for name in ("welcome-language", "welcome-begin", "welcome-look", "welcome-keys"):
        on.settle()
        yield name, welcome
        if name != "welcome-keys":
            welcome.go_on()
    welcome.reject()
    on.settle()
    on.window.orders.focus_list()
    on.settle()
    yield "no-account", on.window
    on.window.commands.run("app.settings")
    on.settle()
    yield "settings-no-account", on.window
