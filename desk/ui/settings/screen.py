"""Owns the settings screen: language, look, text size, menu bar, and how the accounts stand. Changes act at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desk.domain.values import AccountId
from desk.domain.views import AccountView
from desk.ui.accounts.deeds import AccountDeeds
from desk.ui.actions.commands import Commands
from desk.ui.locale import locale
from desk.ui.settings.accounts import AccountsCard
from desk.ui.theme.look import Density, LookChoice, look
from desk.ui.theme.tokens import CARD_GAP
from desk.ui.widgets.button import Check, Chip, KeyButton
from desk.ui.widgets.card import Card
from desk.ui.widgets.label import Label

TEXT_SIZES = (90, 100, 110, 125, 150)


class _Choice(QHBoxLayout):
    """Chips of which one holds."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__()
        self.setSpacing(6)
        self._group = QButtonGroup(parent)
        self.chips: list[Chip] = []

    def add(self, chip: Chip) -> Chip:
        self._group.addButton(chip)
        self.chips.append(chip)
        self.addWidget(chip)
        return chip

    def end(self) -> None:
        self.addStretch(1)


class SettingsScreen(QWidget):
    """Everything here is also a command; the chips run those."""

    def __init__(
        self,
        commands: Commands,
        deeds: AccountDeeds,
        pause: Callable[[AccountId, bool], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._commands = commands
        self._accounts: tuple[AccountView, ...] = ()
        self._stale = True
        self.setProperty("ground", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("ground", "bg")
        inside.setMaximumWidth(720)
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(CARD_GAP)
        self._area.setWidget(inside)
        outer.addWidget(self._area)
        self.accounts = AccountsCard(commands, deeds, pause)
        column.addWidget(self.accounts)
        for card in (self._language_card(), self._look_card(), self._size_card(), self._window_card()):
            column.addWidget(card)
        column.addStretch(1)
        self._column = column
        look().changed.connect(self._mark)
        locale().changed.connect(self._mark)
        self.retranslate()

    def add(self, card: Card) -> None:
        """A card of another room of the window, below all others."""
        self._column.insertWidget(self._column.count() - 1, card)
        card.show()
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Tab goes as the eye does. Else what is made last comes last, such as accounts that are shown anew."""
        cards = (item.widget() for at in range(self._column.count()) if (item := self._column.itemAt(at)) is not None)
        controls = [one for card in cards if card is not None for one in _controls(card)]
        for before, after in pairwise(controls):
            self.setTabOrder(before, after)

    def ensure_visible(self, card: QWidget) -> None:
        """Scroll so far that a card is seen."""
        self._area.ensureWidgetVisible(card)

    def _language_card(self) -> Card:
        self._languages = Card()
        choice = _Choice(self)
        for code in ("de", "en"):
            chip = choice.add(Chip())
            chip.clicked.connect(lambda _=False, one=code: self._commands.run(f"language.{one}"))
        choice.end()
        self._language_chips = dict(zip(("de", "en"), choice.chips, strict=True))
        self._languages.content.addLayout(choice)
        return self._languages

    def _look_card(self) -> Card:
        self._looks = Card()
        choice = _Choice(self)
        for one in LookChoice:
            chip = choice.add(Chip())
            chip.clicked.connect(lambda _=False, name=one.value: self._commands.run(f"look.{name}"))
        choice.end()
        self._look_chips = dict(zip(LookChoice, choice.chips, strict=True))
        self._looks.content.addLayout(choice)
        rows = _Choice(self)
        for density in Density:
            chip = rows.add(Chip())
            chip.clicked.connect(lambda _=False, name=density.value: self._commands.run(f"density.{name}"))
        rows.end()
        self._density_chips = dict(zip(Density, rows.chips, strict=True))
        self._rows_label = Label("", "secondary", "2")
        self._looks.content.addWidget(self._rows_label)
        self._looks.content.addLayout(rows)
        return self._looks

    def _size_card(self) -> Card:
        self._sizes = Card()
        choice = _Choice(self)
        for size in TEXT_SIZES:
            chip = choice.add(Chip())
            chip.clicked.connect(lambda _=False, one=size: look().scale_text(one / 100))
        choice.end()
        self._size_chips = dict(zip(TEXT_SIZES, choice.chips, strict=True))
        self._sizes.content.addLayout(choice)
        return self._sizes

    def _window_card(self) -> Card:
        self._window = Card()
        self._menu_bar = Check()
        self._menu_bar.clicked.connect(lambda _=False: self._commands.run("window.menu-bar"))
        self._keys = KeyButton()
        self._keys.clicked.connect(lambda: self._commands.run("help.keys"))
        self._window.content.addWidget(self._menu_bar)
        self._window.content.addWidget(self._keys)
        return self._window

    def retranslate(self) -> None:
        self._languages.show_title(self.tr("Language"))
        # A language is named in itself, so that whoever cannot read the present one finds the way.
        self._language_chips["de"].show_text("Deutsch")
        self._language_chips["en"].show_text("English")
        self._looks.show_title(self.tr("Look"))
        self._look_chips[LookChoice.SYSTEM].show_text(self.tr("As the system"))
        self._look_chips[LookChoice.LIGHT].show_text(self.tr("Light"))
        self._look_chips[LookChoice.DARK].show_text(self.tr("Dark"))
        self._rows_label.setText(self.tr("Rows of lists"))
        self._density_chips[Density.COMFORTABLE].show_text(self.tr("Comfortable"))
        self._density_chips[Density.COMPACT].show_text(self.tr("Compact"))
        self._sizes.show_title(self.tr("Text size"))
        for size, chip in self._size_chips.items():
            chip.show_text(self.tr("{number} %").format(number=locale().number(size)))
        self._window.show_title(self.tr("Window"))
        self._menu_bar.show_text(self.tr("Show the menu bar (F10)"))
        self._keys.show_text(self.tr("Keyboard shortcuts"), key=self._commands.key("help.keys"))
        self._area.setAccessibleName(self.tr("Settings"))
        self._stale = True
        self.show_accounts(self._accounts)
        self._mark()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def show_menu_bar(self, shown: bool) -> None:
        self._menu_bar.setChecked(shown)

    def _mark(self) -> None:
        self._language_chips[locale().language].setChecked(True)
        self._look_chips[look().choice].setChecked(True)
        self._density_chips[look().density].setChecked(True)
        size = min(TEXT_SIZES, key=lambda one: abs(one - look().text_scale * 100))
        self._size_chips[size].setChecked(True)

    def show_accounts(self, accounts: Sequence[AccountView]) -> None:
        """List the accounts with what they may do and what troubles them."""
        if tuple(accounts) != self._accounts:
            self._accounts = tuple(accounts)
            self._stale = True
        if self.isVisible():
            self._list_accounts()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._list_accounts()

    def _list_accounts(self) -> None:
        """Made anew only while somebody looks: the accounts are read again every few seconds."""
        if self._stale:
            self._stale = False
            self.accounts.show_accounts(self._accounts)
            self._order_tabs()


def _controls(pane: QWidget) -> Iterator[QWidget]:
    """What takes the Tab key, in the order in which it was put there; not what is put away."""
    is_put_away = pane.isHidden() and pane.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
    if is_put_away:  # else it is only new, and shown in a moment
        return
    if pane.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield pane
    for child in pane.children():
        if isinstance(child, QWidget):
            yield from _controls(child)
