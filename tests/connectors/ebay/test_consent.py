"""Signing in at eBay by the browser: the page, what a seller pastes, the tokens and the key that come of it."""

from __future__ import annotations

import dataclasses
import logging
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest
import requests

from connectors import registry
from connectors.channels.ebay.connector import connect, finish_sign_in, sign_in_page
from connectors.channels.ebay.consent import SCOPES
from connectors.channels.ebay.settings import KIND
from connectors.channels.ebay.simulator_auth import scope_names
from connectors.contract.errors import LoginNeeded, Unavailable
from connectors.contract.protocols import AccountAccess, Shared, SignsInByBrowser
from desk.domain.clock import Instant, parse_utc
from desk.domain.errors import NotFound
from tests.connectors.ebay.account import EbayAccount, ebay_account
from tests.connectors.ebay.desk_side import APP, CERT, access
from tests.connectors.http.server import Seen, reply, serving

STATE = "s&1= ü"
SETTINGS = {"app_id": APP, "ru_name": "Desk-Desk-PR-1"}
SECRETS = {"cert_id": CERT}


def before_sign_in(account: EbayAccount) -> AccountAccess:
    """An account of which only the keyset is known."""
    found = account.access
    return dataclasses.replace(found, secrets={"cert_id": found.secrets["cert_id"]}, shared=Shared())


def browser(account: EbayAccount, answer: str = "agree", state: str = STATE) -> str:
    """What the seller does with the page, and the address where the browser ends up."""
    page = sign_in_page(account.access.settings, account.access.secrets, state)
    shown = requests.get(page, timeout=5)
    assert (shown.status_code, "Agree" in shown.text) == (200, True)
    form = {name: value for name, (value,) in parse_qs(urlsplit(page).query).items()}
    place = requests.post(
        f"{account.running.url}/oauth2/consent", data={**form, "answer": answer}, timeout=5, allow_redirects=False
    )
    found: str = place.headers["location"]
    return found


def refused(found: AccountAccess, pasted: str, state: str = STATE) -> LoginNeeded:
    with pytest.raises(LoginNeeded) as caught:
        finish_sign_in(found, pasted, state)
    return caught.value


# --- the page ----------------------------------------------------------------------------------------------


def test_the_page_asks_for_what_every_keyset_may_have_and_no_more() -> None:
    page = urlsplit(sign_in_page(SETTINGS, SECRETS, STATE))
    asked = {name: value for name, (value,) in parse_qs(page.query).items()}
    assert (page.scheme, page.netloc, page.path) == ("https", "auth.ebay.com", "/oauth2/authorize")
    usual = scope_names("base sell.fulfillment sell.finances commerce.message commerce.identity.readonly")
    assert set(asked["scope"].split(" ")) == usual == set(SCOPES)
    assert asked["client_id"] == APP
    assert asked["redirect_uri"] == "Desk-Desk-PR-1"
    assert (asked["response_type"], asked["state"]) == ("code", STATE)
    assert CERT not in page.query
    sandbox = sign_in_page({**SETTINGS, "base_url": "https://api.sandbox.ebay.com"}, SECRETS, "x")
    assert sandbox.startswith("https://auth.sandbox.ebay.com/oauth2/authorize?")


@pytest.mark.parametrize("missing", ["app_id", "ru_name"])
def test_the_page_names_the_setting_that_it_lacks(missing: str) -> None:
    with pytest.raises(LoginNeeded) as caught:
        sign_in_page({**SETTINGS, missing: " "}, SECRETS, "x")
    assert (caught.value.field, caught.value.code) == (missing, "key_missing")


def test_the_registry_hands_out_the_way_in_only_where_there_is_one() -> None:
    found = registry.sign_in("ebay")
    assert isinstance(found, SignsInByBrowser)
    assert found.sign_in_page(SETTINGS, SECRETS, "x").startswith("https://auth.ebay.com/")
    assert registry.describe("ebay").signs_in_by_browser
    with pytest.raises(NotFound):
        registry.sign_in("woocommerce")


# --- what comes of it --------------------------------------------------------------------------------------


