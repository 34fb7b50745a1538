"""Owns eBay's codes and what they mean in our words: statuses, sites, carriers, error numbers."""

from __future__ import annotations

from dataclasses import dataclass

from desk.domain.facets import OrderFacet, PaymentFacet, ShippingFacet

DEFAULT_MARKETPLACE = "EBAY_DE"


@dataclass(frozen=True, slots=True)
class Site:
    """Trading's number of a site, and the host its pages are at."""

    number: str
    host: str


SITES = {
    "EBAY_AT": Site("16", "www.ebay.at"),
    "EBAY_AU": Site("15", "www.ebay.com.au"),
    "EBAY_BE": Site("23", "www.befr.ebay.be"),
    "EBAY_CA": Site("2", "www.ebay.ca"),
    "EBAY_CH": Site("193", "www.ebay.ch"),
    DEFAULT_MARKETPLACE: Site("77", "www.ebay.de"),
    "EBAY_ES": Site("186", "www.ebay.es"),
    "EBAY_FR": Site("71", "www.ebay.fr"),
    "EBAY_GB": Site("3", "www.ebay.co.uk"),
    "EBAY_IE": Site("205", "www.ebay.ie"),
    "EBAY_IT": Site("101", "www.ebay.it"),
    "EBAY_NL": Site("146", "www.ebay.nl"),
    "EBAY_PL": Site("212", "www.ebay.pl"),
    "EBAY_US": Site("0", "www.ebay.com"),
}

# orderFulfillmentStatus
FULFILLED = "FULFILLED"
SHIPPING_FACETS = {
    "NOT_STARTED": ShippingFacet.UNSHIPPED,
    "IN_PROGRESS": ShippingFacet.PARTLY_SHIPPED,
    FULFILLED: ShippingFacet.SHIPPED,
}
ORDER_FACETS = {
    "NOT_STARTED": OrderFacet.OPEN,
    "IN_PROGRESS": OrderFacet.OPEN,
    FULFILLED: OrderFacet.COMPLETED,
}

# orderPaymentStatus
FULLY_REFUNDED = "FULLY_REFUNDED"
PAYMENT_FACETS = {
    "PENDING": PaymentFacet.UNPAID,
    "PAID": PaymentFacet.PAID,
    "FAILED": PaymentFacet.FAILED,
    "PARTIALLY_REFUNDED": PaymentFacet.PARTLY_REFUNDED,
    FULLY_REFUNDED: PaymentFacet.REFUNDED,
}

UNPAID = frozenset({"PENDING", "FAILED"})

# cancelStatus.cancelState
CANCELED = "CANCELED"
CANCEL_ASKED = "IN_PROGRESS"
CANCEL_STATES = frozenset({"NONE_REQUESTED", CANCEL_ASKED, CANCELED})

PAID = "PAID"  # a payment's paymentStatus
REFUNDED, FAILED, PENDING = "REFUNDED", "FAILED", "PENDING"  # a refund's refundStatus
BY_EBAY = "EBAY"  # program.fulfillmentProgram.fulfilledBy
DIGITAL = "DIGITAL"  # fulfillmentInstructionsType of goods that travel by wire
VAT_NUMBER = "VATIN"  # taxIdentifier.taxIdentifierType

OTHER_CARRIER = "Other"
# What eBay calls a carrier of carriers.csv; whoever is not here goes as Other.
CARRIERS = {
    "dhl_de": "DHL",
    "dp": "DeutschePost",
    "dhl_express": "DHLEXPRESS",
    "dhl_ecommerce": "DHLGlobalMail",
    "dpd_de": "DPD",
    "gls_de": "GLS",
    "hermes_de": "Hermes",
    "ups": "UPS",
    "fedex": "FedEx",
    "tnt": "TNT",
    "post_at": "OsterreichischePostAG",
    "swiss_post": "DieSchweizerischePost",
    "postnl": "PostNL",
    "bpost": "BPost",
    "laposte": "LAPOSTE",
    "chronopost": "Chronopost",
    "mondial_relay": "MondialRelay",
    "royal_mail": "RoyalMail",
    "correos": "Correos",
    "poste_italiane": "PosteItaliane",
    "poczta_polska": "PocztaPolska",
    "usps": "USPS",
    "landmark": "Landmark",
    "china_post": "ChinaPost",
}

# Errors of the REST calls
NO_SUCH_ORDER = 32100
FUTURE_WINDOW = 30850
WINDOW_ERRORS = frozenset({30820, 30830, 30840, FUTURE_WINDOW})
# Trading's words for a token that is over or unknown
TRADING_TOKEN_ERRORS = frozenset({"930", "931", "932", "16110", "21916984", "21917053"})
TRADING_SYSTEM_ERRORS = frozenset({"10007", "16100"})
TRADING_LIMIT_ERRORS = frozenset({"518", "21919144"})

# A fulfillment without a tracking number has an arbitrary, short number for its id.
SHORTEST_TRACKING = 6
