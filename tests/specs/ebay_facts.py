"""Owns the reading of contract_facts.json: its short words for types become schemas."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from tests.specs.judge import SPECS
from tests.specs.strict import BOOLEAN, FILLED, NUMBER, WHOLE, listing, record

FILE = SPECS / "ebay" / "contract_facts.json"
UTC: dict[str, Any] = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"}
_WORDS: dict[str, dict[str, Any]] = {
    "str": FILLED,
    "int": WHOLE,
    "num": NUMBER,
    "bool": BOOLEAN,
    "datetime": UTC,
    "datetime obj": record({"value": UTC}),
    "decimal str": {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"},
    "ISO": {"type": "string", "pattern": "^[A-Z]{3}$"},
    "obj": {"type": "object"},
    "any": {},
}


@cache
def facts() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def shape(node: Any) -> dict[str, Any]:
    """`{"total": "int", "next": "str?", "orders": [..]}` as a schema: nothing else, and all but `?` there."""
    if isinstance(node, dict):
        return _object(node)
    if isinstance(node, list):
        if len(node) == 1 and isinstance(node[0], dict):
            return listing(shape(node[0]))
        return {"enum": [str(each).partition(" ")[0] for each in node]}
    return _word(str(node).removesuffix("?"))


def error_schema() -> dict[str, Any]:
    """A list cannot carry the facts' mark for what may be missing, and not every error is about something."""
    made = _object(facts()["rest_error"]["shape"]["errors"][0])
    return {**made, "required": [name for name in made["required"] if name != "parameters"]}


def _object(node: dict[str, Any]) -> dict[str, Any]:
    plain = {name: value for name, value in node.items() if name != "one_of"}
    optional = {name for name, value in plain.items() if isinstance(value, str) and value.endswith("?")}
    made = {name: shape(value) for name, value in plain.items()}
    for way in node.get("one_of", []):
        # The facts do not tell what is missing in each way, so that none of them is asked for.
        names = way if isinstance(way, dict) else {way: "str"}
        made |= {name: shape(value) for name, value in names.items()}
        optional |= set(names)
    return record(made, optional=optional)


def _word(word: str) -> dict[str, Any]:
    if word in _WORDS:
        return _WORDS[word]
    if word.endswith("[]"):
        return listing(_word(word.removesuffix("[]")))
    if word == "Error":
        return error_schema()
    if word in facts()["enums"]:
        return {"enum": facts()["enums"][word]}
    if found := re.fullmatch(r"str<=(\d+)", word):
        return {"type": "string", "maxLength": int(found[1])}
    if re.fullmatch(r"[A-Z_]+(\|[A-Z_]+)+", word):
        return {"enum": word.split("|")}
    if re.fullmatch(r"[A-Z_]+", word):
        return {"enum": [word]}
    return {}  # told in words: the facts bind the name only
