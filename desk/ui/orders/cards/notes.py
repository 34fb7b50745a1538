"""Owns the card of internal notes: what colleagues wrote, and a field for the next one, kept per order as a draft.

Notes are plain text: nothing in them is a link or markup. What is typed here never leaves Desk.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from desk.domain.clock import Clock, Instant
from desk.domain.values import NoteId, OrderId
from desk.domain.views import NoteView, OrderView
from desk.ui.locale import locale
from desk.ui.orders.cards.base import OrderCard, pooled
from desk.ui.orders.texts import Block, Line
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import scaled
from desk.ui.widgets.button import IconButton, KeyButton, LinkButton
from desk.ui.widgets.label import Label

_LINES_AT_MOST = 8
AT_FIRST = 5


@dataclass(slots=True)
class Draft:
    """What is typed for one order: a new note, changes of written ones, and which of them is in the field."""

    texts: dict[NoteId | None, str] = field(default_factory=dict)
    editing: NoteId | None = None
    was: dict[NoteId, str] = field(default_factory=dict)  # what a written note said when its change was begun

    def forget(self, note: NoteId | None) -> None:
        self.texts.pop(note, None)
        if note is not None:
            self.was.pop(note, None)

    @property
    def empty(self) -> bool:
        return not any(text.strip() for text in self.texts.values())


class NoteField(QPlainTextEdit):
    """Grows with its lines. Ctrl+Enter saves; Tab goes on, as everywhere."""

    wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.textChanged.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        lines = min(max(int(self.document().size().height()), 1), _LINES_AT_MOST)
        self.setFixedHeight(max(scaled(32), lines * self.fontMetrics().lineSpacing() + scaled(14)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if entered and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.wanted.emit()
        else:
            super().keyPressEvent(event)


class NoteRow(QWidget):
    """One note: who and when, what, and for one's own two buttons."""

    edit_wanted = Signal(object)  # NoteView
    removal_wanted = Signal(object)  # NoteView

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.note: NoteView | None = None
        self.head = Line("", "secondary", "2", parent=self)
        self.text = Block("", "body", parent=self)
        self.edit = IconButton(Glyph.NOTE, "", parent=self)
        self.remove = IconButton(Glyph.TRASH, "", parent=self)
        self.edit.clicked.connect(lambda: self.edit_wanted.emit(self.note))
        self.remove.clicked.connect(lambda: self.removal_wanted.emit(self.note))
        top = QHBoxLayout()
        top.setSpacing(0)
        top.addWidget(self.head, 1)
        top.addWidget(self.edit)
        top.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.text)

    def show_note(self, note: NoteView, now: Instant, *, own: bool) -> None:
        self.note = note
        author = note.author or self.tr("Somebody")
        self.head.setText(f"{author} · {locale().near(note.at, now)}")
        self.head.setToolTip(locale().exact(note.at))
        self.text.setText(note.text)
        self.edit.show_name(self.tr("Edit note"))
        self.remove.show_name(self.tr("Delete note"))
        self.edit.setVisible(own)
        self.remove.setVisible(own)


