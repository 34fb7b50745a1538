"""The client library's traps (channel sheet 11), each closed, and the names of it that we replace still there."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import certifi
import pytest

from connectors.channels.amazon import library, reading
from connectors.channels.amazon.client import AmazonClient
from connectors.channels.amazon.wire import USER_AGENT
from connectors.contract.errors import ConnectorError, LoginNeeded, OutcomeUnknown, Unavailable, Unreadable
from connectors.contract.protocols import Shared
from tests.connectors.amazon.calls import BODY, CALLS, QUERY, SETS, client_of
from tests.connectors.amazon.desk_side import (
    CLIENT,
    GERMANY,
    ORDER,
    SECRETS,
    access,
    amazon,
    errors,
    order,
    page,
)
from tests.connectors.http.server import RESET, SILENCE, reply

# --- the names we replace ----------------------------------------------------------------------------------


def test_the_librarys_private_names_are_those_we_replace() -> None:
    """Fails when an update renames what our own sockets and tokens are put in place of."""
    real = library.load("sp_api.base").Client(
        marketplace=SimpleNamespace(endpoint="http://127.0.0.1:9", marketplace_id=GERMANY, region="eu-west-1"),
        refresh_token="Atzr|x",
        credentials={"lwa_app_id": "x", "lwa_client_secret": "y"},
    )
    try:
        assert set(vars(real)) == library.CLIENT_STATE
        assert set(vars(real._auth)) == library.TOKEN_CLIENT_STATE
        assert callable(real._transport.request)
        assert callable(real._auth.get_auth)
        assert callable(real._auth._request)
        assert {"scheme", "host", "path"} <= set(dir(type(real._auth)))
    finally:
        real._transport.close()
        real._auth._transport.close()


def test_our_objects_hold_exactly_what_the_librarys_constructors_leave() -> None:
    wire: Any = SimpleNamespace(request=None)
    ours = library.api("sp_api.base", "Client", root="https://x", marketplace="M", signs=None, transport=wire)
    assert set(vars(ours)) == library.CLIENT_STATE
    assert ours._transport is wire
    tokens = library.token_client(
        "https://a.example/b/c", client_id="i", client_secret="s", refresh_token="r", transport=wire
    )
    assert set(vars(tokens)) - {"scheme", "host", "path"} == library.TOKEN_CLIENT_STATE
    assert tokens.scheme + tokens.host + tokens.path == "https://a.example/b/c"
    assert tokens.data == {"grant_type": "refresh_token", "client_id": "i", "refresh_token": "r", "client_secret": "s"}


def test_the_pinned_version_is_the_one_that_was_read() -> None:
    assert library.load("sp_api.__version__").__version__ == "2.1.35"


# --- 1: an error without a list of errors is no empty success ------------------------------------------------

NOTHING_SAID = {
    "500 html": reply("<html>oops</html>", 500, "text/html"),
    "500 empty": reply("", 500),
    "502 html": reply("<html>Bad Gateway</html>", 502, "text/html"),
    "503 json": reply({"message": "Service Unavailable"}, 503),
    "504 empty": reply("", 504),
    "403 gateway": reply({"message": "Forbidden"}, 403),
    "403 html": reply("<html>Request blocked</html>", 403, "text/html"),
    "403 empty errors": reply({"errors": []}, 403),
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("said", NOTHING_SAID)
def test_an_error_without_errors_is_an_error(call: str, said: str) -> None:
    with amazon(lambda _: NOTHING_SAID[said]) as there:
        client = client_of(access(there.url))
        with pytest.raises(ConnectorError) as caught:
            CALLS[call](client)
        client.close()
    writes = call == "confirm_shipment" and said.startswith("5")
    assert isinstance(caught.value, OutcomeUnknown if writes else Unavailable)
    assert caught.value.operation == call
    assert call != "confirm_shipment" or len(there.calls) == 1, "a change is never sent again by itself"


@pytest.mark.parametrize(
    "answer",
    [reply("", 200), reply("<html>hello</html>", 200, "text/html"), reply({}, 200), reply("[]", 202), RESET, SILENCE],
)
def test_only_the_one_status_that_means_success_confirms_a_parcel(answer: object) -> None:
    with amazon(lambda _: answer) as there:
        client = client_of(access(there.url, timeout=0.5))
        with pytest.raises(OutcomeUnknown):
            client.confirm_shipment(ORDER, BODY)
        client.close()
    assert len(there.calls) == 1


@pytest.mark.parametrize("body", ["[]", "null", '"orders"', '{"orders": 7}', "{}", '{"errors":[{"code":"X"}]}'])
def test_an_answer_of_another_shape_is_unreadable_not_a_stumble(body: str) -> None:
    with amazon(lambda _: reply(body)) as there:
        client = client_of(access(there.url))
        with pytest.raises(Unreadable):
            _read_page(client)
        client.close()


def _read_page(client: AmazonClient) -> None:
    reading.page(client.search_orders(QUERY))


# --- 4: threads --------------------------------------------------------------------------------------------


def test_connectors_of_one_account_share_no_client_of_the_library() -> None:
    shared = Shared()
    with amazon(lambda _: reply(page())) as there:
        clients = [client_of(access(there.url, shared=shared)) for _ in range(2)]
        for one in clients:
            one.search_orders(QUERY)
        first, second = (one._apis["OrdersV20260101"] for one in clients)
        assert first is not second
        assert first._transport is not second._transport
        for one in clients:
            one.close()


# --- 5: time-outs ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("silent", ["api", "sign-in"])
def test_time_outs_are_the_accounts_own_and_real_seconds(silent: str) -> None:
    """By a clock that stands still: neither the library's five seconds nor a drill's clock decide."""
    begun = time.monotonic()
    with amazon(
        lambda _: SILENCE if silent == "api" else reply(page()),
        token=(lambda _: SILENCE) if silent == "sign-in" else None,
    ) as there:
        client = client_of(access(there.url, timeout=0.3))
        with pytest.raises(Unavailable) as caught:
            client.get_order(ORDER, SETS)
        client.close()
    assert caught.value.code == "timed_out"
    assert time.monotonic() - begun < 4


@pytest.mark.parametrize("trickles", ["head", "body"])
def test_a_server_that_trickles_ends_at_the_deadline(trickles: str) -> None:
    def drops(stop: threading.Event) -> Any:
        if trickles == "body":
            yield b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n"
        else:
            yield b"HTTP/1.1 200 OK\r\nX: "
        while not stop.wait(0.1):
            yield b"x"

    with amazon(lambda _: drops(there.server.stopping)) as there:
        client = client_of(access(there.url, timeout=0.3))
        begun = time.monotonic()
        with pytest.raises(OutcomeUnknown):
            client.confirm_shipment(ORDER, BODY)
        took = time.monotonic() - begun
        client.close()
    assert took < 2, "each byte starts a plain time-out anew, the deadline does not"


# --- 6: what is really sent --------------------------------------------------------------------------------


def test_requests_hold_what_we_said_and_nothing_of_the_librarys_own() -> None:
    good = {"search_orders": page(), "get_order": {"order": order()}, "find_marketplaces": {"payload": []}}
    with amazon(lambda asked: reply("", 204) if asked.body else reply(good[names.pop(0)])) as there:
        names = ["search_orders", "get_order", "find_marketplaces"]
        client = client_of(access(there.url))
        for call in CALLS.values():
            call(client)
        client.close()
        search, single, sellers, confirm = there.calls
        assert search.query == QUERY
        assert (single.path, single.query) == (
            f"/orders/2026-01-01/orders/{ORDER}",
            {"includedData": "FULFILLMENT,PACKAGES"},
        )
        assert (sellers.path, sellers.query) == ("/sellers/v1/marketplaceParticipations", {})
        assert (confirm.path, confirm.query, confirm.body) == (
            f"/orders/v0/orders/{ORDER}/shipmentConfirmation",
            {},
            BODY,
        )
        assert confirm.seen.headers["content-type"] == "application/json"
        for one in there.calls:
            assert one.seen.headers["user-agent"] == USER_AGENT
            assert one.seen.headers["host"] == there.url.removeprefix("http://")
        assert there.forms == [
            {
                "grant_type": "refresh_token",
                "client_id": CLIENT,
                "client_secret": SECRETS["client_secret"],
                "refresh_token": SECRETS["refresh_token"],
            }
        ]


@pytest.mark.parametrize("id_", ["302-1/../2", "302 1", "302?x=1", "302#1", "302%2F1"])
def test_an_odd_order_id_stays_one_part_of_the_path(id_: str) -> None:
    with amazon(lambda _: reply({"order": order()})) as there:
        client = client_of(access(there.url))
        client.get_order(id_, SETS)
        client.close()
        assert there.calls[0].path.count("/") == 4
        assert there.calls[0].query == {"includedData": "FULFILLMENT,PACKAGES"}


# --- 8: environment and files ------------------------------------------------------------------------------

HOSTILE = {
    "SP_API_DEFAULT_MARKETPLACE": "NOWHERE",
    "AWS_ENV": "NOWHERE",
    "SP_API_AUTH_CACHE_SIZE": "many",
    "SP_API_AUTH_CACHE_TTL": "long",
    "SP_API_REFRESH_TOKEN": "Atzr|of-the-environment",
    "LWA_APP_ID": "of-the-environment",
    "LWA_CLIENT_SECRET": "of-the-environment",
    "SP_API_AWS_SECRET_ID": "of-the-environment",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "http_proxy": "http://127.0.0.1:9",
    "HTTPS_PROXY": "nonsense://127.0.0.1:9",
    "ALL_PROXY": "socks9://127.0.0.1:9",
    "SSL_CERT_FILE": "/nowhere",
    "SSL_CERT_DIR": "/nowhere",
    "REQUESTS_CA_BUNDLE": "/nowhere",
    "CURL_CA_BUNDLE": "/nowhere",
}
CHILD = """
import json, os, sys
from connectors.channels.amazon.client import AmazonClient
from connectors.channels.amazon.settings import read_settings
from connectors.contract.protocols import AccountAccess
from desk.domain.clock import SystemClock
before = dict(os.environ)
told = json.loads(sys.argv[1])
access = AccountAccess(id=1, kind="amazon", clock=SystemClock(), settings=told["settings"], secrets=told["secrets"])
client = AmazonClient(read_settings(access), access)
client.search_orders(told["query"])
client.close()
assert dict(os.environ) == before, "the environment is left as it was"
"""


def test_no_variable_of_the_environment_decides_anything(tmp_path: Path) -> None:
    """In a process of its own, since the library reads some of them while it is imported."""
    config = tmp_path / "python-sp-api"
    config.mkdir()
    (config / "credentials.yml").write_text("default:\n  lwa_app_id: file\n  lwa_client_secret: file\n")
    with amazon(lambda _: reply(page())) as there:
        told = {"settings": dict(access(there.url).settings), "secrets": SECRETS, "query": QUERY}
        done = subprocess.run(
            [sys.executable, "-c", CHILD, json.dumps(told)],
            env={**os.environ, **HOSTILE, "XDG_CONFIG_HOME": str(tmp_path)},
            cwd=Path(__file__).parents[3],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        assert there.forms[0]["client_id"] == CLIENT
        assert there.forms[0]["refresh_token"] == SECRETS["refresh_token"]
        assert there.calls[0].query == QUERY


# --- 10: logs ----------------------------------------------------------------------------------------------


def test_debug_logs_hold_no_token_secret_or_buyer(caplog: pytest.LogCaptureFixture) -> None:
    refused = errors("InvalidInput", "Jörg Groß, abc@marketplace.amazon.de, Atza|token-1", "x")
    with caplog.at_level(logging.DEBUG), amazon(lambda _: reply(refused, 400)) as there:
        client = client_of(access(there.url))
        for call in CALLS.values():
            with pytest.raises(ConnectorError) as caught:
                call(client)
            told = (caught.value.text, caught.value.detail, caught.value.words, caught.value.sample)
            assert all("Atza|token-1" not in one and "marketplace.amazon.de" not in one for one in told)
        client.close()
    lines = [record.getMessage() for record in caplog.records]
    assert any("->" in line for line in lines), "calls are logged"
    assert {record.name.partition(".")[0] for record in caplog.records} <= {"net", "sync"}
    for private in (*SECRETS.values(), "Atza|", "Groß", "re-fresh-me", "of-the-environment"):
        assert all(private not in line for line in lines)


def test_the_librarys_loggers_stay_quiet_whatever_the_root_is_set_to() -> None:
    library.load("sp_api.api.orders.orders_v0")
    names = [name for name in logging.root.manager.loggerDict if name.split(".")[0] in ("sp_api", "httpx", "httpcore")]
    assert "sp_api.base.client" in names
    for name in names:
        assert logging.getLogger(name).getEffectiveLevel() >= logging.WARNING, name


# --- 12: redirects -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize("call", CALLS)
def test_a_redirect_elsewhere_is_not_followed_with_tokens(call: str, status: int) -> None:
    with amazon(lambda _: reply(page())) as elsewhere:
        target = elsewhere.url + "/stolen"
        with amazon(lambda _: reply("", status, Location=target)) as there:
            client = client_of(access(there.url))
            with pytest.raises(LoginNeeded) as caught:
                CALLS[call](client)
            client.close()
        assert elsewhere.calls == []
    assert caught.value.field == "base_url"


def test_a_sign_in_that_redirects_is_told_at_its_own_address() -> None:
    with (
        amazon(lambda _: reply(page())) as elsewhere,
        amazon(lambda _: reply(page()), token=lambda _: reply("", 307, Location=elsewhere.url)) as there,
    ):
        client = client_of(access(there.url))
        with pytest.raises(LoginNeeded) as caught:
            client.get_order(ORDER, SETS)
        client.close()
        assert elsewhere.forms == []
        assert elsewhere.calls == []
    assert caught.value.field == "token_url"


def test_a_ca_file_that_is_not_there_is_told_before_any_key_is_sent(tmp_path: Path) -> None:
    client = client_of(access("https://localhost:9", token_url="https://localhost:9/t", ca_file=tmp_path / "none.pem"))
    with pytest.raises(LoginNeeded) as caught:
        client.get_order(ORDER, SETS)
    client.close()
    assert caught.value.field == "ca_file"
    assert Path(certifi.where()).is_file()
