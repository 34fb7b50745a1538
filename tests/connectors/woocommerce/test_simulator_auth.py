"""Who may enter the simulated shop. Signatures are made by requests-oauthlib, which knows nothing of the simulator."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from requests_oauthlib import OAuth1

from connectors.channels.woocommerce import simulator
from connectors.simulation.server import RunningSimulator
from tests.connectors.woocommerce.simulator_shop import ORDERS, Shop, basic

pytestmark = pytest.mark.requests_by_hand

TIMEOUT = 5


@pytest.fixture
def running() -> Iterator[RunningSimulator]:
    with simulator.start(1, 5, base_path="/mein-laden") as served:
        yield served


def oauth(running: RunningSimulator, **changed: Any) -> OAuth1:
    given = {
        "client_key": running.credentials["consumer_key"],
        "client_secret": running.credentials["consumer_secret"],
        "signature_type": "query",
        **changed,
    }
    return OAuth1(**given)


def orders(running: RunningSimulator, **how: Any) -> requests.Response:
    return requests.get(f"{running.account_settings['base_url']}{ORDERS}", timeout=TIMEOUT, **how)


def code(answer: requests.Response) -> tuple[int, str, str]:
    return answer.status_code, answer.json()["code"], answer.json()["message"]


@pytest.mark.parametrize("method", ["HMAC-SHA1", "HMAC-SHA256"])
@pytest.mark.parametrize("place", ["query", "auth_header"])
def test_oauth_over_http(running: RunningSimulator, method: str, place: str) -> None:
    signed = oauth(running, signature_method=method, signature_type=place)
    assert orders(running, auth=signed, params={"search": "Straße 7+8 & ä", "per_page": "3"}).status_code == 200


def test_oauth_with_plain_permalinks(running: RunningSimulator) -> None:
    address = f"{running.account_settings['base_url']}/"
    answer = requests.get(address, params={"rest_route": "/wc/v3/orders"}, auth=oauth(running), timeout=TIMEOUT)
    assert answer.status_code == 200


def test_oauth_signs_writes_without_their_body(running: RunningSimulator) -> None:
    first = orders(running, auth=oauth(running)).json()[0]["id"]
    address = f"{running.account_settings['base_url']}{ORDERS}/{first}"
    answer = requests.put(address, json={"customer_note": "ö"}, auth=oauth(running), timeout=TIMEOUT)
    assert (answer.status_code, answer.json()["customer_note"]) == (200, "ö")


def test_basic_is_not_looked_at_over_http(running: RunningSimulator) -> None:
    pair = (running.credentials["consumer_key"], running.credentials["consumer_secret"])
    assert code(orders(running, auth=pair))[:2] == (401, "woocommerce_rest_cannot_view")
    in_query = {"consumer_key": pair[0], "consumer_secret": pair[1]}
    assert orders(running, params=in_query).status_code == 401


@pytest.mark.parametrize(
    "changed,words",
    [
        ({"client_secret": "cs_" + "0" * 40}, "Invalid signature - provided signature does not match."),
        ({"client_key": "ck_" + "0" * 40}, "Consumer key is invalid."),
        ({"timestamp": "1700000000"}, "Invalid timestamp."),
        ({"signature_method": "PLAINTEXT"}, "Invalid signature - signature method is invalid."),
    ],
)
def test_wrong_signatures_are_refused(running: RunningSimulator, changed: dict[str, str], words: str) -> None:
    refused = code(orders(running, auth=oauth(running, **changed)))
    assert refused == (401, "woocommerce_rest_authentication_error", words)


def test_a_nonce_is_good_for_one_request(running: RunningSimulator) -> None:
    assert orders(running, auth=oauth(running, nonce="once")).status_code == 200
    again = code(orders(running, auth=oauth(running, nonce="once")))
    assert again[2] == "Invalid nonce - nonce has already been used."


def test_half_a_signature_names_what_is_missing(running: RunningSimulator) -> None:
    answer = code(orders(running, params={"oauth_consumer_key": "ck_1", "oauth_nonce": "n"}))
    assert answer[1] == "woocommerce_rest_authentication_missing_parameter"
    assert "oauth_timestamp" in answer[2]


def test_a_changed_address_breaks_the_signature(running: RunningSimulator) -> None:
    signed = requests.Request("GET", f"{running.account_settings['base_url']}{ORDERS}", auth=oauth(running)).prepare()
    assert signed.url is not None
    answer = requests.get(signed.url + "&status=trash", timeout=TIMEOUT)
    assert code(answer)[2] == "Invalid signature - provided signature does not match."


def test_the_signature_covers_the_address_of_the_index_not_the_host_header(running: RunningSimulator) -> None:
    signed = requests.Request("GET", f"{running.account_settings['base_url']}{ORDERS}", auth=oauth(running)).prepare()
    signed.headers["Host"] = "garbled.example"
    with requests.Session() as session:
        assert session.send(signed, timeout=TIMEOUT).status_code == 200
    index = requests.get(f"{running.account_settings['base_url']}/wp-json/", timeout=TIMEOUT).json()
    assert index["url"] == running.account_settings["base_url"]
    assert "wc/v3" in index["namespaces"]


def test_the_window_follows_the_shops_clock(running: RunningSimulator) -> None:
    requests.post(f"{running.url}/_sim/clock", json={"advance": 14 * 60}, timeout=TIMEOUT)
    assert orders(running, auth=oauth(running)).status_code == 200
    requests.post(f"{running.url}/_sim/clock", json={"advance": 2 * 60}, timeout=TIMEOUT)
    assert code(orders(running, auth=oauth(running)))[2] == "Invalid timestamp."


# -- https ------------------------------------------------------------------------------------------------------------


def test_basic_and_keys_in_the_query_over_https() -> None:
    shop = Shop()
    assert shop.get(ORDERS).status == 200
    assert shop.ask("GET", ORDERS, shop.simulator.credentials, signed_in=False).status == 200


def test_a_wrong_secret_and_an_unknown_key_differ() -> None:
    shop = Shop()
    known = shop.simulator.credentials["consumer_key"]
    wrong = shop.ask("GET", ORDERS, headers={"authorization": basic(known, "cs_wrong")}, signed_in=False)
    assert (wrong.status, wrong.json["message"]) == (401, "Consumer secret is invalid.")
    unknown = shop.ask("GET", ORDERS, headers={"authorization": basic("ck_x", "cs_x")}, signed_in=False)
    assert (unknown.status, unknown.json["code"]) == (401, "woocommerce_rest_cannot_view")


def test_a_server_that_strips_the_header() -> None:
    shop = Shop(strip_authorization=True)
    refused = shop.get(ORDERS)
    assert (refused.status, refused.json["message"]) == (401, "Consumer key is missing.")
    assert shop.ask("GET", ORDERS, shop.simulator.credentials).status == 200


@pytest.mark.parametrize("permission,read,write", [("read", 200, 401), ("write", 401, 200), ("read_write", 200, 200)])
def test_a_key_allows_what_its_permission_says(permission: str, read: int, write: int) -> None:
    shop = Shop(permission=permission)
    some = next(iter(shop.simulator.shop.orders))
    assert shop.get(ORDERS).status == read
    written = shop.ask("PUT", f"{ORDERS}/{some}", body={"customer_note": "x"})
    assert written.status == write
    if write == 401:
        assert written.json["code"] == "woocommerce_rest_authentication_error"
        assert written.json["message"] == "The API key provided does not have write permissions."
        assert shop.deeds() == []


@pytest.mark.parametrize(
    "method,path,expected",
    [
        ("GET", ORDERS, "woocommerce_rest_cannot_view"),
        ("POST", ORDERS, "woocommerce_rest_cannot_create"),
        ("PUT", f"{ORDERS}/1", "woocommerce_rest_cannot_edit"),
        ("DELETE", f"{ORDERS}/1", "woocommerce_rest_cannot_delete"),
        ("POST", f"{ORDERS}/batch", "woocommerce_rest_cannot_batch"),
        ("GET", f"{ORDERS}/1/notes", "woocommerce_rest_cannot_view"),
        ("GET", "/wp-json/wc/v3/system_status", "woocommerce_rest_cannot_view"),
    ],
)
def test_nobody_in_particular_may_do_nothing(method: str, path: str, expected: str) -> None:
    answer = Shop().ask(method, path, body={}, signed_in=False)
    assert (answer.status, answer.json["code"]) == (401, expected)


def test_the_index_is_for_everybody() -> None:
    shop = Shop()
    assert shop.ask("GET", "/wp-json/", signed_in=False).status == 200
    assert shop.ask("GET", "/wp-json/wc/v3", signed_in=False).json["namespace"] == "wc/v3"
    assert shop.ask("OPTIONS", ORDERS, signed_in=False).json["schema"]["title"] == "shop_order"


def test_credentials_are_drawn_from_the_seed() -> None:
    first, same, other = (Shop(1, seed).simulator.credentials for seed in (1, 1, 2))
    assert first == same != other
    assert first["consumer_key"].startswith("ck_")
    assert {len(value) for value in first.values()} == {43}
