"""Owns the ladder: what a connector must have shown, rung by rung. Each connector's quality.yaml answers rule by rule.

A rule is `done` with the tests that show it, or `exempt` with the reason. `python -m checks.ladder` looks whether every
answer holds; with the name of a connector it runs the tests that this one names.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
CHANNELS = ROOT / "connectors" / "channels"

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
        "money-goes-back-once": "A refund is weighed by the channel's state, found after silence, never too much.",
        "called-off-once": "An order is cancelled once, and told why where the channel does not let it be.",
        "cases-followed": "Returns, inquiries, wishes to cancel: with deadlines and what is allowed, and answered.",
        "buyers-answered": "What buyers write comes in whole; what is sent to them goes out once.",
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
    file = CHANNELS / kind / "quality.yaml"
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


def climbers() -> list[str]:
    """The connectors: each has a ladder to climb."""
    return sorted(one.parent.name for one in CHANNELS.glob("*/connector.py"))


def faults(kind: str) -> Iterator[str]:
    """What does not hold in a connector's answers, a sentence each."""
    try:
        found = answers(kind)
    except (OSError, ValueError, yaml.YAMLError, AttributeError, KeyError, TypeError) as error:
        yield f"{kind}: its quality.yaml cannot be read ({error})"
        return
    wanted = {rule for rules in RULES.values() for rule in rules}
    yield from (f"{kind}: {rule} has no answer" for rule in sorted(wanted - set(found)))
    yield from (f"{kind}: there is no rule {rule}" for rule in sorted(set(found) - wanted))
    for answer in found.values():
        yield from (f"{kind}: {answer.rule}: {fault}" for node in answer.tests if (fault := fault_of(node)))


def main(names: Sequence[str]) -> int:
    if not names:
        told = [fault for kind in climbers() for fault in faults(kind)]
        print("\n".join(told) if told else f"every answer of {len(climbers())} connectors holds")
        return 1 if told else 0
    if len(names) > 1 or names[0] not in climbers():
        print(f"Name one connector: {' '.join(climbers())}", file=sys.stderr)
        return 2
    return _climb(names[0])


def _climb(kind: str) -> int:
    """Run the tests that the connector names, after what it says to each rule."""
    found = answers(kind)
    for rung, rules in RULES.items():
        for rule, text in rules.items():
            print(f"{rung:9} {rule}: {found[rule].reason or text}")
    nodes = dict.fromkeys(node for answer in found.values() for node in answer.tests)
    sys.stdout.flush()
    return subprocess.run([sys.executable, "-m", "pytest", "-q", *nodes], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
