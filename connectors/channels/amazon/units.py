"""Owns Amazon's codes and what they mean in our words: marketplaces, statuses, money parts, carriers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from connectors.contract.kinds import QT_TRANSLATE_NOOP
from desk.domain.facets import OrderFacet, ShippingFacet


class Region(StrEnum):
    """One authorisation holds for one of these."""

    EU = "eu"
    NA = "na"
    FE = "fe"


HOSTS = {region: f"https://sellingpartnerapi-{region.value}.amazon.com" for region in Region}
REGION_NAMES = {
    Region.EU: QT_TRANSLATE_NOOP("channel", "Europe"),
    Region.NA: QT_TRANSLATE_NOOP("channel", "North America"),
    Region.FE: QT_TRANSLATE_NOOP("channel", "Far East"),
}
TOKEN_URL = "https://api.amazon.com/auth/o2/token"  # noqa: S105 - an address


@dataclass(frozen=True, slots=True)
class Marketplace:
    """One of Amazon's sites. `domain` is what stands behind `amazon.` and `sellercentral.amazon.`."""

    id: str
    country: str
    region: Region
    domain: str
    currency: str


MARKETPLACES: dict[str, Marketplace] = {
    row[0]: Marketplace(*row)
    for row in (
        ("A1PA6795UKMFR9", "DE", Region.EU, "de", "EUR"),
        ("A1F83G8C2ARO7P", "UK", Region.EU, "co.uk", "GBP"),
        ("A13V1IB3VIYZZH", "FR", Region.EU, "fr", "EUR"),
        ("APJ6JRA9NG5V4", "IT", Region.EU, "it", "EUR"),
        ("A1RKKUPIHCS9HS", "ES", Region.EU, "es", "EUR"),
        ("A1805IZSGTT6HS", "NL", Region.EU, "nl", "EUR"),
        ("AMEN7PMS3EDWL", "BE", Region.EU, "com.be", "EUR"),
        ("A1C3SOZRARQ6R3", "PL", Region.EU, "pl", "PLN"),
        ("A2NODRKZP88ZB9", "SE", Region.EU, "se", "SEK"),
        ("A28R8C7NBKEWEA", "IE", Region.EU, "ie", "EUR"),
        ("A33AVAJ2PDY3EV", "TR", Region.EU, "com.tr", "TRY"),
        ("A2VIGQ35RCS4UG", "AE", Region.EU, "ae", "AED"),
        ("ARBP9OOSHTCHU", "EG", Region.EU, "eg", "EGP"),
        ("A21TJRUUN4KGV", "IN", Region.EU, "in", "INR"),
        ("A17E79C6D8DWNP", "SA", Region.EU, "sa", "SAR"),
        ("AE08WJ6YKNBMC", "ZA", Region.EU, "co.za", "ZAR"),
        ("ATVPDKIKX0DER", "US", Region.NA, "com", "USD"),
        ("A2EUQ1WTGCTBG2", "CA", Region.NA, "ca", "CAD"),
        ("A1AM78C64UM0Y8", "MX", Region.NA, "com.mx", "MXN"),
        ("A2Q3Y263D00KWC", "BR", Region.NA, "com.br", "BRL"),
        ("A1VC38T7YXB528", "JP", Region.FE, "co.jp", "JPY"),
        ("A39IBJ37TRP1C6", "AU", Region.FE, "com.au", "AUD"),
        ("A19VAU5U5O7RUS", "SG", Region.FE, "sg", "SGD"),
    )
}
BY_COUNTRY = {one.country: one.id for one in MARKETPLACES.values()} | {"GB": "A1F83G8C2ARO7P"}
# Where a site is new to us: the region's largest one shows every order of the seller.
MAIN_DOMAIN = {Region.EU: "de", Region.NA: "com", Region.FE: "co.jp"}
NO_CURRENCY = "XXX"
"""ISO 4217's own word for none: a waiting order of a site that is new to us has neither prices nor a currency."""


# --- where an order stands ---------------------------------------------------------------------------------

PENDING = frozenset({"PENDING", "PENDING_AVAILABILITY"})
CANCELLED = "CANCELLED"
PARTIALLY_SHIPPED, SHIPPED = "PARTIALLY_SHIPPED", "SHIPPED"
UNFULFILLABLE = "UNFULFILLABLE"
UNSHIPPED = "UNSHIPPED"
OPEN = frozenset({UNSHIPPED, "PARTIALLY_SHIPPED"})
BY_MERCHANT, BY_AMAZON = "MERCHANT", "AMAZON"
ON_AMAZON = "AMAZON"

