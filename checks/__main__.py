"""Runs every check to its end, shows what failed and closes with a summary; exits with 1 if any failed."""

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
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


LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
CHECKS = {
    # The slow ones first: two run at a time.
    "mypy": Check("mypy --strict", (PYTHON, "-m", "mypy")),
    "controls": Check("no unnamed control", (PYTHON, "-m", "checks.controls")),
    "translations": Check("translations complete", (PYTHON, "-m", "checks.translations")),
    "ladder": Check("each connector's ladder", (PYTHON, "-m", "checks.ladder")),
    "ruff": Check("ruff", (PYTHON, "-m", "ruff", "check", "--output-format", "concise")),
    "format": Check("ruff format", (PYTHON, "-m", "ruff", "format", "--check", "--output-format", "concise")),
    "imports": Check("import-linter", (PYTHON, "-c", LINT_IMPORTS, "--no-logo")),
}


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


def run_all(checks: Iterable[Check]) -> int:
    results = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for result in pool.map(run, checks):
            print(f"{result.name}: {'ok' if result.passed else 'FAILED'} ({result.seconds:.1f} s)", flush=True)
            if not result.passed:
                print(result.output.rstrip() + "\n", flush=True)
            results.append(result)
    print("\n" + summary(results))
    return 0 if all(result.passed for result in results) else 1


def main(names: Sequence[str]) -> int:
    """Runs the named checks, or all."""
    unknown = [name for name in names if name not in CHECKS]
    if unknown:
        print(f"there is no check {unknown[0]!r}; there are: {' '.join(CHECKS)}", file=sys.stderr)
        return 2
    return run_all(CHECKS[name] for name in names or CHECKS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
