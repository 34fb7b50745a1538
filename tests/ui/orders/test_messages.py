from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from checks.controls import unnamed
from desk.domain.errors import NotAllowed
from desk.domain.pushes import PushState
from desk.domain.values import ConversationId, OrderId, PushId
from desk.domain.views import OrderView, Permission
from desk.ui.orders.cards.messages import MessagesCard
from desk.ui.orders.screen import OrdersScreen
from tests.ui.orders.conftest import Opened
from tests.ui.orders.fake_deeds import LIMITS, YES, talk, text
from tests.ui.orders.fakes import FakeCalls, FakeServices, order_row, order_view, push_view
from tests.ui.orders.steps import HOSTILE, texts

CONTROL = Qt.KeyboardModifier.ControlModifier


def written(*talks: object, **changes: object) -> OrderView:
    return order_view(1, conversations=talks, limits=LIMITS, **{"may_write": YES, **changes})


@pytest.fixture
def calls() -> FakeCalls:
    made = FakeCalls([order_row(1), order_row(2)])
    made.views[OrderId(1)] = written(
        talk(
            1, text("Wann wird versandt?", hours=-30), text("Morgen.", ours=True, hours=-29), text("Und?", unread=True)
        )
    )
    return made


@pytest.fixture
def screen(qtbot: QtBot, opened: Opened, calls: FakeCalls) -> OrdersScreen:
    screen = opened(calls)
    show(qtbot, screen)
    return screen


def show(qtbot: QtBot, screen: OrdersScreen, order: int = 1) -> None:
    screen.show_order(OrderId(order))
    qtbot.waitUntil(lambda: screen.detail.view is not None and screen.detail.view.id == order)


def show_now(qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls, view: OrderView) -> None:
    calls.views[OrderId(1)] = view
    screen._show_again()
    qtbot.waitUntil(lambda: screen.detail.view is view)


def card_of(screen: OrdersScreen) -> MessagesCard:
    card = screen.detail.page.messages
    assert card is not None
    return card


def test_ours_and_theirs_are_told_apart_and_what_is_unread_is_marked(screen: OrdersScreen) -> None:
    card = card_of(screen)
    rows = card.threads[0].rows
    assert [row.head.full_text.split(" · ")[0] for row in rows] == ["bohrfan_77", "We", "bohrfan_77"]
    assert [row.state.isHidden() for row in rows] == [True, True, False]
    assert rows[2].state.text == "Unread"
    assert screen.detail.page.deeds.message_button._primary
    assert not screen.detail.page.deeds.ship_button._primary, "what the buyer waits for comes first"


def test_r_gives_the_field_the_keyboard_and_ctrl_enter_sends(
    qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls, services: FakeServices
) -> None:
    assert services.commands.run("order.message")
    card = card_of(screen)
    assert screen.focusWidget() is card.editor
    QTest.keyClicks(card.editor, "Heute.")
    assert card.counter.text() == "6 / 2,000"
    QTest.keyClick(card.editor, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: len(services.told) == 1)
    assert calls.outbox.queued == [("send_message", (OrderId(1), ConversationId(1), "Heute.", ()))]
    qtbot.waitUntil(lambda: len(card.threads[0].rows) == 4)
    assert card.threads[0].rows[3].state.text == "Held"
    assert card.editor.toPlainText() == ""


def test_a_message_taken_back_comes_back_as_a_draft(
    qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls, services: FakeServices
) -> None:
    card = card_of(screen)
    before = calls.views[OrderId(1)]
    card.editor.setPlainText("Heute noch.")
    card.send()
    qtbot.waitUntil(lambda: len(services.told) == 1)
    push = services.told[0][1][0]
    recalled = replace(push_view(push, state=PushState.RECALLED), kind="send_message")
    show_now(qtbot, screen, calls, replace(before, pushes=(recalled,)))
    assert card.editor.toPlainText() == "Heute noch."
    card.send()
    qtbot.waitUntil(lambda: len(calls.outbox.queued) == 2)


def test_a_refusal_leaves_the_words_in_the_field(qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls) -> None:
    calls.outbox.refusal = NotAllowed("This conversation is closed.", code="conversation_gone")
    card = card_of(screen)
    card.editor.setPlainText("Heute.")
    card.send()
    qtbot.waitUntil(lambda: card.trouble.text() == "This conversation is closed.")
    assert card.editor.toPlainText() == "Heute."
    assert card.editor.isEnabled()


@pytest.mark.parametrize(
    "words, images, why",
    [
        ("x" * 2001, "", "2001"),
        ("Hallo {{name}}", "", "{{name}}"),
        ("Hallo", "http://pictures.example/a.png", "“http://pictures.example/a.png” is no safe address (https)."),
        ("Hallo", "https://a.example/1 https://a.example/2 https://a.example/3", "at most"),
    ],
)
def test_what_the_channel_would_refuse_is_refused_before(
    screen: OrdersScreen, calls: FakeCalls, words: str, images: str, why: str
) -> None:
    card = card_of(screen)
    card.editor.setPlainText(words)
    card.images.setText(images)
    assert not card.send_button.isEnabled()
    assert why in card.trouble.text()
    card.send()
    assert calls.outbox.queued == []


