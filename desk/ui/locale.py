"""Owns how the window writes numbers, money and times, and which language it speaks, through QLocale.

Times are shown in the merchant's zone. Relative times ("vor 12 s") need the present, told by the caller's Clock.
"""

from __future__ import annotations

from datetime import date as calendar_day
from datetime import datetime, tzinfo
from functools import cache

from PySide6.QtCore import QCoreApplication, QDate, QEvent, QLocale, QObject, QTranslator, Signal

from desk.domain.clock import Instant, as_instant
from desk.domain.values import Money, minor_digits
from desk.system.resources import folder

LANGUAGES = ("de", "en")
_LOCALES = {"de": "de_DE", "en": "en_GB"}
_SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$", "CHF": "CHF", "PLN": "zł", "SEK": "kr", "DKK": "kr"}
# Stands for the amount in the locale's pattern, and is then replaced by the exact digits.
_PROBE = 3
_RELATIVE_SECONDS = 60
_RELATIVE_DAYS = 7


class _Hush(QObject):
    """Keeps from the application that its language changes."""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        return event.type() is QEvent.Type.LanguageChange


class Locale(QObject):
    """Language and formats of the process. `changed` comes after all widgets were told by LanguageChange."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._language = "en"
        self._locale = QLocale("en_GB")
        self._zone: tzinfo | None = None
        self._translators: list[QTranslator] = []
        self.home_currency = "EUR"

    @property
    def language(self) -> str:
        return self._language

    def speak(self, language: str) -> None:
        """Switch the whole window to "de" or "en" at once; any other language is taken as English."""
        self._language = language if language in LANGUAGES else "en"
        self._locale = QLocale(_LOCALES[self._language])
        QLocale.setDefault(self._locale)
        application = QCoreApplication.instance()
        hush = _Hush()
        if application is not None:
            application.installEventFilter(hush)
        self._take_translators()
        if application is not None:
            # Each translator that comes or goes would have every widget write all its words anew: once is enough.
            application.removeEventFilter(hush)
            QCoreApplication.sendEvent(application, QEvent(QEvent.Type.LanguageChange))
        self.changed.emit()

    def _take_translators(self) -> None:
        for old in self._translators:
            QCoreApplication.removeTranslator(old)
        self._translators = []
        for name in (f"qtbase_{self._language}", f"desk_{self._language}"):
            made = QTranslator(self)
            if made.load(name, str(folder("translations"))) or made.load(name, _qt_translations()):
                QCoreApplication.installTranslator(made)
                self._translators.append(made)

    def use_zone(self, name: str) -> None:
        """Show times in this zone instead of the computer's. Raises ZoneInfoNotFoundError."""
        from zoneinfo import ZoneInfo  # only the computer's own zone is needed before the first picture

        self._zone = ZoneInfo(name) if name else None

    # --- numbers and money --------------------------------------------------------------------------------

    def number(self, value: int) -> str:
        return self._locale.toString(value)

    def money(self, amount: Money) -> str:
        """`1.234,50 €`; a currency that is not the merchant's stands as its ISO code. Exact, without floats."""
        digits = minor_digits(amount.currency)
        whole, part = divmod(abs(amount.minor), 10**digits)
        text = self._locale.toString(whole)
        if digits:
            text += self._locale.decimalPoint() + f"{part:0{digits}d}"
        home = amount.currency == self.home_currency
        sign = _SYMBOLS.get(amount.currency, amount.currency) if home else amount.currency
        pattern = self._locale.toCurrencyString(float(_PROBE), sign, 0)
        written = pattern.replace(self._locale.toString(_PROBE), text, 1).replace(" ", "\u00a0")
        if not home and written.startswith(sign) and not written[len(sign)].isspace():
            written = f"{sign}\u00a0{written[len(sign) :]}"
        return self._locale.negativeSign() + written if amount.minor < 0 else written

    def decimal(self, value: float, digits: int) -> str:
        """A measured number, never money: `7,2`."""
        return self._locale.toString(value, "f", digits)

    def parse_quantity(self, text: str) -> int | None:
        """A whole number as typed, or None."""
        value, right = self._locale.toInt(text.strip())
        return value if right else None

    # --- times ----------------------------------------------------------------------------------------------

    def local(self, moment: Instant) -> datetime:
        """The moment on the merchant's clock."""
        return moment.astimezone(self._zone)

    def date(self, moment: Instant) -> str:
        """`18.11.2026`, `18/11/2026`."""
        pattern = "dd.MM.yyyy" if self._language == "de" else "dd/MM/yyyy"
        return self._locale.toString(_qdate(self.local(moment)), pattern)

    def day_of(self, day: calendar_day) -> str:
        """`18.11.2026` of a day that belongs to no moment."""
        pattern = "dd.MM.yyyy" if self._language == "de" else "dd/MM/yyyy"
        return self._locale.toString(QDate(day.year, day.month, day.day), pattern)

    def month(self, day: calendar_day) -> str:
        """`Nov 2026` of a day in it."""
        name = self._locale.standaloneMonthName(day.month, QLocale.FormatType.ShortFormat)
        return f"{name.removesuffix('.')}\u00a0{day.year}"

    def start_of(self, day: calendar_day) -> Instant:
        """When a day begins on the merchant's clock, summer time or not."""
        midnight = datetime(day.year, day.month, day.day, tzinfo=self._zone)
        return as_instant(midnight if self._zone is not None else midnight.astimezone())

    def day(self, moment: Instant) -> str:
        """`18.11.`, `18/11`: for places that know the year."""
        pattern = "dd.MM." if self._language == "de" else "dd/MM"
        return self._locale.toString(_qdate(self.local(moment)), pattern)

    def time(self, moment: Instant) -> str:
        """`20:14`."""
        return self.local(moment).strftime("%H:%M")

    def moment(self, moment: Instant) -> str:
        """`18.11.2026, 20:14`."""
        return f"{self.date(moment)}, {self.time(moment)}"

    def exact(self, moment: Instant) -> str:
        """With seconds, for tooltips: `18.11.2026, 20:14:05`."""
        return f"{self.date(moment)}, {self.local(moment).strftime('%H:%M:%S')}"

    def near(self, moment: Instant, now: Instant, *, time: bool = True) -> str:
        """`heute, 09:41`, `gestern, 17:02`, `Mo., 08:12` within a week, later only the date."""
        day, today = self.local(moment).date(), self.local(now).date()
        days = (today - day).days
        if days == 0:
            word = self.tr("today")
        elif days == 1:
            word = self.tr("yesterday")
        elif 0 < days < _RELATIVE_DAYS:
            word = self._locale.dayName(day.isoweekday(), QLocale.FormatType.ShortFormat)
        else:
            return self.date(moment)
        return f"{word}, {self.time(moment)}" if time else word

    def ago(self, moment: Instant, now: Instant) -> str:
        """`vor 12 s`, `vor 3 min`, `vor 2 h`, then as `near`."""
        seconds = max(0, int((now - moment).total_seconds()))
        if seconds < _RELATIVE_SECONDS:
            return self.tr("{} s ago").format(self.number(seconds))
        if seconds < 3600:
            return self.tr("{} min ago").format(self.number(seconds // 60))
        if seconds < 12 * 3600:
            return self.tr("{} h ago").format(self.number(seconds // 3600))
        return self.near(moment, now)

    def duration(self, seconds: float) -> str:
        """A rest time: `40 s`, `3 min`, `2 h 05 min`."""
        whole = max(0, round(seconds))
        if whole < 100:
            return f"{self.number(whole)}\u00a0s"
        if whole < 3600:
            return f"{self.number(round(whole / 60))}\u00a0min"
        return f"{self.number(whole // 3600)}\u00a0h\u00a0{whole % 3600 // 60:02d}\u00a0min"


def _qdate(day: datetime) -> QDate:
    return QDate(day.year, day.month, day.day)


def _qt_translations() -> str:
    from PySide6.QtCore import QLibraryInfo

    return QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)


@cache
def locale() -> Locale:
    """The one locale of the process."""
    return Locale()
