"""Each connector answers each rule of the ladder, and the tests it names exist and assert something."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks import ladder
from checks.ladder import climbers, fault_of, faults
from connectors import registry


@pytest.mark.parametrize("kind", registry.kinds())
def test_every_rule_has_an_answer_that_holds(kind: str) -> None:
    assert kind in climbers()
    assert list(faults(kind)) == []


@pytest.mark.parametrize(
    "written,fault",
    [
        ("rules: {}", "settings-described has no answer"),
        ("rules: {settings-described: {done: [a], exempt: b}}", "either done or exempt"),
        ("rules: {flies: {exempt: it is a fish}}", "there is no rule flies"),
        ("rules: {redaction: {done: ['tests/contract/nowhere.py::test_x']}}", "redaction: there is no tests"),
        ("[", "cannot be read"),
        ("rules:", "cannot be read"),
    ],
)
def test_an_answer_that_is_none_is_told(
    written: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "quality.yaml").write_text(written, encoding="utf-8")
    monkeypatch.setattr(ladder, "CHANNELS", tmp_path)
    assert any(fault in told for told in faults("shop"))


@pytest.mark.parametrize(
    "node,fault",
    [
        ("tests/contract/nowhere.py::test_x", "there is no"),
        ("checks/ladder.py::test_x", "has no"),
        ("checks/ladder.py::answers", "asserts nothing"),
        ("tests/contract/test_ladder.py::test_every_rule_has_an_answer_that_holds", ""),
    ],
)
def test_a_test_that_shows_nothing_is_found(node: str, fault: str) -> None:
    found = fault_of(node)
    assert fault in found
    assert bool(found) == bool(fault)