def test_the_seller_agrees_and_all_that_is_needed_is_kept() -> None:
    with ebay_account(2) as account:
        found = before_sign_in(account)
        kept = finish_sign_in(found, f"  {browser(account)}\n", STATE)
        names = {one.name for one in KIND.settings if one.from_sign_in}
        assert (
            set(kept)
            == names
            == {"refresh_token", "refresh_expires"}
            | {
                "signing_private_key",
                "signing_jwe",
                "signing_expires",
            }
        )
        months = parse_utc(kept["refresh_expires"]) - account.now
        assert timedelta(days=547) < months < timedelta(days=548)
        assert timedelta(days=3 * 365 - 2) < parse_utc(kept["signing_expires"]) - account.now < timedelta(days=1097)
        secret = {one.name for one in KIND.settings if one.secret}
        signed_in = dataclasses.replace(
            found,
            secrets={**found.secrets, **{name: value for name, value in kept.items() if name in secret}},
            settings={**found.settings, **{name: value for name, value in kept.items() if name not in secret}},
        )
        connector = connect(signed_in)
        try:
            report = connector.check_login()
        finally:
            connector.close()
    assert ("Consent at eBay until", kept["refresh_expires"][:10]) in report.findings
    assert ("Digital signature until", kept["signing_expires"][:10]) in report.findings
    assert report.warnings == ()


def test_a_code_alone_will_do_as_it_stands_in_the_address_or_decoded() -> None:
    with ebay_account(0) as account:
        found = before_sign_in(account)
        for spell in (lambda code: code, unquote, lambda code: quote(code, safe="")):
            coded = browser(account).partition("&code=")[2].partition("&")[0]
            assert finish_sign_in(found, spell(coded), STATE)["refresh_token"].startswith("v^1.1#")


def test_an_address_that_a_program_decoded_will_do() -> None:
    with ebay_account(0) as account:
        pasted = unquote(browser(account, state="plain"))
        assert finish_sign_in(before_sign_in(account), pasted, "plain")["refresh_token"]


def test_another_sign_ins_address_is_told_and_its_code_is_not_used() -> None:
    with ebay_account(0) as account:
        found, place = before_sign_in(account), browser(account)
        other = refused(found, place, "another")
        assert (other.code, other.field) == ("sign_in_other_state", "refresh_token")
        without = place.replace(f"state={quote(STATE, safe='')}&", "")
        assert "state=" not in without
        assert refused(found, without).code == "sign_in_other_state"
        assert finish_sign_in(found, place, STATE)["refresh_token"]


def test_a_code_that_was_used_or_is_too_old_is_told() -> None:
    with ebay_account(0) as account:
        found, place, late = before_sign_in(account), browser(account), browser(account)
        finish_sign_in(found, place, STATE)
        used = refused(found, place)
        account.later(seconds=300)
        assert (used.code, refused(found, late).code) == ("sign_in_code_used", "sign_in_code_used")
        assert "five minutes" in used.text


def test_a_declined_consent_is_told() -> None:
    with ebay_account(0) as account:
        assert refused(before_sign_in(account), browser(account, "decline")).code == "sign_in_declined"


@pytest.mark.parametrize(
    "pasted,code,field",
    [
        ("https://auth.ebay.com/oauth2/error?error_id=invalid_scope", "sign_in_scope", "refresh_token"),
        ("https://signin.ebay.com/x?error_id=unauthorized_client&x=1", "sign_in_ru_name", "ru_name"),
        ("https://x.example/?error=access_denied", "sign_in_declined", "refresh_token"),
        ("https://x.example/?error=server_error", "sign_in_refused", "refresh_token"),
        (f"https://x.example/?isAuthSuccessful=true&state={quote(STATE)}", "sign_in_no_code", "refresh_token"),
        (f"https://x.example/?code=abc&state={quote(STATE)}", "sign_in_no_code", "refresh_token"),
        ("https://www.ebay.de/", "sign_in_no_code", "refresh_token"),
        ("", "sign_in_no_code", "refresh_token"),
        ("v^1.1#i^1 v^1.1#i^2", "sign_in_no_code", "refresh_token"),
    ],
)
def test_what_is_no_sign_in_is_told_without_asking_ebay(pasted: str, code: str, field: str) -> None:
    # Nobody answers at this address: whoever asked would be told otherwise.
    found = access("http://127.0.0.1:9", ru_name="Desk-Desk-PR-1")
    error = refused(found, pasted)
    assert (error.code, error.field) == (code, field)


def test_a_wrong_keyset_is_told_at_its_field() -> None:
    with ebay_account(0) as account:
        found, place = before_sign_in(account), browser(account)
        wrong = dataclasses.replace(found, secrets={"cert_id": "PRD-0-0-0-0"})
        error = refused(wrong, place)
        assert (error.code, error.field) == ("keyset_wrong", "cert_id")
        assert finish_sign_in(found, place, STATE)["refresh_token"]


