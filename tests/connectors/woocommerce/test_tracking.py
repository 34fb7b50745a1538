"""A parcel becomes each way's payload, and each way's answer becomes an entry; whose entry it is, is known."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.channels.woocommerce import tracking
from connectors.channels.woocommerce.payloads import meta_of
from connectors.channels.woocommerce.tracking import Entry
from desk.domain.clock import parse_utc
from desk.domain.pushes import ShippedLine
from desk.domain.values import PushKey
from tests.connectors.woocommerce.desk_side import parcel

KEY, OTHER = PushKey("0192-key-one"), PushKey("0192-key-two")
NUMBER = "00340434161094000001"


def entry(**more: Any) -> Entry:
    plain: dict[str, Any] = {"id": "1", "carrier": "DHL", "number": NUMBER, "url": "", "shipped_at": None}
    return Entry(**{**plain, "lines": None, **more})


def test_core_is_told_what_is_in_the_parcel() -> None:
    body = tracking.fulfillment_body(parcel(lines=(("315", 2), ("316", 1))), KEY)
    assert (body["status"], body["is_fulfilled"]) == ("fulfilled", True)
    assert {one["key"]: one["value"] for one in body["meta_data"]} == {
        "_items": [{"item_id": 315, "qty": 2}, {"item_id": 316, "qty": 1}],
        "_tracking_number": NUMBER,
        "_shipment_provider": "dhl",
        "_provider_name": "DHL Paket",
        "_tracking_url": "https://www.dhl.de/verfolgen?piececode=00340434161094000001",
        "_oms_push_id": KEY,
    }


PROVIDERS = b'{"Germany":{"DHL Germany":"https://x","DPD.de":"https://y"},"Custom":{"GLS":"https://z"}}'


@pytest.mark.parametrize(
    "carrier,name,listed",
    [
        ("dhl_de", "DHL Paket", "DHL Germany"),
        ("gls_de", "GLS Germany", "GLS"),
        ("dpd_de", "dpd.DE", "DPD.de"),
        ("hermes_de", "Hermes Germany", ""),
        ("Fahrradkurier Nord", "Fahrradkurier Nord", ""),
    ],
)
def test_an_extension_gets_a_carrier_of_its_list_or_name_and_link(carrier: str, name: str, listed: str) -> None:
    push = parcel(carrier=carrier, carrier_name=name, tracking_url="https://t.example/1")
    body = tracking.extension_body(push, tracking.read_providers(PROVIDERS))
    plain = {"tracking_number": NUMBER, "date_shipped": "2026-11-20"}
    if listed:
        assert body == {**plain, "tracking_provider": listed}
    else:
        assert body == {
            **plain,
            "custom_tracking_provider": name,
            "custom_tracking_link": "https://t.example/1",
        }


@pytest.mark.parametrize("body", [b"[]", b"{}", b'["GLS"]', b'"x"', b'{"DE":"GLS"}'])
def test_any_form_of_a_providers_list_is_read(body: bytes) -> None:
    assert set(tracking.read_providers(body)) <= {"GLS"}


def test_the_bare_shops_entry_carries_key_and_lines_and_reads_back() -> None:
    push = parcel(lines=(("315", 2),))
    written = tracking.meta_entry(push, KEY)
    (found,) = tracking.read_trackings([written])
    assert found == Entry(
        id=written["tracking_id"],
        carrier="DHL Paket",
        number=NUMBER,
        url=push.tracking_url,
        shipped_at=parse_utc("2026-11-20T00:00:00Z"),  # only the day is kept
        lines=(ShippedLine(remote_id="315", quantity=2),),
        key=KEY,
    )
    assert tracking.meta_entry(push, KEY)["tracking_id"] == written["tracking_id"], "always the same"
    assert tracking.meta_entry(push, OTHER)["tracking_id"] != written["tracking_id"]


@pytest.mark.parametrize(
    "kept,shown",
    [
        ("dpd-de", "DPD.de"),
        ("dhl-intraship-de", "DHL Intraship (DE)"),
        ("deutsche-post-dhl", "Deutsche Post DHL"),
        ("gls", "GLS"),
        ("post-at", "post.at"),
        ("DPD.de", "DPD.de"),
        ("radkurier-nord", "radkurier-nord"),
        ("", ""),
    ],
)
def test_a_provider_kept_as_a_slug_is_told_by_its_name(kept: str, shown: str) -> None:
    (found,) = tracking.read_trackings([{"tracking_number": NUMBER, "tracking_provider": kept}])
    assert found.carrier == shown


def test_a_carriers_own_name_is_never_taken_for_a_slug() -> None:
    told = {"tracking_number": NUMBER, "tracking_provider": "", "custom_tracking_provider": "ups"}
    assert tracking.read_trackings([told])[0].carrier == "ups"


@pytest.mark.parametrize(
    "link,filled",
    [
        ("https://gls.example/?match=%1$s", "https://gls.example/?match=3511001"),
        ("https://gls.example/?match=%number%", "https://gls.example/?match=3511001"),
        ("https://gls.example/?match=%s", "https://gls.example/?match=3511001"),
        ("https://gls.example/?match=7&t=%C3%BC", "https://gls.example/?match=7&t=%C3%BC"),
        ("https://nl.example/?n=%number%&p=%postal_code%", ""),
        ("https://nl.example/?n=%1$s&p=%2$s", ""),
        ("", ""),
    ],
)
def test_a_link_holds_the_parcels_number_or_is_none(link: str, filled: str) -> None:
    (found,) = tracking.read_trackings([{"tracking_number": "351 1001", "custom_tracking_link": link}])
    assert found.url == filled


def test_a_mark_gives_an_extensions_entry_its_key_and_lines() -> None:
    meta = meta_of([tracking.mark_meta(parcel(lines=(("315", 2),)), KEY, "entry-7")])
    marks = tracking.marks_in(meta)
    ours, theirs = tracking.with_marks([entry(id="entry-7"), entry(id="entry-8")], marks)
    assert (ours.key, ours.lines) == (KEY, (ShippedLine(remote_id="315", quantity=2),))
    assert (theirs.key, theirs.lines) == ("", None)


@pytest.mark.parametrize(
    "typed", [NUMBER, "0034 0434 1610 9400 0001", "%00340434161094000001", "003404341610-94000001"]
)
def test_an_entry_typed_by_a_colleague_counts_by_its_number(typed: str) -> None:
    found = tracking.find([entry(number=typed)], parcel(), KEY)
    assert found is not None


def test_an_entry_of_another_push_is_not_ours_even_with_the_same_number() -> None:
    assert tracking.find([entry(key=OTHER)], parcel(), KEY) is None
    both = [entry(id="1", key=OTHER), entry(id="2", key=KEY)]
    found = tracking.find(both, parcel(), KEY)
    assert found is not None
    assert found.id == "2"


def test_another_number_is_another_parcel() -> None:
    assert tracking.find([entry(number="00340434161094000002")], parcel(), KEY) is None


FULFILLMENT = {
    "id": 60,
    "entity_id": "727",
    "status": "fulfilled",
    "is_fulfilled": True,
    "date_updated": "2026-11-20 11:00:00",
    "meta_data": [
        {"id": 1, "key": "_items", "value": [{"item_id": 315, "qty": 2}]},
        {"id": 2, "key": "_tracking_number", "value": NUMBER},
        {"id": 3, "key": "_shipment_provider", "value": "dhl"},
        {"id": 4, "key": "_tracking_url", "value": "https://t.example"},
        {"id": 5, "key": "_oms_push_id", "value": KEY},
    ],
}


@pytest.mark.parametrize(
    "data", [[FULFILLMENT], {"fulfillments": [FULFILLMENT]}, {"fulfillment": FULFILLMENT}, FULFILLMENT]
)
def test_cores_fulfillments_are_read_in_every_wrapping(data: Any) -> None:
    (found,) = tracking.read_fulfillments(data, ZoneInfo("Europe/Berlin"))
    assert found == Entry(
        id="60",
        carrier="DHL",
        number=NUMBER,
        url="https://t.example",
        shipped_at=parse_utc("2026-11-20T10:00:00Z"),
        lines=(ShippedLine(remote_id="315", quantity=2),),
        key=KEY,
    )


def test_a_draft_of_a_fulfillment_is_no_parcel_yet() -> None:
    assert tracking.read_fulfillments([{**FULFILLMENT, "status": "unfulfilled", "is_fulfilled": False}]) == ()


def test_a_note_names_carrier_number_link_and_can_be_found_again() -> None:
    for language, words in (("de", "Sendungsnummer"), ("en", "tracking number"), ("fr", "tracking number")):
        text = tracking.note_text(parcel(), KEY, language)
        for part in (words, "DHL Paket", NUMBER, "https://www.dhl.de", tracking.reference(KEY)):
            assert part in text
    assert tracking.reference(KEY) != tracking.reference(OTHER)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)
@given(JUNK)
def test_no_junk_of_a_plugin_breaks_the_reading(data: Any) -> None:
    fields = ("tracking_number", "tracking_id", "date_shipped", "_items", "tracking_provider", "id", "meta_data")
    for value in (data, [data], [dict.fromkeys(fields, data)], [{"tracking_number": "1", "date_shipped": data}]):
        entries = (*tracking.read_trackings(value), *tracking.read_fulfillments(value))
        assert all(isinstance(text, str) for one in entries for text in (one.id, one.carrier, one.number))
        assert all(one.number for one in tracking.read_trackings(value))
        assert not tracking.marks_in(meta_of(value))
        marked = tracking.marks_in(meta_of([{"key": "_oms_shipment_x", "value": value}]))
        assert set(marked) == ({"x"} if isinstance(value, dict) else set())
