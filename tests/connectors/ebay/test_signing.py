"""Settings as people paste them, tokens minted once and shared by nobody else, eBay's errors at their field."""

from __future__ import annotations

import base64
import dataclasses
import threading
from collections.abc import Callable
from urllib.parse import parse_qs

import pytest

from connectors.channels.ebay import client as client_module
from connectors.channels.ebay.auth import SharedToken
from connectors.channels.ebay.client import SellerClient
from connectors.channels.ebay.settings import KIND, read_settings
from connectors.contract.errors import ConnectorError, LoginNeeded, RateLimited, Refused, Unavailable
from connectors.contract.protocols import AccountAccess, Shared
from connectors.http.limits import Rate
from desk.domain.clock import ManualClock, SystemClock
from desk.domain.values import AccountId
from tests.connectors.ebay.desk_side import APP, CERT, KEYS, NOW, REFRESH, access
from tests.connectors.http.server import RESET, Seen, Server, reply, serving

EMPTY_LIST = {"total": 0, "orders": [], "limit": 1, "offset": 0}


# --- settings ----------------------------------------------------------------------------------------------


def test_every_setting_of_the_readme_is_there_and_secrets_are_secret() -> None:
    plain = {one.name for one in KIND.settings if not one.secret}
    secret = {one.name for one in KIND.settings if one.secret}
    named = "auth_url token_url apiz_url apim_url trading_url site_id marketplace ru_name app_id dev_id"
    assert plain == {"base_url", *named.split(), "refresh_expires", "signing_expires"}
    assert secret == {"cert_id", "refresh_token", "signing_jwe", "signing_private_key"}
    assert (KIND.tile, KIND.tile_colour) == ("eB", "ebay")


def test_addresses_that_are_not_given_lie_beside_the_one_that_is() -> None:
    plain = read_settings(access())
    assert plain.token_url == "https://api.ebay.com/identity/v1/oauth2/token"
    assert plain.trading_url == "https://api.ebay.com/ws/api.dll"
    assert plain.apiz_url == "https://apiz.ebay.com"
    sandbox = read_settings(access("https://api.sandbox.ebay.com/"))
    assert sandbox.apiz_url == "https://apiz.sandbox.ebay.com"
    assert (sandbox.is_sandbox, plain.is_sandbox) == (True, False)
    own = read_settings(access("http://127.0.0.1:4711"))
    assert {own.base_url, own.apiz_url} == {"http://127.0.0.1:4711"}
    assert own.token_url.startswith("http://127.0.0.1:4711/")
    assert own.trading_url.startswith("http://127.0.0.1:4711/")


def test_every_address_is_a_setting() -> None:
    found = read_settings(
        access(
            token_url="https://t.example",
            apiz_url="https://z.example/",
            trading_url="https://x.example/dll",
            site_id="3",
        )
    )
    assert found.token_url == "https://t.example/identity/v1/oauth2/token"
    assert (found.apiz_url, found.trading_url) == ("https://z.example", "https://x.example/dll")
    assert found.site_id == "3"


def test_a_marketplace_knows_its_trading_site() -> None:
    assert read_settings(access()).site_id == "77"
    assert read_settings(access(marketplace="ebay_gb")).site_id == "3"
    assert read_settings(access(marketplace="EBAY_US")).site_id == "0"


@pytest.mark.parametrize(
    "name,value,code",
    [
        ("base_url", "http://api.ebay.com", "address_not_safe"),
        ("token_url", "http://192.168.1.5:80", "address_not_safe"),
        ("trading_url", "ftp://x.example", "not_an_address"),
        ("apiz_url", "https://", "not_an_address"),
        ("auth_url", "https://me:secret@x.example", "address_with_keys"),
        ("apim_url", "https://x.example:port", "not_an_address"),
        ("marketplace", "EBAY_MOON", "no_such_site"),
        ("site_id", "seventy-seven", "no_such_site"),
        ("app_id", "", "key_missing"),
    ],
)
def test_settings_that_make_no_sense_are_told_at_their_field(name: str, value: str, code: str) -> None:
    found = access()
    wrong = dataclasses.replace(found, settings={**found.settings, name: value})
    with pytest.raises(LoginNeeded) as caught:
        read_settings(wrong)
    assert (caught.value.field, caught.value.code) == (name, code)
    assert "secret" not in caught.value.text


