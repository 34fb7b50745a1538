"""What writing requests do to the simulated shop, what it refuses, and what the journal holds of it."""

from typing import Any

import pytest

from connectors.channels.woocommerce.simulator_model import ShopOrder, to_minor
from tests.connectors.woocommerce.simulator_shop import ORDERS, Answer, Shop

pytestmark = pytest.mark.requests_by_hand


def put(shop: Shop, order: ShopOrder | int, **body: Any) -> Answer:
    number = order if isinstance(order, int) else order.id
    return shop.ask("PUT", f"{ORDERS}/{number}", body=body)


# -- status -----------------------------------------------------------------------------------------------------------


def test_completing_writes_the_date_a_note_and_one_mail() -> None:
    shop = Shop()
    order = shop.order_with("processing", "bacs")
    shop.later(minutes=5)
    answer = put(shop, order, status="completed")
    assert answer.json["status"] == "completed"
    assert answer.json["date_completed_gmt"] == answer.json["date_modified_gmt"] == "2026-11-20T13:05:00"
    assert shop.mails() == ["customer_completed_order"]
    notes = shop.get(f"{ORDERS}/{order.id}/notes").json
    assert notes[0]["note"] == "Order status changed from Processing to Completed."
    assert shop.deeds() == ["status_set"]


def test_the_same_status_again_sends_no_mail_but_moves_the_date() -> None:
    shop = Shop()
    order = shop.order_with("processing", "bacs")
    put(shop, order, status="completed")
    shop.later(hours=1)
    again = put(shop, order, status="completed").json
    assert again["date_completed_gmt"] == "2026-11-20T13:00:00"
    assert again["date_modified_gmt"] == "2026-11-20T14:00:00"
    assert shop.mails() == ["customer_completed_order"]
    assert shop.deeds() == ["status_set", "status_repeated"]


def test_a_save_without_any_change_moves_the_date_only_with_order_tables() -> None:
    for hpos, deeds in ((True, ["order_touched"]), (False, [])):
        shop = Shop(hpos=hpos)
        order = shop.order_with("processing")
        before = order.modified
        assert put(shop, order).status == 200
        assert (order.modified > before) is hpos
        assert shop.deeds() == deeds
        assert put(shop, order, customer_note="neu").json["customer_note"] == "neu"
        assert put(shop, order, customer_note="neu").json["date_modified_gmt"] == "2026-11-20T13:00:00"
        assert shop.deeds() == [*deeds, "field_set", *deeds]


@pytest.mark.parametrize("status", ["shipped", "any", "wc-nonsense"])
def test_a_status_that_the_shop_does_not_have_is_refused(status: str) -> None:
    shop = Shop()
    order = shop.order_with("processing")
    answer = put(shop, order, status=status)
    assert (answer.status, answer.json["code"]) == (400, "rest_invalid_param")
    assert "status is not one of pending, processing, on-hold, completed" in answer.json["data"]["params"]["status"]
    assert (order.status, shop.deeds()) == ("processing", [])


def test_post_and_patch_edit_too() -> None:
    shop = Shop()
    order = shop.order_with("processing")
    assert shop.ask("POST", f"{ORDERS}/{order.id}", body={"status": "on-hold"}).json["status"] == "on-hold"
    assert shop.ask("PATCH", f"{ORDERS}/{order.id}", body={"status": "processing"}).json["status"] == "processing"


def test_a_form_is_as_good_as_json() -> None:
    shop = Shop()
    order = shop.order_with("processing")
    form = {"content-type": "application/x-www-form-urlencoded"}
    answer = shop.ask("PUT", f"{ORDERS}/{order.id}", raw=b"status=on-hold&customer_note=a+b", headers=form)
    assert (answer.json["status"], answer.json["customer_note"]) == ("on-hold", "a b")


def test_broken_json_is_refused() -> None:
    shop = Shop()
    order = shop.order_with("processing")
    kind = {"content-type": "application/json"}
    answer = shop.ask("PUT", f"{ORDERS}/{order.id}", raw=b'{"status":', headers=kind)
    assert (answer.status, answer.json["code"]) == (400, "rest_invalid_json")


