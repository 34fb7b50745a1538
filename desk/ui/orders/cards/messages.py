"""Owns the card of messages: what the buyer and we wrote, and a field for the next text, kept as a draft.

Texts are plain: nothing in them is a link or markup, whoever wrote them.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from uuid import uuid4

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desk.domain.clock import Clock, Instant
from desk.domain.errors import NotAllowed
from desk.domain.push_states import PushState
from desk.domain.values import ConversationId, OrderId, PushId
from desk.domain.views import ConversationView, MessageView, OrderView
from desk.services import wording
from desk.services.texts_to_buyers import check_text
from desk.ui.locale import locale
from desk.ui.orders.cards.base import OrderCard, pooled
from desk.ui.orders.cards.notes import NoteField
from desk.ui.orders.cards.shipment import PUSH_LOOKS
from desk.ui.orders.deeds.words import unread_of
from desk.ui.orders.links import can_open, open_link
from desk.ui.orders.texts import Block, Line, plain_tip
from desk.ui.say import SAY
from desk.ui.sentences import channel_text, error_text, reason_text
from desk.ui.theme import tokens
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import current, qcolour
from desk.ui.widgets.button import KeyButton, LinkButton
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.foreign import alone, in_a_row
from desk.ui.widgets.label import Label
from desk.ui.widgets.paint import draw_frame
from desk.ui.widgets.pill import Pill

AT_FIRST = 4
_INDENT = 28
Key = tuple[OrderId, ConversationId | None]


@dataclass(slots=True)
class Reply:
    """What is typed for one conversation, or for a first text to a buyer. `deed` stays the same until it is sent."""

    text: str = ""
    images: str = ""
    deed: str = ""

    @property
    def empty(self) -> bool:
        return not self.text.strip() and not self.images.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A text that is to be sent."""

    order: OrderId
    conversation: ConversationId | None
    text: str
    images: tuple[str, ...]
    deed: str


