"""The connector against the simulated Amazon, over HTTP: orders come in whole, parcels go out once, whatever breaks."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from connectors.channels.amazon.connector import connect
from connectors.contract.errors import LoginNeeded, Refused, Unavailable
from connectors.contract.protocols import Accepted, AlreadyDone, Moved, NotThere
from connectors.contract.snapshots import OrderSnapshot
from connectors.simulation.faults import PROFILES, WRITES_ONLY
from desk.domain.clock import Instant, SystemClock, parse_utc
from desk.domain.orders import Handling, OrderFacet, PaymentFacet, ShippingFacet
from desk.domain.shipments import normalise_number
from desk.domain.values import RemoteRef
from tests.connectors.amazon.bench import ACCOUNT, KEY, NUMBER, Bench, parcel_of, seller


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with seller(tmp_path) as found:
        yield found


def differences(bench: Bench) -> list[tuple[object, ...]]:
    """Where what Desk has differs from what Amazon has, in terms of neither's code."""
    found: list[tuple[object, ...]] = []
    there = {id_: one for id_, one in bench.truth().items() if one["listed"] and one["readable"]}
    found += [(one, "present", one in bench.mirror) for one in sorted(set(there) ^ set(bench.mirror))]
    for id_ in sorted(set(there) & set(bench.mirror)):
        one, mine = there[id_], bench.mirror[id_]
        shown: dict[str, tuple[object, object]] = {
            "status": (one["status"], mine.channel_status),
            "handling": (one["handling"], mine.handling.value),
            "total": (one["total"] or 0, mine.totals.total.minor),
            "currency": (one["currency"] or "EUR", mine.totals.total.currency),
            "paid": (one["paid"], mine.payment is PaymentFacet.PAID),
            "created": (one["created"], mine.placed_at.isoformat().replace("+00:00", "Z")),
            "modified": (one["modified"], mine.changed_at.isoformat().replace("+00:00", "Z")),
            "street": (one["address"].get("addressLine1", ""), mine.recipient.street),
            "town": (one["address"].get("city", ""), mine.recipient.town),
            "name": (one["address"].get("name", ""), mine.recipient.name),
            "phone": (one["phone"] or "", mine.recipient.phone),
            "vat": (one["vat_id"], mine.buyer.vat_id),
            "lines": (
                [(x["id"], x["sku"], x["name"], x["quantity"], x["total"] or 0, x["cancelled"]) for x in one["lines"]],
                [(x.remote_id, x.sku, x.title, x.quantity, x.total.minor, x.refunded) for x in mine.lines],
            ),
            "parcels": (
                [(x["id"], normalise_number(x["number"]), x["items"]) for x in one["trackings"]],
                [
                    (x.remote_id, normalise_number(x.number), {y.remote_line_id: y.quantity for y in x.lines or ()})
                    for x in mine.shipments or ()
                ],
            ),
        }
        found += [(id_, name, *pair) for name, pair in shown.items() if pair[0] != pair[1]]
        asked = one["cancel_requested"] and not all(line["cancelled"] for line in one["lines"])
        told = "asks to cancel" in mine.buyer_note or (mine.wish is not None and mine.wish.stands)
        if asked != told:
            found.append((id_, "cancel_requested", asked, mine.wish))
    return found


# --- orders ------------------------------------------------------------------------------------------------------


def test_every_order_of_the_seller_comes_in_as_amazon_has_it(tmp_path: Path) -> None:
    with seller(tmp_path, orders=400) as bench:
        bench.run()
        assert differences(bench) == []
        assert bench.unreadable == []
        kinds = {(one.channel_status, one.handling) for one in bench.mirror.values()}
        assert {status for status, _ in kinds} >= {"UNSHIPPED", "PARTIALLY_SHIPPED", "SHIPPED", "CANCELLED", "PENDING"}
        assert {handling for _, handling in kinds} == set(Handling)
        assert any(one.recipient.street.startswith("Packstation") for one in bench.mirror.values())


def test_changes_come_with_the_next_run_and_nothing_else_is_lost(bench: Bench) -> None:
    bench.run()
    one = bench.open_order()
    bench.do("change_address", order=one.ref.id, address={"addressLine1": "Neue Straße 9"})
    waiting = bench.do("new_order", status="PENDING")["id"]
    bench.do("add_tracking", order=one.ref.id, carrier="dpd", number="01234567890123")
    bench.do("new_order", fulfilled_by="AMAZON")
    bench.later()
    bench.run()
    assert differences(bench) == []
    assert bench.mirror[one.ref.id].recipient.street == "Neue Straße 9"
    assert bench.mirror[waiting].handling is Handling.NOT_YET
    assert bench.mirror[waiting].payment is PaymentFacet.UNPAID
    bench.do("release", order=waiting)
    bench.later()
    bench.run()
    assert differences(bench) == []
    assert bench.mirror[waiting].handling is Handling.OURS
    assert bench.mirror[waiting].payment is PaymentFacet.PAID


