"""Who gets in: the keyset, the consent, access tokens, scopes, and how many calls a day there are."""

import base64
from datetime import timedelta

import pytest

from connectors.channels.ebay.simulator_auth import next_day
from tests.connectors.ebay.simulator_market import ORDERS, SCOPE, TOKENS, Market

pytestmark = pytest.mark.requests_by_hand

USER = "/commerce/identity/v1/user/"
LIMITS = "/developer/analytics/v1_beta/rate_limit/"


def test_a_refresh_token_gives_access_for_two_hours() -> None:
    market = Market()
    first = market.mint()
    assert first.status == 200
    assert set(first.json) == {"access_token", "expires_in", "token_type"}
    assert (first.json["expires_in"], first.json["token_type"]) == (7200, "User Access Token")
    second = market.mint().json["access_token"]
    assert second != first.json["access_token"]
    for token in (first.json["access_token"], second):
        assert market.ask("GET", ORDERS, headers={"authorization": f"Bearer {token}"}).status == 200
    market.later(seconds=7199)
    assert market.ask("GET", ORDERS, headers={"authorization": f"Bearer {second}"}).status == 200
    market.later(seconds=1)
    late = market.ask("GET", ORDERS, headers={"authorization": f"Bearer {second}"})
    assert (late.status, late.error) == (401, 1001)


