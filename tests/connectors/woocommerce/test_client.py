"""What goes over the wire to a shop, how calls are signed, and what its refusals become."""

from __future__ import annotations

import base64
import json
import logging
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
import requests
from oauthlib.oauth1.rfc5849 import signature

from connectors.channels.woocommerce.auth import ShopAuth, Signing, oauth_signature
from connectors.channels.woocommerce.client import ShopClient
from connectors.channels.woocommerce.settings import read_root, read_settings
from connectors.channels.woocommerce.units import Way
from connectors.contract.errors import ConnectorError, LoginNeeded, OutcomeUnknown, Refused, Unavailable
from connectors.http.messages import Answer
from desk.domain.clock import ManualClock, parse_utc
from tests.connectors.http.server import Seen, Server, reply, serving
from tests.connectors.woocommerce.desk_side import KEY, NOW, SECRET, access

INDEX = {"name": "Werkstatt", "url": "", "home": "", "namespaces": ["wp/v2", "wc/v3"]}


@dataclass
class Shop:
    """A scripted shop: what each path answers, everything else is `rest_no_route`."""

    answers: dict[str, Any] = field(default_factory=dict)

    def __call__(self, seen: Seen) -> object:
        path = urlsplit(seen.target).path
        if path in self.answers:
            answer = self.answers[path]
            return answer(seen) if callable(answer) else answer
        if path == "/wp-json/":
            return reply(INDEX)
        return problem(404, "rest_no_route", "No route was found.")


def problem(status: int, code: str, message: str, **data: Any) -> bytes:
    return reply({"code": code, "message": message, "data": {"status": status, **data}}, status)


ORDERS = "/wp-json/wc/v3/orders"


def calls(server: Server) -> list[Seen]:
    """What was asked beside the index."""
    return [one for one in server.seen if urlsplit(one.target).path != "/wp-json/"]


def query(seen: Seen) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(seen.target).query, keep_blank_values=True))


def client_of(address: str, **more: Any) -> ShopClient:
    found = access(address, **more)
    return ShopClient(read_settings(found), found)


def ask(shop: Shop, run: Any) -> tuple[Any, Server]:
    """Run a call; its answer or error, and the server that saw it."""
    with serving(shop) as server:
        client = client_of(server.address)
        try:
            result: Any = run(client)
        except ConnectorError as error:
            result = error
        finally:
            client.close()
    return result, server


# --- addresses ---------------------------------------------------------------------------------------------

