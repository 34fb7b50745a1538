"""Owns pictures of what came back: choosing or dropping files, and the small pictures with what takes one away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QImageReader, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desk.domain.errors import DeskError, NotAllowed
from desk.domain.values import LineId, ReturnId
from desk.ui.background import Lane, run_in_background
from desk.ui.returns.case.calls import CaseCalls
from desk.ui.sentences import error_text
from desk.ui.theme import icons, tokens
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import colour, current, qcolour, scaled
from desk.ui.widgets.button import IconButton, KeyButton
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.label import Label
from desk.ui.widgets.paint import draw_frame

if TYPE_CHECKING:
    from desk.services.return_photos import Photo

_EDGE = 72
_READ_AT_MOST = 10_000_001
"""One byte more than may be kept is enough to know."""


def read_photo(path: Path) -> bytes:
    """The bytes of a picture. Blocks. Raises NotAllowed where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(_READ_AT_MOST)
    except OSError as error:
        raise NotAllowed(f"{path.name} cannot be read.", code="file_unreadable", file=path.name) from error


def small(data: bytes, edge: int) -> QImage:
    """The picture in small; by its content, never by its name. An empty image for what cannot be decoded."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        reader.setScaledSize(size.scaled(QSize(edge, edge), Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


class Thumb(QWidget):
    """One picture in small, with a button that takes it away."""

    def __init__(self, photo: Photo, parent: QWidget) -> None:
        super().__init__(parent)
        self.photo = photo
        self._image = QImage()
        self.remove = IconButton(Glyph.CLOSE, self.tr("Remove photo {name}").format(name=photo.name), parent=self)
        self.setFixedSize(scaled(_EDGE), scaled(_EDGE))
        self.remove.move(self.width() - self.remove.sizeHint().width(), 0)
        self.setAccessibleName(self.tr("Photo {name}").format(name=photo.name))
        self.setToolTip(photo.name)

    def show_image(self, image: QImage) -> None:
        self._image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        t, rect = current(), QRectF(self.rect())
        draw_frame(painter, rect, qcolour(t.hover), qcolour(t.line), tokens.RADIUS_CONTROL)
        if self._image.isNull():
            icons.draw(painter, rect, Glyph.EYE, colour("text_3"), scaled(24))
            return
        size = self._image.size().scaled(self.size() - QSize(4, 4), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(rect.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, self._image)


class Photos(QWidget):
    """The pictures of one return, a button for more, and a place to drop them."""

    changed = Signal()

    def __init__(self, calls: CaseCalls, parent: QWidget) -> None:
        super().__init__(parent)
        self._calls = calls
        self._return: ReturnId | None = None
        self.line: LineId | None = None
        self.busy = False
        self.setAcceptDrops(True)
        self.thumbs: list[Thumb] = []
        self.choose = KeyButton(glyph=Glyph.IMPORT, parent=self)
        self.choose.clicked.connect(self._choose)
        self.hint = Label("", "secondary", "2", wrap=True)
        self.problem = Label("", "secondary", "err", wrap=True)
        self._box = QWidget(self)
        self._flow = Flow(6, self._box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._box)
        column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.hint)
        column.addWidget(self.problem)
        self.problem.hide()
        self.reword()

    def reword(self) -> None:
        self.choose.show_text(self.tr("Add photos …"))
        self.hint.setText(self.tr("Or drop them here: JPEG, PNG or WebP, at most 10 MB."))

    @property
    def names(self) -> str:
        """As a finding keeps them."""
        return ", ".join(one.photo.name for one in self.thumbs)

    def show_photos(self, of: ReturnId, photos: Sequence[Photo]) -> None:
        self._return = of
        if [one.photo.id for one in self.thumbs] == [one.id for one in photos]:
            return
        for thumb in self.thumbs:
            self._flow.removeWidget(thumb)
            thumb.hide()
            thumb.deleteLater()
        self.thumbs = []
        for photo in photos:
            self._show(photo)
        self._box.setVisible(bool(self.thumbs))
        self.changed.emit()

    def _show(self, photo: Photo) -> None:
        thumb = Thumb(photo, self._box)
        thumb.remove.clicked.connect(partial(self._remove, thumb))
        self.thumbs.append(thumb)
        self._flow.addWidget(thumb)
        thumb.show()
        self._box.setVisible(True)
        calls, edge = self._calls, 2 * scaled(_EDGE)
        (
            run_in_background(lambda: small(calls.photo(photo.id), edge), parent=thumb)
            .on(Lane.READING)
            .success(thumb.show_image)
            .failure(lambda error: thumb.setToolTip(error_text(error)))
            .start()
        )

    # --- more and fewer -----------------------------------------------------------------------------------------

    def _choose(self) -> None:
        kinds = self.tr("Pictures ({endings})").format(endings="*.jpg *.jpeg *.png *.webp")
        paths, _kind = QFileDialog.getOpenFileNames(self, self.tr("Add photos"), "", kinds)
        self.take([Path(one) for one in paths])

    def take(self, paths: Sequence[Path]) -> None:
        """Read and keep files, one after the other, off the main thread."""
        wanted = self._return
        if wanted is None or not paths or self.busy:
            return
        self.busy = True
        calls, line, first, rest = self._calls, self.line, paths[0], list(paths[1:])

        def over() -> None:
            self.busy = False
            if rest and not self.problem.isVisibleTo(self):
                self.take(rest)

        self.problem.hide()
        (
            run_in_background(lambda: calls.add_photo(wanted, read_photo(first), line), parent=self)
            .success(self._taken)
            .failure(self._refused)
            .finished(over)
            .start()
        )

    def _taken(self, photo: Photo) -> None:
        self._show(photo)
        self.changed.emit()

    def _refused(self, error: DeskError) -> None:
        self.problem.setText(error_text(error))
        self.problem.show()
        self.changed.emit()

    def _remove(self, thumb: Thumb) -> None:
        calls, photo = self._calls, thumb.photo.id

        def gone(_changes: object) -> None:
            if thumb in self.thumbs:
                self.thumbs.remove(thumb)
                self._flow.removeWidget(thumb)
                thumb.hide()
                thumb.deleteLater()
                self._box.setVisible(bool(self.thumbs))
                self.choose.setFocus(Qt.FocusReason.OtherFocusReason)
                self.changed.emit()

        run_in_background(lambda: calls.remove_photo(photo), parent=self).success(gone).failure(self._refused).start()

    # --- dropping -----------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(one.isLocalFile() for one in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take([Path(one.toLocalFile()) for one in event.mimeData().urls() if one.isLocalFile()])
        event.acceptProposedAction()