def test_the_refresh_token_lives_eighteen_months_and_does_not_change() -> None:
    market = Market()
    market.later(seconds=47_304_000 - 40 * 86_400)
    assert market.mint().status == 200
    market.later(days=60)
    answer = market.mint()
    assert (answer.status, answer.json["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize("basic", ["", "nobody:PRD-wrong", "x", "ü:ö"])
def test_a_wrong_keyset_is_no_client(basic: str) -> None:
    answer = Market().mint(basic=basic)
    assert (answer.status, answer.json["error"]) == (401, "invalid_client")
    assert answer.json["error_description"]


def test_a_right_app_with_a_wrong_certificate_is_no_client() -> None:
    market = Market()
    answer = market.mint(basic=f"{market.simulator.auth.keyset.app_id}:PRD-0")
    assert answer.json["error"] == "invalid_client"


@pytest.mark.parametrize(
    "form, error",
    [
        ({"grant_type": "refresh_token", "refresh_token": "v^1.1#nobody"}, "invalid_grant"),
        ({"grant_type": "refresh_token"}, "invalid_grant"),
        ({"grant_type": "authorization_code", "code": "v^1.1#i^1", "redirect_uri": "x"}, "invalid_grant"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"scope": SCOPE}, "invalid_request"),
        ({"grant_type": "client_credentials", "scope": f"{SCOPE}/sell.fulfillment"}, "invalid_scope"),
    ],
)
def test_grants_are_refused_in_oauths_words(form: dict[str, str], error: str) -> None:
    answer = Market().mint(**form)
    assert (answer.status, answer.json["error"]) == (400, error)
    assert set(answer.json) == {"error", "error_description"}


def test_scopes_may_be_fewer_and_not_more() -> None:
    market = Market()
    form = {"grant_type": "refresh_token", "refresh_token": market.simulator.auth.refresh_token}
    more = market.mint(**form, scope=f"{SCOPE}/sell.fulfillment {SCOPE}/sell.return")
    assert (more.status, more.json["error"]) == (400, "invalid_scope")
    fewer = market.mint(**form, scope=SCOPE).json["access_token"]
    answer = market.ask("GET", ORDERS, headers={"authorization": f"Bearer {fewer}"})
    assert (answer.status, answer.error) == (403, 1100)


def test_a_form_is_posted() -> None:
    market = Market()
    keyset = market.simulator.auth.keyset
    basic = "Basic " + base64.b64encode(f"{keyset.app_id}:{keyset.cert_id}".encode()).decode()
    json_sent = market.ask("POST", TOKENS, body=b"{}", headers={"authorization": basic, "content-type": "text/json"})
    assert (json_sent.status, json_sent.json["error"]) == (400, "invalid_request")
    assert market.ask("GET", TOKENS, headers={"authorization": basic}).status == 405


def test_tokens_a_day_are_counted() -> None:
    market = Market(refresh_limit=3)
    assert [market.mint().status for _ in range(4)] == [200, 200, 200, 429]
    market.later(seconds=(next_day(market.now) - market.now) / timedelta(seconds=1))
    assert market.mint().status == 200


def test_a_revoked_consent_ends_everything_that_came_from_it() -> None:
    market = Market()
    market.token()
    market.do("revoke_consent")
    assert market.mint().json["error"] == "invalid_grant"
    held = market._token
    answer = market.ask("GET", ORDERS, headers={"authorization": f"Bearer {held}"})
    assert (answer.status, answer.error) == (401, 1001)
    told = market.call("GeteBayOfficialTime", token=held)
    assert (told.text("Ack"), told.text("Errors/ErrorCode")) == ("Failure", "21916984")
    fresh = market.do("renew_consent")["refresh_token"]
    assert market.mint(grant_type="refresh_token", refresh_token=fresh).status == 200


def test_tokens_can_run_out_at_once() -> None:
    market = Market()
    token = market.token()
    market.do("expire_tokens")
    assert market.ask("GET", ORDERS, headers={"authorization": f"Bearer {token}"}).error == 1001
    assert market.call("GetUser", token=token).text("Errors/ErrorCode") == "21917053"
    assert market.get(ORDERS).status == 200


@pytest.mark.parametrize("header, error", [("", 1002), ("Bearer nonsense", 1001), ("Basic abc", 1001)])
def test_without_a_token_nothing_is_told(header: str, error: int) -> None:
    answer = Market().ask("GET", ORDERS, headers={"authorization": header})
    assert (answer.status, answer.error) == (401, error)


def test_rest_wants_bearer_and_not_iaf() -> None:
    market = Market()
    answer = market.ask("GET", ORDERS, headers={"authorization": f"IAF {market.token()}"})
    assert (answer.status, answer.error) == (401, 1001)


def test_reading_scopes_may_not_ship() -> None:
    market = Market(scopes="base sell.fulfillment.readonly")
    assert market.get(ORDERS).status == 200
    order = market.bought()
    answer = market.ship(order)
    assert (answer.status, answer.error) == (403, 1100)
    assert market.seen(order.id)["trackings"] == []


def test_the_account_says_who_it_is() -> None:
    market = Market()
    answer = market.get(USER)
    assert answer.status == 200
    assert answer.json["username"] == "werkbank-handel"
    assert answer.json["registrationMarketplaceId"] == "EBAY_DE"
    assert answer.json["userId"]
    without = Market(scopes="base sell.fulfillment")
    assert without.get(USER).error == 1100


def test_calls_a_day_are_counted_and_told() -> None:
    market = Market(fulfillment_limit=5)
    assert [market.get(ORDERS).status for _ in range(6)] == [200] * 5 + [429]
    throttled = market.get(ORDERS)
    assert (throttled.error, "retry-after" in throttled.headers) == (2001, False)
    application = market.mint(grant_type="client_credentials", scope=SCOPE).json
    assert application["token_type"] == "Application Access Token"
    headers = {"authorization": f"Bearer {application['access_token']}"}
    told = market.ask("GET", LIMITS, headers=headers).json["rateLimits"]
    (rate,) = next(each for each in told if each["apiName"] == "Fulfillment")["resources"][0]["rates"]
    assert (rate["limit"], rate["remaining"], rate["timeWindow"]) == (5, 0, 86_400)
    assert rate["reset"] == "2026-11-21T08:00:00.000Z"
    market.later(hours=19, minutes=1)
    assert market.get(ORDERS).status == 200


def test_an_applications_limits_want_an_applications_token() -> None:
    market = Market()
    assert market.get(LIMITS).error == 1100
    assert market.get("/developer/analytics/v1_beta/user_rate_limit/").status == 200


def test_the_real_limits_hold() -> None:
    market = Market()
    market.do("use_up", family="sell.fulfillment", calls=99_999)
    assert [market.get(ORDERS).status for _ in range(2)] == [200, 429]
    market.do("use_up", family="trading.GetOrders", calls=5_000)
    told = market.call("GetOrders", "<NumberOfDays>2</NumberOfDays>")
    assert (told.status, told.text("Errors/ErrorCode")) == (200, "518")
    assert market.call("GeteBayOfficialTime").text("Ack") == "Success"


def test_what_no_log_may_hold_is_told_to_drills() -> None:
    market = Market()
    held = {market.token(), *market.simulator.credentials.values()}
    assert held <= set(market.state(secrets="1")["secrets"])


def test_the_edge_answers_in_html() -> None:
    market = Market()
    for answer in (market.get("/nowhere"), market.ask("GET", "/ws/api.dll")):
        assert answer.content_type.startswith("text/html")
        assert answer.status in (404, 405)
    unknown = market.get("/sell/fulfillment/v1/payment")
    assert (unknown.status, unknown.error) == (404, 2002)
