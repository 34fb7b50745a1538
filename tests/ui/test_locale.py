"""Money, dates and relative times by QLocale, and the live switch of the language."""

from datetime import timedelta
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desk.domain.clock import Instant, parse_utc
from desk.domain.values import Money
from desk.ui.locale import locale
from desk.ui.say import SAY
from desk.ui.widgets.button import KeyButton

pytestmark = pytest.mark.usefixtures("app")
NOW = parse_utc("2026-11-20T09:00:00Z")
SPACE = "\u00a0"


def before(**parts: float) -> Instant:
    return Instant(NOW - timedelta(**parts))


@pytest.mark.parametrize(
    "language, minor, currency, told",
    [
        ("de", 123450, "EUR", f"1.234,50{SPACE}€"),
        ("en", 123450, "EUR", "€1,234.50"),
        ("de", -5, "EUR", f"-0,05{SPACE}€"),
        ("en", -5, "EUR", "-€0.05"),
        ("de", 83595, "PLN", f"835,95{SPACE}PLN"),
        ("en", 83595, "PLN", f"PLN{SPACE}835.95"),
        ("de", 300, "JPY", f"300{SPACE}JPY"),
        ("de", 1234567, "BHD", f"1.234,567{SPACE}BHD"),
        ("en", 0, "EUR", "€0.00"),
        ("de", 900719925474099301, "EUR", f"9.007.199.254.740.993,01{SPACE}€"),  # no float could tell this
    ],
)
def test_money(language: str, minor: int, currency: str, told: str) -> None:
    locale().speak(language)
    assert locale().money(Money(minor, currency)) == told
    assert SAY.money(Money(minor, currency)) == told


def test_dates_stand_in_the_merchants_zone() -> None:
    late = parse_utc("2026-11-18T23:30:05Z")
    assert locale().moment(late) == "19.11.2026, 00:30"
    assert locale().exact(late) == "19.11.2026, 00:30:05"
    locale().speak("en")
    assert locale().date(late) == "19/11/2026"
    assert locale().day(late) == "19/11"
    assert SAY.moment(late) == "19/11/2026, 00:30"


@pytest.mark.parametrize(
    "gone, told",
    [
        ({"seconds": 0}, f"vor 0{SPACE}s"),
        ({"seconds": 12}, f"vor 12{SPACE}s"),
        ({"seconds": 59.9}, f"vor 59{SPACE}s"),
        ({"seconds": 60}, f"vor 1{SPACE}min"),
        ({"minutes": 59}, f"vor 59{SPACE}min"),
        ({"hours": 3}, f"vor 3{SPACE}h"),
        ({"hours": 20}, "gestern, 14:00"),
        ({"seconds": -30}, f"vor 0{SPACE}s"),
    ],
)
def test_ages(gone: dict[str, float], told: str) -> None:
    assert locale().ago(before(**gone), NOW) == told


@pytest.mark.parametrize(
    "gone, told",
    [
        ({"hours": 1}, "heute, 09:00"),
        ({"days": 1}, "gestern, 10:00"),
        ({"days": 2}, "Mi., 10:00"),
        ({"days": 6}, "Sa., 10:00"),
        ({"days": 7}, "13.11.2026"),
        ({"days": -1}, "21.11.2026"),
    ],
)
def test_near_days_have_names_only_for_a_week(gone: dict[str, float], told: str) -> None:
    assert locale().near(before(**gone), NOW) == told


@pytest.mark.parametrize(
    "seconds, told",
    [
        (4.4, f"4{SPACE}s"),
        (99, f"99{SPACE}s"),
        (240, f"4{SPACE}min"),
        (7500, f"2{SPACE}h{SPACE}05{SPACE}min"),
        (-3, f"0{SPACE}s"),
    ],
)
def test_durations(seconds: float, told: str) -> None:
    assert locale().duration(seconds) == told


def test_quantities_are_read_as_the_language_writes_them() -> None:
    assert locale().parse_quantity(" 1.234 ") == 1234
    assert locale().parse_quantity("zwei") is None


def test_the_language_switches_at_once_and_back(qapp: QApplication) -> None:
    heard: list[str] = []
    locale().changed.connect(lambda: heard.append(locale().language))
    locale().speak("en")
    assert SAY.text("Paid") == "Paid"
    locale().speak("de")
    assert SAY.text("Paid") == "Bezahlt"
    assert qapp.translate("QPlatformTheme", "Cancel") == "Abbrechen"
    assert heard == ["en", "de"]


def test_an_unknown_language_is_english() -> None:
    locale().speak("xx")
    assert locale().language == "en"


class Told(QWidget):
    """Counts how often it is told of another language, and what it would write then."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.words.append(QCoreApplication.translate("sentences", "This note is gone."))
        super().changeEvent(event)


def test_a_widget_writes_its_words_anew_once(qtbot: QtBot) -> None:
    told = Told()
    qtbot.addWidget(told)
    for language in ("en", "de"):
        locale().speak(language)
        QCoreApplication.sendPostedEvents()
    assert told.words == ["This note is gone.", "Diese Notiz gibt es nicht mehr."]


def is_named(button: KeyButton, key: str) -> bool:
    return button.accessibleDescription() == key


def test_a_button_names_its_key_in_the_language_chosen_meanwhile_and_keeps_why_it_is_barred(qtbot: QtBot) -> None:
    free, barred = KeyButton("Paste", key="Ctrl+V"), KeyButton("Go", key="Ctrl+Enter")
    for button in (free, barred):
        qtbot.addWidget(button)
        button.show()
    barred.forbid("Not yet.")
    for language, key in (("de", "Strg+V"), ("en", "Ctrl+V")):
        locale().speak(language)
        qtbot.waitUntil(partial(is_named, free, key))
        assert barred.accessibleDescription() == "Not yet."
