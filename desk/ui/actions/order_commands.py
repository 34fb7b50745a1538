"""Owns the commands on one order, as the menu of orders lists them."""

from __future__ import annotations

from desk.ui.actions.command import Command
from desk.ui.actions.menus import Menu
from desk.ui.theme.icons import Glyph
from desk.ui.words import QT_TRANSLATE_NOOP

ORDER_COMMANDS: tuple[Command, ...] = (
    Command(
        id="order.ship",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Report shipment …"),
        keys=("V",),
        glyph=Glyph.TRUCK,
        synonyms=QT_TRANSLATE_NOOP("commands", "ship dispatch tracking parcel carrier"),
    ),
    Command(
        id="order.message",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Message or reply …"),
        keys=("R",),
        glyph=Glyph.MAIL,
        synonyms=QT_TRANSLATE_NOOP("commands", "message reply answer write contact buyer"),
    ),
    Command(
        id="order.return",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Open a return …"),
        keys=("T",),
        glyph=Glyph.RETURN,
        synonyms=QT_TRANSLATE_NOOP("commands", "return rma send back goods withdrawal parcel arrived"),
    ),
    Command(
        id="order.refund",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Refund …"),
        keys=("E",),
        glyph=Glyph.REFUND,
        synonyms=QT_TRANSLATE_NOOP("commands", "refund money back partial goodwill"),
    ),
    Command(
        id="order.cancel",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Cancel order …"),
        glyph=Glyph.CANCELLED,
        synonyms=QT_TRANSLATE_NOOP("commands", "cancel order call off void"),
    ),
    Command(
        id="order.mark-paid",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Mark as paid …"),
        glyph=Glyph.EURO,
        synonyms=QT_TRANSLATE_NOOP("commands", "paid money received bank transfer payment"),
    ),
    Command(
        id="order.send-link",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Send a link to pay …"),
        glyph=Glyph.LINK,
        synonyms=QT_TRANSLATE_NOOP("commands", "payment link invoice remind unpaid mail"),
    ),
    Command(
        id="order.set-status",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Other status …"),
        keys=("S",),
        glyph=Glyph.TAG,
        synonyms=QT_TRANSLATE_NOOP("commands", "set status state shop on hold processing"),
    ),
    Command(
        id="order.correct-parcel",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Correct a parcel's number …"),
        glyph=Glyph.NOTE,
        synonyms=QT_TRANSLATE_NOOP("commands", "correct tracking number parcel wrong typo carrier"),
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
)
