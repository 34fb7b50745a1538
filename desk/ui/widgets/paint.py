"""Owns the painting steps that widgets and list delegates share: pills, tiles, key caps, marks, rings."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from desk.domain.rows import ChannelTile
from desk.ui.theme import icons, tokens
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import current, font, qcolour, scaled

_PILL_PADDING = 8
_PILL_GAP = 5
_PLAIN_GAP = 6
_WHY_GAP = 10


@dataclass(frozen=True, slots=True)
class State:
    """What a table tells of a row: icon, word and why. `filled` where somebody must act."""

    glyph: Glyph
    tone: str
    told: str
    filled: bool
    detail: str

    @property
    def word(self) -> str:
        """As the outbox says it: with a capital, whether it stands in the middle of a sentence elsewhere or not."""
        return self.told[:1].upper() + self.told[1:]


def fill(painter: QPainter, rect: QRect, colour: QColor) -> None:
    """A plain ground. Not QPainter.fillRect, which makes all that it might be given instead of a colour."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRect(rect)


def text_width(text: str, using: QFont) -> int:
    return QFontMetrics(using).horizontalAdvance(text)


def pill_width(text: str, *, glyph: Glyph | None = None, filled: bool = True) -> int:
    """How wide a pill is; ask with the same arguments as for `draw_pill`."""
    wide = text_width(text, font("pill" if filled else "secondary")) + 1
    if glyph is not None:
        wide += scaled(tokens.ICON_PILL) + (_PILL_GAP if filled else _PLAIN_GAP)
    return wide + (2 * _PILL_PADDING if filled else 0)


def draw_pill(
    painter: QPainter, rect: QRectF, text: str, tone: str, *, glyph: Glyph | None = None, filled: bool = True
) -> None:
    """A status: filled (20 px high) where somebody must act, else icon and secondary text."""
    pair = current().tone(tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    left = rect.left()
    if filled:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(qcolour(pair.bg))
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
        left += _PILL_PADDING
    if glyph is not None:
        size = scaled(tokens.ICON_PILL)
        icons.draw(painter, QRectF(left, rect.top(), size, rect.height()), glyph, qcolour(pair.fg), size)
        left += size + (_PILL_GAP if filled else _PLAIN_GAP)
    painter.setFont(font("pill" if filled else "secondary"))
    painter.setPen(qcolour(pair.fg if filled else current().text_2))
    room = QRectF(left, rect.top(), rect.right() - left - (_PILL_PADDING - 2 if filled else 0), rect.height())
    draw_text(painter, room, text)
    painter.restore()


def draw_state(painter: QPainter, rect: QRectF, state: State) -> None:
    """A row's state: its pill, and beside it why, in at most two lines."""
    high = scaled(tokens.PILL)
    wide = pill_width(state.word, glyph=state.glyph, filled=state.filled)
    pill = QRectF(rect.left(), rect.center().y() - high / 2, wide, high)
    draw_pill(painter, pill, state.word, state.tone, glyph=state.glyph, filled=state.filled)
    painter.setFont(font("secondary"))
    painter.setPen(qcolour(current().text_2))
    left = pill.right() + _WHY_GAP
    draw_two_lines(painter, QRectF(left, rect.top(), rect.right() - left, rect.height()), state.detail)


def draw_tile(painter: QPainter, rect: QRectF, tile: ChannelTile) -> None:
    """The channel's rounded square with its two letters."""
    pair = current().tile(tile.colour)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(qcolour(pair.bg))
    painter.drawRoundedRect(rect, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
    painter.setFont(font("tile"))
    painter.setPen(qcolour(pair.fg))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, tile.letters)
    painter.restore()


def draw_glyph_tile(painter: QPainter, rect: QRectF, glyph: Glyph, tone: str = "neutral") -> None:
    """A square of the same shape with an icon, for hits that belong to no channel."""
    pair = current().tone(tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(qcolour(pair.bg))
    painter.drawRoundedRect(rect, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
    icons.draw(painter, rect, glyph, qcolour(pair.fg), scaled(tokens.ICON))
    painter.restore()


def key_cap_width(text: str) -> int:
    return max(scaled(18), text_width(text, font("key")) + 12)


def draw_key_cap(
    painter: QPainter, rect: QRectF, text: str, *, fg: QColor | None = None, bg: QColor | None = None
) -> None:
    """The small cap that shows a shortcut inside a button or field."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(bg or qcolour(current().key_cap))
    painter.drawRoundedRect(rect, tokens.RADIUS_KEY_CAP, tokens.RADIUS_KEY_CAP)
    painter.setFont(font("key"))
    painter.setPen(fg or qcolour(current().text_2))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def draw_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    *,
    mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """One line, vertically centred, elided to the rectangle, with the painter's font and pen."""
    metrics = painter.fontMetrics()
    shown = (
        text if metrics.horizontalAdvance(text) <= rect.width() else metrics.elidedText(text, mode, int(rect.width()))
    )
    painter.drawText(rect, align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)


def draw_two_lines(painter: QPainter, rect: QRectF, text: str) -> None:
    """At most two lines: a reason is there to be read, and the row has room for no more."""
    metrics = painter.fontMetrics()
    first = text
    while " " in first and metrics.horizontalAdvance(first) > rect.width():
        first = first.rpartition(" ")[0]
    rest = text[len(first) :].strip()
    if not rest:
        draw_text(painter, rect, first)
        return
    half = rect.height() / 2
    draw_text(painter, QRectF(rect.left(), rect.top() + 3, rect.width(), half - 3), first)
    draw_text(painter, QRectF(rect.left(), rect.top() + half, rect.width(), half - 3), rest)


def draw_selection(painter: QPainter, rect: QRectF, *, hover: bool = False) -> None:
    """The ground of a selected row with its accent bar, or of a hovered one."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(qcolour(current().hover if hover else current().sel))
    painter.drawRoundedRect(rect, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
    if not hover:
        painter.setBrush(qcolour(current().accent))
        inset = max(4.0, rect.height() * 0.25)
        painter.drawRoundedRect(
            QRectF(rect.left(), rect.top() + inset, tokens.ACCENT_BAR, rect.height() - 2 * inset), 1.5, 1.5
        )
    painter.restore()


def draw_focus_ring(painter: QPainter, rect: QRect | QRectF, radius: float = tokens.RADIUS_CONTROL) -> None:
    """The 2 px ring of a control that has the keyboard."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(qcolour(current().accent), tokens.FOCUS_RING))
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), radius, radius)
    painter.restore()


def draw_frame(painter: QPainter, rect: QRectF, ground: QColor, edge: QColor, radius: float) -> None:
    """A ground with a crisp 1 px edge."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(ground)
    painter.setPen(QPen(edge, 1))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.restore()


def draw_line(painter: QPainter, start: QPointF, end: QPointF, tint: QColor, width: float = 1) -> None:
    painter.save()
    painter.setPen(QPen(tint, width))
    painter.drawLine(start, end)
    painter.restore()
