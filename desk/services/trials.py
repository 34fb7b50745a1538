"""Trying an account's settings and keys on its channel: what they are checked for, and what they would show.

Nothing is stored here and nothing changed anywhere.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from connectors.contract.capabilities import ConnectorKind
from connectors.contract.errors import ConnectorError
from connectors.contract.protocols import AccountAccess, Connector, LoginReport
from connectors.contract.snapshots import Cursor, OrderSnapshot
from connectors.http.certificates import holds_certificates
from connectors.http.statuses import at_setup
from desk.domain.clock import Instant, parse_utc
from desk.domain.errors import NotAllowed
from desk.domain.values import AccountId, Money
from desk.services.account_rules import (
    COUNT_FROM_AMOUNT,
    COUNT_FROM_ROWS,
    FORGET_AFTER,
    OUR_SETTINGS,
    SECOND_PERSON_ABOVE,
)
from desk.services.context import Desk

_COMMON = (
    "base_url",
    "ca_file",
    "start_date",
    "writing",
    "sender_name",
    "language",
    "name",
    "merchant",
    FORGET_AFTER,
    SECOND_PERSON_ABOVE,
    COUNT_FROM_ROWS,
    COUNT_FROM_AMOUNT,
)
COMMON_OF_US = ("start_date", "writing", "name", "merchant")
"""Settings that are columns of the account and no connector's business."""
_SHOWN = 3
_PAGES = 2
"""So many pages are asked for at most, for one look: quotas are for syncs."""
_LOOKS = (7, 90)
"""How many days back the newest orders are looked for, one look after the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glimpse:
    """One order as whoever sets an account up sees it, to know that it is the right shop."""

    number: str
    placed_at: Instant
    name: str
    pieces: int
    total: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedOut:
    """What a trial found: who answers, what can be done there, and the newest orders, at most three."""

    report: LoginReport
    orders: tuple[Glimpse, ...]


def try_out(
    desk: Desk,
    kind: str,
    settings: Mapping[str, str],
    secrets: Mapping[str, str],
    *,
    stop: threading.Event | None = None,
) -> TriedOut:
    """Sign in and read a few orders. Stores nothing and changes nothing; `stop` ends the waiting.

    Raises NotFound (unknown kind), NotAllowed (a setting is missing or odd) or ConnectorError.
    """
    plain, hidden = prepared(desk.connectors.describe(kind), settings, secrets)
    for common in COMMON_OF_US:
        plain.pop(common, "")
    report = sign_in(desk, kind, plain, hidden, None, stop)
    found: dict[str, OrderSnapshot] = {}
    with told_to_whoever_waits():
        for days in _LOOKS:
            if len(found) < _SHOWN:
                since = Instant(desk.clock.now() - timedelta(days=days))
                found |= _orders_since(_connector(desk, kind, plain, hidden, since, stop))
    newest = sorted(found.values(), key=lambda one: one.placed_at, reverse=True)[:_SHOWN]
    return TriedOut(report=report, orders=tuple(_glimpse(one) for one in newest))


def _orders_since(connector: Connector) -> dict[str, OrderSnapshot]:
    found: dict[str, OrderSnapshot] = {}
    try:
        cursor = Cursor()
        for _ in range(_PAGES):
            page = connector.fetch_orders(cursor)
            found |= {one.ref.id: one for one in page.items if isinstance(one, OrderSnapshot)}
            cursor = page.cursor
            if page.done or page.pause or len(found) >= _SHOWN:
                break
    finally:
        connector.close()
    return found


def _glimpse(order: OrderSnapshot) -> Glimpse:
    return Glimpse(
        number=order.number,
        placed_at=order.placed_at,
        name=order.recipient.name or order.buyer.name,
        pieces=sum(line.quantity for line in order.lines),
        total=order.totals.total,
    )


def prepared(
    described: ConnectorKind, settings: Mapping[str, str], secrets: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Settings and secrets as they are kept: trimmed and checked. Raises NotAllowed."""
    plain = {key: value.strip() for key, value in settings.items()}
    hidden = {key: value.strip() for key, value in secrets.items()}
    check_settings(described, plain, hidden)
    if plain.get("ca_file"):
        plain["ca_file"] = _checked_ca_file(plain["ca_file"])
    return plain, hidden


