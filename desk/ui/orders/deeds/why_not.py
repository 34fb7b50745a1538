"""Owns the small card that tells why a deed is barred, and leads on to where it can be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.views import OrderView, Permission
from desk.ui.orders.links import can_open, open_link, page_name
from desk.ui.theme import tokens
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import current, qcolour, scaled
from desk.ui.widgets.announcing import announce
from desk.ui.widgets.button import KeyButton
from desk.ui.widgets.label import Label
from desk.ui.widgets.paint import draw_frame

_HERE = frozenset(
    {"writing_off", "account_paused", "shipment_on_its_way", "cancellation_on_its_way", "case_on_its_way"}
)
"""What is changed in Desk: the channel's page would not help."""


@dataclass(frozen=True, slots=True)
class WayOn:
    """What somebody can do about it: the words of a button, and its deed."""

    text: str
    deed: Callable[[], object]
    glyph: Glyph = Glyph.EXTERNAL


def channel_page(view: OrderView, page: str = "") -> WayOn | None:
    """The channel's own page, `page` or else the order's; None where there is none that may be opened."""
    url = page if can_open(page) else view.open_in_channel
    if not can_open(url):
        return None
    text = QCoreApplication.translate("WhyNot", "Open in {channel}").format(channel=page_name(view))
    return WayOn(text, lambda: open_link(url))


def way_on(permission: Permission, view: OrderView, allow: Callable[[], object], page: str = "") -> WayOn | None:
    """What helps against this reason. `allow` asks to let the account report things, `page` is the deed's own."""
    if permission.code == "writing_off":
        return WayOn(QCoreApplication.translate("WhyNot", "Switch writing on …"), allow, Glyph.CLOUD_UP)
    return None if permission.code in _HERE else channel_page(view, permission.page or page)


class WhyNot(QFrame):
    """Lies over the window below what was pressed. The keyboard is on the way out; Esc closes and leads back."""

    def __init__(self, deed: str, reason: str, way: WayOn | None, button: QWidget) -> None:
        super().__init__(button.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._way, self._button = way, button
        title = self.tr("{deed}: not possible").format(deed=deed.removesuffix("…").strip())
        self.title = Label(title, "title", wrap=True)
        self.reason = Label(reason, "body", "2", wrap=True)
        self.go_on = KeyButton(way.text if way else "", glyph=way.glyph if way else Glyph.EXTERNAL, parent=self)
        self.go_on.clicked.connect(self._go_on)
        self.go_on.setVisible(way is not None)
        self.leave = KeyButton(self.tr("Close"), key="Esc", parent=self)
        self.leave.clicked.connect(self._leave)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.go_on)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.reason)
        column.addLayout(buttons)
        self.setFixedWidth(max(scaled(400), column.minimumSize().width()))
        self.setFixedHeight(column.totalHeightForWidth(self.width()))
        self.setAccessibleName(f"{title}. {reason}")

    def open_below(self, anchor: QWidget) -> None:
        """Show it below what was pressed, inside the window."""
        window = anchor.window()
        place = anchor.mapTo(window, QPoint(0, anchor.height() + 4))
        below = place.y() + self.height() <= window.height()
        x = max(0, min(place.x(), window.width() - self.width() - 8))
        self.move(x, place.y() if below else max(0, place.y() - anchor.height() - 8 - self.height()))
        self.show()
        self.raise_()
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        (self.go_on if self._way is not None else self.leave).setFocus(Qt.FocusReason.PopupFocusReason)
        announce(self, self.accessibleName())

    def _go_on(self) -> None:
        way = self._way
        self._leave()
        if way is not None:
            way.deed()

    def _leave(self) -> None:
        back = self._button
        self.close()
        if back.isVisible():
            back.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Esc is a command of the window as well; here it means this card.
        is_key = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_key and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click elsewhere, or other words, end it."""
        pressed = event.type() is QEvent.Type.MouseButtonPress
        if pressed and isinstance(watched, QWidget) and watched is not self and not self.isAncestorOf(watched):
            self.close()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.close()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = current()
        draw_frame(QPainter(self), QRectF(self.rect()), qcolour(t.raised), qcolour(t.field_line), tokens.RADIUS_CARD)
