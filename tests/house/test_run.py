"""run.py in folders of its own, with requirement files that ask for nothing: so no test needs a network."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import run as script

ROOT = Path(__file__).parents[2]
PROGRAM = """
import json, os, sys
if sys.argv[1:] == ["wait"]:
    import time
    try:
        print("waiting", flush=True)
        time.sleep(30)
    except KeyboardInterrupt:
        sys.exit(7)
print(json.dumps({"words": sys.argv[1:], "folder": os.getcwd(), "python": sys.executable}))
sys.exit(5 if "fail" in sys.argv else 0)
"""


def clone(folder: Path) -> Path:
    """A repository in small: run.py and a `desk` that tells how it was started."""
    (folder / "requirements").mkdir(parents=True)
    (folder / "desk").mkdir()
    for name in ("runtime.txt", "dev.txt", "build.txt"):
        (folder / "requirements" / name).write_text("# nothing\n", encoding="utf-8")
    (folder / "desk" / "__init__.py").touch()
    (folder / "desk" / "__main__.py").write_text(PROGRAM, encoding="utf-8")
    (folder / "run.py").write_bytes((ROOT / "run.py").read_bytes())
    return folder


def start(folder: Path, *words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(folder / "run.py"), *words],
        cwd=cwd or folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository that was started once."""
    folder = clone(tmp_path_factory.mktemp("repository"))
    first = start(folder, "desk", "--json")
    assert first.returncode == 0, first.stderr
    assert "Making .venv" in first.stderr
    assert json.loads(first.stdout)["words"] == ["--json"], "set-up speaks on stderr, stdout is the program's"
    return folder


def test_the_program_gets_the_words_and_the_folder_of_the_caller_and_gives_its_status(
    ready: Path, tmp_path: Path
) -> None:
    done = start(ready, "desk", "ship", "--file", "Pakete für heute.csv", "fail", cwd=tmp_path)
    told = json.loads(done.stdout)
    assert done.returncode == 5
    assert told["words"] == ["ship", "--file", "Pakete für heute.csv", "fail"]
    assert Path(told["folder"]) == tmp_path
    assert Path(told["python"]).is_relative_to(ready / ".venv")


def test_a_second_start_sets_nothing_up(ready: Path) -> None:
    stamp = ready / ".venv" / "desk-setup.json"
    before = stamp.stat().st_mtime_ns
    done = start(ready, "desk")
    assert done.stderr == ""
    assert stamp.stat().st_mtime_ns == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl+C to a console, not to a process")
@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_is_the_programs_to_answer(ready: Path) -> None:
    with subprocess.Popen(
        [sys.executable, str(ready / "run.py"), "desk", "wait"], cwd=ready, stdout=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"waiting\n"
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=120) == 7


def test_changed_pins_are_installed_and_broken_ones_give_a_sentence(tmp_path: Path, ready: Path) -> None:
    folder = tmp_path / "changed"
    shutil.copytree(ready, folder, symlinks=True)
    pins = folder / "requirements" / "runtime.txt"
    pins.write_text("no-such-package-of-desk==1.0  # without a hash\n", encoding="utf-8")
    failed = start(folder, "desk")
    assert failed.returncode == 1
    assert failed.stderr.splitlines()[-1].startswith("pip could not install the packages")
    assert "Traceback" not in failed.stderr

    pins.write_text("# nothing again\n", encoding="utf-8")
    mended = start(folder, "desk")
    assert mended.returncode == 0, mended.stderr
    assert "Making .venv" in mended.stderr, "what an unfinished set-up left is not trusted"