def check_settings(described: ConnectorKind, plain: Mapping[str, str], hidden: Mapping[str, str]) -> None:
    """Raises NotAllowed for a setting that is unknown, missing, no choice, or a secret given as if it were none.

    Needs neither store nor keyring.
    """
    known = {one.name: one for one in described.settings}
    for key in (*plain, *hidden):
        if key not in known and key not in _COMMON:
            raise NotAllowed(
                f"{described.name} has no setting {key!r}. It knows: {', '.join(sorted({*known, *_COMMON}))}.",
                code="no_such_setting",
                setting=key,
            )
        one = known.get(key)
        if one is not None and one.secret is (key in plain):
            raise NotAllowed(
                f"{key} of {described.name} is {'a secret' if one.secret else 'no secret'}. Give it with "
                f"{'--secret' if one.secret else '--set'}.",
                code="setting_misplaced",
                setting=key,
            )
        if one is not None and one.choices and plain.get(key, "") not in ("", *one.choices):
            raise NotAllowed(f"{key} is one of {', '.join(one.choices)}.", code="no_such_choice", setting=key)
    for name, check in OUR_SETTINGS.items():
        check(plain.get(name, ""))
    for one in described.settings:
        given = hidden.get(one.name, "") if one.secret else plain.get(one.name, one.default)
        if one.required and not given:
            raise NotAllowed(
                f"{described.name} needs {one.name} ({one.label}).", code="setting_missing", setting=one.name
            )


def switch(text: str) -> bool:
    """On or off. Raises NotAllowed."""
    if text.lower() in ("on", "yes", "true", "1"):
        return True
    if text.lower() in ("off", "no", "false", "0", ""):
        return False
    raise NotAllowed(f"writing is on or off, not {text!r}.", code="not_a_switch", value=text)


def start_of(text: str) -> Instant | None:
    """A day as ISO has it; None for none. Raises NotAllowed."""
    if not text:
        return None
    found: Instant | None = None
    with contextlib.suppress(ValueError):
        found = parse_utc(text)
    if found is None or found.year < 1970:  # there were no shops before
        raise NotAllowed(f"{text!r} is no date. Write it as 2026-01-31.", code="not_a_date", value=text)
    return found


def sign_in(
    desk: Desk,
    kind: str,
    settings: Mapping[str, str],
    secrets: Mapping[str, str],
    start: Instant | None,
    stop: threading.Event | None = None,
) -> LoginReport:
    """Try the keys. Raises ConnectorError."""
    connector = _connector(desk, kind, settings, secrets, start, stop)
    try:
        with told_to_whoever_waits():
            return connector.check_login()
    finally:
        connector.close()


def _connector(
    desk: Desk,
    kind: str,
    settings: Mapping[str, str],
    secrets: Mapping[str, str],
    start: Instant | None,
    stop: threading.Event | None,
) -> Connector:
    access = AccountAccess(
        id=AccountId(0),
        kind=kind,
        settings=settings,
        secrets=secrets,
        clock=desk.clock,
        start_date=start,
        timeout=desk.timeout,
        ca_file=ca_file(settings),
        stop=stop or threading.Event(),
        urgent=True,
    )
    return desk.connectors.connect(access)


@contextlib.contextmanager
def told_to_whoever_waits() -> Iterator[None]:
    """Errors say what to do now: nothing goes on by itself while keys are tried."""
    try:
        yield
    except ConnectorError as error:
        error.text = at_setup(error.code, error.text)
        raise


def _checked_ca_file(told: str) -> str:
    """Where the file lies, since the next run may begin elsewhere. Raises NotAllowed, also where http needs none yet:
    whoever names a certificate means it to be used.
    """
    file = Path(told).expanduser().absolute()
    if not holds_certificates(file):
        raise NotAllowed(
            f"ca_file: {told} is not there, or holds no certificate. Give a PEM file that does.",
            code="ca_file_missing",
            file=told,
        )
    return str(file)


def ca_file(settings: Mapping[str, str]) -> Path | None:
    """The certificate file of an account that has its own."""
    told = settings.get("ca_file", "")
    return Path(told) if told else None
