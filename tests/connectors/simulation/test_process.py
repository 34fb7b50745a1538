"""A simulator as a process of its own, as drills start it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

ROOT = Path(__file__).parents[3]
COMMAND = [sys.executable, "-m", "connectors.simulation"]


@contextmanager
def process(
    *arguments: str, stdin: int | None = subprocess.PIPE
) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    with subprocess.Popen(
        [*COMMAND, *arguments], cwd=ROOT, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        try:
            assert child.stdout is not None
            yield child, json.loads(child.stdout.readline())
        finally:
            child.kill()


def test_it_prints_one_line_and_ends_with_its_stdin() -> None:
    with process("woocommerce", "--orders", "12", "--seed", "5", "--option", "tracking=ast") as (child, line):
        assert line["kind"] == "woocommerce"
        assert set(line["credentials"]) == {"consumer_key", "consumer_secret"}
        assert line["account_settings"]["base_url"] == line["url"]
        state = requests.get(f"{line['url']}/_sim/state?orders=0", timeout=5).json()
        assert state["counts"]["orders"] == 12
        assert "wc-ast/v3" in requests.get(f"{line['url']}/wp-json/", timeout=5).json()["namespaces"]
        assert child.stdin is not None
        child.stdin.close()
        assert child.wait(timeout=60) == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to send")
def test_it_ends_with_sigterm() -> None:
    with process("woocommerce", "--orders", "3") as (child, _):
        child.send_signal(signal.SIGTERM)
        assert child.wait(timeout=60) == 0


def test_faults_and_clock_come_from_the_command_line(tmp_path: Path) -> None:
    clock = tmp_path / "clock.json"
    clock.write_text(json.dumps({"real": 0, "drill": 1_900_000_000, "rate": 0}), encoding="utf-8")
    arguments = ("--orders", "3", "--faults", "throttle:0.25,reset:0.1", "--clock-file", str(clock))
    with process("woocommerce", *arguments) as (_, line):
        assert requests.get(f"{line['url']}/_sim/clock", timeout=5).json()["now"] == "2030-03-17T17:46:40Z"
        assert requests.get(f"{line['url']}/_sim/faults", timeout=5).json()["profiles"] == {
            "throttle": 0.25,
            "reset": 0.1,
        }


@pytest.mark.parametrize(
    "arguments,words",
    [
        (["nowhere"], "no simulator for nowhere"),
        (["woocommerce", "--faults", "gremlins"], "no fault profile gremlins"),
        (["woocommerce", "--option", "colour=blue"], "no option colour"),
        (["woocommerce", "--option", "tracking=pigeon"], "not pigeon"),
    ],
)
def test_wrong_usage_is_a_sentence(arguments: list[str], words: str) -> None:
    done = subprocess.run([*COMMAND, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
