"""Owns the ladder: what a connector must have shown, rung by rung. Each connector's quality.yaml answers rule by rule.

A rule is `done` with the tests that show it, or `exempt` with the reason. tests/contract reads the answers.
"""

from __future__ import annotations

import ast
import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

yaml: Any = importlib.import_module("yaml")  # comes with pre-commit, without types

ROOT = Path(__file__).parents[2]

RULES = {
    "bronze": {
        "settings-described": "Every setting has a label, every secret is marked as one, pasted values are understood.",
        "login-tried": "The keys are tried before they are saved; the test changes nothing in the channel.",
        "errors-at-their-field": "Each error of the set-up names its field, and mending it helps.",
        "orders-complete": "Every order comes in as the channel has it; money adds up to the channel's total.",
        "fetching-changes-nothing": "Reading leaves no trace in the channel.",
        "own-simulator": "The connector is proven against a server that keeps state and speaks the wire format.",
    },
    "silver": {
        "resumes": "A run that dies goes on from its cursor; nothing is lost, nothing loops.",
        "drifting-pages": "Orders that change while pages are read are neither skipped nor read for ever.",
        "one-bad-record": "A record that cannot be read goes aside with its bytes; the run goes on.",
        "unknown-values": "An unknown code is kept, and told once.",
        "hidden-values": "What the channel hides is empty, never a value.",
        "new-login-on-demand": "Refused keys ask for a login; passing refusals do not.",
        "outages": "Each fault profile is survived; a long Retry-After is handed on.",
        "pushing-twice": "A push is looked up before it is sent; twice is safe, also after silence.",
        "moved-elsewhere": "A push that makes no sense any more is told, not forced.",
    },
    "gold": {
        "capabilities": "What the account can do and by which way is data.",
        "all-parcels": "Single lines, quantities and several parcels reach the channel.",
        "gone-for-good": "Orders that the channel deletes without a word are found.",
        "redaction": "No secret and no buyer's data reaches a log, a sample or a sentence.",
        "odd-servers": "Other ways of hosting the channel are understood.",
    },
    "platinum": {
        "strictly-typed": "mypy --strict passes.",
        "specified": "Requests validate against the channel's published description.",
        "signature-checked": "Signing in is verified by an independent implementation.",
    },
}


@dataclass(frozen=True)
class Answer:
    """What a connector says to one rule."""

    rule: str
    tests: tuple[str, ...]
    reason: str


def answers(kind: str) -> dict[str, Answer]:
    """The connector's answers by rule. Raises ValueError for one that is neither done nor exempt."""
    file = ROOT / "connectors" / "channels" / kind / "quality.yaml"
    data: Any = yaml.safe_load(file.read_text(encoding="utf-8"))
    found: dict[str, Answer] = {}
    for rule, answer in data["rules"].items():
        done, exempt = answer.get("done"), answer.get("exempt")
        if bool(done) == bool(exempt) or set(answer) - {"done", "exempt"}:
            raise ValueError(f"{kind}: {rule} is either done or exempt")
        found[rule] = Answer(rule, tuple(done or ()), exempt or "")
    return found


def fault_of(node: str) -> str:
    """Why a named test shows nothing: missing, skipped or without an assertion; empty when it is sound."""
    path, _, name = node.partition("::")
    file = ROOT / path
    if not file.is_file():
        return f"there is no {path}"
    tree = ast.parse(file.read_text(encoding="utf-8"))
    function = next(
        (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef) and one.name == name.partition("[")[0]),
        None,
    )
    if function is None:
        return f"{path} has no {name}"
    if any("skip" in ast.unparse(mark) or "xfail" in ast.unparse(mark) for mark in function.decorator_list):
        return f"{node} is skipped"
    asserts = any(isinstance(one, ast.Assert) for one in ast.walk(function))
    raises = "pytest.raises" in ast.unparse(function)
    return "" if asserts or raises else f"{node} asserts nothing"
