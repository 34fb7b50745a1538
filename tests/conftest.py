"""Owns what holds for every test: offscreen Qt, a home and a keyring of its own, and nothing left behind.

A test fails that leaves a thread running, looks up or connects to an address that is not loopback, or makes
Qt warn; in CI also one that is skipped without a line in tests/allowed_skips.txt.
"""

import gc
import logging
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from fnmatch import fnmatchcase
from itertools import count
from pathlib import Path
from typing import TypeVar

import hypothesis
import keyring
import keyring.backend
import keyring.errors
import pytest

from desk.system import logs, wrapping
from tests.guard import sitecustomize
from tests.support.compiled import share_compiled
from tests.support.patience import PatientBot

# What simulators are asked and answer is judged beside every test.
pytest_plugins = ["tests.specs.plugin"]

os.environ["QT_QPA_PLATFORM"] = "offscreen"
# Child processes of tests must not meet the keyring of the person who runs them either ...
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
# ... and are held to loopback like the test itself: Python imports sitecustomize.py from there at its start.
FORBIDDEN = Path(tempfile.mkdtemp(prefix="desk-test-")) / "addresses"
GUARD = str(Path(sitecustomize.__file__).parent)
os.environ[sitecustomize.FILE_NAME] = str(FORBIDDEN)
os.environ["PYTHONPATH"] = os.pathsep.join([GUARD, *filter(None, [os.environ.get("PYTHONPATH")])])
sys.addaudithook(sitecustomize.watch)

# How long an example takes depends on what else the machine does; the whole test has a time-out of its own.
hypothesis.settings.register_profile("desk", deadline=None)
hypothesis.settings.load_profile("desk")

share_compiled()

# All that is loaded and collected stays to the end: to look through it for garbage, now and beside each test, is for
# nothing and takes a fifth of the collecting.
gc.disable()

GRACE_SECONDS = 2.0
ALLOWED_SKIPS = Path(__file__).parent / "allowed_skips.txt"

# --- Threads ----------------------------------------------------------------------------------------------

# A loop's worker threads end with the loop; a loop that stays is found by its own thread.
POOL_THREADS = ("AnyIO worker thread",)


def is_running(thread: threading.Thread) -> bool:
    if thread.name.startswith(POOL_THREADS) or not thread.is_alive():
        return False
    # Python never hears of the end of a thread that Qt started, so the operating system is asked.
    if isinstance(thread, threading._DummyThread) and sys.platform == "linux":
        return Path(f"/proc/self/task/{thread.native_id}").exists()
    return True


def threads_left(before: set[threading.Thread], grace: float = GRACE_SECONDS) -> list[str]:
    """Names of threads that were not there before and do not end within the grace."""
    give_up = time.monotonic() + grace
    while left := [t.name for t in threading.enumerate() if t not in before and is_running(t)]:
        if time.monotonic() > give_up:
            return left
        time.sleep(0.02)
    return []


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    left = threads_left(before)
    if left:
        pytest.fail(f"the test left threads running: {', '.join(left)}", pytrace=False)


# --- Windows ----------------------------------------------------------------------------------------------


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> PatientBot:
    """In place of pytest-qt's own."""
    assert qapp is not None
    return PatientBot(request)


# --- Network ----------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def forbidden_addresses() -> Iterator[Path]:
    """Fails the test after any address beyond loopback, also where the code under test swallowed the error.

    A test of this guard itself empties the file.
    """
    FORBIDDEN.write_text("", encoding="utf-8")
    yield FORBIDDEN
    reached = dict.fromkeys(FORBIDDEN.read_text(encoding="utf-8").splitlines())
    if reached:
        pytest.fail(f"the test reached for addresses beyond loopback: {', '.join(reached)}", pytrace=False)


def pytest_sessionfinish() -> None:
    shutil.rmtree(FORBIDDEN.parent, ignore_errors=True)


# --- Order ------------------------------------------------------------------------------------------------


T = TypeVar("T")


