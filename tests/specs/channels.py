"""Owns which channels' rules there are; one row per channel whose simulator is judged."""

from __future__ import annotations

from tests.specs.amazon import AmazonRules
from tests.specs.ebay import EbayRules
from tests.specs.judge import SPECS, Judge, Rules
from tests.specs.woocommerce import WooCommerceRules


def available() -> bool:
    return SPECS.is_dir()


def all_rules() -> dict[str, Rules]:
    return {"amazon": AmazonRules(), "ebay": EbayRules(), "woocommerce": WooCommerceRules()}


def judge_of_all() -> Judge:
    return Judge(all_rules())
