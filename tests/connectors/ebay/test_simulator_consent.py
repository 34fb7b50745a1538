"""How a seller lets an application in: eBay's page, the browser's way back, the code, and what ends it."""

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from connectors.channels.ebay.simulator_auth import scope_names
from tests.connectors.ebay.simulator_market import ORDERS, SCOPE, Answer, Market, encoded
from tests.specs.ebay_facts import facts

pytestmark = pytest.mark.requests_by_hand
PAGE = "/oauth2/authorize"
FORM = {"content-type": "application/x-www-form-urlencoded"}
USUAL = " ".join(sorted(scope_names("base sell.fulfillment sell.finances commerce.message")))


def asked(market: Market, **changes: str) -> dict[str, str]:
    keyset = market.simulator.auth.keyset
    usual = {
        "client_id": keyset.app_id,
        "redirect_uri": keyset.ru_name,
        "response_type": "code",
        "scope": USUAL,
        "state": "s&1=",
    }
    return usual | changes


def agreed(market: Market, **changes: str) -> dict[str, str]:
    """What the address tells where the browser ends up."""
    form = urlencode({**asked(market, **changes), "answer": "agree"}).encode()
    answer = market.ask("POST", "/oauth2/consent", body=form, headers=FORM)
    assert answer.status == 302, answer.body
    return {name: value for name, (value,) in parse_qs(urlsplit(answer.headers["location"]).query).items()}


def exchanged(market: Market, code: str, **changes: str) -> Answer:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": market.simulator.auth.keyset.ru_name}
    return market.mint(**(form | changes))


def grant_error(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json["error"]


def test_the_seller_agrees_and_the_application_gets_its_tokens() -> None:
    market = Market(3)
    page = market.ask("GET", PAGE, encoded(asked(market)))
    assert (page.status, page.content_type.partition(";")[0]) == (200, "text/html")
    assert b"Agree" in page.body
    told = agreed(market)
    assert (told["state"], told["isAuthSuccessful"], told["expires_in"]) == ("s&1=", "true", "299")
    assert told["code"].startswith("v^1.1#")
    tokens = exchanged(market, told["code"]).json
    oauth = facts()["oauth"]
    assert tokens["expires_in"] == oauth["access_ttl_s"]
    assert tokens["refresh_token_expires_in"] == oauth["refresh_ttl_s"]
    signed = {"authorization": f"Bearer {tokens['access_token']}"}
    assert market.ask("GET", ORDERS, headers=signed).status == 200
    again = market.mint(grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    # The refresh token is not rotated.
    assert again.status == 200
    assert "refresh_token" not in again.json


def test_a_code_is_good_once() -> None:
    market = Market(0)
    code = agreed(market)["code"]
    assert exchanged(market, code).status == 200
    assert grant_error(exchanged(market, code)) == (400, "invalid_grant")


def test_a_code_lives_for_299_seconds() -> None:
    market = Market(0)
    life = facts()["oauth"]["code_ttl_s"]
    code, late = agreed(market)["code"], agreed(market)["code"]
    market.later(seconds=life - 1)
    assert exchanged(market, code).status == 200
    market.later(seconds=1)
    assert grant_error(exchanged(market, late)) == (400, "invalid_grant")


def test_a_code_is_the_ru_names_own() -> None:
    market = Market(0)
    code = agreed(market)["code"]
    assert grant_error(exchanged(market, code, redirect_uri="https://elsewhere.example")) == (400, "invalid_grant")
    assert grant_error(exchanged(market, "v^1.1#guessed")) == (400, "invalid_grant")
    assert exchanged(market, code).status == 200


@pytest.mark.parametrize(
    "changes,fault",
    [
        ({"client_id": "Another-App-PRD-1-2"}, b"unauthorized_client"),
        ({"redirect_uri": "http://127.0.0.1:8080"}, b"invalid_request"),
        ({"response_type": "token"}, b"unsupported_response_type"),
        ({"scope": f"{USUAL} {SCOPE}/sell.return"}, b"invalid_scope"),
        ({"scope": f"{SCOPE}/sell.cancellation.read"}, b"invalid_scope"),
        ({"scope": f"{SCOPE}/sell.inquiry"}, b"invalid_scope"),
    ],
)
def test_one_scope_too_many_and_the_whole_consent_fails(changes: dict[str, str], fault: bytes) -> None:
    market = Market(0)
    answer = market.ask("GET", PAGE, encoded(asked(market, **changes)))
    assert (answer.status, fault in answer.body) == (400, True)
    form = urlencode({**asked(market, **changes), "answer": "agree"}).encode()
    assert market.ask("POST", "/oauth2/consent", body=form, headers=FORM).status == 400


def test_the_seller_may_say_no() -> None:
    market = Market(0)
    form = urlencode({**asked(market), "answer": "decline"}).encode()
    place = market.ask("POST", "/oauth2/consent", body=form, headers=FORM).headers["location"]
    told = parse_qs(urlsplit(place).query)
    assert told == {"isAuthSuccessful": ["false"], "state": ["s&1="]}


def test_what_was_not_asked_for_is_not_there() -> None:
    market = Market(0)
    tokens = exchanged(market, agreed(market, scope=f"{SCOPE} {SCOPE}/commerce.message")["code"]).json
    signed = {"authorization": f"Bearer {tokens['access_token']}"}
    assert market.ask("GET", ORDERS, headers=signed).error == 1100
    wider = market.mint(
        grant_type="refresh_token", refresh_token=tokens["refresh_token"], scope=f"{SCOPE}/sell.fulfillment"
    )
    assert grant_error(wider) == (400, "invalid_scope")


def refresh(market: Market, token: str) -> Answer:
    return market.mint(grant_type="refresh_token", refresh_token=token)


def test_a_consent_ends_after_eighteen_months_or_when_it_is_revoked() -> None:
    market = Market(0)
    token = exchanged(market, agreed(market)["code"]).json["refresh_token"]
    market.later(seconds=facts()["oauth"]["refresh_ttl_s"])
    assert refresh(market, token).status == 200
    market.later(seconds=1)
    assert grant_error(refresh(market, token)) == (400, "invalid_grant")
    token = exchanged(market, agreed(market)["code"]).json["refresh_token"]
    market.do("revoke_consent")
    assert grant_error(refresh(market, token)) == (400, "invalid_grant")


def test_the_browser_may_be_driven_by_a_test() -> None:
    market = Market(0)
    told: Any = market.do("consent", scope=USUAL, state="x y")
    query = {name: value for name, (value,) in parse_qs(urlsplit(told["url"]).query).items()}
    assert query["state"] == "x y"
    assert exchanged(market, query["code"]).status == 200
    assert market.ask("GET", urlsplit(told["url"]).path, urlsplit(told["url"]).query).status == 200
    declined = market.do("consent", agree=False, state="x")
    assert "isAuthSuccessful=false" in declined["url"]


def test_ten_thousand_first_tokens_a_day() -> None:
    market = Market(0, code_limit=1)
    assert exchanged(market, agreed(market)["code"]).status == 200
    assert exchanged(market, agreed(market)["code"]).status == 429