def test_drafts_stay_with_their_order(qtbot: QtBot, screen: OrdersScreen) -> None:
    card_of(screen).editor.setPlainText("Angefangen")
    show(qtbot, screen, 2)
    assert card_of(screen).isHidden(), "the other order has no texts, and takes none"
    show(qtbot, screen, 1)
    assert card_of(screen).editor.toPlainText() == "Angefangen"


def test_the_first_word_can_be_ours(
    qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls, services: FakeServices
) -> None:
    calls.views[OrderId(2)] = replace(written(), id=OrderId(2))
    show(qtbot, screen, 2)
    assert card_of(screen).isHidden()
    assert screen.detail.page.deeds.message_button.text() == "Message …"
    services.commands.run("order.message")
    card = card_of(screen)
    assert not card.isHidden()
    assert card.to.full_text == "New message to Anna Müller"
    card.editor.setPlainText("Guten Tag")
    card.send()
    qtbot.waitUntil(lambda: len(services.told) == 1)
    assert calls.outbox.queued == [("send_message", (OrderId(2), None, "Guten Tag", ()))]


def test_where_nobody_may_write_the_field_says_why(qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls) -> None:
    barred = Permission(False, "buyer_unknown", "The channel does not tell who the buyer is.")
    show_now(qtbot, screen, calls, replace(calls.views[OrderId(1)], may_write=barred))
    card = card_of(screen)
    assert not card.editor.isEnabled()
    assert card.trouble.text() == card.send_button.toolTip() != ""


def test_of_several_conversations_the_unread_one_is_answered_and_another_can_be_chosen(
    qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls
) -> None:
    quiet = talk(7, text("Danke!", hours=-1), title="Bit-Set")
    closed = talk(8, text("Alt", hours=-500), title="Früher", closed=True)
    show_now(qtbot, screen, calls, written(quiet, talk(1), closed))
    show(qtbot, screen, 2)
    show(qtbot, screen, 1)
    card = card_of(screen)
    assert card.to.full_text == "Reply to bohrfan_77 · Akku-Bohrschrauber 18 V"
    assert card.threads[2].reply.isHidden()
    card.threads[0].reply.click()
    assert card.to.full_text == "Reply to bohrfan_77 · Bit-Set"


def test_what_a_buyer_writes_is_plain_text_and_its_attachments_are_https(
    qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls
) -> None:
    media = (("bild.png", "https://pictures.example/1"), ("böse", "file:///etc/passwd"))
    show_now(qtbot, screen, calls, written(talk(1, text(HOSTILE, media=media))))
    row = card_of(screen).threads[0].rows[0]
    assert row.text.textFormat() is Qt.TextFormat.PlainText
    assert "<script>" in row.text.full_text
    assert "\u202e" not in row.text.full_text
    assert [link.isEnabled() for link in row._links] == [True, False]


def test_a_long_talk_is_folded(qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls) -> None:
    many = tuple(text(f"Nummer {n}", hours=-50 + n) for n in range(9))
    show_now(qtbot, screen, calls, written(talk(1, *many)))
    thread = card_of(screen).threads[0]
    assert "Nummer 8" in texts(thread)
    assert "Nummer 4" not in texts(thread)
    thread.all.click()
    assert "Nummer 0" in texts(thread)


def test_a_screen_reader_can_name_every_control(screen: OrdersScreen) -> None:
    card_of(screen).add_images.click()
    assert unnamed(screen.detail.page) == []


def test_pushes_of_others_take_nothing_into_the_field(qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls) -> None:
    other = replace(push_view(PushId(9), state=PushState.RECALLED), kind="send_message")
    show_now(qtbot, screen, calls, replace(calls.views[OrderId(1)], pushes=(other,)))
    assert card_of(screen).editor.toPlainText() == ""


def test_a_draft_outlives_a_restart(qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls, opened: Opened) -> None:
    card = card_of(screen)
    card.editor.setPlainText("Noch nicht fertig")
    card.images.setText("https://pictures.example/1")
    screen.shut_down()
    again = opened(calls)
    show(qtbot, again)
    qtbot.waitUntil(lambda: card_of(again).editor.toPlainText() == "Noch nicht fertig")
    assert card_of(again).images.text() == "https://pictures.example/1"
    assert card_of(again).isVisibleTo(again)


def test_a_sent_text_leaves_no_draft_behind(
    qtbot: QtBot, screen: OrdersScreen, calls: FakeCalls, services: FakeServices
) -> None:
    card = card_of(screen)
    card.editor.setPlainText("Heute.")
    card.send()
    qtbot.waitUntil(lambda: len(services.told) == 1)
    screen.shut_down()
    assert calls.kept_drafts == ()