# -- payment ----------------------------------------------------------------------------------------------------------


def test_set_paid_on_a_pending_order() -> None:
    shop = Shop()
    order = shop.order_with("pending", "ppcp-gateway", paid=None)
    answer = put(shop, order, set_paid=True, transaction_id="TX1").json
    assert (answer["status"], answer["transaction_id"]) == ("processing", "TX1")
    assert answer["date_paid_gmt"] == "2026-11-20T13:00:00"
    assert shop.deeds() == ["order_paid", "status_set"]


def test_set_paid_is_ignored_while_on_hold() -> None:
    shop = Shop()
    order = shop.order_with("on-hold", "bacs", paid=None)
    answer = put(shop, order, set_paid=True, transaction_id="TX1").json
    assert (answer["status"], answer["date_paid_gmt"]) == ("on-hold", None)
    assert put(shop, order, status="processing").json["date_paid_gmt"] == "2026-11-20T13:00:00"


@pytest.mark.parametrize(
    "method,paid_when",
    [("bacs", "processing"), ("cod", "completed"), ("invoice", None)],
)
def test_when_a_status_counts_as_paid(method: str, paid_when: str | None) -> None:
    shop = Shop()
    order = shop.order_with("on-hold", method, paid=None)
    seen = {status: put(shop, order, status=status).json["date_paid_gmt"] for status in ("processing", "completed")}
    assert [status for status, date in seen.items() if date][:1] == ([paid_when] if paid_when else [])


# -- totals and meta --------------------------------------------------------------------------------------------------


def test_items_along_with_a_status_recalculate_and_spoil_the_totals() -> None:
    shop = Shop(300)
    order = next(each for each in shop.simulator.shop.visible() if each.cart_tax == 0 and each.total > 0)
    before = order.total
    put(shop, order, status="completed", line_items=[{"id": order.lines[0].id}])
    assert order.total > before
    assert "totals_recalculated" in shop.deeds()


def test_an_address_recalculates_too_and_a_status_alone_does_not() -> None:
    shop = Shop(300)
    order = next(each for each in shop.simulator.shop.visible() if each.cart_tax == 0 and each.total > 0)
    before = order.total
    put(shop, order, status="completed", meta_data=[{"key": "_oms_push_id", "value": "1"}])
    assert order.total == before
    put(shop, order, billing={"city": "Köln"})
    assert order.total != before
    assert order.billing["city"] == "Köln"


def test_meta_without_id_overwrites_the_key() -> None:
    shop = Shop()
    order = shop.order_with("processing")
    for value in ("first", "second"):
        put(shop, order, meta_data=[{"key": "_oms_push_id", "value": value}])
    kept = [meta for meta in shop.get(f"{ORDERS}/{order.id}").json["meta_data"] if meta["key"] == "_oms_push_id"]
    assert [meta["value"] for meta in kept] == ["second"]
    assert isinstance(kept[0]["id"], int)
    put(shop, order, meta_data=[{"key": "_oms_push_id", "value": None}])
    assert order.meta_value("_oms_push_id") is None


def test_an_item_of_another_order_is_refused() -> None:
    shop = Shop()
    order = shop.order_with("processing")
    answer = put(shop, order, line_items=[{"id": 999999, "quantity": 1}])
    assert (answer.status, answer.json["code"]) == (400, "woocommerce_rest_invalid_item_id")


# -- trash, deletion, creation ----------------------------------------------------------------------------------------


def test_trash_and_deletion() -> None:
    shop = Shop()
    first, second = shop.ids()[:2]
    assert shop.ask("DELETE", f"{ORDERS}/{first}").json["status"] == "trash"
    again = shop.ask("DELETE", f"{ORDERS}/{first}")
    assert (again.status, again.json["code"]) == (410, "woocommerce_rest_already_trashed")
    assert shop.ask("DELETE", f"{ORDERS}/{second}", {"force": "true"}).json["id"] == second
    assert shop.get(f"{ORDERS}/{second}").status == 404
    assert shop.deeds() == ["order_trashed", "order_deleted"]


