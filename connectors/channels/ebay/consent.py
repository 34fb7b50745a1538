"""Owns how a seller lets Desk in at eBay: the page to open, what is read off the address the seller pastes, and the
tokens that come of it. The code in that address is good once, and for five minutes.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote, unquote, urlencode

from connectors.channels.ebay import signing_keys
from connectors.channels.ebay.application import BASE_SCOPE, Application, refusal_of
from connectors.channels.ebay.settings import Keyset, read_keyset
from connectors.contract.errors import LoginNeeded, OutcomeUnknown, Unavailable
from connectors.contract.protocols import AccountAccess
from desk.domain.clock import Instant

# One scope that eBay does not grant an ordinary keyset, and the whole consent fails: so none beyond these.
SCOPES = (
    BASE_SCOPE,
    *(f"{BASE_SCOPE}/{name}" for name in ("sell.fulfillment", "sell.finances")),
    *(f"{BASE_SCOPE}/{name}" for name in ("commerce.message", "commerce.identity.readonly")),
)
_CODE_BEGINS = "v^1.1#"
_PAIR = re.compile(r"(?:^|[?&#\s])(isAuthSuccessful|state|code|error|error_id)=([^&\s\"'<>]*)")
_MOST_LAYERS = 3  # of percent-encoding: some programs encode an address that is encoded already


def sign_in_page(settings: Mapping[str, str], secrets: Mapping[str, str], state: str) -> str:
    """The page on which the seller agrees. Raises LoginNeeded with the setting that is missing."""
    keyset = _keyset(settings, secrets)
    asked = {
        "client_id": keyset.app_id,
        "redirect_uri": keyset.ru_name,
        "response_type": "code",
        "scope": " ".join(SCOPES),
        "state": state,
        # Sellers have accounts of their own: the browser is not to answer by whoever is signed in there just now.
        "prompt": "login",
    }
    return f"{keyset.auth_url}/oauth2/authorize?{urlencode(asked, quote_via=quote)}"


def finish_sign_in(access: AccountAccess, pasted: str, state: str) -> Mapping[str, str]:
    """Secrets and settings to keep. Raises LoginNeeded where it is to be done anew, and ConnectorError kinds."""
    keyset = _keyset(access.settings, access.secrets)
    code = _code_of(_read(pasted), state)
    application = Application(keyset, access)
    try:
        tokens = application.exchange(code)
        if not tokens.refresh_token:
            raise _again("sign_in_lost", _LOST, "no refresh token")
        kept = {"refresh_token": tokens.refresh_token}
        if tokens.refresh_token_expires_in:
            ends = Instant(access.clock.now() + timedelta(seconds=float(tokens.refresh_token_expires_in)))
            kept["refresh_expires"] = signing_keys.as_iso(ends)
        return {**kept, **signing_keys.key_for(application, access)}
    except (OutcomeUnknown, Unavailable) as lost:
        if isinstance(lost, OutcomeUnknown) or lost.code == "cut_answer":
            raise _again("sign_in_lost", _LOST, lost.detail) from lost
        raise
    finally:
        application.close()


_LOST = (
    "eBay's answer got lost on its way, and the address is good only once. Sign in at eBay once more and paste the new "
    "address."
)


@dataclass(frozen=True, slots=True)
class _Pasted:
    """What was read off a pasted text. `told` says that it was an address of eBay's, which names its state."""

    code: str
    state: str
    trouble: str
    told: bool


def _keyset(settings: Mapping[str, str], secrets: Mapping[str, str]) -> Keyset:
    keyset = read_keyset(settings, secrets)
    if not keyset.ru_name:
        raise LoginNeeded(
            "The RuName is missing. Copy it from the keyset at developer.ebay.com, under User Tokens.",
            "setting ru_name",
            field="ru_name",
            code="key_missing",
        )
    return keyset


def _read(pasted: str) -> _Pasted:
    text = pasted.strip().strip("\"'<>")
    found = dict(_PAIR.findall(text))
    if not found:
        return _Pasted(_decoded(text), "", "", told=False)
    trouble = found.get("error_id") or found.get("error") or ""
    if not trouble and found.get("isAuthSuccessful", "true").lower() != "true":
        trouble = "access_denied"
    return _Pasted(_decoded(found.get("code", "")), unquote(found.get("state", "")), unquote(trouble), told=True)


def _decoded(code: str) -> str:
    """The code as eBay gave it: in the address it is encoded. Not `+` for a blank, since codes hold that sign."""
    for _ in range(_MOST_LAYERS):
        if code.startswith(_CODE_BEGINS) or "%" not in code:
            break
        code = unquote(code)
    return code


def _code_of(pasted: _Pasted, state: str) -> str:
    same = hmac.compare_digest(pasted.state.encode(), state.encode())
    if pasted.told and not same and (pasted.state or not pasted.trouble):  # its pages of errors name none
        raise _again(
            "sign_in_other_state",
            "This address is another sign-in's. Sign in at eBay once more from here and paste the address where the "
            "browser ends up.",
            "state differs",
        )
    if pasted.trouble in {"access_denied", "declined"}:
        raise _again(
            "sign_in_declined",
            "On eBay's page the consent was declined. Sign in once more and choose Agree.",
            "declined",
        )
    if pasted.trouble:
        known = refusal_of(pasted.trouble, f"consent page: {pasted.trouble[:40]}")
        raise known or _again("sign_in_refused", "eBay did not let you in. Sign in once more.", pasted.trouble[:40])
    if not pasted.code.startswith(_CODE_BEGINS) or len(pasted.code.split()) != 1:
        raise _again(
            "sign_in_no_code",
            "No code of eBay's is in it. After agreeing, copy the whole address from the browser's address bar.",
            "no code",
        )
    return pasted.code


def _again(code: str, text: str, detail: str) -> LoginNeeded:
    return LoginNeeded(text, f"sign-in: {detail}", field="refresh_token", code=code)
