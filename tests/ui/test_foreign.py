"""Words of others on our lines: nothing in them turns what stands beside them."""

import pytest
from pytestqt.qtbot import QtBot

from desk.domain.views import CustomerRow
from desk.ui.orders.faces import face_of
from desk.ui.orders.hits import Entry, EntryKind, Group
from desk.ui.status_bar import Segment
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import KeyButton
from desk.ui.widgets.foreign import alone, calmed, in_a_row
from desk.ui.widgets.label import ElidingLabel, Label
from tests.ui.orders.fakes import NOW, order_row

TURNED = "Anna \u202eDROP\u202c Müller"
ARABIC = "\u0627\u0644\u0639\u0631\u0628\u064a\u0629"


def test_overrides_are_dropped_and_all_else_stays() -> None:
    assert calmed(TURNED) == "Anna DROP Müller"
    assert calmed("Müller \u200d\U0001f469") == "Müller \u200d\U0001f469"
    assert alone("\u2067Anna") == "Anna", "an opening sign without its end would turn the rest of the line"


def test_only_what_runs_the_other_way_is_set_apart() -> None:
    assert in_a_row(("Zürich", "", "3 Bestellungen")) == "Zürich · 3 Bestellungen"
    assert in_a_row((ARABIC, "3 Bestellungen")) == f"\u2068{ARABIC}\u2069 · 3 Bestellungen"


@pytest.mark.usefixtures("app")
def test_rows_and_labels_show_no_override(qtbot: QtBot) -> None:
    order = Entry(kind=EntryKind.ORDER, key="order:1", group=Group.ORDERS, order=order_row(1, name=TURNED))
    face = face_of(order, "müller", NOW)
    assert face.title == "Anna DROP Müller"
    assert [face.title[start:end] for start, end in face.title_marks] == ["Müller"]
    customer = CustomerRow(name="Anna", email="", town=ARABIC, orders=3, query="anna")
    entry = Entry(kind=EntryKind.CUSTOMER, key="customer", group=Group.CUSTOMERS, customer=customer)
    assert face_of(entry, "", NOW).second.startswith(f"\u2068{ARABIC}\u2069 · ")
    for label in (Label(TURNED), ElidingLabel(TURNED)):
        qtbot.addWidget(label)
        assert "\u202e" not in label.text() + label.accessibleName() + label.toolTip()
        label.setText(TURNED)
        assert "\u202e" not in label.text() + label.accessibleName() + label.toolTip()


@pytest.mark.usefixtures("app")
def test_no_tip_takes_words_of_others_for_markup(qtbot: QtBot) -> None:
    hostile = "<img src='//example.org/x'> & Söhne"
    label, segment, button = ElidingLabel(hostile), Segment(), KeyButton("Ship")
    for widget in (label, segment, button):
        qtbot.addWidget(widget)
    label.resize(20, 20)
    label.show()
    segment.show_state(Glyph.DONE, "ok", hostile, "", hostile)
    button.forbid(hostile)
    for widget in (label, segment, button):
        assert widget.toolTip() == "<span>&lt;img src='//example.org/x'&gt; &amp; Söhne</span>"
    assert segment.accessibleDescription() == button.accessibleDescription() == hostile
    button.forbid("Müller & Söhne")
    assert button.toolTip() == "Müller & Söhne"