@pytest.mark.parametrize("answer", [b"", reply({"expires_in": 7200}), reply({"access_token": "v^1.1#a"})])
def test_an_answer_that_got_lost_asks_for_another_sign_in(answer: bytes) -> None:
    with serving(lambda _: answer) as server:
        error = refused(access(server.address, ru_name="Desk-Desk-PR-1"), "v^1.1#i^1#code")
    assert error.code == "sign_in_lost"


def test_a_server_that_is_away_is_no_fault_of_the_sign_ins() -> None:
    with pytest.raises(Unavailable) as caught:
        finish_sign_in(access("http://127.0.0.1:9", ru_name="Desk-Desk-PR-1"), "v^1.1#i^1#code", STATE)
    assert caught.value.code == "connection_refused"


# --- the key for signatures --------------------------------------------------------------------------------


def test_a_key_that_lasts_is_kept_and_one_that_does_not_is_made_anew() -> None:
    with ebay_account(0) as account:
        first = finish_sign_in(before_sign_in(account), browser(account), STATE)
        found = dataclasses.replace(account.access, secrets={**account.access.secrets, **first})
        again = finish_sign_in(found, browser(account), STATE)
        assert "signing_private_key" not in again
        assert again["signing_expires"] == first["signing_expires"]
        account.later(days=3 * 365 - 29)
        third = finish_sign_in(found, browser(account), STATE)
        assert third["signing_private_key"] != first["signing_private_key"]
        assert third["signing_jwe"] != first["signing_jwe"]


def test_a_key_of_another_keyset_is_replaced() -> None:
    with ebay_account(0) as account:
        foreign = {"signing_jwe": "eyJ.another", "signing_private_key": "MC4CAQAw"}
        found = dataclasses.replace(account.access, secrets={**account.access.secrets, **foreign})
        assert finish_sign_in(found, browser(account), STATE)["signing_jwe"] != "eyJ.another"


def test_who_gets_no_key_has_signed_in_all_the_same() -> None:
    def answer(seen: Seen) -> bytes:
        if "signing_key" in seen.target:
            return reply({"errors": [{"errorId": 1100, "message": "Access denied"}]}, status=403)
        return reply({"access_token": "v^1.1#a", "refresh_token": "v^1.1#r", "refresh_token_expires_in": 47304000})

    with serving(answer) as server:
        kept = finish_sign_in(access(server.address, ru_name="Desk-Desk-PR-1"), "v^1.1#i^1#code", STATE)
    assert set(kept) == {"refresh_token", "refresh_expires"}


@pytest.mark.parametrize(
    "days,words",
    [
        (31, []),
        (29, ["The consent at eBay ends on", "The key for digital signatures ends on"]),
        (-1, ["The consent at eBay ends on", "The key for digital signatures ended on"]),
    ],
)
def test_what_ends_soon_is_told_thirty_days_ahead(days: int, words: list[str]) -> None:
    with ebay_account(2) as account:
        ends = f"{Instant(account.now + timedelta(days=days)):%Y-%m-%dT%H:%M:%SZ}"
        settings = {**account.access.settings, "refresh_expires": ends, "signing_expires": ends}
        secrets = {**account.access.secrets, "signing_jwe": "eyJ", "signing_private_key": "MC4CAQAw"}
        report = account.again(settings=settings, secrets=secrets).check_login()
    assert [one for start in words for one in report.warnings if one.startswith(start)] == list(report.warnings)
    assert len(report.warnings) == len(words)


def test_an_account_without_a_key_is_told_what_it_cannot_do() -> None:
    with ebay_account(2) as account:
        without = {name: text for name, text in account.access.secrets.items() if not name.startswith("signing_")}
        (warning,) = account.again(secrets=without).check_login().warnings
    assert "no key for digital signatures" in warning


# --- what never shows --------------------------------------------------------------------------------------


def test_no_secret_of_a_sign_in_reaches_a_log_or_an_error(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with ebay_account(0) as account:
        found, place = before_sign_in(account), browser(account)
        kept: dict[str, Any] = dict(finish_sign_in(found, place, STATE))
        error = refused(found, place)
        told = requests.get(f"{account.running.url}/_sim/state?secrets=1", timeout=5).json()["secrets"]
    shown = "\n".join(
        [*(one.getMessage() for one in caplog.records if one.name != "urllib3.connectionpool"), str(error.__dict__)]
    )
    assert kept["refresh_token"] in told
    secrets = [*told, *(quote(one, safe="") for one in told), kept["signing_private_key"]]
    assert [one for one in secrets if one in shown] == []