@pytest.mark.parametrize(
    "secrets,field,code",
    [
        ({}, "cert_id", "key_missing"),
        ({"cert_id": CERT}, "refresh_token", "key_missing"),
        ({"cert_id": REFRESH, "refresh_token": CERT}, "cert_id", "keys_in_wrong_fields"),
        ({"cert_id": CERT, "refresh_token": CERT}, "refresh_token", "keys_in_wrong_fields"),
        ({"cert_id": "PRD-1 PRD-2", "refresh_token": REFRESH}, "cert_id", "key_with_blanks"),
        ({"cert_id": CERT, "refresh_token": "v^1.1…"}, "refresh_token", "key_with_blanks"),
    ],
)
def test_keys_that_make_no_sense_are_told_at_their_field(secrets: dict[str, str], field: str, code: str) -> None:
    with pytest.raises(LoginNeeded) as caught:
        read_settings(access(secrets=secrets))
    assert (caught.value.field, caught.value.code) == (field, code)


def test_keys_are_taken_as_people_paste_them() -> None:
    pasted = {"cert_id": f' "{CERT}"\n', "refresh_token": f"{REFRESH} "}
    found = read_settings(access(secrets=pasted, app_id=f" {APP}"))
    assert (found.cert_id, found.refresh_token, found.app_id) == (CERT, REFRESH, APP)
    assert CERT not in repr(found)


# --- a server that mints -----------------------------------------------------------------------------------


class Mint:
    """Mints tokens by number, and answers calls by what `api` says to the token they bring."""

    def __init__(self, api: Callable[[str], bytes] | None = None, life: object = 7200) -> None:
        self.minted: list[Seen] = []
        self.life = life
        self.api = api or (lambda _: reply(EMPTY_LIST))
        self._lock = threading.Lock()

    def __call__(self, seen: Seen) -> bytes:
        if seen.target == "/identity/v1/oauth2/token":
            with self._lock:
                self.minted.append(seen)
                token = f"v^1.1#i^1#t^{len(self.minted)}"
            return reply({"access_token": token, "expires_in": self.life, "token_type": "User Access Token"})
        return self.api(seen.headers.get("authorization", ""))


def client_to(server: Server, clock: object = None, **more: object) -> SellerClient:
    found = access(server.address, clock=clock or ManualClock(NOW), **more)  # type: ignore[arg-type]
    return SellerClient(read_settings(found), found)


def ask(client: SellerClient) -> int:
    return client.orders("fetch_orders", {"limit": "1"}).status


def test_a_token_is_minted_as_ebay_wants_it_and_kept() -> None:
    mint = Mint()
    with serving(mint) as server:
        client = client_to(server)
        assert [ask(client) for _ in range(3)] == [200, 200, 200]
        client.close()
    (seen,) = mint.minted
    assert seen.method == "POST"
    assert seen.headers["authorization"] == f"Basic {base64.b64encode(f'{APP}:{CERT}'.encode()).decode()}"
    assert seen.headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qs(seen.body.decode()) == {"grant_type": ["refresh_token"], "refresh_token": [REFRESH]}
    assert server.seen[-1].headers["authorization"] == "Bearer v^1.1#i^1#t^1"


def test_connectors_of_one_account_share_the_token_and_others_never_do() -> None:
    mint = Mint()
    shared = Shared()
    with serving(mint) as server:
        first, second = client_to(server, shared=shared), client_to(server, shared=shared)
        other = client_to(server, account=AccountId(5))
        for client in (first, second, other):
            ask(client)
        used = [seen.headers["authorization"] for seen in server.seen if "order" in seen.target]
        for client in (first, second, other):
            client.close()
    assert [text[-1] for text in used] == ["1", "1", "2"]


def test_new_keys_never_go_on_with_the_old_ones_token() -> None:
    mint = Mint()
    shared = Shared()
    with serving(mint) as server:
        for secrets in (KEYS, {**KEYS, "refresh_token": f"{REFRESH}new"}):
            client = client_to(server, shared=shared, secrets=secrets)
            ask(client)
            client.close()
    assert len(mint.minted) == 2


