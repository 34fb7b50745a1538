"""How the simulated shop lists orders: selection, sequence, pages, dates with their traps, money."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from connectors.channels.woocommerce.simulator_model import to_minor
from tests.connectors.woocommerce.simulator_shop import NOW, ORDERS, Shop

pytestmark = pytest.mark.requests_by_hand


def gmt(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def reasons(shop: Shop, **params: Any) -> tuple[int, str, dict[str, str]]:
    answer = shop.get(ORDERS, **params)
    return answer.status, answer.json["code"], answer.json["data"].get("params", {})


# -- pages ------------------------------------------------------------------------------------------------------------


def test_pages_cover_all_orders_once() -> None:
    shop = Shop(25)
    pages = [shop.get(ORDERS, per_page=10, page=page, orderby="id", order="asc") for page in (1, 2, 3, 4)]
    assert [len(page.json) for page in pages] == [10, 10, 5, 0]
    ids = [order["id"] for page in pages for order in page.json]
    assert ids == sorted(shop.simulator.shop.orders)
    assert pages[0].one("X-WP-Total") == "25"
    assert pages[0].one("X-WP-TotalPages") == "3"


def test_links_lead_on_and_back() -> None:
    shop = Shop(25)
    first, middle, last = (shop.get(ORDERS, per_page=10, page=page, status="any") for page in (1, 2, 3))
    assert first.one("Link").endswith('page=2>; rel="next"')
    assert 'rel="prev"' not in first.one("Link")
    assert 'page=1>; rel="prev"' in middle.one("Link")
    assert 'page=3>; rel="next"' in middle.one("Link")
    assert 'rel="next"' not in last.one("Link")
    assert "consumer_secret" not in middle.one("Link")
    assert "https://shop.example/wp-json/wc/v3/orders?per_page=10&" in middle.one("Link")


def test_the_default_is_ten_of_the_newest() -> None:
    shop = Shop(25)
    listed = shop.listed()
    assert len(listed) == 10
    created = [order["date_created_gmt"] for order in listed]
    assert created == sorted(created, reverse=True)


def test_offset_beats_page() -> None:
    shop = Shop(12)
    every = shop.ids(per_page=100, orderby="id", order="asc")
    assert shop.ids(per_page=5, offset=3, page=9, orderby="id", order="asc") == every[3:8]


@pytest.mark.parametrize(
    "params,name,words",
    [
        ({"per_page": 101}, "per_page", "per_page must be between 1 (inclusive) and 100 (inclusive)"),
        ({"per_page": 0}, "per_page", "per_page must be between 1 (inclusive) and 100 (inclusive)"),
        ({"per_page": "many"}, "per_page", "per_page is not of type integer."),
        ({"page": 0}, "page", "page must be greater than or equal to 1"),
        ({"orderby": "total"}, "orderby", "orderby is not one of date, id, include, title, slug, and modified."),
        ({"order": "up"}, "order", "order is not one of asc, and desc."),
        ({"modified_after": "yesterday"}, "modified_after", "Invalid date."),
        ({"modified_after": "2026-11-20T09:55:00 01:00"}, "modified_after", "Invalid date."),
        ({"dates_are_gmt": "maybe"}, "dates_are_gmt", "dates_are_gmt is not of type boolean."),
        ({"include": "1,two"}, "include", "include[1] is not of type integer."),
    ],
)
def test_wrong_arguments_are_refused(params: dict[str, Any], name: str, words: str) -> None:
    assert reasons(Shop(), **params) == (400, "rest_invalid_param", {name: words})


def test_an_unknown_status_is_refused_with_the_list_of_known_ones() -> None:
    shop = Shop()
    status, _, params = reasons(shop, status="shipped")
    assert status == 400
    assert params["status"].startswith("status[0] is not one of any, trash, pending, processing, on-hold,")
    shop.do("set_status", order=shop.ids()[0], status="shipped")
    assert len(shop.listed(status="shipped")) == 1


def test_statuses_can_be_several() -> None:
    shop = Shop(60)
    both = shop.listed(status="completed,processing", per_page=100)
    assert {order["status"] for order in both} == {"completed", "processing"}
    listed = shop.ask("GET", ORDERS, [("status[]", "completed"), ("status[]", "processing"), ("per_page", "100")])
    assert [order["id"] for order in listed.json] == [order["id"] for order in both]


def test_any_leaves_out_trash_and_drafts() -> None:
    shop = Shop(8)
    first, second = shop.ids()[:2]
    shop.do("trash", order=first)
    shop.do("set_status", order=second, status="checkout-draft")
    assert not {first, second} & set(shop.ids(status="any", per_page=100))
    assert shop.ids(status="trash") == [first]
    assert shop.ids(status="checkout-draft") == [second]
    assert shop.get(f"{ORDERS}/{first}").json["status"] == "trash"


def test_include_and_exclude() -> None:
    shop = Shop(8)
    one, two, three = shop.ids()[:3]
    assert shop.ids(include=f"{three},{one}", orderby="include") == [three, one]
    assert shop.ids(include=f"{one},{two}", exclude=two) == [one]
    assert shop.ids(include="999999") == []


def test_search_finds_names_mails_and_numbers() -> None:
    shop = Shop(30)
    order = shop.simulator.shop.orders[shop.ids()[4]]
    order.billing.update(first_name="Jörg", last_name="Weiß", email="jw77@posteo.example")
    for words in ("jörg weiß", "jw77@", order.number.lower(), str(order.id)):
        assert order.id in shop.ids(search=words, per_page=100)
    assert shop.ids(search="niemand heißt so") == []


def test_fields_are_cut_to_what_was_asked() -> None:
    shop = Shop(5)
    cut = shop.listed(_fields="id,status,billing.email,date_modified_gmt,nonsense")
    assert set(cut[0]) == {"id", "status", "billing", "date_modified_gmt"}
    assert set(cut[0]["billing"]) == {"email"}
    one = shop.get(f"{ORDERS}/{cut[0]['id']}", _fields="number").json
    assert set(one) == {"number"}


# -- dates ------------------------------------------------------------------------------------------------------------


def winter_and_summer(shop: Shop) -> tuple[int, int]:
    """Two orders changed at 12:00 UTC, one in January and one in July."""
    first, second = shop.ids(orderby="id", order="asc")[:2]
    shop.do("touch", orders=[first], at="2026-01-15T12:00:00Z")
    shop.do("touch", orders=[second], at="2026-07-15T12:00:00Z")
    return first, second


def between(shop: Shop, after: str, before: str, **more: Any) -> list[int]:
    return shop.ids(modified_after=after, modified_before=before, **more)


def test_naive_utc_with_dates_are_gmt_compares_utc() -> None:
    shop = Shop()
    winter, summer = winter_and_summer(shop)
    gmt_too = {"dates_are_gmt": "true"}
    assert between(shop, "2026-01-15T11:59:59", "2026-01-15T12:00:01", **gmt_too) == [winter]
    assert between(shop, "2026-07-15T11:59:59", "2026-07-15T12:00:01", **gmt_too) == [summer]


def test_without_dates_are_gmt_the_filter_means_shop_time() -> None:
    shop = Shop(timezone="Europe/Berlin")
    winter, summer = winter_and_summer(shop)
    assert between(shop, "2026-01-15T12:59:59", "2026-01-15T13:00:01") == [winter]
    assert between(shop, "2026-07-15T13:59:59", "2026-07-15T14:00:01") == [summer]
    assert between(shop, "2026-01-15T11:59:59", "2026-01-15T12:00:01") == []


@pytest.mark.parametrize("zone,hours", [("Europe/Berlin", 1), ("Asia/Kolkata", 5.5), ("America/St_Johns", -3.5)])
def test_the_trap_of_z_together_with_dates_are_gmt(zone: str, hours: float) -> None:
    shop = Shop(timezone=zone)
    winter, _ = winter_and_summer(shop)
    gmt_too = {"dates_are_gmt": "true"}
    assert between(shop, "2026-01-15T11:59:59Z", "2026-01-15T12:00:01Z", **gmt_too) == []
    shifted = datetime(2026, 1, 15, 12, tzinfo=UTC) - timedelta(hours=hours)
    after, before = (gmt(shifted + timedelta(seconds=offset)) + "Z" for offset in (-1, 1))
    assert between(shop, after, before, **gmt_too) == [winter]


def test_a_value_with_offset_is_right_without_dates_are_gmt() -> None:
    shop = Shop(timezone="Asia/Kolkata")
    winter, _ = winter_and_summer(shop)
    assert between(shop, "2026-01-15T11:59:59Z", "2026-01-15T12:00:01Z") == [winter]
    assert between(shop, "2026-01-15T12:59:59+01:00", "2026-01-15T13:00:01+01:00") == [winter]


def test_an_hour_that_the_shops_clock_skips_moves_on_even_when_utc_is_meant() -> None:
    # 29 March 2026, 02:00 to 03:00 does not exist in Berlin; PHP reads the naive value there as 03:30.
    shop = Shop(timezone="Europe/Berlin")
    first, second = shop.ids()[:2]
    shop.do("touch", orders=[first], at="2026-03-29T02:45:00Z")
    shop.do("touch", orders=[second], at="2026-03-29T03:45:00Z")
    found = between(shop, "2026-03-29T02:30:00", "2026-03-29T05:00:00", dates_are_gmt="true")
    assert found == [second]
    elsewhere = Shop(timezone="UTC")
    elsewhere.do("touch", orders=[first], at="2026-03-29T02:45:00Z")
    assert between(elsewhere, "2026-03-29T02:30:00", "2026-03-29T05:00:00", dates_are_gmt="true") == [first]


def test_bounds_are_strict_to_the_second() -> None:
    shop = Shop()
    (order,) = shop.ids(per_page=1)
    shop.do("touch", orders=[order], at="2026-11-20T12:34:56.900Z")
    gmt_too = {"dates_are_gmt": "true", "orderby": "modified"}
    assert order not in shop.ids(modified_after="2026-11-20T12:34:56", **gmt_too)
    assert order in shop.ids(modified_after="2026-11-20T12:34:55", **gmt_too)
    assert order not in shop.ids(modified_before="2026-11-20T12:34:56", per_page=100, **gmt_too)
    assert shop.get(f"{ORDERS}/{order}").json["date_modified_gmt"] == "2026-11-20T12:34:56"


def test_created_windows_part_the_shop() -> None:
    shop = Shop(60)
    seen: list[int] = []
    start = NOW - timedelta(days=760)
    while start < NOW:
        end = start + timedelta(days=30)
        after, before = gmt(start - timedelta(seconds=1)), gmt(end)
        seen += shop.ids(after=after, before=before, dates_are_gmt="true", per_page=100, orderby="id", order="asc")
        start = end
    assert sorted(seen) == sorted(shop.simulator.shop.orders)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Kolkata", "UTC"])
def test_both_dates_are_naive_and_differ_by_the_zone(zone: str) -> None:
    shop = Shop(30, timezone=zone)
    for order in shop.listed(per_page=100):
        local = datetime.fromisoformat(order["date_created"])
        utc = datetime.fromisoformat(order["date_created_gmt"])
        assert (local.tzinfo, utc.tzinfo) == (None, None)
        assert local.replace(tzinfo=shop.simulator.shop.options.zone).astimezone(UTC).replace(tzinfo=None) == utc


def test_equal_seconds_are_sorted_by_id() -> None:
    shop = Shop(20)
    shop.do("touch", count=15, at="2026-11-20T12:00:00Z")
    same = shop.ids(
        modified_after="2026-11-20T11:59:59", dates_are_gmt="true", orderby="modified", order="asc", per_page=100
    )
    assert len(same) == 15
    assert same == sorted(same)
    back = shop.ids(
        modified_after="2026-11-20T11:59:59", dates_are_gmt="true", orderby="modified", order="desc", per_page=100
    )
    assert back == same[::-1]


def test_an_order_changed_between_two_pages_hides_its_neighbour() -> None:
    shop = Shop(20)
    how: dict[str, Any] = {"orderby": "modified", "order": "asc", "per_page": 10, "status": "any"}
    every = shop.ids(**{**how, "per_page": 100})
    first = shop.ids(**how, page=1)
    shop.do("touch", orders=[first[3]])
    second = shop.ids(**how, page=2)
    assert every[10] not in first + second
    assert second[-1] == first[3]


# -- one order --------------------------------------------------------------------------------------------------------


def test_what_is_not_there() -> None:
    shop = Shop()
    gone = shop.get(f"{ORDERS}/999999")
    assert (gone.status, gone.json["code"]) == (404, "woocommerce_rest_shop_order_invalid_id")
    # An update answers 400 for the same cause.
    assert shop.ask("PUT", f"{ORDERS}/999999", body={"status": "completed"}).status == 400
    assert shop.ask("DELETE", f"{ORDERS}/999999").status == 404
    lost = shop.get("/wp-json/wc/v3/orderz")
    assert (lost.status, lost.json["code"]) == (404, "rest_no_route")
    assert shop.get("/wp-json/wc/v3/products").json["code"] == "rest_no_route"


def test_beside_the_api_there_are_only_pages_for_people() -> None:
    shop = Shop(base_path="/laden")
    for path in ("/laden/impressum", "/wp-json/wc/v3/orders"):
        page = shop.get(path)
        assert page.status == 404
        assert page.body.startswith(b"<!DOCTYPE html>")
    assert shop.get("/laden/wp-json/wc/v3/orders").status == 200
    assert shop.get("/laden/", rest_route="/wc/v3/orders").status == 200


def test_plain_permalinks_know_no_wp_json() -> None:
    shop = Shop(pretty_permalinks=False)
    assert shop.get("/wp-json/").status == 404
    assert shop.get("/", rest_route="/").json["url"] == "https://shop.example"
    assert shop.get("/index.php", rest_route="/wc/v3/orders", per_page=3).status == 200


@pytest.mark.parametrize("dp", [0, 2, 4, 6])
def test_money_is_text_with_as_many_decimals_as_asked(dp: int) -> None:
    shop = Shop(40)
    for order in shop.listed(dp=dp, per_page=100):
        texts = [order["total"], order["total_tax"], order["shipping_total"]]
        texts += [line[name] for line in order["line_items"] for name in ("total", "total_tax", "subtotal")]
        assert all(len(text.partition(".")[2]) == dp for text in texts)
        assert all(isinstance(line["price"], (int, float)) for line in order["line_items"])


def test_net_and_tax_of_a_line_make_the_gross_price() -> None:
    shop = Shop(80)
    for order in shop.listed(dp=4, per_page=100):
        stored = shop.simulator.shop.orders[order["id"]]
        for line, kept in zip(order["line_items"], stored.lines, strict=True):
            gross = Decimal(line["total"]) + Decimal(line["total_tax"])
            exact = Decimal(to_minor(kept.total + kept.total_tax, stored.decimals)).scaleb(-stored.decimals)
            assert abs(gross - exact) <= Decimal("0.0002")


def test_total_is_the_sum_of_its_parts_within_rounding() -> None:
    shop = Shop(100)
    for order in shop.listed(dp=6, per_page=100):
        net = sum(Decimal(line["total"]) for line in order["line_items"] + order["fee_lines"])
        whole = net + Decimal(order["shipping_total"]) + Decimal(order["total_tax"])
        assert abs(whole - Decimal(order["total"])) < Decimal("0.02")


def test_ids_have_gaps_and_numbers_differ_from_them() -> None:
    shop = Shop(30)
    ids = sorted(shop.simulator.shop.orders)
    assert ids[-1] - ids[0] > 30
    assert all(order["number"].startswith("WB-") for order in shop.listed())
    plain = Shop(30, sequential_numbers=False)
    assert all(order["number"] == str(order["id"]) for order in plain.listed())


def test_json_is_escaped_as_wordpress_does() -> None:
    shop = Shop(40)
    body = shop.get(ORDERS, per_page=100).body
    assert body.isascii()
    assert b"https:\\/\\/shop.example" in body


def test_the_whole_shop_is_reached_under_its_version() -> None:
    assert Shop(wc_version="9.4.1").get("/wp-json/wc/v3/refunds").status == 200
    assert Shop(wc_version="8.9.0").get("/wp-json/wc/v3/refunds").json["code"] == "rest_no_route"
    shop = Shop(wc_version="11.1.0")
    environment = shop.get("/wp-json/wc/v3/system_status", _fields="environment").json
    assert set(environment) == {"environment"}
    assert environment["environment"]["version"] == "11.1.0"
    arguments = shop.ask("OPTIONS", f"{ORDERS}/1/refunds").json["endpoints"][1]["args"]
    assert "compute_totals" in arguments
    assert "compute_totals" not in str(Shop(wc_version="10.3.5").ask("OPTIONS", f"{ORDERS}/1/refunds").json)
