"""Keys, consents and quotas of an eBay account: each error at its field, nothing secret in a log, connections safe."""

from __future__ import annotations

import dataclasses
import logging
from base64 import b64encode
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from connectors.channels.ebay import simulator
from connectors.channels.ebay.connector import connect
from connectors.contract.errors import (
    ConnectorError,
    LoginNeeded,
    RateLimited,
    Unavailable,
)
from connectors.contract.protocols import Shared
from connectors.contract.snapshots import Cursor
from connectors.http.limits import Rate
from desk.domain.clock import ManualClock, SystemClock
from tests.connectors.ebay.bench import KEY, access_to, ebay
from tests.connectors.ebay.desk_side import KEYS, parcel

# --- signing in -------------------------------------------------------------------------------------------


def test_a_test_of_the_keys_tells_who_answers_and_what_can_be_done() -> None:
    with ebay() as bench:
        report = bench.connector.check_login()
        findings = dict(report.findings)
        assert report.identity == bench.get("state?orders=0")["seller"]
        assert findings["Marketplace"] == "EBAY_DE"
        assert int(findings["Orders of 90 days"]) > 0
        assert report.warnings == ()
        assert report.capabilities == bench.connector.capabilities()
        can = report.capabilities.confirms_shipments
        assert can is not None
        assert (can.partial, can.several_parcels, can.needs_number) == (True, True, True)


def test_a_consent_without_identity_is_enough() -> None:
    with ebay(scopes="base sell.fulfillment") as bench:
        assert bench.connector.check_login().identity == bench.get("state?orders=0")["seller"]


def test_a_consent_without_orders_is_not() -> None:
    with ebay(scopes="base commerce.identity.readonly") as bench, pytest.raises(LoginNeeded) as caught:
        bench.connector.check_login()
    assert (caught.value.field, caught.value.code) == ("refresh_token", "not_permitted")


def test_clocks_that_differ_are_told() -> None:
    with ebay(clock_offset=3600.0) as bench:
        assert any("60 minutes" in one or "59 minutes" in one for one in bench.connector.check_login().warnings)


@pytest.mark.usefixtures("fast_waits")
@pytest.mark.parametrize(
    "name,wrong,field",
    [
        ("cert_id", "PRD-0000", "cert_id"),
        ("refresh_token", "v^1.1#i^1#wrong", "refresh_token"),
        ("app_id", "Somebody-Else-PRD-1", "cert_id"),
        ("base_url", "http://127.0.0.1:9", "base_url"),
        ("token_url", "http://127.0.0.1:9/x", "token_url"),
        ("trading_url", "http://127.0.0.1:9/x", "trading_url"),
    ],
)
def test_an_error_stands_at_its_field_and_mending_it_helps(name: str, wrong: str, field: str) -> None:
    with ebay() as bench:
        given = bench.access
        if name in KEYS:
            given = dataclasses.replace(given, secrets={**given.secrets, name: wrong})
        else:
            given = dataclasses.replace(given, settings={**given.settings, name: wrong})
        found = dataclasses.replace(given, shared=Shared())
        connector = connect(found)
        with pytest.raises(LoginNeeded) as caught:
            connector.check_login()
        connector.close()
        assert caught.value.field == field
        assert bench.connector.check_login().identity


@pytest.mark.usefixtures("fast_waits")
@pytest.mark.parametrize("profile", ["server_html", "empty_200", "warning_before_json", "maintenance"])
def test_trouble_that_passes_is_no_matter_of_the_settings(profile: str) -> None:
    with ebay() as bench:
        bench.connector.fetch_orders(Cursor())
        plan = {"profile": profile, "count": 9, "path_contains": "api.dll"}
        bench.post("faults", planned=[plan])
        with pytest.raises(Unavailable):
            bench.connector.check_login()
        bench.post("faults", clear=True)
        assert bench.connector.check_login().identity


def test_a_consent_that_was_taken_back_asks_for_a_login_and_a_new_one_helps() -> None:
    with ebay() as bench:
        bench.fetch()
        bench.do("revoke_consent")
        with pytest.raises(LoginNeeded) as caught:
            bench.connector.fetch_orders(bench.cursor)
        assert caught.value.field == "refresh_token"
        token = bench.do("renew_consent")["refresh_token"]
        fresh = connect(dataclasses.replace(bench.access, secrets={**bench.access.secrets, "refresh_token": token}))
        assert fresh.fetch_orders(bench.cursor).done
        fresh.close()


def test_a_token_that_runs_out_in_the_middle_is_renewed() -> None:
    with ebay() as bench:
        bench.fetch()
        bench.do("expire_tokens")
        assert bench.fetch() is not None
        assert bench.connector.check_login().identity


