"""No fault is told in English in the German window: each code has its sentence, and connectors' words are marked."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from connectors.contract.capabilities import Filled
from desk.domain.pushes import PushState
from desk.services import wording
from desk.store.engine import _BY_WORDS
from desk.ui.accounts.texts import AT_FIELD
from desk.ui.care.words import CARE_SENTENCES
from desk.ui.locale import locale
from desk.ui.outbox.entries import detail_of
from desk.ui.sentence_table import SENTENCES
from desk.ui.sentences import channel_text, findings_text
from tests.ui.orders.fakes import NOW, push_view

ROOT = Path(__file__).parents[2]
TERMINAL_ALONE = {
    "backup_stopped": "who stopped it is told so by the dialog itself",
    "no_such_account": "the window has accounts to click at",
    "no_such_channel": "the wizard shows the channels there are",
    "no_such_order": "the window searches for what is no one order",
    "no_such_secret": "the form has the fields there are",
    "no_such_setting": "the form has the fields there are",
    "not_a_switch": "the window has a switch",
    "order_of_several": "the window searches for what is no one order",
    "rebuild_stopped": "the settings say it in their own words",
    "setting_misplaced": "the form knows which field is a secret",
    "several_accounts": "the window has accounts to click at",
    "several_orders": "the window searches for what is no one order",
}
"""Codes whose English the window never shows, and why."""


def trees(*folders: str) -> Iterator[tuple[Path, ast.AST]]:
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")) or [ROOT / folder]:
            if not file.name.startswith("simulator"):
                yield file.relative_to(ROOT), ast.parse(file.read_text(encoding="utf-8"))


def codes() -> Iterator[str]:
    """What an error of the window's program may be called."""
    yield from (code for _, _, code, _ in _BY_WORDS)
    for _, tree in trees("desk/domain", "desk/store", "desk/services", "desk/system", "desk/ui", "desk/app.py"):
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            texts = [one for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if not texts and not any(isinstance(one, ast.JoinedStr) for one in node.args):
                continue  # no sentence, so no error
            for word in node.keywords:
                if word.arg == "code" and isinstance(word.value, ast.Constant) and isinstance(word.value.value, str):
                    yield word.value.value


def test_every_error_that_the_window_may_show_has_its_sentence() -> None:
    found = set(codes())
    assert {"store_disk_full", "store_key_missing", "account_has_pushes", "window_busy"} <= found
    told = set(SENTENCES) | set(CARE_SENTENCES) | set(wording._REASONS) | set(AT_FIELD)
    assert sorted(found - told - set(TERMINAL_ALONE)) == []
    assert sorted(set(TERMINAL_ALONE) & told - {"no_such_order"}) == [], "told after all"


def unmarked(tree: ast.AST) -> Iterator[int]:
    """Lines where words of ours go to the screen and are no constant marked for translation."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        owner = node.func.value if isinstance(node.func, ast.Attribute) else None
        shown = isinstance(node.func, ast.Name) and node.func.id == "Moved"
        shown |= isinstance(owner, ast.Name) and owner.id in ("warnings", "findings")
        for one in (part for given in node.args for part in ast.walk(given)) if shown else ():
            if isinstance(one, ast.JoinedStr):
                yield one.lineno
            elif isinstance(one, ast.Tuple):
                yield from (part.lineno for part in one.elts if is_text(part))
        yield from (one.lineno for one in node.args if shown and is_text(one))


def is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_what_connectors_warn_of_and_find_is_marked_for_translation() -> None:
    found = [f"{file}:{line}" for file, tree in trees("connectors/channels") for line in unmarked(tree)]
    assert found == []


@pytest.mark.parametrize(
    "text",
    ['Moved("Gone.")', 'warnings.append(f"{n} minutes")', 'findings.append(("Orders", total))', 'Moved(f"{a} gone")'],
)
def test_an_unmarked_word_is_found(text: str) -> None:
    assert list(unmarked(ast.parse(text))) == [1]


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    assert qapp is not None
    locale().speak("de")
    yield
    locale().speak("en")


@pytest.mark.usefixtures("german")
def test_connectors_are_heard_in_german_and_channels_as_they_are() -> None:
    clocks = "The clocks of this computer and of eBay differ by {minutes} minutes. Set this computer's clock."
    assert channel_text(Filled(clocks, minutes=7)).startswith("Die Uhren dieses Computers und von eBay gehen um 7 Min")
    assert Filled(clocks, minutes=7).startswith("The clocks of this computer and of eBay differ by 7 minutes.")
    assert channel_text("it lacks: total, billing") == "es fehlt: total, billing"
    assert channel_text("Orders: you cannot edit them.") == "Orders: you cannot edit them."
    found = findings_text((("Tracking numbers", "order meta and a customer note"), ("WooCommerce", "9.8")))
    assert found == "Sendungsnummern: Bestell-Meta und eine Notiz an den Kunden · WooCommerce: 9.8"


@pytest.mark.usefixtures("german")
def test_an_order_that_moved_is_told_in_german_in_the_outbox() -> None:
    push = replace(
        push_view(1, state=PushState.CONFLICT),
        error_code="moved",
        error_text="The channel has moved elsewhere meanwhile.",
        channel_words="The order was cancelled in the shop.",
    )
    told = detail_of(push, NOW)
    assert "Die Bestellung wurde im Shop storniert." in told
    assert "order" not in told