def test_what_appears_late_behind_the_cursor_is_seen_by_the_next_run(bench: Bench) -> None:
    bench.run()
    late = bench.do("new_order", late_by=300)["id"]
    bench.later(4)
    bench.run()
    assert late not in bench.mirror
    bench.later(4)
    bench.run()
    assert late in bench.mirror
    assert differences(bench) == []


def test_one_order_by_itself_is_the_order_of_the_list(bench: Bench) -> None:
    bench.run()
    for one in list(bench.mirror.values())[::9]:
        assert bench.connector.fetch_order(one.ref) == one
    with pytest.raises(Refused, match="last two years") as told:
        bench.connector.fetch_order(RemoteRef(ACCOUNT, "302-9999999-9999999"))
    assert told.value.code == "no_longer_listed"


def test_one_bad_record_goes_aside_and_comes_back_when_mended(bench: Bench) -> None:
    bench.run()
    bad = [bench.do("bad_record", kind=kind)["id"] for kind in ("garbage_amounts", "garbage_dates", "no_items")]
    bench.later()
    bench.run()
    assert sorted(one.remote_id for one in bench.unreadable) == sorted(bad)
    assert all(one.sample and one.reason for one in bench.unreadable)
    for order in bad:
        bench.do("mend_record", order=order)
    bench.later()
    bench.run()
    assert differences(bench) == []
    assert set(bad) <= set(bench.mirror)


def test_a_buyer_that_amazon_erases_is_empty_not_gone(bench: Bench) -> None:
    one = bench.open_order()
    bench.do("hide_buyer", order=one.ref.id)
    hidden = bench.connector.fetch_order(one.ref)
    assert isinstance(hidden, OrderSnapshot)
    assert (hidden.buyer.name, hidden.buyer.email, hidden.recipient.name, hidden.recipient.street) == ("", "", "", "")
    assert hidden.recipient.town == one.recipient.town
    assert hidden.totals == one.totals