def test_many_threads_mint_once() -> None:
    mint = Mint()
    shared = Shared()
    with serving(mint) as server:
        clients = [client_to(server, shared=shared) for _ in range(6)]
        threads = [threading.Thread(target=ask, args=(client,)) for client in clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for client in clients:
            client.close()
    assert len(mint.minted) == 1


@pytest.mark.parametrize("life,passed,minted", [(7200, 6800, 1), (7200, 6950, 2), (60, 50, 1), (60, 58, 2)])
def test_a_token_is_renewed_before_it_is_over(life: int, passed: int, minted: int) -> None:
    mint = Mint(life=life)
    clock = ManualClock(NOW)
    with serving(mint) as server:
        client = client_to(server, clock)
        ask(client)
        clock.advance(passed)
        ask(client)
        client.close()
    assert len(mint.minted) == minted


def test_a_clock_that_is_set_back_makes_no_token_good_for_ever() -> None:
    clock = ManualClock(NOW)
    kept = SharedToken(clock)
    kept.keep("token", 7200)
    assert kept.value == "token"
    clock.advance(-86_400)
    assert kept.value == ""


EXPIRED = {"errors": [{"errorId": 1001, "domain": "OAuth", "category": "REQUEST", "message": "Invalid access token"}]}


def test_a_token_that_is_refused_is_renewed_once() -> None:
    mint = Mint(lambda token: reply(EMPTY_LIST) if token.endswith("2") else reply(EXPIRED, 401))
    with serving(mint) as server:
        client = client_to(server)
        assert ask(client) == 200
        client.close()
    assert len(mint.minted) == 2


def test_a_token_that_is_always_refused_asks_for_a_login() -> None:
    mint = Mint(lambda _: reply(EXPIRED, 401))
    with serving(mint) as server:
        client = client_to(server)
        with pytest.raises(LoginNeeded) as caught:
            ask(client)
        client.close()
    assert (caught.value.field, len(mint.minted)) == ("refresh_token", 2)


@pytest.mark.parametrize(
    "status,body,field,code",
    [
        (
            400,
            {"error": "invalid_grant", "error_description": "issued to another client"},
            "refresh_token",
            "consent_ended",
        ),
        (400, {"error": "invalid_scope", "error_description": "exceeds"}, "refresh_token", "consent_ended"),
        (
            401,
            {"error": "invalid_client", "error_description": "client authentication failed"},
            "cert_id",
            "keyset_wrong",
        ),
        (401, {"error": "invalid_client", "error_description": "unknown client_id"}, "app_id", "keyset_wrong"),
    ],
)
def test_a_mint_that_refuses_names_the_key_at_fault(status: int, body: object, field: str, code: str) -> None:
    with serving(lambda _: reply(body, status)) as server:
        client = client_to(server)
        with pytest.raises(LoginNeeded) as caught:
            ask(client)
        client.close()
        assert len(server.seen) == 1
    assert (caught.value.field, caught.value.code) == (field, code)
    assert caught.value.operation == "mint_token"


@pytest.mark.parametrize("answer", [reply(b"", 200), reply(b"<html>", 503, "text/html"), reply({}), RESET])
def test_trouble_at_the_mint_passes(answer: object) -> None:
    """It is tried again, and is no matter of the keys."""
    left = [answer]
    mint = Mint()

    def script(seen: Seen) -> object:
        return left.pop() if left and "token" in seen.target else mint(seen)

    with serving(script) as server:
        client = client_to(server)
        for _ in range(2):
            try:
                assert ask(client) == 200
                break
            except Unavailable:
                continue
        client.close()
    assert len(mint.minted) == 1


def test_a_mint_elsewhere_gets_no_keys_by_redirect() -> None:
    with serving(Mint()) as elsewhere:
        away = reply(b"", 307, location=f"{elsewhere.address}/identity/v1/oauth2/token")
        with serving(lambda _: away) as server:
            client = client_to(server)
            with pytest.raises(LoginNeeded) as caught:
                ask(client)
            client.close()
        assert elsewhere.seen == []
    assert (caught.value.field, caught.value.code) == ("token_url", "redirected")


def test_one_cancelled_run_does_not_stop_the_mint_of_another() -> None:
    mint = Mint()
    shared = Shared()
    with serving(mint) as server:
        cancelled, going = client_to(server, shared=shared), client_to(server, shared=shared)
        cancelled.access.stop.set()
        with pytest.raises(Unavailable):
            ask(cancelled)
        assert ask(going) == 200
        cancelled.close()
        going.close()


# --- eBay's errors -----------------------------------------------------------------------------------------


def problem(number: int, words: str = "No.", long: str | None = None) -> dict[str, object]:
    one = {"errorId": number, "domain": "API_FULFILLMENT", "category": "REQUEST", "message": words}
    return {"errors": [{**one, **({"longMessage": long} if long else {})}]}


@pytest.mark.parametrize(
    "status,number,kind,code",
    [
        (400, 32100, Refused, "no_such_order"),
        (404, 32100, Refused, "no_such_order"),
        (404, 0, Refused, "no_such_order"),
        (400, 32200, Refused, "refused"),
        (409, 32600, Refused, "refused"),
        (403, 1100, LoginNeeded, "not_permitted"),
        (429, 2001, RateLimited, "rate_limited"),
        (500, 30500, Unavailable, "server_error"),
    ],
)
def test_ebays_numbers_say_what_to_do(status: int, number: int, kind: type[ConnectorError], code: str) -> None:
    answer = reply(problem(number, "Ungültig", "Die <b>Sendung</b> passt nicht."), status)
    with serving(Mint(lambda _: answer)) as server:
        client = client_to(server)
        with pytest.raises(kind) as caught:
            ask(client)
        client.close()
    assert caught.value.code == code
    if kind in (Refused, LoginNeeded):
        assert caught.value.words == "Die Sendung passt nicht."
        assert caught.value.account


def test_an_id_stays_one_part_of_the_path() -> None:
    with serving(Mint(lambda _: reply({}))) as server:
        client = client_to(server)
        client.order("fetch_order", "../../../x?y=1#z")
        target = server.seen[-1].target
        for nonsense in ("", "..", "x" * 300):
            with pytest.raises(Refused) as caught:
                client.order("fetch_order", nonsense)
            assert caught.value.code == "no_such_order"
        client.close()
    assert target == "/sell/fulfillment/v1/order/..%2F..%2F..%2Fx%3Fy%3D1%23z?fieldGroups=TAX_BREAKDOWN"


def test_filters_are_encoded_and_taxes_always_asked_for() -> None:
    with serving(Mint()) as server:
        client = client_to(server)
        client.orders("fetch_orders", {"filter": "lastmodifieddate:[2026-11-20T00:00:00.000Z..]"})
        target = server.seen[-1].target
        client.close()
    assert not set(target) & set("[]{}|")
    assert "%5B2026-11-20T00%3A00%3A00.000Z..%5D" in target
    assert "fieldGroups=TAX_BREAKDOWN" in target


def test_warnings_beside_a_good_answer_are_told_once(caplog: pytest.LogCaptureFixture) -> None:
    warned = {**EMPTY_LIST, "warnings": [{"errorId": 4711, "message": "Bald anders"}]}
    with serving(Mint(lambda _: reply(warned))) as server:
        client = client_to(server)
        ask(client)
        ask(client)
        client.close()
    assert len([one for one in caplog.records if "4711" in one.getMessage()]) == 1


def test_no_key_stands_in_any_log(caplog: pytest.LogCaptureFixture) -> None:
    body = {"error": "invalid_grant", "error_description": f"{REFRESH} {CERT} v^1.1#i^1#t^1"}
    token = "v^1.1#i^1#t^1"
    told = ""
    with caplog.at_level(0):
        for script in (Mint(lambda _: reply(problem(1, f"{token} {REFRESH}"), 400)), lambda _: reply(body, 400)):
            with serving(script) as server:
                client = client_to(server)
                with pytest.raises(ConnectorError) as caught:
                    ask(client)
                client.close()
                error = caught.value
                told = " ".join([error.text, error.detail, error.words, error.sample, repr(error), caplog.text])
                encoded = [base64.b64encode(text.encode()).decode() for text in (CERT, REFRESH, f"{APP}:{CERT}")]
                for private in (CERT, REFRESH, *encoded, "%5E1.1%23i%5E1%23r"):
                    assert private not in told
                if script.__class__ is Mint:
                    assert token not in told
    assert "mint_token" in told or "token" in told


# --- quotas ------------------------------------------------------------------------------------------------


def test_the_quotas_are_ebays_own_by_the_day() -> None:
    for family, limit in ((client_module.FULFILLMENT, 100_000), (client_module.TRADING, 5_000)):
        rate = client_module.RATES[family]
        assert rate.burst + rate.per_second * 86_400 <= limit * 1.0001
        assert client_module.RESERVES[family] < rate.burst


def test_deeds_and_the_order_on_the_screen_go_before_the_reading_of_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "RATES", {client_module.FULFILLMENT: Rate(per_second=0.1, burst=6)})
    monkeypatch.setattr(client_module, "RESERVES", {client_module.FULFILLMENT: 4})
    clock = ManualClock(NOW)
    shared = Shared()
    with serving(Mint(lambda _: reply({**EMPTY_LIST, "fulfillments": []}))) as server:
        plain, urgent = client_to(server, clock, shared=shared), client_to(server, clock, shared=shared, urgent=True)
        ask(plain)
        ask(plain)
        assert plain.rest() == pytest.approx(10.0)
        assert urgent.rest() == 0.0
        with pytest.raises(RateLimited) as caught:
            plain.check_quota()
        assert caught.value.retry_after == pytest.approx(10.0)
        begun = clock.monotonic()
        urgent.order("fetch_order", "01-00000-00000")
        plain.fulfillments("look_shipments", "01-00000-00000")
        assert clock.monotonic() == begun, "nobody waited"
        plain.close()
        urgent.close()


def test_connecting_asks_nothing() -> None:
    found: AccountAccess = access("http://127.0.0.1:9", clock=SystemClock())
    client = SellerClient(read_settings(found), found)
    client.close()
    assert client.rest() == 0.0