ORDER_FACETS = {
    "PENDING_AVAILABILITY": OrderFacet.OPEN,
    "PENDING": OrderFacet.OPEN,
    "UNSHIPPED": OrderFacet.OPEN,
    "PARTIALLY_SHIPPED": OrderFacet.OPEN,
    "SHIPPED": OrderFacet.COMPLETED,
    CANCELLED: OrderFacet.CANCELLED,
    # Nobody can ship it as it is, and somebody has to find out why: open, and in a state we cannot tell.
    UNFULFILLABLE: OrderFacet.UNKNOWN,
}
SHIPPING_FACETS = {
    "PENDING_AVAILABILITY": ShippingFacet.UNSHIPPED,
    "PENDING": ShippingFacet.UNSHIPPED,
    "UNSHIPPED": ShippingFacet.UNSHIPPED,
    "PARTIALLY_SHIPPED": ShippingFacet.PARTLY_SHIPPED,
    "SHIPPED": ShippingFacet.SHIPPED,
    CANCELLED: ShippingFacet.UNSHIPPED,
    UNFULFILLABLE: ShippingFacet.UNSHIPPED,
}
HAS_PRICES = frozenset({"UNSHIPPED", "PARTIALLY_SHIPPED", "SHIPPED"})
"""What is paid for has an amount; an answer without one lost it on its way."""

# What a status says against shipping; the words go to the agent.
_NOT_RELEASED = QT_TRANSLATE_NOOP("channel", "Amazon has not released the order yet.")
MOVED_WORDS = {
    "PENDING": _NOT_RELEASED,
    "PENDING_AVAILABILITY": _NOT_RELEASED,
    CANCELLED: QT_TRANSLATE_NOOP("channel", "The order was cancelled at Amazon."),
    UNFULFILLABLE: QT_TRANSLATE_NOOP("channel", "Amazon says that the order cannot be fulfilled."),
}

# Packages that never left, or were called off.
NOT_SENT = frozenset({"PENDING", "CANCELLED"})

REPLACES = frozenset({"REPLACEMENT_ORIGINAL_ID", "EXCHANGE_ORIGINAL_ID"})
BUYER = "BUYER"
NO_REAL_BUYER = "no-reply-amazon-iba-buyer@"
"""The mail address of every order that Amazon itself invoices to a business: one address, thousands of buyers …"""
NOBODYS_NAME = "amazon business eu sarl"
"""… and the name, which also stands where the address is hidden."""


# --- what is asked for -------------------------------------------------------------------------------------

PRIVATE_SETS = ("BUYER", "RECIPIENT", "TAX")
"""Sets of personal data. Some sellers are refused everything as soon as one of them is asked for."""
PLAIN_SETS = ("PROCEEDS", "PROMOTION", "CANCELLATION", "FULFILLMENT", "PACKAGES", "PAYMENT")
MONEY_SETS = ("PROCEEDS", "FULFILLMENT", "CANCELLATION")
SHIPPING_SETS = ("FULFILLMENT", "PACKAGES", "CANCELLATION")


# --- money -------------------------------------------------------------------------------------------------

GOODS, SHIPPING, TAX, DISCOUNT = "ITEM", "SHIPPING", "TAX", "DISCOUNT"
FEES = frozenset({"GIFT_WRAP", "COD_FEE", "OTHER", "DELIVERY_TIP"})
OF_THE_ORDER = frozenset({"DELIVERY_TIP"})
"""Parts that belong to no item; all others of an order are sums over its items."""


TAX_APART = frozenset({"ATVPDKIKX0DER", "A2EUQ1WTGCTBG2"})
"""Only at these sites prices stand without tax, and it goes back on its own; everywhere else it is refused."""
GIFT_WRAP = "GIFT_WRAP"


# --- carriers ----------------------------------------------------------------------------------------------

OTHER = "Other"
CARRIERS = {
    "dhl_de": "DHL",
    "dp": "Deutsche Post",
    "dhl_express": "DHL",
    "dhl_ecommerce": "DHL Global Mail",
    "dpd_de": "DPD",
    "gls_de": "GLS",
    "hermes_de": "Hermes Logistik Gruppe",
    "ups": "UPS",
    "fedex": "FedEx",
    "tnt": "TNT",
    "amazon_logistics": "Amazon Shipping",
    "go_express": "GO!",
    "laposte": "La Poste",
    "chronopost": "Chronopost",
    "royal_mail": "Royal Mail",
    "poste_italiane": "Poste Italiane",
    "usps": "USPS",
}
"""Codes of carriers.csv that stand in Amazon's order feed schema; all others go as `Other` with their name."""