BODY = {"status": "completed"}
CALLS: dict[str, tuple[Any, str, str, dict[str, str], Any]] = {
    "orders": (lambda c: c.orders("x", {"page": "2"}), "GET", ORDERS, {"page": "2"}, None),
    "order": (lambda c: c.order("x", "7"), "GET", f"{ORDERS}/7", {"dp": "4"}, None),
    "refunds": (lambda c: c.refunds("7"), "GET", f"{ORDERS}/7/refunds", {"per_page": "100", "dp": "4"}, None),
    "change": (lambda c: c.change_order("x", "7", BODY), "PUT", f"{ORDERS}/7", {}, BODY),
    "notes": (lambda c: c.notes("7"), "GET", f"{ORDERS}/7/notes", {"type": "customer"}, None),
    "add note": (
        lambda c: c.add_note("7", "Hallo"),
        "POST",
        f"{ORDERS}/7/notes",
        {},
        {"note": "Hallo", "customer_note": True},
    ),
    "fulfillments": (lambda c: c.fulfillments("7"), "GET", f"{ORDERS}/7/fulfillments", {}, None),
    "add fulfillment": (
        lambda c: c.add_fulfillment("7", BODY),
        "POST",
        f"{ORDERS}/7/fulfillments",
        {"notify_customer": "true"},
        BODY,
    ),
    "trackings": (
        lambda c: c.trackings(Way.SHIPMENT_TRACKING, "7"),
        "GET",
        "/wp-json/wc-shipment-tracking/v3/orders/7/shipment-trackings",
        {},
        None,
    ),
    "providers": (
        lambda c: c.providers(Way.AST, "7"),
        "GET",
        "/wp-json/wc-ast/v3/orders/7/shipment-trackings/providers",
        {},
        None,
    ),
    "add tracking": (
        lambda c: c.add_tracking(Way.AST, "7", BODY),
        "POST",
        "/wp-json/wc-ast/v3/orders/7/shipment-trackings",
        {},
        BODY,
    ),
    "environment": (
        lambda c: c.system(),
        "GET",
        "/wp-json/wc/v3/system_status",
        {"_fields": "environment,settings"},
        None,
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_each_call_goes_to_its_address(name: str) -> None:
    run, method, path, wanted, body = CALLS[name]
    _, server = ask(Shop({path: reply({})}), run)
    (seen,) = calls(server)
    assert (seen.method, urlsplit(seen.target).path) == (method, path)
    sent = {key: value for key, value in query(seen).items() if not key.startswith("oauth_")}
    assert sent == wanted
    assert (json.loads(seen.body) if seen.body else None) == body


@pytest.mark.parametrize("order", ["", "7/notes", "../customers", "7?force=true", "²"])
def test_only_numbers_become_part_of_an_address(order: str) -> None:
    error, server = ask(Shop(), lambda c: c.order("x", order))
    assert isinstance(error, Refused)
    assert calls(server) == []


def test_the_index_is_asked_once_and_without_keys() -> None:
    def run(client: ShopClient) -> None:
        client.order("x", "7")
        client.order("x", "8")

    _, server = ask(Shop({f"{ORDERS}/7": reply({}), f"{ORDERS}/8": reply({})}), run)
    index = [one for one in server.seen if urlsplit(one.target).path == "/wp-json/"]
    assert len(index) == 1
    assert "oauth" not in index[0].target
    assert "authorization" not in index[0].headers


def test_a_shop_with_plain_permalinks_is_asked_by_rest_route() -> None:
    page = reply("<html>Not found</html>", 404, "text/html")

    def front(seen: Seen) -> bytes:
        route = query(seen).get("rest_route", "")
        return reply(INDEX) if route == "/" else reply([]) if route == "/wc/v3/orders" else page

    answer, server = ask(Shop({"/wp-json/": page, "/": front}), lambda c: c.orders("x", {"page": "1"}))
    assert isinstance(answer, Answer)
    last = query(server.seen[-1])
    assert (last["rest_route"], last["page"]) == ("/wc/v3/orders", "1")
    assert "oauth_signature" in last


def test_no_wordpress_at_the_address() -> None:
    page = reply("<html>Nothing here</html>", 404, "text/html")
    error, _ = ask(Shop({"/wp-json/": page, "/": page}), lambda c: c.orders("x", {}))
    assert isinstance(error, Unavailable)
    assert error.code == "no_api"


def test_an_index_closed_to_guests_does_not_end_it() -> None:
    closed = problem(401, "rest_not_logged_in", "You are not currently logged in.")
    answer, _ = ask(Shop({"/wp-json/": closed, ORDERS: reply([])}), lambda c: c.orders("x", {}))
    assert isinstance(answer, Answer)


# --- signing -----------------------------------------------------------------------------------------------


@dataclass
class Request:
    """What the independent check wants to know of a request."""

    uri: str
    http_method: str
    params: list[tuple[str, str]]
    signature: str


def verified(method: str, url: str, secret: str = SECRET) -> bool:
    """RFC 5849 by another implementation, as a server would check it."""
    pairs = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    given = dict(pairs)["oauth_signature"]
    params = [(name, value) for name, value in pairs if name != "oauth_signature"]
    request = Request(url, method, params, given)
    return bool(signature.verify_hmac_sha256(request, secret, ""))


def test_calls_over_http_are_signed_so_that_an_independent_check_agrees() -> None:
    awkward = {"search": "Müller & Söhne +49%20", "empty": "", "status": "any", "b": "2", "B": "1", "a b": "ä=ö"}
    _, server = ask(Shop({ORDERS: reply([])}), lambda c: c.orders("x", awkward))
    (seen,) = calls(server)
    url = f"{server.address}{seen.target}"
    assert verified("GET", url)
    assert not verified("POST", url)
    assert not verified("GET", url, "cs_other")
    assert not verified("GET", url.replace("status=any", "status=trash"))
    sent = query(seen)
    assert sent["oauth_consumer_key"] == KEY
    assert sent["oauth_signature_method"] == "HMAC-SHA256"
    assert int(sent["oauth_timestamp"]) == int(NOW.timestamp()), "by the account's clock"
    assert "oauth_version" not in sent
    assert {name: value for name, value in sent.items() if not name.startswith("oauth_")} == awkward
    assert SECRET not in seen.target
    assert "authorization" not in seen.headers


def test_a_body_is_not_part_of_the_signature() -> None:
    _, server = ask(Shop({f"{ORDERS}/7": reply({})}), lambda c: c.change_order("x", "7", BODY))
    (seen,) = calls(server)
    assert verified("PUT", f"{server.address}{seen.target}")


def test_no_two_calls_share_a_nonce() -> None:
    def run(client: ShopClient) -> None:
        for _ in range(5):
            client.orders("x", {})

    _, server = ask(Shop({ORDERS: reply([])}), run)
    assert len({query(seen)["oauth_nonce"] for seen in calls(server)}) == 5


def test_the_example_of_the_standard() -> None:
    """RFC 5849 3.4.1.1: names twice, empty values and coded signs, normalised by oauthlib."""
    pairs = [("b5", "=%3D"), ("a3", "a"), ("c@", ""), ("a2", "r b"), ("c2", ""), ("a3", "2 q")]
    ours = oauth_signature("POST", "http://example.com/request", pairs, SECRET)
    request = Request("http://EXAMPLE.COM:80/request", "post", pairs, ours)
    assert signature.verify_hmac_sha256(request, SECRET, "")


def test_the_shops_own_address_is_signed_where_it_differs() -> None:
    """Behind a tunnel a shop still checks signatures against the address it believes to have."""
    index = reply({**INDEX, "home": "http://shop.example/laden"})
    _, server = ask(Shop({"/wp-json/": index, ORDERS: reply([])}), lambda c: c.orders("x", {}))
    (seen,) = calls(server)
    assert verified("GET", f"http://shop.example/laden{seen.target}")


def prepared(url: str = "https://shop.example/wp-json/wc/v3/orders?page=1") -> requests.PreparedRequest:
    return requests.Request("GET", url).prepare()


def refusal(code: str, message: str, date: str = "") -> Answer:
    body = json.dumps({"code": code, "message": message}).encode()
    return Answer(status=401, headers={"date": date}, body=body, host="shop.example")


def auth_of(address: str = "https://shop.example") -> ShopAuth:
    return ShopAuth(read_settings(access(address)), ManualClock(NOW))


def test_over_https_the_keys_go_as_basic() -> None:
    request = prepared()
    auth_of().apply(request)
    pair = base64.b64decode(request.headers["Authorization"].removeprefix("Basic ")).decode()
    assert pair == f"{KEY}:{SECRET}"
    assert KEY not in str(request.url)


@pytest.mark.parametrize(
    "answer",
    [
        refusal("woocommerce_rest_authentication_error", "Consumer key is missing."),
        refusal("woocommerce_rest_cannot_view", "Sorry, you cannot list resources."),
    ],
)
def test_a_server_that_drops_the_header_gets_the_keys_in_the_query(answer: Answer) -> None:
    auth = auth_of()
    assert auth.refresh(answer, 0), "the same once more"
    assert auth.signing is Signing.BASIC
    assert auth.refresh(answer, 1)
    request = prepared()
    auth.apply(request)
    assert parse_qs(urlsplit(str(request.url)).query)["consumer_secret"] == [SECRET]
    assert "Authorization" not in request.headers
    assert not auth.refresh(answer, 2), "it was not that"
    assert auth.signing is Signing.BASIC


def test_a_wrong_key_is_not_sent_in_the_query() -> None:
    auth = auth_of()
    answer = refusal("woocommerce_rest_authentication_error", "Consumer key is invalid.")
    assert auth.refresh(answer, 0)
    assert not auth.refresh(answer, 1)
    assert auth.signing is Signing.BASIC


def test_a_clock_that_is_hours_off_is_corrected_by_the_shops_own() -> None:
    auth = auth_of("http://shop.example")
    answer = refusal("woocommerce_rest_authentication_error", "Invalid timestamp.", "Fri, 20 Nov 2026 13:00:00 GMT")
    assert auth.refresh(answer, 0)
    request = prepared("http://shop.example/wp-json/wc/v3/orders")
    auth.apply(request)
    stamp = parse_qs(urlsplit(str(request.url)).query)["oauth_timestamp"][0]
    assert int(stamp) == int(parse_utc("2026-11-20T13:00:00Z").timestamp())


def test_basic_over_http_only_on_this_computer_and_remembered() -> None:
    def only_basic(seen: Seen) -> bytes:
        return reply([]) if "authorization" in seen.headers else problem(401, "nope", "Who are you?")

    def run(client: ShopClient) -> None:
        client.orders("x", {})
        client.orders("x", {})

    _, server = ask(Shop({ORDERS: only_basic}), run)
    kinds = ["basic" if "authorization" in seen.headers else "oauth" for seen in calls(server)]
    assert kinds == ["oauth", "oauth", "basic", "basic"]
    strange = auth_of("http://shop.example")
    answer = refusal("woocommerce_rest_cannot_view", "Sorry.")
    assert strange.refresh(answer, 0)
    assert not strange.refresh(answer, 1)
    assert strange.signing is Signing.OAUTH, "keys in the open only where nothing travels"


# --- refusals ----------------------------------------------------------------------------------------------


def read(client: ShopClient) -> Answer:
    return client.orders("x", {})


def write(client: ShopClient) -> Answer:
    return client.change_order("x", "7", BODY)


AUTH = "woocommerce_rest_authentication_error"
REFUSALS = [
    (401, AUTH, "Consumer key is invalid.", read, LoginNeeded, "key_wrong", "consumer_key"),
    (401, AUTH, "Consumer secret is invalid.", read, LoginNeeded, "secret_wrong", "consumer_secret"),
    (401, AUTH, "Invalid signature - provided signature does not match.", read, LoginNeeded, "secret_wrong",
     "consumer_secret"),
    (401, AUTH, "Invalid timestamp.", read, LoginNeeded, "clocks_differ", "base_url"),
    (401, AUTH, "The API key provided does not have read permissions.", read, LoginNeeded, "key_may_not_read",
     "consumer_key"),
    (401, AUTH, "The API key provided does not have write permissions.", write, LoginNeeded, "key_may_not_write",
     "consumer_key"),
    (401, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.", read, LoginNeeded, "key_wrong",
     "consumer_key"),
    (403, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.", read, LoginNeeded,
     "user_lacks_right", "consumer_key"),
    (403, "woocommerce_rest_cannot_edit", "Sorry, you are not allowed.", write, LoginNeeded, "key_may_not_write",
     "consumer_key"),
    (401, "rest_disabled", "The REST API is disabled.", read, LoginNeeded, "closed_to_guests", "base_url"),
    (404, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.", write, Refused, "no_such_order", ""),
    (400, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.", write, Refused, "no_such_order", ""),
    (400, "rest_invalid_param", "Invalid parameter(s): status", write, Refused, "invalid_param", ""),
    (409, "woocommerce_rest_conflict", "No.", write, Refused, "shop_refused", ""),
]  # fmt: skip


@pytest.mark.parametrize("status,code,message,run,kind,name,at", REFUSALS)
def test_the_shops_refusals_become_ours(
    status: int, code: str, message: str, run: Any, kind: type[ConnectorError], name: str, at: str
) -> None:
    answer = problem(status, code, message)
    error, _ = ask(Shop({ORDERS: answer, f"{ORDERS}/7": answer}), run)
    assert type(error) is kind
    assert error.code == name
    assert error.words == message
    assert error.text.endswith(".")
    assert getattr(error, "field", "") == at
    assert error.account == 4


def test_a_part_of_the_api_that_is_not_there() -> None:
    error, _ = ask(Shop(), lambda c: c.fulfillments("7"))
    assert isinstance(error, Refused)
    assert error.code == "no_route"


@pytest.mark.parametrize("run,kind", [(read, Unavailable), (write, OutcomeUnknown)])
def test_a_fault_of_the_shop_is_no_refusal(run: Any, kind: type[ConnectorError]) -> None:
    answer = problem(500, "internal_server_error", "There has been a critical error on this website.")
    error, _ = ask(Shop({ORDERS: answer, f"{ORDERS}/7": answer}), run)
    assert type(error) is kind


def test_words_of_the_shop_carry_no_secret_and_no_markup() -> None:
    message = f"<strong>Error</strong> &amp; more: {KEY} of erika@example.org"
    error, _ = ask(Shop({f"{ORDERS}/7": problem(400, "x_y", message)}), write)
    assert error.words == "Error & more: *** of ***"


def test_nothing_of_keys_and_buyers_reaches_the_log(caplog: pytest.LogCaptureFixture) -> None:
    def run(client: ShopClient) -> None:
        client.orders("x", {"search": "erika@example.org"})

    answers = [reply("<p>fault for Erika Musterfrau</p>", 500, "text/html"), reply([{"first_name": "Erika"}])]
    with caplog.at_level(logging.DEBUG):
        ask(Shop({ORDERS: lambda _: answers.pop(0) if len(answers) > 1 else answers[0]}), run)
    text = "\n".join(record.getMessage() for record in caplog.records if record.name in {"net", "sync"})
    assert "/wp-json/wc/v3/orders -> 200" in text
    for private in (KEY, SECRET, "erika", "Erika", "oauth_signature"):
        assert private not in text


# --- settings ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pasted,root",
    [
        ("https://shop.example", "https://shop.example"),
        (" https://Shop.Example/ \n", "https://shop.example"),
        ("shop.example", "https://shop.example"),
        ("https://shop.example/wp-admin/", "https://shop.example"),
        ("https://shop.example/wp-admin/admin.php?page=wc-settings&tab=advanced", "https://shop.example"),
        ("https://shop.example/wp-json/wc/v3", "https://shop.example"),
        ("https://shop.example/wp-json/wc/v3/orders/7?x=1", "https://shop.example"),
        ("https://shop.example/laden/wp-login.php", "https://shop.example/laden"),
        ("https://shop.example/laden/", "https://shop.example/laden"),
        ("https://shop.example/?rest_route=/wc/v3", "https://shop.example"),
        ("https://shop.example:8443/wp-admin", "https://shop.example:8443"),
        ("127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("localhost:8080/", "http://localhost:8080"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
    ],
)
def test_an_address_is_understood_as_people_paste_it(pasted: str, root: str) -> None:
    assert read_root(pasted) == root


@pytest.mark.parametrize(
    "settings,secrets,at,code",
    [
        ({"base_url": " "}, {}, "base_url", "address_missing"),
        ({"base_url": "ftp://shop.example"}, {}, "base_url", "not_an_address"),
        ({"base_url": "https://"}, {}, "base_url", "not_an_address"),
        ({"base_url": "https://shop.example:port"}, {}, "base_url", "not_an_address"),
        ({"base_url": "https://me:pw@shop.example"}, {}, "base_url", "address_with_keys"),
        ({}, {"consumer_key": ""}, "consumer_key", "key_missing"),
        ({}, {"consumer_secret": "  "}, "consumer_secret", "key_missing"),
        ({}, {"consumer_key": "ck_1 cs_2"}, "consumer_key", "key_with_blanks"),
        ({}, {"consumer_key": "cs_1", "consumer_secret": "ck_1"}, "consumer_key", "keys_swapped"),
        ({"tracking": "pigeon"}, {}, "tracking", "no_such_way"),
    ],
)
def test_settings_that_make_no_sense_are_told_at_their_field(
    settings: dict[str, str], secrets: dict[str, str], at: str, code: str
) -> None:
    found = access()
    found = replace(found, settings={**found.settings, **settings}, secrets={**found.secrets, **secrets})
    with pytest.raises(LoginNeeded) as caught:
        read_settings(found)
    assert (caught.value.field, caught.value.code) == (at, code)
    assert caught.value.text.endswith(".")


def test_keys_are_trimmed_and_never_shown() -> None:
    found = read_settings(access(secrets={"consumer_key": f" {KEY}\n", "consumer_secret": f"{SECRET} "}))
    assert (found.consumer_key, found.consumer_secret) == (KEY, SECRET)
    assert KEY not in repr(found)
    assert SECRET not in repr(found)


def test_the_settings_are_known_without_any_http_library(tmp_path: Path) -> None:
    """They are read at start, before the window is painted."""
    import subprocess
    import sys

    program = (
        "import sys, connectors.channels.woocommerce.settings as s; assert s.KIND.kind == 'woocommerce'; "
        "print([m for m in ('requests', 'urllib3', 'msgspec', 'certifi') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "", "HOME": str(tmp_path)},
    )
    assert done.stdout.strip() == "[]"
