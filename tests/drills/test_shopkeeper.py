"""What a shop's journal holds is known as the deed that it is."""

import pytest

from drills.shopkeeper import effect_of


@pytest.mark.parametrize(
    "deed, ids, key",
    [
        ("tracking_added", {"tracking_number": "0034-1"}, ("confirm_shipment", "7", "00341")),
        ("fulfillment_added", {"tracking_number": "00341"}, ("confirm_shipment", "7", "00341")),
        ("refund_booked", {"amount": "3.00", "paid_back": True}, ("refund_order", "7", "3.00", "sent")),
        # What a shop's own people enter is only booked.
        ("refund_booked", {"amount": "3.00"}, ("refund_order", "7", "3.00", "booked")),
        ("order_paid", {}, ("mark_paid", "7")),
        ("status_set", {"before": "on-hold", "after": "processing", "pays": True}, ("mark_paid", "7")),
        ("status_set", {"before": "in-produktion", "after": "processing", "pays": True}, ("mark_paid", "7")),
        ("status_set", {"before": "processing", "after": "completed", "pays": True}, None),
        # The entry before it tells that it was paid.
        ("status_set", {"before": "pending", "after": "processing", "by_payment": True}, None),
        ("status_set", {"before": "cancelled", "after": "processing", "by_payment": True}, None),
        ("status_set", {"before": "processing", "after": "completed"}, None),
        ("status_set", {"before": "on-hold", "after": "cancelled"}, ("cancel_order", "7")),
        ("status_set", {"before": "processing", "after": "in-produktion"}, ("set_status", "7", "in-produktion")),
        ("status_set", {"before": "in-produktion", "after": "processing"}, ("set_status", "7", "processing")),
        ("status_set", {"before": "completed", "after": "processing"}, ("set_status", "7", "processing")),
        # The shop's people called it off between Desk's look and its write.
        ("status_set", {"before": "cancelled", "after": "processing"}, ("set_status", "7", "processing")),
        ("mail_sent", {"template": "customer_invoice"}, ("send_pay_link", "7")),
        ("mail_sent", {"template": "customer_completed_order"}, None),
        ("note_added", {"text": "Guten Tag (7-12)\n\n(Ref. AB)"}, ("send_message", "7", "Guten Tag (7-12)")),
        ("note_added", {"text": "DHL 00341\n\n(Ref. AB)"}, None),
        ("meta_set", {"key": "_oms_shipment_1"}, None),
    ],
)
def test_what_stands_in_a_journal_is_known_as_the_deed_that_it_is(
    deed: str, ids: dict[str, object], key: tuple[str, ...] | None
) -> None:
    assert effect_of({"deed": deed, "actor": "client", "remote_ids": {"order_id": 7, **ids}}) == key


def test_whoever_completes_an_order_in_the_shop_says_that_it_is_paid() -> None:
    ids = {"order_id": 7, "before": "on-hold", "after": "completed", "pays": True}
    assert effect_of({"deed": "status_set", "actor": "shop", "remote_ids": ids}) == ("mark_paid", "7")
