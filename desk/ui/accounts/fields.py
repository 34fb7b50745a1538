"""Owns one field of an account's form: label, input, reveal button for secrets, help, and what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QContextMenuEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from connectors.contract.capabilities import Setting
from desk.ui.sentences import channel_text
from desk.ui.theme.icons import Glyph, icon
from desk.ui.widgets.button import IconButton
from desk.ui.widgets.label import Label


class PastingEdit(QLineEdit):
    """Trims what is pasted into it; several lines are offered to the form first."""

    several = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.take(QGuiApplication.clipboard().text())
            return
        super().keyPressEvent(event)

    def take(self, text: str) -> None:
        """Paste. The form listens to `several` and sets `taken` when it has spread the text over its fields."""
        self.taken = False
        if len(text.split()) > 1:
            self.several.emit(text)
        if not self.taken:
            self.insert(text.strip())

    taken = False

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        copying = menu.addAction(icon(Glyph.COPY), self.tr("Copy"), self.copy)
        copying.setEnabled(self.hasSelectedText() and self.echoMode() is QLineEdit.EchoMode.Normal)
        pasting = menu.addAction(self.tr("Paste"), lambda: self.take(QGuiApplication.clipboard().text()))
        pasting.setEnabled(bool(QGuiApplication.clipboard().text()))
        menu.exec(event.globalPos())
        menu.deleteLater()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take(event.mimeData().text())
        event.acceptProposedAction()


class _Choices(QComboBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling the form must not change a setting


class SettingField(QWidget):
    """One setting of a channel. `kept` says that a secret is there already: an empty field leaves it as it is."""

    changed = Signal()
    entered = Signal()

    def __init__(self, setting: Setting, parent: QWidget, *, value: str = "", kept: bool = False) -> None:
        super().__init__(parent)
        self.setting = setting
        self._kept = kept
        self._label = Label("", "strong-secondary", "2")
        self._help = Label("", "secondary", "3", wrap=True)
        self._problem = Label("", "secondary", "err", wrap=True).selectable()
        self._problem.hide()
        self.edit = PastingEdit(self)
        self.edit.setMaxLength(8192)
        self.box = _Choices(self)
        self.reveal = IconButton(Glyph.EYE, "", parent=self)
        self.reveal.setVisible(setting.secret)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.edit, 1)
        row.addWidget(self.box, 1)
        row.addWidget(self.reveal)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self._label)
        column.addLayout(row)
        column.addWidget(self._problem)
        column.addWidget(self._help)
        self.edit.setVisible(not setting.choices)
        self.box.setVisible(bool(setting.choices))
        for choice in setting.choices:
            self.box.addItem(choice, choice)
        self._label.setBuddy(self.input)
        self.put(value or setting.default)
        self._mask(hidden=setting.secret)
        self.reveal.clicked.connect(lambda: self._mask(hidden=self.edit.echoMode() is QLineEdit.EchoMode.Normal))
        self.edit.textEdited.connect(lambda _: self._edited())
        self.box.currentIndexChanged.connect(lambda _: self._edited())
        self.edit.returnPressed.connect(self.entered)
        self.retranslate()

    @property
    def input(self) -> QWidget:
        """What takes the keyboard."""
        return self.box if self.setting.choices else self.edit

    @property
    def problem(self) -> str:
        return self._problem.text()

    def value(self) -> str:
        """What stands there, without blanks around it."""
        return str(self.box.currentData() or "") if self.setting.choices else self.edit.text().strip()

    def put(self, text: str) -> None:
        if self.setting.choices:
            self.box.setCurrentIndex(max(0, self.box.findData(text)))
        else:
            self.edit.setText(text)

    def forget(self) -> None:
        """Drop a secret from the screen's memory."""
        if self.setting.secret:
            self.edit.clear()

    def show_problem(self, text: str) -> None:
        """Say what is wrong here; nothing for an empty text."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        for one in (self.edit, self.box):
            one.setProperty("problem", "true" if text else "false")
            one.style().unpolish(one)
            one.style().polish(one)
        self.input.setAccessibleDescription(text or self._help.text())

    def _edited(self) -> None:
        self.show_problem("")
        self.changed.emit()

    def _mask(self, *, hidden: bool) -> None:
        if self.setting.secret:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password if hidden else QLineEdit.EchoMode.Normal)
            self.reveal.show_glyph(Glyph.EYE if hidden else Glyph.EYE_OFF)
            self._name_reveal()

    def _name_reveal(self) -> None:
        label = self._label.text()
        hidden = self.edit.echoMode() is QLineEdit.EchoMode.Password
        words = self.tr("Show {field}") if hidden else self.tr("Hide {field}")
        self.reveal.show_name(words.format(field=label))

    def retranslate(self) -> None:
        label = channel_text(self.setting.label)
        self._label.setText(label)
        self._help.setText(channel_text(self.setting.help))
        self._help.setVisible(bool(self.setting.help))
        self.input.setAccessibleName(label)
        self.input.setAccessibleDescription(self.problem or self._help.text())
        self.edit.setPlaceholderText(self.tr("Kept in the keyring; leave empty to keep it") if self._kept else "")
        self._name_reveal()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