def test_an_order_can_be_made() -> None:
    shop = Shop()
    body = {
        "billing": {"first_name": "Ute", "last_name": "Weiß"},
        "line_items": [{"product_id": 5, "name": "Becher", "quantity": 2, "total": "20.00", "sku": "HH-3001"}],
        "set_paid": True,
    }
    answer = shop.ask("POST", ORDERS, body=body)
    assert (answer.status, answer.json["status"], answer.json["total"]) == (201, "processing", "23.80")
    assert answer.json["created_via"] == "rest-api"
    assert answer.json["id"] in shop.ids()
    assert shop.deeds()[0] == "order_created"


# -- batch ------------------------------------------------------------------------------------------------------------


def test_each_entry_of_a_batch_has_its_own_end() -> None:
    shop = Shop()
    order = shop.order_with("processing")
    body = {"update": [{"id": order.id, "status": "completed"}, {"id": 999999, "status": "completed"}]}
    answer = shop.ask("POST", f"{ORDERS}/batch", body=body)
    assert answer.status == 200
    done, failed = answer.json["update"]
    assert (done["id"], done["status"]) == (order.id, "completed")
    assert failed["error"]["code"] == "woocommerce_rest_shop_order_invalid_id"


def test_a_batch_has_at_most_a_hundred_entries() -> None:
    shop = Shop()
    entries = [{"id": number, "status": "completed"} for number in range(101)]
    answer = shop.ask("POST", f"{ORDERS}/batch", body={"update": entries})
    assert (answer.status, answer.json["code"]) == (413, "woocommerce_rest_request_entity_too_large")
    assert shop.deeds() == []


# -- notes ------------------------------------------------------------------------------------------------------------


def test_notes() -> None:
    shop = Shop()
    order = shop.order_with("processing")
    order.notes.clear()
    before = order.modified
    notes = f"{ORDERS}/{order.id}/notes"
    internal = shop.ask("POST", notes, body={"note": "Ref R-17"})
    shop.later(minutes=1)
    public = shop.ask("POST", notes, body={"note": "Ihr Paket …", "customer_note": True})
    assert (internal.status, internal.json["customer_note"], public.json["customer_note"]) == (201, False, True)
    assert shop.mails() == ["customer_note"]
    assert order.modified == before
    assert [note["note"] for note in shop.get(notes).json] == ["Ihr Paket …", "Ref R-17"]
    assert [note["note"] for note in shop.get(notes, type="internal").json] == ["Ref R-17"]
    assert shop.ask("POST", notes, body={}).json["code"] == "rest_missing_callback_param"
    one = f"{notes}/{internal.json['id']}"
    assert shop.get(one).json["note"] == "Ref R-17"
    assert shop.ask("DELETE", one).status == 501
    assert shop.ask("DELETE", one, {"force": "true"}).status == 200
    assert shop.get(one).status == 404
    assert shop.get(f"{ORDERS}/999999/notes").json["code"] == "woocommerce_rest_order_invalid_id"
    assert shop.deeds() == ["note_added", "note_added", "note_removed"]


# -- refunds ----------------------------------------------------------------------------------------------------------


def refund(shop: Shop, order: ShopOrder, **body: Any) -> Answer:
    return shop.ask("POST", f"{ORDERS}/{order.id}/refunds", body=body)


def total(order: ShopOrder) -> int:
    return to_minor(order.total, order.decimals)


def test_a_partial_refund_is_booked_and_moves_the_order() -> None:
    shop = Shop()
    order = shop.order_with("completed", "bacs")
    before, line = order.modified, order.lines[0]
    back = {"id": line.id, "quantity": 1, "refund_total": 1.0, "refund_tax": [{"id": 1, "refund_total": 0.19}]}
    mark = [{"key": "_oms_push_id", "value": "u-1"}]
    answer = refund(shop, order, amount="1.19", reason="R-1", api_refund=False, line_items=[back], meta_data=mark)
    assert (answer.status, answer.json["amount"], answer.json["refunded_payment"]) == (201, "1.19", False)
    (returned,) = answer.json["line_items"]
    assert (returned["quantity"], returned["total"], returned["total_tax"]) == (-1, "-1.00", "-0.19")
    assert returned["meta_data"][0]["key"] == "_refunded_item_id"
    assert returned["meta_data"][0]["value"] == str(line.id)
    assert answer.json["meta_data"][0]["value"] == "u-1"
    seen = shop.get(f"{ORDERS}/{order.id}").json
    assert seen["refunds"] == [{"id": answer.json["id"], "reason": "R-1", "total": "-1.19"}]
    assert order.modified > before
    assert [each["id"] for each in shop.get(f"{ORDERS}/{order.id}/refunds").json] == [answer.json["id"]]


