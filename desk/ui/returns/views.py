"""Owns the saved views of the returns: kept under a name, chosen from a menu, renamed, laid off again.

Those that the side bar has room for stand there too, each with how many returns it holds (UX 9).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.ui.background import Lane, run_in_background
from desk.ui.nav_views import MOST_VIEWS, NavView
from desk.ui.returns.calls import ReturnsCalls
from desk.ui.sentences import error_text
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import scaled
from desk.ui.widgets.button import Check, KeyButton
from desk.ui.widgets.foreign import alone
from desk.ui.widgets.label import Label
from desk.ui.window_services import WindowServices

if TYPE_CHECKING:
    from desk.services.saved_views import SavedView

translate = QCoreApplication.translate
_LONGEST = 60


class NameDialog(QDialog):
    """Asks for a view's name, and of a new one for whom it is. `named` with both."""

    named = Signal(str, bool)

    def __init__(self, parent: QWidget, before: str = "") -> None:
        super().__init__(parent)
        title = self.tr("Rename view") if before else self.tr("Keep view")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setFixedWidth(scaled(420))
        self.name = QLineEdit(before, self)
        self.name.setMaxLength(_LONGEST)
        self.name.setAccessibleName(self.tr("Name of the view"))
        self.name.selectAll()
        label = Label(self.tr("Name of the view"), "secondary", "2")
        label.setBuddy(self.name)
        self.shared = Check(self.tr("For everybody who works with this store"), parent=self)
        self.shared.setVisible(not before)
        told = Label(self.tr("Filter, order and groups, to be chosen again with one click."), wrap=True)
        told.setVisible(not before)
        self.cancel = KeyButton(self.tr("Cancel"), key="Esc", parent=self)
        self.cancel.clicked.connect(self.reject)
        self.keep = KeyButton(title, glyph=Glyph.TAG, primary=True, parent=self)
        self.keep.clicked.connect(self._keep)
        self.name.returnPressed.connect(self._keep)
        self.name.textChanged.connect(self._check)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        for widget in (Label(title, "card-name"), told, label, self.name, self.shared):
            column.addWidget(widget)
        column.addSpacing(8)
        column.addLayout(buttons)
        self._check()
        self.name.setFocus()

    def _check(self) -> None:
        self.keep.forbid("" if self.name.text().strip() else self.tr("Give it a name."))

    def _keep(self) -> None:
        if self.name.text().strip():
            self.named.emit(self.name.text().strip(), self.shared.isChecked())
            self.accept()


class Views(QObject):
    """`chosen` with what a view holds. `content` tells what is on show, as plain values."""

    chosen = Signal(object)  # Mapping[str, Any]
    listed = Signal(object)  # tuple[NavView, ...]

    def __init__(
        self, calls: ReturnsCalls, services: WindowServices, content: Callable[[], Mapping[str, Any]], host: QWidget
    ) -> None:
        super().__init__(host)
        self._calls, self._services, self._content, self._host = calls, services, content, host
        self._known: dict[int, SavedView] = {}

    def refresh(self) -> None:
        """List the views anew, each with how many returns it holds."""
        calls = self._calls

        def ask() -> tuple[tuple[SavedView, ...], tuple[int, ...]]:
            views = calls.views()
            return views, calls.view_counts(views[:MOST_VIEWS])

        run_in_background(ask, parent=self).on(Lane.READING).success(self._list).failure(lambda _: None).start()

    def _list(self, found: tuple[tuple[SavedView, ...], tuple[int, ...]]) -> None:
        views, counts = found
        self._known = {one.id: one for one in views}
        self.listed.emit(tuple(NavView(one.id, one.name, count) for one, count in zip(views, counts, strict=False)))

    def open(self, view: int) -> None:
        """Show what a view holds; one that is gone shows nothing."""
        if view in self._known:
            self.chosen.emit(self._known[view].content)

    def open_menu(self, below: QWidget) -> None:
        """The views there are, and what can be done with them."""
        asking = run_in_background(self._calls.views, parent=self).on(Lane.READING)
        asking.success(partial(self._show_menu, below)).failure(self._refused).start()

    def _show_menu(self, below: QWidget, views: tuple[SavedView, ...]) -> None:
        menu = QMenu(below)
        for view in views:
            name = alone(view.name) if view.owner else self.tr("{name} (for all)").format(name=alone(view.name))
            menu.addAction(name.replace("&", "&&")).triggered.connect(
                lambda _=False, one=view: self.chosen.emit(one.content)
            )
        if views:
            menu.addSeparator()
            other, gone = menu.addMenu(self.tr("Rename")), menu.addMenu(self.tr("Remove"))
            for view in views:
                name = alone(view.name).replace("&", "&&")
                other.addAction(name).triggered.connect(lambda _=False, one=view: self.ask_other_name(one))
                gone.addAction(name).triggered.connect(partial(self._remove, view.id))
        menu.addAction(self.tr("Keep this view …")).triggered.connect(self.ask)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(below.mapToGlobal(below.rect().bottomLeft()))

    def ask(self) -> NameDialog:
        """Under which name what is on show is kept."""
        dialog = NameDialog(self._host.window())
        dialog.named.connect(self._save)
        dialog.open()
        return dialog

    def ask_other_name(self, view: SavedView) -> NameDialog:
        """What a view is to be called from now on."""
        dialog = NameDialog(self._host.window(), view.name)
        dialog.named.connect(lambda name, _shared: self._rename(view.id, name))
        dialog.open()
        return dialog

    def _rename(self, view: int, name: str) -> None:
        calls = self._calls
        renaming = run_in_background(lambda: calls.rename_view(view, name), parent=self)
        renaming.success(lambda _: self.refresh()).failure(self._refused).start()

    def _save(self, name: str, shared: bool) -> None:
        calls, content = self._calls, dict(self._content())
        saving = run_in_background(lambda: calls.save_view(name, content, shared=shared), parent=self)
        saving.success(self._saved).failure(self._refused).start()

    def _saved(self, view: SavedView) -> None:
        self._services.toast(self.tr("The view “{name}” is kept.").format(name=alone(view.name)), tone="ok")
        self.refresh()

    def _remove(self, view: int, _checked: bool = False) -> None:
        calls = self._calls
        removing = run_in_background(lambda: calls.remove_view(view), parent=self)
        removing.success(lambda _: self.refresh()).failure(self._refused).start()

    def _refused(self, error: DeskError) -> None:
        self._services.toast(error_text(error), tone="err")
