"""Owns the list of all commands: id, words, keys, place in the menus. Screens bind the deeds elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desk.ui.theme.icons import Glyph
from desk.ui.words import QT_TRANSLATE_NOOP


class Menu(StrEnum):
    """The menus of the menu bar, from left to right; the values are sources in the context "commands"."""

    FILE = "&File"
    EDIT = "&Edit"
    ORDER = "&Order"
    VIEW = "&View"
    GO = "&Go"
    HELP = "&Help"


MENU_TEXTS = (
    QT_TRANSLATE_NOOP("commands", "&File"),
    QT_TRANSLATE_NOOP("commands", "&Edit"),
    QT_TRANSLATE_NOOP("commands", "&Order"),
    QT_TRANSLATE_NOOP("commands", "&View"),
    QT_TRANSLATE_NOOP("commands", "&Go"),
    QT_TRANSLATE_NOOP("commands", "&Help"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One deed. `text` and `synonyms` are sources in the context "commands", `keys` Qt's portable words."""

    id: str
    menu: Menu
    text: str
    keys: tuple[str, ...] = ()
    glyph: Glyph | None = None
    synonyms: str = ""
    choice: str = ""  # commands of one choice exclude each other and show a mark
    group: int = 0  # a line stands between groups of a menu


CATALOGUE: tuple[Command, ...] = (
    Command(
        id="sync.now",
        menu=Menu.FILE,
        text=QT_TRANSLATE_NOOP("commands", "Fetch now"),
        keys=("F5",),
        glyph=Glyph.SYNC,
        synonyms=QT_TRANSLATE_NOOP("commands", "sync refresh update orders"),
    ),
    Command(
        id="sync.cancel",
        menu=Menu.FILE,
        text=QT_TRANSLATE_NOOP("commands", "Stop fetching"),
        glyph=Glyph.STOP,
        synonyms=QT_TRANSLATE_NOOP("commands", "cancel sync"),
    ),
    Command(
        id="sync.pause",
        menu=Menu.FILE,
        text=QT_TRANSLATE_NOOP("commands", "Pause fetching and reporting"),
        glyph=Glyph.PAUSE,
        choice="toggle",
        synonyms=QT_TRANSLATE_NOOP("commands", "pause sync hold"),
    ),
    Command(
        id="account.connect",
        menu=Menu.FILE,
        text=QT_TRANSLATE_NOOP("commands", "Connect an account …"),
        glyph=Glyph.PLUS,
        group=1,
        synonyms=QT_TRANSLATE_NOOP("commands", "add account channel shop marketplace keys wizard set up"),
    ),
    Command(
        id="demo.open",
        menu=Menu.FILE,
        text=QT_TRANSLATE_NOOP("commands", "Look at demo data"),
        glyph=Glyph.PUZZLE,
        group=1,
        synonyms=QT_TRANSLATE_NOOP("commands", "demo try example test"),
    ),
    Command(
        id="care.backup",
        menu=Menu.FILE,
        text=QT_TRANSLATE_NOOP("commands", "Back up now …"),
        glyph=Glyph.BOX,
        group=2,
        synonyms=QT_TRANSLATE_NOOP("commands", "backup save copy store"),
    ),
    Command(
        id="care.recovery-key",
        menu=Menu.FILE,
        text=QT_TRANSLATE_NOOP("commands", "Recovery key …"),
        glyph=Glyph.LOCK,
        group=2,
        synonyms=QT_TRANSLATE_NOOP("commands", "keyring lost password restore"),
    ),
    Command(
        id="care.rebuild-index",
        menu=Menu.FILE,
        text=QT_TRANSLATE_NOOP("commands", "Make the search index anew"),
        glyph=Glyph.SEARCH,
        group=2,
        synonyms=QT_TRANSLATE_NOOP("commands", "repair search reindex doctor"),
    ),
    Command(
        id="care.doctor",
        menu=Menu.FILE,
        text=QT_TRANSLATE_NOOP("commands", "Is all well? …"),
        glyph=Glyph.DONE,
        group=2,
        synonyms=QT_TRANSLATE_NOOP("commands", "doctor check health diagnostics support damaged"),
    ),
    Command(
        id="list.export",
        menu=Menu.FILE,
        text=QT_TRANSLATE_NOOP("commands", "Export orders …"),
        keys=("Ctrl+E",),
        glyph=Glyph.IMPORT,
        group=2,
        synonyms=QT_TRANSLATE_NOOP("commands", "csv table spreadsheet excel save list"),
    ),
    Command(
        id="app.quit",
        menu=Menu.FILE,
        text=QT_TRANSLATE_NOOP("commands", "Quit"),
        keys=("Ctrl+Q",),
        group=3,
        synonyms=QT_TRANSLATE_NOOP("commands", "exit close"),
    ),
    Command(
        id="edit.undo",
        menu=Menu.EDIT,
        text=QT_TRANSLATE_NOOP("commands", "Undo"),
        keys=("Ctrl+Z",),
        glyph=Glyph.REFUND,
        synonyms=QT_TRANSLATE_NOOP("commands", "recall take back"),
    ),
    Command(
        id="order.copy-number",
        menu=Menu.EDIT,
        text=QT_TRANSLATE_NOOP("commands", "Copy order number"),
        keys=("Ctrl+Shift+C",),
        glyph=Glyph.COPY,
        synonyms=QT_TRANSLATE_NOOP("commands", "clipboard number"),
    ),
    Command(
        id="order.copy-address",
        menu=Menu.EDIT,
        text=QT_TRANSLATE_NOOP("commands", "Copy delivery address"),
        glyph=Glyph.PIN,
        synonyms=QT_TRANSLATE_NOOP("commands", "clipboard address recipient"),
    ),
    Command(
        id="order.copy-tracking",
        menu=Menu.EDIT,
        text=QT_TRANSLATE_NOOP("commands", "Copy tracking number"),
        glyph=Glyph.BOX,
        synonyms=QT_TRANSLATE_NOOP("commands", "clipboard parcel tracking"),
    ),
    Command(
        id="search.focus",
        menu=Menu.EDIT,
        text=QT_TRANSLATE_NOOP("commands", "Find"),
        keys=("Ctrl+F", "/"),
        glyph=Glyph.SEARCH,
        group=1,
        synonyms=QT_TRANSLATE_NOOP("commands", "search order customer"),
    ),
    Command(
        id="search.days",
        menu=Menu.EDIT,
        text=QT_TRANSLATE_NOOP("commands", "Orders of these days …"),
        keys=("Ctrl+D",),
        glyph=Glyph.CLOCK,
        group=1,
        synonyms=QT_TRANSLATE_NOOP("commands", "date range period from to month year filter"),
    ),
    Command(
        id="app.palette",
        menu=Menu.EDIT,
        text=QT_TRANSLATE_NOOP("commands", "Commands …"),
        keys=("Ctrl+K",),
        glyph=Glyph.COMMAND,
        group=1,
        synonyms=QT_TRANSLATE_NOOP("commands", "palette actions"),
    ),
    Command(
        id="order.ship",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Report shipment …"),
        keys=("V",),
        glyph=Glyph.TRUCK,
        synonyms=QT_TRANSLATE_NOOP("commands", "ship dispatch tracking parcel carrier"),
    ),
    Command(
        id="ship.paste",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Paste tracking numbers …"),
        keys=("Ctrl+Shift+V",),
        glyph=Glyph.COPY,
        synonyms=QT_TRANSLATE_NOOP("commands", "spreadsheet clipboard bulk parcels"),
    ),
    Command(
        id="ship.file",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Report shipments from a file …"),
        glyph=Glyph.IMPORT,
        synonyms=QT_TRANSLATE_NOOP("commands", "csv table import bulk parcels"),
    ),
    Command(
        id="order.refresh",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Fetch this order again"),
        keys=("Shift+F5",),
        glyph=Glyph.SYNC,
        synonyms=QT_TRANSLATE_NOOP("commands", "refresh reload"),
    ),
    Command(
        id="order.open-in-channel",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Open in the channel"),
        keys=("O",),
        glyph=Glyph.EXTERNAL,
        synonyms=QT_TRANSLATE_NOOP("commands", "browser shop admin"),
    ),
    Command(
        id="order.note",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Write a note"),
        keys=("I",),
        glyph=Glyph.NOTE,
        synonyms=QT_TRANSLATE_NOOP("commands", "internal note comment memo remark"),
    ),
    Command(
        id="account.allow-writing",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Let this account report shipments …"),
        glyph=Glyph.CLOUD_UP,
        synonyms=QT_TRANSLATE_NOOP("commands", "writing on read-only allow"),
    ),
    Command(
        id="order.retry",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Try again"),
        glyph=Glyph.REFUND,
        group=1,
        synonyms=QT_TRANSLATE_NOOP("commands", "retry push failed"),
    ),
    Command(
        id="order.recall",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Take back"),
        glyph=Glyph.RETURN,
        group=1,
        synonyms=QT_TRANSLATE_NOOP("commands", "recall undo push"),
    ),
    Command(
        id="list.next",
        menu=Menu.GO,
        text=QT_TRANSLATE_NOOP("commands", "Next row"),
        keys=("J",),
        synonyms=QT_TRANSLATE_NOOP("commands", "down"),
    ),
    Command(
        id="list.previous",
        menu=Menu.GO,
        text=QT_TRANSLATE_NOOP("commands", "Previous row"),
        keys=("K",),
        synonyms=QT_TRANSLATE_NOOP("commands", "up"),
    ),
    Command(
        id="go.list",
        menu=Menu.GO,
        text=QT_TRANSLATE_NOOP("commands", "Back to the list"),
        keys=("Esc",),
        synonyms=QT_TRANSLATE_NOOP("commands", "escape leave close"),
    ),
    Command(
        id="go.back",
        menu=Menu.GO,
        text=QT_TRANSLATE_NOOP("commands", "Back"),
        keys=("Alt+Left",),
        glyph=Glyph.BACK,
        group=1,
        synonyms=QT_TRANSLATE_NOOP("commands", "history"),
    ),
    Command(
        id="go.forward",
        menu=Menu.GO,
        text=QT_TRANSLATE_NOOP("commands", "Forward"),
        keys=("Alt+Right",),
        glyph=Glyph.FORWARD,
        group=1,
        synonyms=QT_TRANSLATE_NOOP("commands", "history"),
    ),
    Command(
        id="go.search",
        menu=Menu.GO,
        text=QT_TRANSLATE_NOOP("commands", "Search"),
        keys=("Ctrl+1",),
        glyph=Glyph.SEARCH,
        group=2,
        synonyms=QT_TRANSLATE_NOOP("commands", "orders home"),
    ),
    Command(
        id="go.to-ship",
        menu=Menu.GO,
        text=QT_TRANSLATE_NOOP("commands", "To ship"),
        keys=("Ctrl+2",),
        glyph=Glyph.BOX,
        group=2,
        synonyms=QT_TRANSLATE_NOOP("commands", "dispatch parcels overdue list"),
    ),
    Command(
        id="go.outbox",
        menu=Menu.GO,
        text=QT_TRANSLATE_NOOP("commands", "Outbox"),
        keys=("Ctrl+3",),
        glyph=Glyph.CLOUD_UP,
        group=2,
        synonyms=QT_TRANSLATE_NOOP("commands", "pushes failed waiting"),
    ),
    Command(
        id="go.next-pane",
        menu=Menu.GO,
        text=QT_TRANSLATE_NOOP("commands", "Next pane"),
        keys=("F6",),
        group=3,
        synonyms=QT_TRANSLATE_NOOP("commands", "focus"),
    ),
    Command(
        id="go.previous-pane",
        menu=Menu.GO,
        text=QT_TRANSLATE_NOOP("commands", "Previous pane"),
        keys=("Shift+F6",),
        group=3,
        synonyms=QT_TRANSLATE_NOOP("commands", "focus"),
    ),
    Command(
        id="app.settings",
        menu=Menu.VIEW,
        text=QT_TRANSLATE_NOOP("commands", "Settings"),
        keys=("Ctrl+,",),
        glyph=Glyph.GEAR,
        synonyms=QT_TRANSLATE_NOOP("commands", "preferences options"),
    ),
    Command(
        id="jobs.show",
        menu=Menu.VIEW,
        text=QT_TRANSLATE_NOOP("commands", "Running work"),
        keys=("Ctrl+J",),
        glyph=Glyph.HOURGLASS,
        synonyms=QT_TRANSLATE_NOOP("commands", "jobs tasks progress cancel stop"),
    ),
    Command(
        id="window.menu-bar",
        menu=Menu.VIEW,
        text=QT_TRANSLATE_NOOP("commands", "Menu bar"),
        keys=("F10",),
        choice="toggle",
        synonyms=QT_TRANSLATE_NOOP("commands", "menus hide show"),
    ),
    Command(
        id="look.system",
        menu=Menu.VIEW,
        text=QT_TRANSLATE_NOOP("commands", "Look: as the system"),
        choice="look",
        group=1,
        synonyms=QT_TRANSLATE_NOOP("commands", "theme dark light"),
    ),
    Command(
        id="look.light",
        menu=Menu.VIEW,
        text=QT_TRANSLATE_NOOP("commands", "Look: light"),
        glyph=Glyph.SUN,
        choice="look",
        group=1,
        synonyms=QT_TRANSLATE_NOOP("commands", "theme day"),
    ),
    Command(
        id="look.dark",
        menu=Menu.VIEW,
        text=QT_TRANSLATE_NOOP("commands", "Look: dark"),
        glyph=Glyph.MOON,
        choice="look",
        group=1,
        synonyms=QT_TRANSLATE_NOOP("commands", "theme night"),
    ),
    Command(
        id="density.comfortable",
        menu=Menu.VIEW,
        text=QT_TRANSLATE_NOOP("commands", "Rows: comfortable"),
        choice="density",
        group=1,
        synonyms=QT_TRANSLATE_NOOP("commands", "density height space lists"),
    ),
    Command(
        id="density.compact",
        menu=Menu.VIEW,
        text=QT_TRANSLATE_NOOP("commands", "Rows: compact"),
        glyph=Glyph.LIST,
        choice="density",
        group=1,
        synonyms=QT_TRANSLATE_NOOP("commands", "density dense tight small lists"),
    ),
    Command(
        id="language.de",
        menu=Menu.VIEW,
        text=QT_TRANSLATE_NOOP("commands", "Language: German"),
        choice="language",
        group=2,
        synonyms=QT_TRANSLATE_NOOP("commands", "deutsch sprache"),
    ),
    Command(
        id="language.en",
        menu=Menu.VIEW,
        text=QT_TRANSLATE_NOOP("commands", "Language: English"),
        choice="language",
        group=2,
        synonyms=QT_TRANSLATE_NOOP("commands", "english language"),
    ),
    Command(
        id="text.larger",
        menu=Menu.VIEW,
        text=QT_TRANSLATE_NOOP("commands", "Larger text"),
        keys=("Ctrl++", "Ctrl+="),
        glyph=Glyph.TEXT_SIZE,
        group=3,
        synonyms=QT_TRANSLATE_NOOP("commands", "zoom in font"),
    ),
    Command(
        id="text.smaller",
        menu=Menu.VIEW,
        text=QT_TRANSLATE_NOOP("commands", "Smaller text"),
        keys=("Ctrl+-",),
        glyph=Glyph.TEXT_SIZE,
        group=3,
        synonyms=QT_TRANSLATE_NOOP("commands", "zoom out font"),
    ),
    Command(
        id="text.normal",
        menu=Menu.VIEW,
        text=QT_TRANSLATE_NOOP("commands", "Normal text size"),
        keys=("Ctrl+0",),
        glyph=Glyph.TEXT_SIZE,
        group=3,
        synonyms=QT_TRANSLATE_NOOP("commands", "zoom reset font"),
    ),
    Command(
        id="help.keys",
        menu=Menu.HELP,
        text=QT_TRANSLATE_NOOP("commands", "Keyboard shortcuts"),
        keys=("F1", "?"),
        glyph=Glyph.KEYBOARD,
        synonyms=QT_TRANSLATE_NOOP("commands", "help keys"),
    ),
    Command(
        id="help.welcome",
        menu=Menu.HELP,
        text=QT_TRANSLATE_NOOP("commands", "First steps …"),
        glyph=Glyph.INFO,
        synonyms=QT_TRANSLATE_NOOP("commands", "welcome first run start tour"),
    ),
    Command(
        id="help.crash-report",
        menu=Menu.HELP,
        text=QT_TRANSLATE_NOOP("commands", "Report of the last crash …"),
        glyph=Glyph.NOTE,
        group=1,
        synonyms=QT_TRANSLATE_NOOP("commands", "crash error log support"),
    ),
    Command(
        id="help.logs",
        menu=Menu.HELP,
        text=QT_TRANSLATE_NOOP("commands", "Open the folder of the log"),
        glyph=Glyph.LIST,
        group=1,
        synonyms=QT_TRANSLATE_NOOP("commands", "log file folder support"),
    ),
)

BY_ID = {one.id: one for one in CATALOGUE}