class NotesCard(OrderCard):
    """Notes newest first above a field; the field shows the draft of the order on show."""

    add_wanted = Signal(object, str)  # OrderId, text
    change_wanted = Signal(object, str)  # NoteView, text
    removal_wanted = Signal(object)  # NoteView
    drafts_changed = Signal()

    def __init__(self, clock: Clock, parent: QWidget) -> None:
        super().__init__(clock, parent)
        self._drafts: dict[OrderId, Draft] = {}
        self._of: OrderId | None = None
        self._notes: tuple[NoteView, ...] = ()
        self._everything = False
        self._all = LinkButton()
        self._all.clicked.connect(self._toggle_all)
        self.add_to_title(self._all)
        self.editor = NoteField(self)
        self.editor.textChanged.connect(self._typed)
        self.editor.wanted.connect(self._save)
        self.trouble = Label("", "secondary", "err", wrap=True)
        self.trouble.hide()
        self.save = KeyButton(primary=True)
        self.save.clicked.connect(self._save)
        self.drop = LinkButton()
        self.drop.clicked.connect(self._drop)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self.save)
        buttons.addWidget(self.drop)
        buttons.addStretch(1)
        self.rows: list[NoteRow] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self.content.addWidget(self.editor)
        self.content.addWidget(self.trouble)
        self.content.addLayout(buttons)
        self.content.addLayout(self._list)
        self._show_buttons()

    def title(self) -> str:
        return self.tr("Internal notes")

    def content_of(self, view: OrderView) -> Hashable:
        return view.id, view.notes, view.agent

    def fill(self, view: OrderView) -> None:
        if view.id != self._of:
            self._everything = False
            self.trouble.hide()
        self._of, self._notes = view.id, view.notes
        shown = view.notes if self._everything else view.notes[:AT_FIRST]
        now = self.clock.now()
        rows = pooled(self.rows, len(shown), self._make, self._list)
        for row, note in zip(rows, shown, strict=True):
            row.show_note(note, now, own=note.author == view.agent)
        self._all.setVisible(len(view.notes) > AT_FIRST)
        self._all.show_text(self.tr("Show fewer") if self._everything else self.tr("Show all %n", "", len(view.notes)))
        self._show_draft()

    def _make(self) -> NoteRow:
        row = NoteRow(self)
        row.edit_wanted.connect(self._edit)
        row.removal_wanted.connect(self._remove)
        return row

    def _toggle_all(self) -> None:
        self._everything = not self._everything
        if self._view is not None:
            self.fill(self._view)

    @property
    def order(self) -> OrderId | None:
        """The order on show."""
        return self._of

    # --- the draft --------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Give the keyboard to the field, its draft as it was left."""
        self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _draft(self) -> Draft:
        return self._drafts.setdefault(self._of, Draft()) if self._of is not None else Draft()

    def drafts(self) -> dict[OrderId, Draft]:
        """All that is typed and not saved."""
        return {order: draft for order, draft in self._drafts.items() if not draft.empty}

    def take_drafts(self, kept: Mapping[OrderId, Draft]) -> None:
        """What was typed before Desk was left; what was typed since then goes before it."""
        for order, draft in kept.items():
            if order not in self._drafts or self._drafts[order].empty:
                self._drafts[order] = draft
        if self._of in kept and not self.editor.toPlainText():
            self._show_draft()

    def keep_words(self, order: OrderId, text: str) -> None:
        """Words that could not be saved: they wait in the order's draft, below what is there."""
        draft = self._drafts.setdefault(order, Draft())
        draft.texts[None] = "\n".join(part for part in (draft.texts.get(None, ""), text) if part)
        self.drafts_changed.emit()
        if order == self._of:
            self._show_draft()

    @property
    def edited(self) -> NoteView | None:
        """The written note that is in the field, as long as it says what it said when its change was begun."""
        draft = self._draft()
        if draft.editing is None:
            return None
        found = next((one for one in self._notes if one.id == draft.editing), None)
        return found if found is not None and found.text == draft.was.get(found.id, found.text) else None

    def _show_draft(self) -> None:
        """The field shows what was typed for this order; a note gone or changed leaves its words as a new one."""
        draft = self._draft()
        if draft.editing is not None and self.edited is None:
            kept = draft.texts.get(draft.editing, "")
            draft.forget(draft.editing)
            draft.texts[None] = "\n".join(part for part in (draft.texts.get(None, ""), kept) if part)
            draft.editing = None
        text = draft.texts.get(draft.editing, "")
        if self.editor.toPlainText() != text:
            self.editor.setPlainText(text)
        words = self.tr("Note for colleagues; no channel sees it")
        self.editor.setPlaceholderText(self.tr("Note for colleagues …"))
        self.editor.setToolTip(words)
        self.editor.setAccessibleName(self.tr("Internal note"))
        self.editor.setAccessibleDescription(words)
        self._show_buttons()

    def _typed(self) -> None:
        if self._of is not None:
            draft = self._draft()
            text = self.editor.toPlainText()
            if text != draft.texts.get(draft.editing, ""):
                draft.texts[draft.editing] = text
                self.drafts_changed.emit()
        self.trouble.hide()
        self._show_buttons()

    def _show_buttons(self) -> None:
        editing = self._of is not None and self._draft().editing is not None
        typed = bool(self.editor.toPlainText().strip())
        self.save.show_text(self.tr("Change") if editing else self.tr("Save"), key="Ctrl+Enter")
        self.save.setVisible(typed)
        self.drop.show_text(self.tr("Leave it") if editing else self.tr("Discard"))
        self.drop.setVisible(typed or editing)

    def _edit(self, note: NoteView) -> None:
        draft = self._draft()
        draft.editing = note.id
        draft.texts.setdefault(note.id, note.text)
        draft.was.setdefault(note.id, note.text)
        self._show_draft()
        self.begin()

    def _drop(self) -> None:
        draft = self._draft()
        draft.forget(draft.editing)
        draft.editing = None
        self.drafts_changed.emit()
        self._show_draft()
        self.begin()

    def _save(self) -> None:
        text = self.editor.toPlainText()
        if not text.strip() or self._of is None or not self.editor.isEnabled():
            return
        self._busy(True)
        note = self.edited
        if note is None:
            self.add_wanted.emit(self._of, text)
        else:
            self.change_wanted.emit(note, text)

    def _remove(self, note: NoteView) -> None:
        self.removal_wanted.emit(note)
        self.begin()  # the row goes with the button that was pressed (UX 12: focus is never lost)

    def _busy(self, busy: bool) -> None:
        self.editor.setEnabled(not busy)
        self.save.setEnabled(not busy)

    def saved(self, order: OrderId, note: NoteId | None) -> None:
        """What was typed (for `note`, or a new one) is in the store: its draft goes."""
        self._busy(False)
        draft = self._drafts.get(order)
        if draft is not None:
            draft.forget(note)
            if draft.editing == note:
                draft.editing = None
            self.drafts_changed.emit()
        if order == self._of:
            self._show_draft()
            self.begin()

    def not_saved(self, order: OrderId, why: str) -> None:
        """The words stay where they are, with the reason below."""
        self._busy(False)
        if order == self._of:
            self.trouble.setText(why)
            self.trouble.show()
            self.begin()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())
