"""Amazon's own models made strict, for the tests of the simulator: no field beyond those a model names, the codes that
it tells in words are the only ones, instants and amounts have their form. Independent of what judges all traffic.
"""

import copy
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

SPECS = Path(__file__).parents[4] / "shared" / "specs" / "amazon" / "models"
MISSING = "the channel's schemas are not on this machine"
ORDERS = "orders-api-model/orders_2026-01-01.json"
ORDERS_V0 = "orders-api-model/ordersV0.json"
SELLERS = "sellers-api-model/sellers.json"
INSTANT = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"
AMOUNT = r"^-?\d+(\.\d+)?$"
# The model gives examples here, and says so.
OPEN = {"paymentMethod"}


@cache
def model(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((SPECS / name).read_text(encoding="utf-8"))
    return document


@cache
def validator(name: str, definition: str) -> jsonschema.protocols.Validator:
    definitions = _strict(copy.deepcopy(model(name)["definitions"]), "")
    if "Decimal" in definitions:
        definitions["Decimal"]["pattern"] = AMOUNT
    return jsonschema.Draft4Validator({"definitions": definitions, "$ref": f"#/definitions/{definition}"})


def _strict(schema: Any, name: str) -> Any:
    if isinstance(schema, list):
        return [_strict(each, name) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: _strict(value, key) for key, value in schema.items() if key not in ("description", "format")}
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        made["additionalProperties"] = False
    if schema.get("format") == "date-time":
        made["pattern"] = INSTANT
    told = str(schema.get("description", "")).partition("**Possible value")[2]
    if schema.get("type") == "string" and told and name not in OPEN:
        made["enum"] = re.findall(r"`([A-Z_]+)`", told)
    if schema.get("type") == "array" and told:
        made["items"] = {**made["items"], "enum": re.findall(r"`([A-Z_]+)`", told)}
    return made


def errors(document: Any, definition: str, name: str = ORDERS) -> list[str]:
    found = validator(name, definition).iter_errors(document)
    return [f"{'/'.join(map(str, error.path))}: {error.message[:200]}" for error in found]