class MessageRow(QWidget):
    """One text. The buyer's stands on the left, ours is set in on the right, on another ground."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ours = False
        self.head = Line("", "strong-secondary", "2", parent=self)
        self.state = Pill(parent=self)
        self.text = Block("", "body", parent=self)
        self._media = QWidget(self)
        self._flow = Flow(8, self._media)
        self._links: list[LinkButton] = []
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.head, 1)
        top.addWidget(self.state)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(2)
        self._column.addLayout(top)
        self._column.addWidget(self.text)
        self._column.addWidget(self._media)

    def show_message(self, message: MessageView, buyer: str, now: Instant) -> None:
        self._ours = message.ours
        left, right = (_INDENT, 0) if message.ours else (0, _INDENT)
        self._column.setContentsMargins(10 + left, 6, 10 + right, 8)
        who = self.tr("We") if message.ours else buyer or self.tr("Buyer")
        self.head.setText(in_a_row((who, locale().near(message.at, now))))
        self.head.setToolTip(locale().exact(message.at))
        said = message.text
        if message.subject and message.subject not in said and message.subject != buyer:
            said = f"{message.subject}\n{said}"
        self.text.setText(said)
        waits = message.state is not None and message.state is not PushState.CONFIRMED
        self.state.setVisible(waits or message.unread)
        if message.state is not None and waits:
            glyph, tone, filled = PUSH_LOOKS[message.state]
            self.state.show_status(wording.push_state(message.state, SAY), tone, glyph=glyph, filled=filled)
        elif message.unread:
            self.state.show_status(self.tr("Unread"), "warn", glyph=Glyph.MAIL)
        self._show_media(message)
        self.update()

    def _show_media(self, message: MessageView) -> None:
        while len(self._links) < len(message.media):
            link = LinkButton(parent=self._media)
            self._links.append(link)
            self._flow.addWidget(link)
        for place, link in enumerate(self._links):
            link.setVisible(place < len(message.media))
        for link, (name, url) in zip(self._links, message.media, strict=False):
            link.show_text(alone(name) or self.tr("Attachment"))
            link.setToolTip(plain_tip(url))  # where it truly leads
            link.setEnabled(can_open(url))
            link.disconnect(link)
            link.clicked.connect(lambda _checked=False, one=url: open_link(one))
        self._media.setVisible(bool(message.media))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = current()
        left, right = (_INDENT, 0) if self._ours else (0, _INDENT)
        rect = QRectF(self.rect()).adjusted(left, 0, -right, 0)
        ground = qcolour(t.sel if self._ours else t.hover)
        draw_frame(QPainter(self), rect, ground, ground, tokens.RADIUS_CONTROL)


class ThreadBox(QWidget):
    """One conversation: its title, and its last texts."""

    reply_wanted = Signal(object)  # ConversationId or None

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown: ConversationView | None = None
        self._everything = self._several = False
        self.title = Line("", "strong-secondary", "2", parent=self)
        self.closed = Pill(parent=self)
        self.all = LinkButton(parent=self)
        self.all.clicked.connect(self._toggle)
        self.reply = LinkButton(parent=self)
        self.reply.clicked.connect(self._reply)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        for widget in (self.closed, self.all, self.reply):
            head.addWidget(widget)
        self.rows: list[MessageRow] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addLayout(self._list)

    def show_thread(self, thread: ConversationView, now: Instant, *, several: bool) -> None:
        if self._shown is None or self._shown.id != thread.id:
            self._everything = False
        self._shown, self._several = thread, several
        self.title.setText(in_a_row(dict.fromkeys((thread.title or thread.listing, thread.buyer))))
        self.closed.setVisible(thread.closed)
        self.closed.show_status(self.tr("Closed"), "neutral", glyph=Glyph.LOCK, filled=False)
        self.reply.setVisible(several and not thread.closed)
        self.reply.show_text(self.tr("Reply here"))
        count = len(thread.messages)
        unread = sum(one.unread for one in thread.messages)
        first = max(AT_FIRST, unread)
        shown = thread.messages if self._everything else thread.messages[-first:]
        self.all.setVisible(count > first)
        self.all.show_text(self.tr("Show fewer") if self._everything else self.tr("Show all %n", "", count))
        rows = pooled(self.rows, len(shown), lambda: MessageRow(self), self._list)
        for row, message in zip(rows, shown, strict=True):
            row.show_message(message, thread.buyer, now)

    def _reply(self) -> None:
        if self._shown is not None:
            self.reply_wanted.emit(self._shown.id)

    def _toggle(self) -> None:
        self._everything = not self._everything
        card = self.parentWidget()
        if self._shown is not None and isinstance(card, MessagesCard):
            self.show_thread(self._shown, card.clock.now(), several=self._several)


class MessagesCard(OrderCard):
    """Conversations, and below them the field for the next text."""

    send_wanted = Signal(object)  # Wanted
    drafts_changed = Signal()

    def __init__(self, clock: Clock, parent: QWidget) -> None:
        super().__init__(clock, parent)
        self._drafts: dict[Key, Reply] = {}
        self._sent: dict[PushId, Wanted] = {}
        self._begun: OrderId | None = None
        self._target: ConversationId | None = None
        self._filling = False
        self._busy_with: Wanted | None = None
        self._unread = Pill()
        self.add_to_title(self._unread)
        self.threads: list[ThreadBox] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(12)
        self.content.addLayout(self._list)
        self._build_field()

    def _build_field(self) -> None:
        self.to = Line("", "secondary", "2", parent=self)
        self.editor = NoteField(self)
        self.editor.textChanged.connect(self._typed)
        self.editor.wanted.connect(self.send)
        self.images = QLineEdit(self)
        self.images.textChanged.connect(self._typed)
        self.images.hide()
        self.hint = Label("", "secondary", "3", wrap=True)
        self.trouble = Label("", "secondary", "err", wrap=True).selectable()
        self.trouble.hide()
        self.send_button = KeyButton(primary=True, parent=self)
        self.send_button.clicked.connect(self.send)
        self.add_images = LinkButton(parent=self)
        self.add_images.clicked.connect(self._open_images)
        self.drop = LinkButton(parent=self)
        self.drop.clicked.connect(self._drop)
        self.counter = Label("", "secondary", "3")
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        for widget in (self.send_button, self.add_images, self.drop):
            buttons.addWidget(widget)
        buttons.addStretch(1)
        buttons.addWidget(self.counter)
        for part in (self.to, self.editor, self.images, self.hint, self.trouble):
            self.content.addWidget(part)
        self.content.addLayout(buttons)

    # --- showing --------------------------------------------------------------------------------------------------

    def title(self) -> str:
        return self.tr("Messages")

    def is_wanted(self, view: OrderView) -> bool:
        return bool(view.conversations) or self._begun == view.id or any(key[0] == view.id for key in self._drafts)

    def content_of(self, view: OrderView) -> Hashable:
        return view.id, view.conversations, view.may_write, view.limits, self._begun == view.id, self._recalled(view)

    def fill(self, view: OrderView) -> None:
        if self.property("order") != view.id:
            self.setProperty("order", view.id)
            self._target = self._first_target(view)
            self.trouble.hide()
        elif self._target not in [one.id for one in view.conversations]:
            self._target = self._first_target(view)
        self._take_back_recalled(view)
        self._bring_along(view)
        unread = unread_of(view)
        self._unread.setVisible(unread > 0)
        self._unread.show_status(self.tr("%n unread", "", unread), "warn", glyph=Glyph.MAIL)
        now = self.clock.now()
        boxes = pooled(self.threads, len(view.conversations), self._make, self._list)
        for box, thread in zip(boxes, view.conversations, strict=True):
            box.show_thread(thread, now, several=len(view.conversations) > 1)
        self._show_field(view)

    def _make(self) -> ThreadBox:
        box = ThreadBox(self)
        box.reply_wanted.connect(self._reply_in)
        return box

    @staticmethod
    def _first_target(view: OrderView) -> ConversationId | None:
        """Where an unread text waits; else where the last one was said."""
        if not view.conversations:
            return None
        ranked = max(
            view.conversations,
            key=lambda one: (one.unread > 0, one.messages[-1].at if one.messages else view.placed_at),
        )
        return ranked.id

    def _show_field(self, view: OrderView) -> None:
        thread = next((one for one in view.conversations if one.id == self._target), None)
        buyer = (thread.buyer if thread is not None else "") or view.buyer.name or view.recipient.name
        about = (
            in_a_row((thread.title or thread.listing,)) if thread is not None and len(view.conversations) > 1 else ""
        )
        words = self.tr("Reply to {buyer}") if thread is not None else self.tr("New message to {buyer}")
        self.to.setText(in_a_row((words.format(buyer=alone(buyer)), about)))
        self.editor.setAccessibleName(self.to.full_text)
        self.editor.setPlaceholderText(self.tr("Write to the buyer"))
        self.images.setAccessibleName(self.tr("Addresses of images"))
        self.images.setPlaceholderText(self.tr("https://… – addresses of images, apart by blanks"))
        self.hint.setText(channel_text(view.limits.message_forbidden))
        self.hint.setVisible(bool(view.limits.message_forbidden) and view.may_write.allowed)
        self.editor.setEnabled(view.may_write.allowed and self._busy_with is None)
        self.add_images.show_text(self.tr("Add images"))
        self.drop.show_text(self.tr("Discard"))
        draft = self._draft()
        self._filling = True
        if self.editor.toPlainText() != draft.text:
            self.editor.setPlainText(draft.text)
        self.images.setText(draft.images)
        self.images.setVisible(bool(draft.images))
        self._filling = False
        self._show_buttons()

    def _show_buttons(self) -> None:
        view = self._view
        if view is None:
            return
        draft, limits = self._draft(), view.limits
        has = len(draft.text.strip())
        self.counter.setText(f"{locale().number(has)} / {locale().number(limits.message_length)}")
        self.counter.set_tint("err" if has > limits.message_length else "3")
        self.counter.setVisible(view.may_write.allowed and limits.message_length > 0)
        why = self.why_not()
        self.send_button.show_text(self.tr("Send"), key="Ctrl+Enter")
        self.send_button.forbid(self.tr("Being queued …") if self._busy_with is not None else why)
        may = view.may_write.allowed
        self.add_images.setVisible(may and limits.message_images > 0 and self.images.isHidden())
        self.drop.setVisible(not draft.empty)
        told = why if why and (not may or not draft.empty) else ""
        if told or not self.trouble.property("refused"):
            self.trouble.setText(told)
            self.trouble.setVisible(bool(told))
            self.trouble.set_tint("err" if may else "2")

    def why_not(self) -> str:
        """Why what is typed cannot be sent; empty when it can."""
        view, draft = self._view, self._draft()
        if view is None:
            return ""
        if not view.may_write.allowed:
            return reason_text(view.may_write, view.account_name)
        try:
            check_text(draft.text, view.limits.message_length)
        except NotAllowed as refused:
            return error_text(refused)
        images = draft.images.split()
        if len(images) > view.limits.message_images:
            return self.tr("The channel takes %n image(s) at most.", "", view.limits.message_images)
        wrong = next((one for one in images if not can_open(one)), "")
        return self.tr("“{}” is no safe address (https).").format(alone(wrong)) if wrong else ""

    # --- the field ------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Give the keyboard to the field, also where nobody has written yet."""
        if self._view is not None:
            self._begun = self._view.id
            self.show_view(self._view, by_sync=False)
        self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _key(self) -> Key | None:
        return (self._view.id, self._target) if self._view is not None else None

    def _draft(self) -> Reply:
        key = self._key()
        return self._drafts.get(key, Reply()) if key is not None else Reply()

    def _typed(self) -> None:
        key = self._key()
        if key is None or self._filling:
            return
        draft = self._drafts.setdefault(key, Reply())
        draft.text, draft.images = self.editor.toPlainText(), self.images.text()
        if draft.empty:
            del self._drafts[key]
        self.trouble.setProperty("refused", False)
        self._show_buttons()
        self.drafts_changed.emit()

    def _reply_in(self, conversation: ConversationId | None) -> None:
        self._target = conversation
        if self._view is not None:
            self._show_field(self._view)
        self.begin()

    def _open_images(self) -> None:
        self.images.show()
        self.images.setFocus()
        self._show_buttons()

    def _drop(self) -> None:
        key = self._key()
        if key is not None:
            self._drafts.pop(key, None)
            self.drafts_changed.emit()
        if self._view is not None:
            self._show_field(self._view)
        self.editor.setFocus()

    def send(self) -> None:
        """Ask for what is typed to be sent; refused here where the channel would refuse it."""
        key, view = self._key(), self._view
        if key is None or view is None or self._busy_with is not None:
            return
        why = self.why_not()
        if why:
            self.trouble.setText(why)
            self.trouble.show()
            return
        draft = self._drafts[key]
        draft.deed = draft.deed or uuid4().hex
        wanted = Wanted(
            order=key[0],
            conversation=key[1],
            text=draft.text.strip(),
            images=tuple(draft.images.split()),
            deed=draft.deed,
        )
        self._busy_with = wanted
        self.editor.setEnabled(False)
        self._show_buttons()
        self.send_wanted.emit(wanted)

    def sent(self, wanted: Wanted, push: PushId | None) -> None:
        """The outbox has it: its draft goes. Taken back, the words come again."""
        self._busy_with = None
        if push is not None:
            self._sent[push] = wanted
        self._drafts.pop((wanted.order, wanted.conversation), None)
        self.drafts_changed.emit()
        if self._view is not None:
            self._show_field(self._view)

    def not_sent(self, wanted: Wanted, why: str) -> None:
        """The words stay where they are, with the reason below."""
        self._busy_with = None
        if self._view is None:
            return
        self._show_field(self._view)
        if self._view.id == wanted.order:
            self.trouble.setText(why)
            self.trouble.setProperty("refused", True)
            self.trouble.show()
            self.editor.setFocus()

    def _recalled(self, view: OrderView) -> tuple[PushId, ...]:
        return tuple(one.id for one in view.pushes if one.id in self._sent and one.state is PushState.RECALLED)

    def _bring_along(self, view: OrderView) -> None:
        """A draft whose conversation is gone, or has got another number, goes to the one on show."""
        here = (view.id, self._target)
        known = {one.id for one in view.conversations} | {None, self._target}
        for key in [one for one in self._drafts if one[0] == view.id and one[1] not in known]:
            if here not in self._drafts:
                self._drafts[here] = self._drafts.pop(key)

    def _take_back_recalled(self, view: OrderView) -> None:
        for push in self._recalled(view):
            wanted = self._sent.pop(push)
            draft = self._drafts.setdefault((wanted.order, wanted.conversation), Reply())
            draft.text = "\n".join(filter(None, (wanted.text, draft.text)))
            draft.images = draft.images or " ".join(wanted.images)
            draft.deed = ""  # that deed is done and taken back; the next one is another
            self.drafts_changed.emit()

    def drafts(self) -> dict[Key, tuple[str, str]]:
        """All that is typed and not sent: text and images."""
        return {key: (one.text, one.images) for key, one in self._drafts.items()}

    def take_drafts(self, kept: Mapping[Key, tuple[str, str]]) -> None:
        """What was typed before Desk was left. What has been typed since stays."""
        for key, (text, images) in kept.items():
            self._drafts.setdefault(key, Reply(text, images))
        if self._view is not None and kept:
            self.fill(self._view)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())