def test_without_the_roles_orders_come_without_names(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with seller(tmp_path, denied="pii") as bench, caplog.at_level(logging.WARNING):
        bench.run()
        assert len(bench.mirror) == bench.get("state?orders=0")["counts"]["orders"]
        assert {one.buyer.name + one.recipient.name for one in bench.mirror.values()} == {""}
        report = bench.connector.check_login()
    assert any("refuses buyers' names" in warning for warning in report.warnings)
    assert sum("refuses personal data" in record.getMessage() for record in caplog.records) == 1


# --- faults ------------------------------------------------------------------------------------------------------

READING_FAULTS = sorted(set(PROFILES) - WRITES_ONLY)
SLOW = {"slow_body"}


@pytest.mark.parametrize("profile", READING_FAULTS)
def test_the_orders_come_in_whatever_amazon_suffers(profile: str, tmp_path: Path) -> None:
    """Hit at the list's pages, at the sign-in and again; at the end both sides are equal."""
    with seller(tmp_path, orders=60, page_cap=15, timeout=0.6 if profile in SLOW else 2.0) as bench:
        bench.faults(
            {"profile": profile, "count": 2, "path_contains": "/orders/2026-01-01/orders"},
            {"profile": profile, "count": 1, "path_contains": "/auth/o2/token"},
        )
        bench.run()
        assert bench.hits(profile) >= 1
        bench.faults(**{profile: 0.0})
        for order in [id_ for id_, one in bench.truth().items() if one["planted"]]:
            bench.do("mend_record", order=order)
        bench.later(20)
        bench.run()
        assert differences(bench) == []


@pytest.mark.parametrize("profile", [one for one in PROFILES if one not in ("token_repeated", "page_shift")])
def test_no_parcel_is_lost_or_doubled_whatever_breaks(profile: str, tmp_path: Path) -> None:
    with seller(tmp_path, orders=40, timeout=0.6) as bench:
        push = parcel_of(bench.open_order())
        reads = {"profile": profile, "count": 1, "path_contains": f"/orders/2026-01-01/orders/{push.order.id}"}
        writes = {"profile": profile, "count": 2, "path_contains": "shipmentConfirmation"}
        bench.faults(*([writes] if profile in WRITES_ONLY else [reads, writes]))
        done = bench.push_through(push)
        bench.faults(**{profile: 0.0})
        there = bench.truth()[push.order.id]
        mine = [one for one in there["trackings"] if normalise_number(one["number"]) == NUMBER]
        assert done == (len(mine) == 1)
        assert done or profile == "channel_moved", "only an order that went elsewhere is not shipped"
        assert {deed: many for deed, many in bench.effects().items() if many > 1} == {}
        assert sum(bench.effects().values()) == len(mine)


def test_a_clock_that_is_off_puts_no_date_into_amazons_future(tmp_path: Path) -> None:
    with seller(tmp_path) as bench:
        one = bench.open_order()
        ahead = Instant(SystemClock().now() + timedelta(days=900))
        assert bench.connector.confirm_shipment(parcel_of(one, shipped_at=ahead), KEY) == Accepted("1")
        shipped = bench.truth()[one.ref.id]["trackings"][0]["shipped"]
        assert parse_utc(shipped) <= bench.access.clock.now()


# --- parcels -----------------------------------------------------------------------------------------------------


def test_lines_quantities_and_several_parcels(bench: Bench) -> None:
    one = next(
        order
        for order in [bench.open_order(), *bench.mirror.values()]
        if order.channel_status == "UNSHIPPED" and order.handling is Handling.OURS and len(order.lines) > 1
    )
    first, *others = [line for line in one.lines if line.quantity > line.refunded]
    part = parcel_of(one, lines={first.remote_id: 1})
    assert bench.connector.confirm_shipment(part, KEY) == Accepted("1")
    half = bench.connector.fetch_order(one.ref)
    assert isinstance(half, OrderSnapshot)
    assert half.shipping is ShippingFacet.PARTLY_SHIPPED
    rest = {first.remote_id: first.quantity - first.refunded - 1}
    rest |= {line.remote_id: line.quantity - line.refunded for line in others}
    second = parcel_of(one, "00340434161094000002", parcel=2, lines=rest)
    assert bench.connector.look_shipment(second, KEY) == NotThere()
    assert bench.connector.confirm_shipment(second, KEY) == Accepted("2")
    whole = bench.connector.fetch_order(one.ref)
    assert isinstance(whole, OrderSnapshot)
    assert (whole.shipping, whole.order) == (ShippingFacet.SHIPPED, OrderFacet.COMPLETED)
    assert [(x.remote_id, x.number) for x in whole.shipments or ()] == [
        ("1", NUMBER),
        ("2", "00340434161094000002"),
    ]
    assert bench.connector.look_shipment(part, KEY) == AlreadyDone("1")


def test_a_parcel_that_colleagues_entered_at_amazon_is_not_told_again(bench: Bench) -> None:
    one = bench.open_order()
    there = bench.do("add_tracking", order=one.ref.id, carrier="dhl", number=NUMBER)["package_reference_id"]
    push = parcel_of(one)
    assert bench.connector.look_shipment(push, KEY) == AlreadyDone(there)
    assert bench.connector.confirm_shipment(push, KEY) == AlreadyDone(there)
    assert bench.effects() == {}


def test_a_colleagues_parcel_under_our_reference_is_left_alone(bench: Bench) -> None:
    one = bench.open_order()
    line = one.lines[0].remote_id
    bench.do("add_tracking", order=one.ref.id, carrier="dpd", number="01234567890123", items={line: 1}, reference="1")
    assert isinstance(bench.connector.look_shipment(parcel_of(one), KEY), Moved)
    with pytest.raises(Refused) as caught:
        bench.connector.confirm_shipment(parcel_of(one), KEY)
    assert caught.value.code == "moved"
    assert [x["number"] for x in bench.truth()[one.ref.id]["trackings"]] == ["01234567890123"]


@pytest.mark.parametrize("deed", ["cancel", "pending", "fba", "shipped elsewhere"])
def test_an_order_that_went_elsewhere_gets_no_parcel(deed: str, bench: Bench) -> None:
    one = bench.open_order()
    if deed == "cancel":
        bench.do("cancel", order=one.ref.id)
    elif deed == "shipped elsewhere":
        bench.do("add_tracking", order=one.ref.id, carrier="dpd", number="01234567890123")
    else:
        more = {"status": "PENDING"} if deed == "pending" else {"fulfilled_by": "AMAZON"}
        fresh = bench.connector.fetch_order(RemoteRef(ACCOUNT, bench.do("new_order", **more)["id"]))
        assert isinstance(fresh, OrderSnapshot)
        one = fresh
    assert isinstance(bench.connector.look_shipment(parcel_of(one), KEY), Moved)
    with pytest.raises(Refused) as caught:
        bench.connector.confirm_shipment(parcel_of(one), KEY)
    assert (caught.value.code, bench.effects()) == ("moved", {})


def test_a_wish_to_cancel_is_shown_and_leaves_the_decision_to_the_agent(bench: Bench) -> None:
    one = bench.open_order()
    bench.do("request_cancel", order=one.ref.id, reason="Zu spät")
    asked = bench.connector.fetch_order(one.ref)
    assert isinstance(asked, OrderSnapshot)
    assert asked.wish is not None
    assert (asked.wish.stands, asked.wish.reason) == (True, "Zu spät")
    assert bench.connector.look_shipment(parcel_of(one), KEY) == NotThere()


# --- signing in ----------------------------------------------------------------------------------------------------


def test_a_test_of_the_keys_tells_who_answers_and_where_they_sell(bench: Bench) -> None:
    report = bench.connector.check_login()
    assert report.identity == "Werkbank & Garten"
    assert dict(report.findings[:2]) == {"Region": "Europe", "Marketplaces": "Amazon.de"}
    assert report.capabilities == bench.connector.capabilities()
    assert (report.may_write, report.warnings) == (None, ())


def with_changes(bench: Bench, secrets: dict[str, str] | None = None, **settings: str) -> Any:
    return connect(
        dataclasses.replace(
            bench.access,
            settings={**bench.access.settings, **settings},
            secrets={**bench.access.secrets, **(secrets or {})},
        )
    )


@pytest.mark.parametrize(
    "settings,secrets,field",
    [
        ({}, {"client_secret": "amzn1.oa2-cs.v1.wrong"}, "client_secret"),
        ({}, {"refresh_token": "Atzr|wrong"}, "refresh_token"),
        ({"marketplaces": "DE,FR"}, {}, "marketplaces"),
    ],
)
def test_an_error_stands_at_its_field_and_mending_it_helps(
    bench: Bench, settings: dict[str, str], secrets: dict[str, str], field: str
) -> None:
    wrong = with_changes(bench, secrets, **settings)
    with pytest.raises(LoginNeeded) as caught:
        wrong.check_login()
    wrong.close()
    assert caught.value.field == field
    assert caught.value.account == ACCOUNT
    assert bench.connector.check_login().identity


def test_a_withdrawn_authorisation_asks_for_a_new_token_and_goes_on_with_it(bench: Bench) -> None:
    bench.run()
    bench.do("revoke")
    with pytest.raises(LoginNeeded) as caught:
        bench.connector.fetch_orders(bench.cursor)
    assert (caught.value.field, caught.value.code) == ("refresh_token", "invalid_grant")
    fresh = bench.do("authorise")["refresh_token"]
    mended = with_changes(bench, {"refresh_token": fresh})
    assert mended.fetch_orders(bench.cursor).done
    mended.close()


def test_a_rotated_secret_works_for_a_week_then_asks_for_the_new_one(bench: Bench) -> None:
    bench.connector.check_login()
    fresh = bench.do("rotate_secret")["client_secret"]
    bench.later(24 * 60)
    bench.connector.check_login()
    bench.later(8 * 24 * 60)
    with pytest.raises(LoginNeeded) as caught:
        bench.connector.check_login()
    assert caught.value.field == "client_secret"
    mended = with_changes(bench, {"client_secret": fresh})
    assert mended.check_login().identity
    mended.close()


def test_a_suspended_application_is_told_at_its_identifier(bench: Bench) -> None:
    bench.do("suspend_app")
    with pytest.raises(LoginNeeded) as caught:
        bench.connector.check_login()
    assert caught.value.field == "client_id"


def test_a_gateways_page_is_no_word_about_the_keys(bench: Bench) -> None:
    bench.connector.check_login()
    bench.do("forbid", count=10)
    with pytest.raises(Unavailable) as caught:
        bench.connector.check_login()
    assert caught.value.code == "gateway"


# --- https -----------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Paper:
    """A certificate for this computer that nobody but its own file vouches for."""

    certificate: Path
    key: Path


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Paper:
    folder = tmp_path_factory.mktemp("paper")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = SystemClock().now()
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1")), x509.DNSName("localhost")])
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
    found = Paper(folder / "certificate.pem", folder / "key.pem")
    found.certificate.write_bytes(certificate.public_bytes(Encoding.PEM))
    found.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return found


@pytest.mark.parametrize("trusted", [True, False])
def test_certificates_are_judged_by_the_accounts_file_alone(
    paper: Paper, trusted: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE"):
        monkeypatch.setenv(name, "/nowhere.pem" if trusted else str(paper.certificate))
    with seller(tmp_path, orders=5, certificate=str(paper.certificate), certificate_key=str(paper.key)) as bench:
        assert bench.running.url.startswith("https://")
        own = dataclasses.replace(bench.access, ca_file=paper.certificate if trusted else None)
        connector = connect(own)
        if trusted:
            assert connector.check_login().identity
            assert connector.fetch_orders(bench.cursor).items
        else:
            with pytest.raises(Unavailable) as caught:
                connector.check_login()
            assert caught.value.code == "tls"
            assert bench.running.simulator.login.issued == [], "no key was sent"
        connector.close()
