"""Each connector answers each rule of the ladder, and the tests it names exist and assert something."""

from __future__ import annotations

import pytest

from connectors import registry
from tests.contract.ladder import RULES, answers, fault_of


@pytest.mark.parametrize("kind", registry.kinds())
def test_every_rule_has_an_answer_that_holds(kind: str) -> None:
    found = answers(kind)
    wanted = [rule for rules in RULES.values() for rule in rules]
    assert sorted(found) == sorted(wanted)
    faults = [fault for answer in found.values() for node in answer.tests if (fault := fault_of(node))]
    assert faults == []


@pytest.mark.parametrize(
    "node,fault",
    [
        ("tests/contract/nowhere.py::test_x", "there is no"),
        ("tests/contract/ladder.py::test_x", "has no"),
        ("tests/contract/ladder.py::answers", "asserts nothing"),
        ("tests/contract/test_ladder.py::test_every_rule_has_an_answer_that_holds", ""),
    ],
)
def test_a_test_that_shows_nothing_is_found(node: str, fault: str) -> None:
    found = fault_of(node)
    assert fault in found
    assert bool(found) == bool(fault)
