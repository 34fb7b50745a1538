"""Owns the pictures of order 360's notes and of the filters above the list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desk.domain.standing import Standing
from desk.services import notes
from desk.ui.locale import locale
from desk.ui.orders.chips import period_words, sums_words
from desk.ui.orders.export_dialog import ExportDialog
from desk.ui.orders.hits import Filter, Period, Sums
from desk.ui.orders.range_dialog import RangeDialog
from desk.ui.picture_stage import Stage

_FILE = Path("/home/sandra/bestellungen.csv")
State = Iterator[tuple[str, QWidget]]


def scene(on: Stage) -> State:
    """Notes: written, being written, one's own being changed, just deleted."""
    row = on.order(Standing.TO_SHIP)
    grace = replace(on.desk, agent="Grace")
    notes.add(grace, row.id, "Kundin ruft morgen an, ob das Paket zum Nachbarn darf.\nSiehe https://example.org/123")
    on.clock.advance(3600)
    notes.add(on.desk, row.id, "Darf zum Nachbarn: Familie Groß, Hausnummer 7.")
    on.show_order(row.id)
    on.window.commands.run("order.note")
    card = on.window.orders.detail.page.notes
    on.settle()
    yield "notes", on.window
    card.editor.setPlainText("Anruf 14:05: nimmt das Paket lieber selbst an.\nBitte an die Rechnungsadresse.")
    on.settle()
    on.window.orders.detail.begin_note()
    on.settle()
    yield "notes-draft", on.window
    card.drop.click()
    card.rows[0].remove.click()
    on.settle()
    yield "notes-deleted", on.window
    on.window.toasts.clear()


def filters(on: Stage) -> State:
    """The newest orders, narrowed by day and amount; then so far that nothing is left."""
    on.type("")
    chips = on.window.orders.list.chips
    for words in (period_words(Period.MONTH), sums_words(Sums.SMALL)):
        next(one for one in chips.menu().actions() if one.text() == words).trigger()
    on.settle()
    yield "filters", on.window
    on.window.orders.list.narrow(Filter())
    on.window.commands.run("search.days")
    asking = on.window.findChildren(RangeDialog)[0]
    asking.begin.setText("10/2026")
    asking.end.setText(locale().day_of(locale().local(on.clock.now()).date()))
    on.settle()
    yield "filter-days", asking
    asking.confirm()
    on.settle()
    yield "filter-days-shown", on.window
    on.window.commands.run("list.export")
    exporting = on.window.findChildren(ExportDialog)[0]
    exporting.take_file(_FILE)
    on.settle()
    yield "export", exporting
    exporting.reject()
    on.window.orders.list.narrow(Filter(period=Period.TODAY, since=on.clock.now()))
    on.settle()
    yield "filters-nothing", on.window
    on.window.orders.list.narrow(Filter())
