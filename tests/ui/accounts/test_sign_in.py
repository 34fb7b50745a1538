from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from checks.controls import unnamed
from connectors.contract.capabilities import ConnectorKind, Setting
from desk.domain.clock import Instant, ManualClock, parse_utc
from desk.domain.values import AccountId
from desk.domain.views import AccountState, AccountView, ChannelTile
from desk.ui.accounts.form import SettingsForm
from desk.ui.background import lanes
from desk.ui.locale import locale
from desk.ui.sentences import endings_of, findings_text
from tests.ui.accounts.fakes import SHOP, FakeAccountCalls

NOW = parse_utc("2026-11-22T12:00:00Z")
PORTAL = ConnectorKind(
    kind="portal",
    name="Portal",
    tile="Po",
    tile_colour="shop",
    settings=(
        Setting(name="app_id", label="ID of the application"),
        Setting(name="token", label="Token", secret=True, from_sign_in=True),
        Setting(name="ends", label="Consent until", required=False, from_sign_in=True, ends=True),
    ),
    signs_in_by_browser=True,
)


@pytest.fixture
def opened() -> list[str]:
    return []


@pytest.fixture
def form(
    qapp: QApplication, qtbot: QtBot, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[SettingsForm]:
    assert qapp is not None
    lanes().open()
    locale().speak("en")
    monkeypatch.setattr("desk.ui.accounts.sign_in.QDesktopServices.openUrl", lambda url: opened.append(url.toString()))
    made = SettingsForm(PORTAL, calls=FakeAccountCalls({}, ManualClock(NOW)))
    qtbot.addWidget(made)
    made.show()
    yield made
    lanes().shut_down()


def test_a_kind_that_signs_in_otherwise_has_no_box(form: SettingsForm) -> None:
    assert form.sign_in is not None
    assert SettingsForm(SHOP, form, calls=FakeAccountCalls({}, ManualClock(NOW))).sign_in is None


def test_what_is_missing_is_told_at_its_field_before_the_browser_opens(
    qtbot: QtBot, form: SettingsForm, opened: list[str]
) -> None:
    assert form.sign_in is not None
    form.sign_in.page.click()
    qtbot.waitUntil(lambda: bool(form.fields["app_id"].problem))
    assert opened == []
    assert form.sign_in.page.isEnabled()


def test_the_page_opens_and_the_pasted_address_fills_the_fields(
    qtbot: QtBot, form: SettingsForm, opened: list[str]
) -> None:
    box = form.sign_in
    assert box is not None
    done: list[bool] = []
    form.signed_in.connect(lambda: done.append(True))
    form.fields["app_id"].put("desk-1")
    box.page.click()
    qtbot.waitUntil(lambda: len(opened) == 1)
    assert box.focusWidget() is box.pasted
    state = opened[0].split("state=")[1]
    assert len(state) > 20, "nobody guesses it"
    box.pasted.setText(f"https://desk.example/back?code=1&state={state}")
    box.pasted.returnPressed.emit()
    qtbot.waitUntil(lambda: bool(done))
    assert form.entered_values().secrets == {"token": "fresh"}
    assert form.entered_values().settings["ends"] == "2026-12-24T00:00:00Z"
    assert box.pasted.text() == "", "it held a code that is worth a key"


def test_anothers_address_is_refused_with_a_sentence_and_the_next_try_works(
    qtbot: QtBot, form: SettingsForm, opened: list[str]
) -> None:
    box = form.sign_in
    assert box is not None
    box.take.click()
    assert box.state.text() == "Paste the address first that the browser ends at."
    form.fields["app_id"].put("desk-1")
    box.page.click()
    qtbot.waitUntil(lambda: len(opened) == 1)
    box.pasted.setText("https://desk.example/back?code=1&state=other")
    box.take.click()
    qtbot.waitUntil(lambda: box.state.text() == "Another sign-in's.")
    assert form.fields["token"].problem == "", "the trouble is told where the address was pasted"
    assert box.take.isEnabled()


def test_nothing_worth_a_key_stays_on_a_form_that_is_left(form: SettingsForm) -> None:
    assert form.sign_in is not None
    form.sign_in.pasted.setText("https://desk.example/back?code=1")
    form.forget()
    assert form.sign_in.pasted.text() == ""


def test_a_screen_reader_can_name_every_control(form: SettingsForm) -> None:
    assert unnamed(form) == []


@pytest.mark.parametrize(
    "days, told",
    [
        (31, ""),
        (30, "Consent until 22/12/2026: 30 days left. Sign in again, or enter a new one, before then."),
        (1, "Consent until 23/11/2026: 1 day left. Sign in again, or enter a new one, before then."),
        (-1, "Consent until 21/11/2026: This is over. Sign in again, or enter a new one."),
    ],
)
def test_what_is_over_soon_is_told_thirty_days_before(days: int, told: str) -> None:
    locale().speak("en")
    locale().use_zone("Europe/Berlin")
    view = AccountView(
        id=AccountId(1),
        name="Portal",
        tile=ChannelTile(kind="portal", name="Portal", letters="Po", colour="shop"),
        state=AccountState.READY,
        writing=True,
        base_url="",
        orders=0,
        last_good_sync=None,
        next_run=None,
        ends=(("Consent until", Instant(NOW + timedelta(days=days))),),
    )
    assert endings_of(view, NOW) == told


def test_a_day_that_a_channel_found_is_written_as_days_are_here() -> None:
    locale().speak("de")
    assert findings_text([("Consent until", "2027-05-24"), ("version", "9.8")]) == (
        "Consent until: 24.05.2027 · version: 9.8"
    )
    locale().speak("en")
