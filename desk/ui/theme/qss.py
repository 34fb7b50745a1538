"""Owns the palette and the one style sheet of the window, both made from the tokens."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from desk.ui.theme import fonts, icons
from desk.ui.theme.look import FAMILY, current, font, look, scaled
from desk.ui.theme.tokens import TYPE, Tokens


def palette(tokens: Tokens) -> QPalette:
    made = QPalette()
    role = QPalette.ColorRole
    for one, value in (
        (role.Window, tokens.surface),
        (role.WindowText, tokens.text),
        (role.Base, tokens.surface),
        (role.AlternateBase, tokens.hover),
        (role.Text, tokens.text),
        (role.PlaceholderText, tokens.text_3),
        (role.Button, tokens.raised),
        (role.ButtonText, tokens.text),
        (role.Highlight, tokens.sel),
        (role.HighlightedText, tokens.text),
        (role.ToolTipBase, tokens.raised),
        (role.ToolTipText, tokens.text),
        (role.Link, tokens.accent),
        (role.LinkVisited, tokens.accent),
        (role.Accent, tokens.accent),
        (role.Mid, tokens.line),
        (role.Midlight, tokens.line_soft),
        (role.Dark, tokens.field_line),
        (role.Light, tokens.raised),
        (role.Shadow, tokens.line),
    ):
        made.setColor(one, QColor(value))
    for one in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, one, QColor(tokens.text_3))
    return made


def _label_rules() -> str:
    rules = []
    for name, (size, weight) in TYPE.items():
        rules.append(f'QLabel[role="{name}"] {{ font: {weight} {scaled(size)}px "{FAMILY}"; }}')
    return "\n".join(rules)


def sheet(t: Tokens) -> str:
    """The style sheet. Lists, pills, tiles and buttons with keys paint themselves and need nothing here."""
    small = scaled(12)
    return f"""
QWidget {{ color: {t.text}; }}
QLabel {{ background: transparent; }}
QLabel[tint="2"] {{ color: {t.text_2}; }}
QLabel[tint="3"] {{ color: {t.text_3}; }}
QLabel[tint="accent"] {{ color: {t.accent}; }}
QLabel[tint="ok"] {{ color: {t.ok.fg}; }}
QLabel[tint="warn"] {{ color: {t.warn.fg}; }}
QLabel[tint="err"] {{ color: {t.err.fg}; }}
{_label_rules()}
QWidget[ground="bg"] {{ background: {t.bg}; }}
QWidget[ground="surface"] {{ background: {t.surface}; }}
QWidget[ground="nav"] {{ background: {t.nav}; }}
QMainWindow, QDialog {{ background: {t.surface}; }}
QListView[ground="none"] {{ background: transparent; }}
QScrollArea, QScrollArea > QWidget > QWidget[ground="none"] {{ background: transparent; border: none; }}
QAbstractScrollArea {{ border: none; }}
QToolTip {{
  background: {t.raised}; color: {t.text}; border: 1px solid {t.line}; padding: 4px 8px; font-size: {small}px;
}}
QMenuBar {{ background: {t.nav}; color: {t.text}; border: none; }}
QMenuBar::item {{ padding: 4px 10px; background: transparent; }}
QMenuBar::item:selected {{ background: {t.sel}; border-radius: 4px; }}
QMenu {{ background: {t.raised}; border: 1px solid {t.line}; border-radius: 6px; padding: 4px; }}
QMenu::item {{ padding: 6px 28px 6px 8px; border-radius: 4px; }}
QMenu::item:selected {{ background: {t.sel}; color: {t.text}; }}
QMenu::item:disabled {{ color: {t.text_3}; }}
QMenu::separator {{ height: 1px; background: {t.line_soft}; margin: 4px 8px; }}
QMenu::icon {{ padding-left: 8px; }}
QSplitter::handle {{ background: {t.line}; }}
{_fields(t)}{_views(t)}"""


def _fields(t: Tokens) -> str:
    """What is typed into and chosen from."""
    return f"""QLineEdit, QPlainTextEdit {{ placeholder-text-color: {t.text_3}; }}
QLineEdit, QPlainTextEdit, QSpinBox, QComboBox {{
  background: {t.surface}; color: {t.text}; border: 1px solid {t.field_line}; border-radius: 6px;
  padding: 0 8px; min-height: {scaled(30)}px;
  selection-background-color: {t.accent}; selection-color: {t.on_accent};
}}
QLineEdit:focus, QPlainTextEdit:focus, QSpinBox:focus, QComboBox:focus {{
  border: 2px solid {t.accent}; padding: 0 7px;
}}
QLineEdit:disabled, QSpinBox:disabled, QComboBox:disabled {{ color: {t.text_3}; border-color: {t.line}; }}
QLineEdit[problem="true"], QComboBox[problem="true"], QSpinBox[problem="true"] {{
  border: 2px solid {t.err.fg}; padding: 0 7px;
}}
QLineEdit[bare="true"], QLineEdit[bare="true"]:focus {{
  background: transparent; border: none; padding: 0; min-height: 0; font: 400 {scaled(15)}px "{FAMILY}";
}}
QSpinBox QLineEdit, QComboBox QLineEdit, QSpinBox QLineEdit:focus, QComboBox QLineEdit:focus {{
  border: none; padding: 0; min-height: 0; background: transparent;
}}
QSpinBox::up-button, QSpinBox::down-button {{ width: 0; border: none; }}
QComboBox::drop-down {{ border: none; width: 20px; }}
QComboBox QAbstractItemView {{
  background: {t.raised}; border: 1px solid {t.line}; outline: none;
  selection-background-color: {t.sel}; selection-color: {t.text};
}}
QCheckBox {{ spacing: 8px; }}
"""


def _views(t: Tokens) -> str:
    """Tables, and how far something is."""
    small = scaled(12)
    return f"""QTableView {{ background: {t.surface}; selection-background-color: {t.sel}; selection-color: {t.text}; }}
QTableView QLineEdit {{ min-height: 0; margin: 2px; }}
QHeaderView {{ background: {t.surface}; }}
QHeaderView::section {{
  background: {t.surface}; color: {t.text_2}; border: none; border-bottom: 1px solid {t.line};
  padding: 6px 10px; font: 500 {small}px "{FAMILY}";
}}
QProgressBar {{ background: {t.bg}; border: 1px solid {t.line}; border-radius: 4px; max-height: {scaled(8)}px; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: 3px; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 2px; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 2px; }}
QScrollBar::handle {{ background: {t.line}; border-radius: 3px; min-height: 32px; min-width: 32px; }}
QScrollBar::handle:hover {{ background: {t.field_line}; }}
QScrollBar::handle:disabled {{ background: transparent; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QFrame[line="below"] {{ border: none; border-bottom: 1px solid {t.line}; }}
"""


def apply(app: QApplication) -> None:
    """Load the fonts and dress the whole application, now and whenever look or text size change. Safe to call twice."""
    if app.property("dressed"):
        return
    app.setProperty("dressed", True)
    fonts.load()
    icons.load()
    app.setStyle("Fusion")
    _dress(app)
    look().changed.connect(lambda: _dress(app))
    look().follow_system()


def _dress(app: QApplication) -> None:
    tokens = current()
    app.setFont(font("body"))
    app.setPalette(palette(tokens))
    app.setStyleSheet(sheet(tokens))
