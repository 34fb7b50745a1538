"""Owns what the sync centre says of an account, in the window's language. No widgets."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from connectors.contract.protocols import Quota
from desk.domain.clock import Instant
from desk.domain.views import AccountState, SyncProgress
from desk.services.sync_centre import AccountSync
from desk.ui.condition import is_unreachable
from desk.ui.locale import locale
from desk.ui.sentences import channel_text
from desk.ui.theme.icons import Glyph


def standing_of(one: AccountSync, progress: SyncProgress | None) -> tuple[str, str, Glyph, bool]:
    """Word, tone, icon and whether somebody must act."""
    view = one.account
    if view.state is AccountState.LOGIN_NEEDED:
        return QCoreApplication.translate("SyncPanel", "Sign-in needed"), "warn", Glyph.WARNING, True
    if view.state is AccountState.PAUSED:
        return QCoreApplication.translate("SyncPanel", "Paused"), "neutral", Glyph.PAUSE, False
    if progress is not None or one.running:
        return QCoreApplication.translate("SyncPanel", "Fetching"), "info", Glyph.SYNC, False
    if view.trouble_code:
        if is_unreachable(view):
            return QCoreApplication.translate("SyncPanel", "Not reachable"), "warn", Glyph.OFFLINE, True
        return QCoreApplication.translate("SyncPanel", "Has a problem"), "warn", Glyph.WARNING, True
    if view.last_good_sync is None:
        return QCoreApplication.translate("SyncPanel", "Not fetched yet"), "neutral", Glyph.CLOCK, False
    return QCoreApplication.translate("SyncPanel", "Up to date"), "ok", Glyph.DONE, False


def run_text(one: AccountSync, progress: SyncProgress | None, now: Instant, passed: float) -> str:
    """What runs, or ran last and comes next. `passed` are seconds since this was read, since `next_seconds` counts."""
    view, numbers = one.account, locale()
    if progress is not None:
        return _progress_text(progress)
    parts = []
    if view.last_good_sync is not None:
        text = QCoreApplication.translate("SyncPanel", "fetched {when}")
        parts.append(text.format(when=numbers.ago(view.last_good_sync, now)))
    if one.running:
        parts.append(QCoreApplication.translate("SyncPanel", "is being fetched by another Desk"))
    elif one.fetched:
        text = QCoreApplication.translate("SyncPanel", "broken off at {count}, goes on there")
        parts.append(text.format(count=_of(one.fetched, one.total)))
    if one.next_seconds is not None:
        rest = max(0.0, one.next_seconds - passed)
        if rest >= 1:
            text = QCoreApplication.translate("SyncPanel", "next in {duration}")
            parts.append(text.format(duration=numbers.duration(rest)))
        else:
            parts.append(QCoreApplication.translate("SyncPanel", "next run now"))
    return " · ".join(parts)


def _progress_text(progress: SyncProgress) -> str:
    text = QCoreApplication.translate("SyncPanel", "{count} fetched")
    parts = [text.format(count=_of(progress.fetched, progress.total))]
    if progress.pause_seconds >= 1:
        rests = QCoreApplication.translate("SyncPanel", "rests for the quota, on in {duration}")
        parts.append(rests.format(duration=locale().duration(progress.pause_seconds)))
    elif progress.rest_seconds is not None and progress.rest_seconds >= 1:
        left = QCoreApplication.translate("SyncPanel", "{duration} left")
        parts.append(left.format(duration=locale().duration(progress.rest_seconds)))
    return " · ".join(parts)


def _of(count: int, total: int | None) -> str:
    told = locale().number(count)
    return told if total is None else f"{told} / {locale().number(total)}"


def quota_text(quota: Quota) -> str:
    text = QCoreApplication.translate("SyncPanel", "{name}: {left} of {most} calls left")
    told = text.format(name=channel_text(quota.name), left=locale().number(quota.left), most=locale().number(quota.of))
    if quota.left == 0 and quota.seconds >= 1:
        full = QCoreApplication.translate("SyncPanel", "full again in {duration}")
        told += ", " + full.format(duration=locale().duration(quota.seconds))
    return told


def outbox_text(one: AccountSync) -> str:
    """What of the account is in the outbox; empty where nothing is."""
    parts = []
    if one.account.open_pushes:
        parts.append(QCoreApplication.translate("SyncPanel", "%n change(s) wait", "", one.account.open_pushes))
    if one.account.failed_pushes:
        parts.append(QCoreApplication.translate("SyncPanel", "%n need(s) you", "", one.account.failed_pushes))
    return " · ".join(parts)
