"""What a test of the keys tells of a shop, what an error says, and what https protects."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import certifi
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from connectors.channels.woocommerce import simulator
from connectors.channels.woocommerce.connector import WooCommerce, connect
from connectors.contract.errors import (
    ConnectorError,
    LoginNeeded,
    Unavailable,
)
from connectors.contract.snapshots import Cursor
from connectors.simulation.traffic import OBSERVERS, Exchange
from desk.domain.clock import SystemClock
from tests.connectors.http.server import Seen, reply, serving
from tests.connectors.woocommerce.bench import KEY, shop, whole_parcel
from tests.connectors.woocommerce.desk_side import ACCOUNT, access

# --- signing in --------------------------------------------------------------------------------------------


def test_a_test_of_the_keys_tells_who_answers_and_what_can_be_done() -> None:
    with shop() as bench:
        report = bench.connector.check_login()
        assert report.identity
        findings = dict(report.findings)
        assert findings["Orders"] == "40"
        assert findings["WooCommerce"]
        assert findings["Tracking numbers"] == findings["Extensions"] == "Shipment Tracking"
        assert findings["Orders are kept in"] == "own tables (HPOS)"
        assert "The shop's own statuses" not in findings
        assert "Orders a page" not in findings
        assert report.warnings == ()
        assert report.may_write is True
        assert report.capabilities == bench.connector.capabilities()
        assert bench.effects() == Counter(), "a test changes nothing"


def test_what_is_odd_about_a_shop_is_told_with_it() -> None:
    """Posts for orders, an hour that comes with half of one, small pages, and statuses of a plugin."""
    with shop(orders=3, hpos=False, timezone="Australia/Adelaide", per_page_cap=50, tracking="ast") as bench:
        findings = dict(bench.connector.check_login().findings)
    assert findings["Orders are kept in"] == "posts"
    assert re.fullmatch(r"Australia/Adelaide \(UTC\+(09|10):30\)", findings["Time zone"])
    assert "skipped in spring" in findings["Change of the clock"]
    assert findings["Orders a page"] == "50"
    assert findings["The shop's own statuses"] == "partial-shipped"


def test_a_zone_whose_clock_never_changes_is_told_without_more() -> None:
    with shop(orders=1, timezone="Asia/Kolkata") as bench:
        findings = dict(bench.connector.check_login().findings)
    assert findings["Time zone"] == "Asia/Kolkata (UTC+05:30)"
    assert "Change of the clock" not in findings


def test_a_shop_without_webhooks_tells_its_changes_all_the_same() -> None:
    seen: list[Exchange] = []
    OBSERVERS.append(seen.append)
    try:
        with shop(orders=3) as bench:
            findings = dict(bench.connector.check_login().findings)
            bench.fetch()
            made = bench.do("new_order")
            assert str(made["id"]) in bench.fetch()
    finally:
        OBSERVERS.remove(seen.append)
    assert "no webhook" in findings["Changes"]
    assert seen
    assert not [one for one in seen if "webhook" in one.request.path]


def test_warnings_of_a_plugin_before_the_data_are_read_past_and_told() -> None:
    with shop(orders=3) as bench:
        bench.faults(warning_before_json=1.0)
        (warning,) = bench.connector.check_login().warnings
        assert "writes warnings before its data" in warning
        assert len(bench.fetch()) == 3


Spoil = Callable[[dict[str, str], str], tuple[str, dict[str, str]]]
WRONG: dict[str, tuple[Spoil, str]] = {
    "key": (lambda s, url: (url, {**s, "consumer_key": "ck_" + "0" * 40}), "consumer_key"),
    "secret": (lambda s, url: (url, {**s, "consumer_secret": "cs_" + "0" * 40}), "consumer_secret"),
    "port": (lambda s, _url: ("http://127.0.0.1:9", s), "base_url"),
    "path": (lambda s, url: (f"{url}/nowhere", s), "base_url"),
    "https": (lambda s, url: (url.replace("http://", "https://"), s), "base_url"),
}


@pytest.mark.usefixtures("fast_waits")
@pytest.mark.parametrize("name", WRONG)
def test_an_error_stands_at_its_field_and_mending_it_helps(name: str) -> None:
    spoil, at = WRONG[name]
    with simulator.start(seed=11, orders=5) as running:
        secrets = dict(running.credentials)
        url, wrong = spoil(secrets, running.url)
        connector = connect(access(url, clock=SystemClock(), timeout=0.5, secrets=wrong))
        with pytest.raises(LoginNeeded) as caught:
            connector.check_login()
        connector.close()
        assert caught.value.field == at, caught.value.code
        assert caught.value.text.endswith(".")
        mended = connect(access(running.url, clock=SystemClock(), secrets=secrets))
        assert mended.check_login().identity
        mended.close()


def test_a_key_that_may_only_read_is_known_at_the_test_already_though_its_user_may_do_all() -> None:
    with shop(permission="read") as bench:
        report = bench.connector.check_login()
        assert report.may_write is False
        assert bench.effects() == Counter(), "a test changes nothing"


def test_a_key_that_may_only_read_is_told_when_it_is_to_write() -> None:
    with shop(permission="read") as bench:
        one = bench.open_order()
        with pytest.raises(LoginNeeded) as caught:
            bench.connector.confirm_shipment(whole_parcel(one), KEY)
        assert (caught.value.field, caught.value.code) == ("consumer_key", "key_may_not_write")
        assert bench.connector.check_login().may_write is False


PAGE = reply("<!DOCTYPE html><html><body>Hello</body></html>", 200, "text/html")
STRANGE: dict[str, tuple[dict[str, bytes], str, str]] = {
    "no WordPress": ({}, "base_url", "no_api"),
    "a page for everything": ({"*": PAGE}, "base_url", "html_answer"),
    "no WooCommerce": ({"/wp-json/": reply({"name": "Blog", "namespaces": ["wp/v2"]})}, "base_url", "no_route"),
    "API switched off": (
        {"*": reply({"code": "rest_disabled", "message": "The REST API is disabled."}, 403)},
        "base_url",
        "closed_to_guests",
    ),
    "moved to https": ({"*": reply("", 301, "text/html", Location="https://127.0.0.1/x")}, "base_url",
                       "redirected_to_https"),
    "moved elsewhere": ({"*": reply("", 301, "text/html", Location="http://localhost:9/x")}, "base_url",
                        "redirected"),
}  # fmt: skip


@pytest.mark.parametrize("name", STRANGE)
def test_what_else_may_be_at_an_address(name: str) -> None:
    answers, at, code = STRANGE[name]
    nothing = reply("<html>404</html>", 404, "text/html")
    no_route = reply({"code": "rest_no_route", "message": "No route was found."}, 404)

    def answer(seen: Seen) -> bytes:
        path = seen.target.split("?")[0]
        other = no_route if path.startswith("/wp-json/wc/") else nothing
        return answers.get(path, answers.get("*", other))

    with serving(answer) as server:
        connector = connect(access(server.address, timeout=0.5))
        with pytest.raises(LoginNeeded) as caught:
            connector.check_login()
        connector.close()
    assert (caught.value.field, caught.value.code) == (at, code)


def test_a_shop_asked_over_open_http_is_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    from connectors.channels.woocommerce import settings

    monkeypatch.setattr(settings, "is_loopback", lambda _: False)
    with shop() as bench:
        (warning,) = bench.connector.check_login().warnings
    assert "https" in warning


def test_a_stopped_account_asks_nothing_more() -> None:
    with shop() as bench:
        bench.fetch()
        bench.connector._access.stop.set()
        with pytest.raises(Unavailable) as caught:
            bench.connector.fetch_orders(Cursor())
        assert caught.value.code == "stopped"


@pytest.mark.usefixtures("fast_waits")
def test_every_error_says_where_it_happened() -> None:
    with shop() as bench:
        bench.faults(server_html=1.0)
        with pytest.raises(ConnectorError) as caught:
            bench.connector.fetch_orders(Cursor())
    assert caught.value.account == ACCOUNT
    assert caught.value.operation


# --- https -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Paper:
    """A shop's certificate, and the merchant's own authority that alone vouches for it."""

    authority: Path
    certificate: Path
    key: Path


def named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def signed(subject: str, key: ec.EllipticCurvePrivateKey, issuer: str, by: ec.EllipticCurvePrivateKey) -> bytes:
    now = SystemClock().now()
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1")), x509.DNSName("localhost")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(named(subject))
        .issuer_name(named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=subject == issuer, path_length=None), critical=True)
    )
    if subject != issuer:
        builder = builder.add_extension(names, critical=False)
    return builder.sign(by, hashes.SHA256()).public_bytes(Encoding.PEM)


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Paper:
    folder = tmp_path_factory.mktemp("paper")
    authority, shops = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    found = Paper(folder / "authority.pem", folder / "certificate.pem", folder / "key.pem")
    found.authority.write_bytes(signed("Own authority", authority, "Own authority", authority))
    found.certificate.write_bytes(signed("localhost", shops, "Own authority", authority))
    found.key.write_bytes(shops.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return found


@contextmanager
def safe_shop(paper: Paper, *, trusted: bool = True, **options: Any) -> Iterator[WooCommerce]:
    with simulator.start(
        seed=11, orders=5, certificate=str(paper.certificate), certificate_key=str(paper.key), **options
    ) as running:
        assert running.url.startswith("https://")
        found = access(
            running.url,
            clock=SystemClock(),
            secrets=dict(running.credentials),
            ca_file=paper.authority if trusted else None,
        )
        connector = connect(found)
        try:
            yield connector
        finally:
            connector.close()


@pytest.mark.parametrize("bundle", ["/nowhere.pem", certifi.where()], ids=["none", "everybody's"])
def test_over_https_the_accounts_own_authority_is_trusted_whatever_the_environment_says(
    paper: Paper, monkeypatch: pytest.MonkeyPatch, bundle: str
) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, bundle)
    with safe_shop(paper) as connector:
        report = connector.check_login()
        assert connector.fetch_orders(Cursor()).items
    assert dict(report.findings)["Signing in"] == "Basic"
    assert report.warnings == ()


@pytest.mark.usefixtures("fast_waits")
def test_an_authority_that_only_the_environment_names_is_not_trusted(
    paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever may set a variable of the process must not be able to listen."""
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, str(paper.authority))
    with safe_shop(paper, trusted=False) as connector, pytest.raises(LoginNeeded) as caught:
        connector.check_login()
    assert (caught.value.field, caught.value.code) == ("base_url", "tls")


def test_a_server_that_drops_the_header_is_found_out(paper: Paper) -> None:
    with safe_shop(paper, strip_authorization=True) as connector:
        report = connector.check_login()
        assert dict(report.findings)["Signing in"] == "keys in the query"
        assert connector.fetch_orders(Cursor()).items


@pytest.mark.usefixtures("fast_waits")
def test_a_certificate_nobody_vouches_for_is_refused_before_any_key_is_sent(paper: Paper) -> None:
    with safe_shop(paper, trusted=False) as connector, pytest.raises(LoginNeeded) as caught:
        connector.check_login()
    assert (caught.value.field, caught.value.code) == ("base_url", "tls")