def test_a_set_up_that_was_killed_is_mended_and_two_at_once_wait_for_each_other(tmp_path: Path) -> None:
    folder = clone(tmp_path / "killed")
    command = [sys.executable, str(folder / "run.py"), "desk"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as first:
        while not (folder / ".venv" / "pyvenv.cfg").exists():
            assert first.poll() is None
            time.sleep(0.01)
        first.kill()
    starts = [
        subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    told = [running.communicate(timeout=120) for running in starts]
    assert [running.returncode for running in starts] == [0, 0], told
    assert sum("Making .venv" in words for _, words in told) == 1
    assert sum("Waiting for another set-up" in words for _, words in told) == 1


@pytest.mark.parametrize("words", [(), ("dmeo",)])
def test_a_wrong_command_is_told_which_there_are(words: tuple[str, ...]) -> None:
    done = start(ROOT, *words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert all(f"  {name} " in done.stderr for name in script.COMMANDS)


def test_help_is_no_mistake() -> None:
    done = start(ROOT, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "demo" in done.stdout


def test_an_old_python_is_refused_with_a_sentence() -> None:
    old = f"import sys; sys.version_info = (3, 9, 1); exec(open({str(ROOT / 'run.py')!r}).read())"
    done = subprocess.run([sys.executable, "-c", old], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "Desk needs Python 3.11 or newer and this is 3.9; start run.py with a newer one.\n"


@pytest.mark.parametrize(
    "alone,others,status",
    [(0, 0, 0), (1, 0, 1), (0, 1, 1), (5, 0, 0), (5, 1, 1), (0, 5, 5)],
)
def test_the_tests_that_measure_time_run_first_and_either_half_can_fail(
    monkeypatch: pytest.MonkeyPatch, alone: int, others: int, status: int
) -> None:
    """Status 5 is pytest's word for no test found: that is well for the half that measures, never for the rest."""
    started: list[tuple[str, ...]] = []

    def answer(*words: str) -> int:
        started.append(words)
        return others if "not alone" in words else alone

    monkeypatch.setattr(script, "run", answer)
    with pytest.raises(SystemExit) as ended:
        script.run_all_tests()
    assert ended.value.code == status
    assert ["-n" in words for words in started] == [False, True]


def test_every_test_that_measures_time_is_among_those_that_run_first() -> None:
    """They are found by the mark's words, so it may have no other: neither a name of its own nor one in a conftest."""
    marked = {one for one in (ROOT / "tests").rglob("*.py") if "mark.alone" in one.read_text(encoding="utf-8")}
    found = {ROOT / one for one in script.measuring_modules()}
    assert found == marked - {Path(__file__)}
    assert ROOT / "tests/ui/test_watchdog.py" in found


# --- System libraries -------------------------------------------------------------------------------------

APT = """#!/bin/sh
echo "$@" >> "$APT_JOURNAL"
case "$*" in *install*) exit "$APT_STATUS";; esac
"""


@pytest.fixture
def apt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An apt-get that only writes down what it was asked for, on a machine that lacks two libraries."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "apt-get").write_text(APT, encoding="utf-8")
    (folder / "apt-get").chmod(0o755)
    journal = tmp_path / "journal"
    journal.touch()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setenv("APT_JOURNAL", str(journal))
    monkeypatch.setenv("APT_STATUS", "0")
    monkeypatch.setattr(script, "LOCK", tmp_path / "lock")
    monkeypatch.setattr(script, "QT_LIBRARIES", {"libnotthere.so.9": "libnotthere9", "libc.so.6": "libc6"})
    monkeypatch.setattr(script, "X11_LIBRARIES", {"libneither.so.1": "libneither1"})
    monkeypatch.setattr(script, "TEST_PROGRAMS", {"no-such-program": "nosuch"})
    return journal


linux_only = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has Qt's libraries in packages")


@linux_only
def test_missing_libraries_are_installed_by_root(
    apt: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(script.SetupError):  # this apt-get installs nothing
        script.ensure_system(for_tests=True, must_load=True)
    update, install = apt.read_text(encoding="utf-8").splitlines()
    assert update.endswith("update")
    assert install.endswith("install -y --no-install-recommends libnotthere9 libneither1 nosuch")
    assert capsys.readouterr().out == ""


@linux_only
def test_missing_libraries_are_named_to_anybody_else(
    apt: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(script, "quietly", lambda *_: subprocess.CompletedProcess("sudo", 1, "a password is required"))
    with pytest.raises(script.SetupError, match="install them with: sudo apt-get install libnotthere9 libneither1"):
        script.ensure_system(for_tests=False, must_load=True)
    script.ensure_system(for_tests=False, must_load=False)
    assert "libnotthere9" in capsys.readouterr().err, "most of the command line works without Qt"
    assert apt.read_text(encoding="utf-8") == ""


@linux_only
@pytest.mark.usefixtures("apt")
def test_without_a_display_library_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setenv("APT_STATUS", "100")
    monkeypatch.setattr(script, "QT_LIBRARIES", {"libc.so.6": "libc6"})
    script.ensure_system(for_tests=False, must_load=True)
    told = capsys.readouterr().err
    assert "apt-get could not install them" in told
    assert "sudo apt-get install libneither1" in told


@linux_only
def test_with_all_libraries_nothing_is_asked_of_the_system(apt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for table in ("QT_LIBRARIES", "X11_LIBRARIES"):
        monkeypatch.setattr(script, table, {"libc.so.6": "libc6"})
    script.ensure_system(for_tests=False, must_load=True)
    assert apt.read_text(encoding="utf-8") == ""
