"""Owns WooCommerce's codes and what they mean in our words: statuses, payment methods, meta keys, carriers."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from connectors.contract.kinds import QT_TRANSLATE_NOOP
from desk.domain.facets import OrderFacet


class Way(StrEnum):
    """How tracking numbers reach a shop, best first."""

    FULFILLMENTS = "fulfillments"  # core, switched on by the shop
    SHIPMENT_TRACKING = "shipment-tracking"  # the extension of that name
    AST = "ast"  # Advanced Shipment Tracking
    META = "meta"  # a bare shop: the meta both extensions read, and a note to the customer


WAY_NAMES = {
    Way.FULFILLMENTS: "Order Fulfillments",
    Way.SHIPMENT_TRACKING: "Shipment Tracking",
    Way.AST: "Advanced Shipment Tracking",
    Way.META: QT_TRANSLATE_NOOP("channel", "order meta and a customer note"),
}
NAMESPACES = {Way.SHIPMENT_TRACKING: "wc-shipment-tracking/v3", Way.AST: "wc-ast/v3"}

TRASH = "trash"
COMPLETED = "completed"
# A block checkout in progress, or an admin's empty form: not orders (yet).
DRAFTS = frozenset({"checkout-draft", "auto-draft", "draft", "new"})

ORDER_FACETS = {
    "pending": OrderFacet.OPEN,
    "on-hold": OrderFacet.OPEN,
    "processing": OrderFacet.OPEN,
    "failed": OrderFacet.OPEN,
    COMPLETED: OrderFacet.COMPLETED,
    "refunded": OrderFacet.COMPLETED,
    "cancelled": OrderFacet.CANCELLED,
    TRASH: OrderFacet.REMOVED,
}
AWAITING_PAYMENT = frozenset({"pending", "on-hold"})
PAID_WHEN_REACHED = frozenset({"processing", COMPLETED, "refunded"})
"""WooCommerce sets these when the money is there, unless the method is paid later."""

# What a status says against shipping; the words go to the agent.
MOVED_WORDS = {
    "cancelled": QT_TRANSLATE_NOOP("channel", "The order was cancelled in the shop."),
    "refunded": QT_TRANSLATE_NOOP("channel", "The order was refunded in the shop."),
    "failed": QT_TRANSLATE_NOOP("channel", "The payment of the order failed in the shop."),
    TRASH: QT_TRANSLATE_NOOP("channel", "The order is in the shop's bin."),
}

PAY_LATER_METHODS = frozenset(
    {
        "cod",
        "invoice",
        "igfw_invoice_gateway",
        "german_market_purchase_on_account",
        "woocommerce_gzd_invoice",
        "invoice_gateway",
        "wc_invoice_gateway",
        "rechnung",
    }
)

TRACKING_META = "_wc_shipment_tracking_items"
# Core's own summary of an order's fulfillments, which the list of orders does not tell.
FULFILLMENT_STATUS_META = "_fulfillment_status"
SOMETHING_FULFILLED = frozenset({"fulfilled", "partially_fulfilled"})
PUSH_MARK = "_oms_push_id"
SHIPMENT_MARK = "_oms_shipment_"

VAT_ID_META = (
    "_billing_vat_id",
    "billing_vat_id",
    "_vat_id",
    "vat_id",
    "_billing_vat_number",
    "billing_vat_number",
    "_vat_number",
    "vat_number",
    "_billing_eu_vat_number",
    "billing_eu_vat_number",
    "_billing_vat",
    "billing_vat",
    "_billing_ustid",
    "billing_ustid",
    "_shipping_vat_id",
    "VAT Number",
)
INVOICE_NUMBER_META = ("_wcpdf_invoice_number", "_invoice_number", "invoice_number", "_bewpi_invoice_number")
POST_NUMBER_META = ("_shipping_dhl_postnumber", "_shipping_parcelshop_post_number", "_pickup_location_customer_number")
HOUSE_NUMBER_META = {"billing": "_billing_house_number", "shipping": "_shipping_house_number"}
TEST_META = {
    "_ppcp_paypal_payment_mode": "sandbox",
    "_wcpay_mode": "test",
    "_test_order": "1",
    "_is_test_order": "1",
}

_ERASED = re.compile(r"^\[[^\W\d_]{3,24}\]$|^(?:\S+@)?site\.invalid$|^0\.0\.0\.0$")


def erased(text: str) -> bool:
    """Whether WordPress put this in place of what it erased, in any language: `[deleted]`, `deleted@site.invalid`."""
    # Nearly every text shows by its ends that it is none; the pattern costs ten times as much.
    if not text.startswith("[") and not text.endswith((".invalid", ".0")):
        return False
    return bool(_ERASED.match(text))


# Names under which the plugins' own lists know a carrier of carriers.csv; the first one listed by the shop wins.
PROVIDER_NAMES: dict[str, tuple[str, ...]] = {
    "dhl_de": ("DHL Paket", "DHL Germany", "DHL Parcel DE", "Deutsche Post DHL", "DHL", "DHL Intraship (DE)"),
    "dp": ("Deutsche Post", "Deutsche Post DHL"),
    "dhl_express": ("DHL Express",),
    "dhl_ecommerce": ("DHL eCommerce", "DHL Global Mail"),
    "dpd_de": ("DPD Germany", "DPD.de", "DPD DE", "DPD"),
    "gls_de": ("GLS Germany", "GLS"),
    "hermes_de": ("Hermes Germany", "Hermes"),
    "ups": ("UPS", "UPS Germany"),
    "fedex": ("FedEx", "Fedex"),
    "tnt": ("TNT", "TNT Express"),
    "post_at": ("post.at", "Austrian Post", "Österreichische Post"),
    "swiss_post": ("Swiss Post",),
    "postnl": ("PostNL",),
    "bpost": ("bpost", "Bpost"),
    "laposte": ("La Poste", "Colissimo"),
    "chronopost": ("Chronopost",),
    "mondial_relay": ("Mondial Relay",),
    "royal_mail": ("Royal Mail",),
    "correos": ("Correos", "Correos Spain"),
    "poste_italiane": ("Poste Italiane",),
    "poczta_polska": ("Poczta Polska",),
    "inpost": ("InPost", "InPost Paczkomaty"),
    "postnord": ("PostNord", "PostNord Sverige AB"),
    "usps": ("USPS",),
    "asendia": ("Asendia",),
}

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SQUASH = re.compile(r"[^a-z0-9]")
_NAME_OF_SLUG = {_SQUASH.sub("", name.lower()): name for names in PROVIDER_NAMES.values() for name in reversed(names)}


@lru_cache(maxsize=500)
def provider_name(text: str) -> str:
    """A carrier as the plugins show it, where they keep it as WordPress writes addresses: `dpd-de` is DPD.de.

    Anything else is a name already, or unknown, and stays.
    """
    if not _SLUG.fullmatch(text):
        return text
    return _NAME_OF_SLUG.get(text.replace("-", ""), text)


LINK_GAPS = ("%1$s", "%number%", "%s")
"""Where the plugins' links hold the parcel's number."""

# What core's fulfillments call a carrier; elsewhere the code itself goes with its name.
FULFILLMENT_PROVIDERS = {
    "dhl_de": "dhl",
    "dhl_express": "dhl",
    "dp": "deutsche-post",
    "dpd_de": "dpd",
    "gls_de": "gls",
    "hermes_de": "hermes",
    "ups": "ups",
    "fedex": "fedex",
    "usps": "usps",
    "royal_mail": "royal-mail",
}