def dealt(long: Sequence[T], short: Sequence[T], hands: int) -> list[T]:
    """All in one row, such that each of as many equal runs of it begins with its share of the long ones."""
    row: list[T] = []
    left = deque(one for hand in range(hands) for one in long[hand::hands]), deque(short)
    for runs in range(hands, 0, -1):
        size = sum(map(len, left)) // runs
        share = min(size, -(-len(left[0]) // runs))
        for some, taken in zip(left, (share, min(size - share, len(left[1]))), strict=True):
            row += [some.popleft() for _ in range(taken)]
    return row


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest, which have a time-out of their own, begin first, each worker with its share: all others would wait
    for one at the end. Workers are given runs of what was collected, and then steal from each other's ends.
    """
    long = [item for item in items if item.get_closest_marker("timeout") is not None]
    short = [item for item in items if item.get_closest_marker("timeout") is None]
    items[:] = dealt(long, short, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    """Also in the process that only hears of its workers' tests."""
    gc.freeze()
    gc.enable()


# --- Home and keyring -------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The next home. A counter: to find a free number by itself, pytest reads through all folders there are."""
    parent = tmp_path_factory.mktemp("homes")
    return map(parent.joinpath, map(str, count(1)))


@pytest.fixture(autouse=True)
def home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home for this test and its child processes."""
    folder = next(homes)
    folder.mkdir()
    for name in [name for name in os.environ if name.startswith("DESK_")]:
        monkeypatch.delenv(name)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(folder))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
        (folder / name).mkdir(mode=0o700)
        monkeypatch.setenv(name, str(folder / name))
    for name in ("APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(folder / name))
    return folder


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A keyring that keeps its entries, for as long as the test lasts."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.entries.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError(f"no entry {username} of {service}")


@pytest.fixture(autouse=True)
def memory_keyring() -> Iterator[MemoryKeyring]:
    backend = MemoryKeyring()
    before = keyring.get_keyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


# --- Passphrases ------------------------------------------------------------------------------------------

REAL_COST = wrapping._COST


@pytest.fixture(autouse=True)
def cheap_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guessing is made dear by time and memory, which only its own test needs."""
    monkeypatch.setattr(wrapping, "_COST", 1 << 4)


# --- Logs -------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def areas_log_as_before() -> Iterator[None]:
    """What a test sets at the areas' loggers is put back: a file it began, its level, and who hears of it."""
    loggers = [logging.getLogger(area) for area in logs.AREAS]
    before = [(logger, list(logger.handlers), logger.level, logger.propagate) for logger in loggers]
    yield
    for logger, handlers, level, propagate in before:
        for handler in set(logger.handlers) - set(handlers):
            handler.close()
        logger.handlers = handlers
        logger.setLevel(level)
        logger.propagate = propagate


# --- Skips ------------------------------------------------------------------------------------------------


def allowed_skips(text: str) -> dict[str, str]:
    """Pattern of node ids to reason; a line without a reason is a mistake."""
    allowed = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        pattern, _, reason = line.partition("  ")
        if not reason.strip():
            raise ValueError(f"tests/allowed_skips.txt: no reason after two spaces in {line!r}")
        allowed[pattern] = reason.strip()
    return allowed


def is_allowed_skip(node: str) -> bool:
    patterns = allowed_skips(ALLOWED_SKIPS.read_text(encoding="utf-8"))
    return any(fnmatchcase(node, pattern.replace("[", "[[]")) for pattern in patterns)


def refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """In CI nothing is skipped in silence, be it by mark, by call, by module or by an expected failure."""
    if report.skipped and os.environ.get("CI") and not is_allowed_skip(report.nodeid):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"skipped, and tests/allowed_skips.txt does not allow it: {reason}"
        if hasattr(report, "wasxfail"):
            del report.wasxfail


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    refuse_skip(report)
    return report


# --- Ctrl+C -----------------------------------------------------------------------------------------------


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl+C works here and in children, also where whoever started the run in the background had it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