def test_a_quota_that_is_used_up_is_told_and_passes() -> None:
    with ebay() as bench:
        bench.fetch()
        bench.do("use_up", family="sell.fulfillment", calls=100_000)
        bench.access.stop.set()
        with pytest.raises(Unavailable):
            bench.connector.fetch_orders(bench.cursor)


def test_a_run_announces_how_long_it_rests_for_the_quota(monkeypatch: pytest.MonkeyPatch) -> None:
    """No call waits long inside: each page says when the next one may come, and who comes earlier is told."""
    monkeypatch.setattr("connectors.channels.ebay.client.RATES", {"fulfillment": Rate(per_second=0.1, burst=12)})
    monkeypatch.setattr("connectors.channels.ebay.client.RESERVES", {"fulfillment": 2})
    clock = ManualClock(SystemClock().now())
    with ebay(orders=120) as bench:
        connector = connect(dataclasses.replace(bench.access, clock=clock, shared=Shared()))
        cursor = Cursor()
        pauses: list[float] = []
        found: set[str] = set()
        for _ in range(300):
            begun = clock.monotonic()
            page = connector.fetch_orders(cursor)
            assert clock.monotonic() - begun <= 5.0
            found |= {item.ref.id for item in page.items}
            cursor = page.cursor
            if page.done:
                break
            pauses.append(page.pause)
            if page.pause > 5:
                with pytest.raises(RateLimited) as early:
                    connector.fetch_orders(cursor)
                assert early.value.retry_after == pytest.approx(page.pause)
            clock.advance(page.pause)
        connector.close()
        assert found == set(bench.listed()) | bench.unpaid()
    assert max(pauses) == pytest.approx(10.0)


def test_what_is_left_of_the_quotas_is_known_without_asking() -> None:
    with ebay() as bench:
        before = {one.name: one for one in bench.connector.quotas()}
        served = bench.get("state?orders=0")["served"]
        bench.fetch()
        asked = bench.get("state?orders=0")["served"] - served
        after = {one.name: one for one in bench.connector.quotas()}
        others = {"Returns", "Cancellations", "Inquiries", "Messages"}
        assert set(before) == {"Fulfillment", "Trading", "Access tokens", "Refunds", *others}
        assert before["Fulfillment"].left == before["Fulfillment"].of
        assert before["Fulfillment"].left - after["Fulfillment"].left in (asked - 4, asked - 5)
        assert after["Trading"].of - after["Trading"].left == 3, "90 days are three windows"


# --- secrets ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("fast_waits")
def test_no_secret_and_no_buyer_reaches_a_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), ebay(orders=60, timeout=0.5) as bench:
        bench.faults(server_html=0.1, token_expired=0.1, foreign_record=0.1, cut_body=0.05, empty_200=0.05)
        told: list[str] = []
        for _ in range(12):
            for call in (bench.connector.check_login, lambda: bench.connector.fetch_orders(Cursor())):
                try:
                    call()
                except ConnectorError as error:
                    told += [error.text, error.detail, error.words, error.sample, repr(error)]
        one = next(iter(bench.listed()))
        try:
            bench.connector.confirm_shipment(parcel(one), KEY)
        except ConnectorError as error:
            told += [error.text, error.detail, error.words, error.sample, repr(error)]
        bench.faults(server_html=0.0)
        secrets = bench.get("state?secrets=1")["secrets"]
        people = {
            text
            for there in bench.listed().values()
            for text in (*there["names"], *there["emails"], *there["phones"], there["recipient"]["line1"])
            if len(text) > 4
        }
    told += [record.getMessage() for record in caplog.records if record.name in {"net", "sync", "auth", "ebaysdk"}]
    whole = "\n".join(told)
    assert "->" in whole, "calls are logged"
    assert len(secrets) > 2
    assert people
    for secret in secrets:
        for form in (secret, quote(secret, safe=""), b64encode(secret.encode()).decode()):
            assert form not in whole
    for private in people:
        assert private not in whole


# --- safe connections -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate that nobody else vouches for, and its key."""
    folder = tmp_path_factory.mktemp("paper")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = SystemClock().now()
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(certificate.public_bytes(Encoding.PEM))
    files[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return files


@pytest.mark.usefixtures("fast_waits")
def test_over_https_the_accounts_own_certificate_is_trusted_whatever_the_environment_says(
    paper: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """REST, tokens and Trading alike; without it nobody is asked anything."""
    for name in ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE"):
        monkeypatch.setenv(name, "/nowhere.pem")
    with simulator.start(seed=11, orders=5, certificate=str(paper[0]), certificate_key=str(paper[1])) as running:
        trusting = connect(access_to(running, ca_file=paper[0]))
        assert trusting.check_login().identity
        trusting.close()
        wary = connect(access_to(running))
        with pytest.raises(LoginNeeded) as caught:
            wary.check_login()
        wary.close()
    assert caught.value.code == "tls"
