"""The mails that a simulated WooCommerce shop sends on demand, by the order actions of its API. Each is journalled."""

from __future__ import annotations

from connectors.channels.woocommerce.simulator_model import Shop, ShopOrder
from connectors.channels.woocommerce.simulator_params import Params, RestError
from connectors.channels.woocommerce.simulator_writes import MAILS, Act

STATUS_TEMPLATES = ("completed", "failed", "on-hold", "processing", "refunded")


def mail_templates(order: ShopOrder) -> list[str]:
    """Templates that fit the order as it stands: its invoice always, the mail of its status, and of a part refunded."""
    if not order.billing.get("email") or order.status in ("trash", "auto-draft"):
        return []
    found = {"customer_invoice"}
    if order.status in STATUS_TEMPLATES:
        found.add(MAILS[order.status])
    if 0 < order.refunded < order.total:
        found.add("customer_refunded_order")
    return sorted(found)


def send_mail(shop: Shop, order: ShopOrder, params: Params, act: Act) -> str:
    """`actions/send_email`: the template asked for, else the one of the status. The shop notes to whom it went."""
    address, fitting = order.billing.get("email", ""), mail_templates(order)
    if "@" not in address:
        raise RestError(400, "woocommerce_rest_missing_email", "Order does not have an email address.")
    template = str(params.get("template_id") or MAILS.get(order.status, "customer_invoice"))
    if template not in fitting:
        words = f"{template} is not a valid template for this order."
        raise RestError(400, "woocommerce_rest_invalid_email_template", words)
    words = f"Order details sent to {address}."
    if template != "customer_invoice":
        words = f'Email template "{template}" sent to {address}.'
    shop.note(order, act.at, words, author="Shopleitung")
    shop.mail(order, act.at, template)
    shop.record(act.at, "mail_sent", order, act.request, template=template)
    return words
