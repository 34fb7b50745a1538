"""Owns the life of a seller's key for digital signatures: made when somebody signs in, kept while it lasts.

eBay tells the private half once, when the key is made; a key lasts three years. Signing itself is signing.py's.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta

from connectors.channels.ebay.application import Application, KeyAnswer
from connectors.channels.ebay.settings import SellerSettings
from connectors.contract.capabilities import QT_TRANSLATE_NOOP, Filled
from connectors.contract.errors import ConnectorError, OutcomeUnknown
from connectors.contract.protocols import AccountAccess
from desk.domain.clock import Instant, parse_utc

log = logging.getLogger("sync")

WARNED_BEFORE = timedelta(days=30)
"""So long before its end a consent or a key is told of, and a key made anew by the next sign-in."""
_MOST_TRIES = 2
CONSENT_UNTIL = QT_TRANSLATE_NOOP("channel", "Consent at eBay until")
KEY_UNTIL = QT_TRANSLATE_NOOP("channel", "Digital signature until")
_CONSENT_SOON = QT_TRANSLATE_NOOP(
    "channel", "The consent at eBay ends on {day}. Sign in at eBay once more before then."
)
_KEY_SOON = QT_TRANSLATE_NOOP(
    "channel", "The key for digital signatures ends on {day}. Sign in at eBay once more before then to get a new one."
)
_KEY_OVER = QT_TRANSLATE_NOOP(
    "channel",
    "The key for digital signatures ended on {day}: eBay takes no refunds and answers to returns. Sign in at eBay once "
    "more to get a new one.",
)
_NO_KEY = QT_TRANSLATE_NOOP(
    "channel",
    "There is no key for digital signatures: eBay takes no refunds and answers to returns from sellers in the EU and "
    "the UK. Sign in at eBay once more to get one.",
)


def key_for(application: Application, access: AccountAccess) -> Mapping[str, str]:
    """What to keep of a key that lasts: a new one where there is none, or none of this keyset's, or not for long.

    Empty where eBay makes none now: whoever has just signed in must not lose that, and the test of the keys tells.
    """
    try:
        application.sign_in()
        known = _known(application, access)
        return known if known is not None else _to_keep(_made(application))
    except ConnectorError as error:
        log.warning("account %d: no key for digital signatures (%s)", access.id, error.code)
        return {}


def _known(application: Application, access: AccountAccess) -> Mapping[str, str] | None:
    """What to keep of the key that the account has already; None where it needs another."""
    jwe = access.secrets.get("signing_jwe", "").strip()
    if not jwe or not access.secrets.get("signing_private_key", "").strip():
        return None
    found = next((one for one in application.known_keys() if one.jwe == jwe), None)
    if found is None or found.ends_at is None or found.ends_at < access.clock.now() + WARNED_BEFORE:
        return None
    return {"signing_expires": as_iso(found.ends_at)}


def _made(application: Application) -> KeyAnswer:
    """One more key than needed does no harm, so a lost answer is no reason to do without."""
    for left in reversed(range(_MOST_TRIES)):
        try:
            return application.make_key()
        except OutcomeUnknown:
            if not left:
                raise
    raise AssertionError("unreachable")


def _to_keep(made: KeyAnswer) -> Mapping[str, str]:
    return {
        "signing_private_key": made.private_key or "",
        "signing_jwe": made.jwe,
        "signing_expires": as_iso(made.ends_at) if made.ends_at is not None else "",
    }


def endings(settings: SellerSettings, now: Instant) -> tuple[list[tuple[str, str]], list[str]]:
    """Until when the consent and the key are good, for the account's page, and what is to be warned of."""
    findings: list[tuple[str, str]] = []
    warnings: list[str] = []
    for name, text, soon, over in (
        (CONSENT_UNTIL, settings.refresh_expires, _CONSENT_SOON, _CONSENT_SOON),
        (KEY_UNTIL, settings.signing_expires, _KEY_SOON, _KEY_OVER),
    ):
        ends = ends_in(text)
        if ends is None:
            continue
        day = ends.date().isoformat()
        findings.append((name, day))
        if ends < now + WARNED_BEFORE:
            warnings.append(Filled(soon if ends > now else over, day=day))
    if not settings.signing_jwe or not settings.signing_private_key:
        warnings.append(_NO_KEY)
    return findings, warnings


def as_iso(moment: Instant) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def ends_in(text: str) -> Instant | None:
    """The time in a setting; None where there is none."""
    try:
        return parse_utc(text) if text else None
    except ValueError:
        return None
