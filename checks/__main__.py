"""Runs every check to its end, shows what failed and closes with a summary; the exit status is 1 if any failed."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
PYTHON = sys.executable


class Check(NamedTuple):
    """A command that fails with a status other than 0."""

    name: str
    command: Sequence[str]


class Result(NamedTuple):
    """How a check ended and what it printed."""

    name: str
    passed: bool
    output: str
    seconds: float


CHECKS = (
    # The slow ones first: two run at a time.
    Check("mypy", (PYTHON, "-m", "mypy")),
    Check("no unnamed control", (PYTHON, "-m", "checks.controls")),
    Check("translations complete", (PYTHON, "-m", "checks.translations")),
    Check("ruff", (PYTHON, "-m", "ruff", "check", "--quiet")),
    Check("format", (PYTHON, "-m", "ruff", "format", "--check", "--quiet")),
    Check("import-linter", (PYTHON, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-logo")),
)


def run(check: Check) -> Result:
    start = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "NO_COLOR": "1"}
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return Result(check.name, done.returncode == 0, done.stdout, time.perf_counter() - start)


def summary(results: Sequence[Result]) -> str:
    return "\n".join(f"{'ok    ' if result.passed else 'FAILED'}  {result.name}" for result in results)


def main(checks: Sequence[Check] = CHECKS) -> int:
    results = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for result in pool.map(run, checks):
            print(f"{result.name}: {'ok' if result.passed else 'FAILED'} ({result.seconds:.1f} s)", flush=True)
            if not result.passed:
                print(result.output.rstrip() + "\n", flush=True)
            results.append(result)
    print("\n" + summary(results))
    return 0 if all(result.passed for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
