"""fields.csv names every leaf of Amazon's order, and says the truth: what it calls mapped changes what we read, and
what it calls dropped does not.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from connectors.channels.amazon import mapping as mapping_module
from connectors.contract.errors import Unreadable
from connectors.contract.snapshots import OrderSnapshot
from tests.connectors.amazon.desk_side import GERMANY, MODELS, amount, examples, mapping
from tests.specs.channels import available
from tests.specs.judge import MISSING

pytestmark = pytest.mark.skipif(not available(), reason=MISSING)
READER = mapping()
FIELDS = Path(mapping_module.__file__).with_name("fields.csv")
MODEL = "orders-api-model/orders_2026-01-01.json"
Document = dict[str, Any]


@cache
def fields() -> dict[str, tuple[str, str]]:
    with FIELDS.open(encoding="utf-8", newline="") as file:
        return {row["path"]: (row["fate"], row["reason"]) for row in csv.DictReader(file)}


@cache
def definitions() -> Document:
    found: Document = json.loads((MODELS / MODEL).read_text(encoding="utf-8"))["definitions"]
    return found


def leaves_of_model(schema: Document, path: str) -> Iterator[str]:
    while "$ref" in schema:
        schema = definitions()[schema["$ref"].rsplit("/", 1)[-1]]
    if schema.get("type") == "array":
        yield from leaves_of_model(schema["items"], f"{path}[]")
    elif "properties" in schema:
        for name, part in schema["properties"].items():
            yield from leaves_of_model(part, f"{path}.{name}" if path else name)
    else:
        yield path


def leaves_of(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from leaves_of(one, f"{path}[]")
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from leaves_of(one, f"{path}.{name}" if path else name)
    else:
        yield path


def full() -> Document:
    """An order that has every leaf of the model at least once."""

    def made(schema: Document, path: str) -> Any:
        while "$ref" in schema:
            schema = definitions()[schema["$ref"].rsplit("/", 1)[-1]]
        if schema.get("type") == "array":
            return [made(schema["items"], f"{path}[]")]
        if "properties" in schema:
            return {name: made(part, f"{path}.{name}" if path else name) for name, part in schema["properties"].items()}
        name = path.rsplit(".", 1)[-1]
        if schema.get("format") == "date-time":
            return "2026-11-18T09:00:00Z"
        if schema.get("type") in ("integer", "number"):
            return 3
        return {"amount": "10.00", "currencyCode": "EUR", "countryCode": "DE"}.get(name, f"some {name}")

    found: Document = made(definitions()["Order"], "")
    found["salesChannel"] |= {"channelName": "AMAZON", "marketplaceId": GERMANY}
    found["fulfillment"] |= {"fulfillmentStatus": "UNSHIPPED", "fulfilledBy": "MERCHANT"}
    found["associatedOrders"][0] |= {"orderId": "another order", "associationType": "REPLACEMENT_ORIGINAL_ID"}
    found["proceeds"]["breakdowns"][0] |= {"type": "DELIVERY_TIP", "subtotal": amount("1.00")}
    found["tax"]["taxRegistrations"][0]["entityType"] = "BUYER"
    line = found["orderItems"][0]
    line["fulfillment"] |= {"quantityFulfilled": 1, "quantityUnfulfilled": 1}
    line["proceeds"] |= {
        "proceedsTotal": amount("11.90"),
        "breakdowns": [
            {"type": "ITEM", "subtotal": amount("10.00")},
            {"type": "SHIPPING", "subtotal": amount("0.00")},
            {
                "type": "TAX",
                "subtotal": amount("1.90"),
                "detailedBreakdowns": [{"subtype": "ITEM", "value": amount("1.90")}],
            },
        ],
    }
    found["packages"][0]["packageStatus"]["status"] = "SHIPPED"
    return found


def without(*path: str) -> Callable[[Document], None]:
    def drop(record: Document) -> None:
        for name in path[:-1]:
            record = record[name][0] if isinstance(record[name], list) else record[name]
        record.pop(path[-1])

    return drop


def unplanned(record: Document) -> None:
    record["packages"][0]["trackingNumber"] = ""


def asked_only(record: Document) -> None:
    del record["orderItems"][0]["cancellation"]["cancellationExecution"]


def unpriced(record: Document) -> None:
    del record["proceeds"]
    record["associatedOrders"] = []


def waiting(record: Document) -> None:
    record["fulfillment"] |= {"fulfillmentStatus": "PENDING"}
    del record["proceeds"]
    for name in ("proceeds", "product"):
        record["orderItems"][0][name] = {}


VARIANTS: tuple[Callable[[Document], None], ...] = (
    lambda _: None,
    without("orderItems", "product", "sellerSku"),
    without("orderItems", "proceeds"),
    without("buyer"),
    without("buyer", "buyerCompanyName"),
    without("recipient", "deliveryAddress", "stateOrRegion"),
    without("tax", "taxRegistrations", "taxRegistrationAddress", "stateOrRegion"),
    unplanned,
    asked_only,
    unpriced,
    waiting,
)
# Other values of a leaf, beside one that nobody has heard of.
KNOWN = {
    "channelName": ("NON_AMAZON",),
    "marketplaceId": ("A2NODRKZP88ZB9",),
    "associationType": ("VALUE_ADD_SERVICE",),
    "entityType": ("MERCHANT",),
    "fulfillmentStatus": ("SHIPPED",),
    "fulfilledBy": ("AMAZON",),
    "type": ("GIFT_WRAP", "ITEM"),
    "subtype": ("SHIPPING",),
    "status": ("CANCELLED", "PENDING", "FINALIZED"),
    "currencyCode": ("USD",),
    "amount": ("777.00", "0.01"),
    "requester": ("AMAZON",),
    "cancelledBy": ("AMAZON",),
    "countryCode": ("FR",),
}


def others(path: str, value: Any) -> tuple[Any, ...]:
    if isinstance(value, int | float):
        return (value + 2, 0)
    name = path.rsplit(".", 1)[-1].removesuffix("[]")
    if isinstance(value, str) and value.endswith("Z") and value[:4].isdigit():
        return ("2026-11-19T10:11:12Z",)
    return (*KNOWN.get(name, ()), *(() if name in ("amount", "currencyCode") else ("something else",)))


def spots(value: Any, path: str) -> Iterator[tuple[Any, Any]]:
    """Every place of that path: its holder and its key there."""
    parts = path.split(".")
    name, listed = parts[0].removesuffix("[]"), parts[0].endswith("[]")
    if not isinstance(value, dict) or name not in value:
        return
    inner = value[name]
    if listed:
        for place, one in enumerate(inner):
            if len(parts) == 1:
                yield inner, place
            else:
                yield from spots(one, ".".join(parts[1:]))
    elif len(parts) == 1:
        yield value, name
    else:
        yield from spots(inner, ".".join(parts[1:]))


def told(record: Document) -> OrderSnapshot | None:
    """What the mapping makes of it, without the record itself; None for an unreadable one."""
    try:
        return replace(READER.read(json.dumps(record).encode()), raw=b"")
    except Unreadable:
        return None


@cache
def variants() -> tuple[tuple[Document, OrderSnapshot | None], ...]:
    """Orders that show between them all that is read, each with what is read of it."""
    found = []
    for change in VARIANTS:
        record = full()
        change(record)
        found.append((record, told(record)))
    return tuple(found)


def has_effect(path: str) -> bool:
    """Whether another value at this place, in some order, makes another snapshot."""
    for record, before in variants():
        for holder, key in spots(record, path):
            plain = holder[key]
            for other in others(path, plain):
                holder[key] = other
                after = told(record)
                holder[key] = plain
                if after != before:
                    return True
    return False


def test_every_leaf_of_the_model_and_of_the_examples_is_mapped_or_dropped() -> None:
    wanted = set(leaves_of_model(definitions()["Order"], ""))
    for operation in ("searchOrders", "getOrder"):
        for _, _, answer in examples(MODEL, operation):
            for record in [*answer.get("orders", []), *([answer["order"]] if "order" in answer else [])]:
                wanted |= set(leaves_of(record))
    assert sorted(fields()) == sorted(wanted)
    assert {fate for fate, _ in fields().values()} == {"mapped", "dropped"}
    assert all(len(reason) > 3 for _, reason in fields().values()), "each has its reason"


def test_the_full_order_has_every_leaf_and_is_readable() -> None:
    assert set(leaves_of(full())) == set(fields())
    assert told(full()) is not None


@pytest.mark.parametrize("path", [path for path, (fate, _) in fields().items() if fate == "mapped"])
def test_what_is_called_mapped_is_read(path: str) -> None:
    assert has_effect(path)


def test_what_is_called_dropped_changes_nothing() -> None:
    assert [path for path, (fate, _) in fields().items() if fate == "dropped" and has_effect(path)] == []
