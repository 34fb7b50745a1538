"""Proves that the guards of tests/conftest.py can fail: bad tests run in a pytest of their own under them."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def outcome_of(folder: Path, tests: dict[str, str], *, ci: bool = False, allowed: str = "") -> str:
    """What a pytest says that has our configuration, our guards and these test files."""
    shutil.copytree(ROOT / "tests" / "guard", folder / "tests" / "guard")
    only_the_plugin = shutil.ignore_patterns("test_*", "wrong_*")
    shutil.copytree(ROOT / "tests" / "specs", folder / "tests" / "specs", ignore=only_the_plugin)
    (folder / "tests" / "support").mkdir()
    for name in ("compiled.py", "patience.py"):
        shutil.copy(ROOT / "tests" / "support" / name, folder / "tests" / "support")
    (folder / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    (folder / "tests" / "conftest.py").write_bytes((ROOT / "tests" / "conftest.py").read_bytes())
    (folder / "tests" / "allowed_skips.txt").write_text(allowed, encoding="utf-8")
    for name, text in tests.items():
        (folder / "tests" / f"test_{name}.py").write_text(text, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    environment.pop("CI", None)
    # The plugin listens to the simulators, which are not copied.
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), *filter(None, [environment.get("PYTHONPATH")])])
    if ci:
        environment["CI"] = "true"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return done.stdout + done.stderr


def counts(output: str) -> dict[str, int]:
    """Of pytest's last line: {"passed": 1, "error": 2}."""
    last = output.strip().splitlines()[-1]
    return {word.removesuffix("s"): int(number) for number, word in re.findall(r"(\d+) ([a-z]+)", last)}


BAD = {
    "thread": """
import threading, time
def test_bad():
    threading.Thread(target=time.sleep, args=(8,), name="forgotten", daemon=True).start()
""",
    "connect": """
import socket
def test_bad():
    with socket.socket() as connection:
        try:
            connection.connect(("192.0.2.1", 80))
        except OSError:
            pass  # swallowed, as a library would
""",
    "look_up": """
import socket
def test_bad():
    try:
        socket.getaddrinfo("shop.example", 443)
    except OSError:
        pass
""",
    "child": """
import subprocess, sys
def test_bad():
    subprocess.run([sys.executable, "-c", "import socket; socket.gethostbyname('shop.example')"], capture_output=True)
""",
    "qt": """
from PySide6.QtCore import qWarning
def test_bad(qapp):
    qWarning("a layout that does not fit")
""",
    "warning": """
import warnings
def test_bad():
    warnings.warn("old ways")
""",
    "file": """
def test_bad():
    open(__file__)
""",
}
WORDS = {
    "thread": "the test left threads running: forgotten",
    "connect": "addresses beyond loopback: socket.connect 192.0.2.1",
    "look_up": "addresses beyond loopback: socket.getaddrinfo shop.example",
    "child": "addresses beyond loopback: socket.gethostbyname shop.example",
    "qt": "a layout that does not fit",
    "warning": "UserWarning: old ways",
    "file": "ResourceWarning",
}
GOOD = {
    "good": """
import socket
def test_good():
    with socket.create_server(("localhost", 0)) as server:
        socket.create_connection(("127.0.0.1", server.getsockname()[1])).close()
"""
}


def test_every_bad_test_fails_and_the_good_one_passes(tmp_path: Path) -> None:
    output = outcome_of(tmp_path, BAD | GOOD, ci=True)
    for name, words in WORDS.items():
        assert words in output
        assert re.search(rf"^(FAILED|ERROR) tests/test_{name}.py", output, re.MULTILINE), f"{name} went through"
    assert "tests/test_good.py" not in output.partition("short test summary")[2]
    assert "specs: nothing was checked, the channels' specifications are not" in output  # beside the copy


SKIPS = {
    "call": "import pytest\ndef test_bad():\n    pytest.skip('no server here')\n",
    "mark": "import pytest\n@pytest.mark.skip(reason='no server here')\ndef test_bad():\n    pass\n",
    "module": "import pytest\npytest.skip('no server here', allow_module_level=True)\n",
    "xfail": "import pytest\n@pytest.mark.xfail(reason='no server')\ndef test_bad():\n    assert False\n",
}


def test_a_skip_is_no_failure_at_home(tmp_path: Path) -> None:
    assert counts(outcome_of(tmp_path, SKIPS)) == {"skipped": 3, "xfailed": 1}


def test_a_skip_fails_in_ci(tmp_path: Path) -> None:
    # A module is skipped while tests are collected, and a failure there ends the run before the first test.
    module = {"module": SKIPS["module"]}
    rest = {name: text for name, text in SKIPS.items() if name != "module"}
    output = outcome_of(tmp_path / "rest", rest, ci=True)
    assert sum(counts(output).values()) == 3
    assert counts(output).keys() <= {"failed", "error"}
    assert output.count("allowed_skips.txt does not allow it") >= 3
    assert counts(outcome_of(tmp_path / "module", module, ci=True)) == {"error": 1}


def test_a_skip_with_its_reason_on_file_is_no_failure_in_ci(tmp_path: Path) -> None:
    allowed = "tests/test_*.py*  the server is not always there\n"
    assert counts(outcome_of(tmp_path, SKIPS, ci=True, allowed=allowed)) == {"skipped": 3, "xfailed": 1}


@pytest.mark.parametrize("line", ["tests/test_bad.py::test_bad", "tests/test_bad.py::test_bad   "])
def test_an_allowed_skip_without_a_reason_stops_the_run(tmp_path: Path, line: str) -> None:
    assert "no reason" in outcome_of(tmp_path, {"call": SKIPS["call"]}, ci=True, allowed=line)