def test_a_full_refund_makes_the_order_refunded() -> None:
    shop = Shop()
    order = shop.order_with("completed", "bacs")
    refund(shop, order, amount=f"{total(order) / 100:.2f}", api_refund=False)
    assert order.status == "refunded"
    assert shop.deeds() == ["refund_booked", "status_set"]


def test_the_status_refunded_books_what_is_left() -> None:
    shop = Shop()
    order = shop.order_with("completed", "bacs")
    put(shop, order, status="refunded")
    assert order.refunded == order.total


def test_money_through_a_gateway_that_cannot_is_refused_and_not_booked() -> None:
    shop = Shop()
    order = shop.order_with("completed", "bacs")
    answer = refund(shop, order, amount="1.00")
    assert (answer.status, answer.json["code"]) == (500, "woocommerce_rest_cannot_create_order_refund")
    assert (order.refunds, shop.deeds()) == ([], [])
    able = shop.order_with("processing", "stripe")
    assert refund(shop, able, amount="1.00").json["refunded_payment"] is True


def test_amounts_that_cannot_be_are_refused() -> None:
    shop = Shop()
    order = shop.order_with("completed", "bacs")
    assert refund(shop, order, amount="0", api_refund=False).json["code"] == "woocommerce_rest_invalid_order_refund"
    too_much = refund(shop, order, amount="999999.00", api_refund=False)
    assert (too_much.status, too_much.json["message"]) == (500, "Invalid refund amount.")
    assert shop.deeds() == []


def test_compute_totals_is_known_from_11_1_on() -> None:
    old, new = Shop(wc_version="11.0.2"), Shop(wc_version="11.1.0")
    for shop, expected in ((old, False), (new, True)):
        order = shop.order_with("completed", "bacs")
        lines = [{"id": order.lines[0].id, "quantity": 1}]
        answer = refund(shop, order, line_items=lines, compute_totals=True, api_refund=False)
        assert answer.status == 201
        assert (answer.json["amount"] != "0.00") is expected


def test_taking_back_a_booking_does_not_move_the_order() -> None:
    shop = Shop()
    order = shop.order_with("completed", "bacs")
    booked = refund(shop, order, amount="1.00", api_refund=False).json["id"]
    before = order.modified
    shop.later(hours=1)
    assert shop.ask("DELETE", f"{ORDERS}/{order.id}/refunds/{booked}", {"force": "true"}).status == 200
    assert shop.get(f"{ORDERS}/{order.id}").json["refunds"] == []
    assert order.modified == before


def test_every_effect_names_its_request() -> None:
    shop = Shop()
    order = shop.order_with("processing")
    put(shop, order, status="completed")
    shop.do("touch", orders=[order.id])
    client, owner = shop.simulator.journal.since(0)
    assert (client.actor, client.method, client.path) == ("client", "PUT", f"{ORDERS}/{order.id}")
    assert client.remote_ids["order_id"] == order.id
    assert (owner.actor, owner.method) == ("shop", "")


def test_reading_leaves_no_trace() -> None:
    shop = Shop()
    order = shop.ids()[0]
    before = shop.state()
    for path in (ORDERS, f"{ORDERS}/{order}", f"{ORDERS}/{order}/notes", f"{ORDERS}/{order}/refunds", "/wp-json/"):
        assert shop.get(path).status == 200
        shop.ask("OPTIONS", path)
    assert shop.state() == before
    assert shop.deeds() == []
