"""Owns the way from a fresh clone to a running Desk: sets up .venv and runs a command in it.

Standard library only, for it runs before anything is installed. A further command is a row of COMMANDS.
"""

import contextlib
import ctypes
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

if sys.version_info < (3, 11):
    sys.exit("Desk needs Python 3.11 or newer and this is %d.%d; start run.py with a newer one." % sys.version_info[:2])

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "desk-setup.json"
LOCK = ROOT / ".venv.lock"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
RUNTIME = ROOT / "requirements" / "runtime.txt"
DEV = ROOT / "requirements" / "dev.txt"
BUILD = ROOT / "requirements" / "build.txt"
IN_WORK = "in work"


class SetupError(Exception):
    """Set-up cannot go on; the text is one sentence that says why and what to do."""


def say(text: str) -> None:
    """Set-up speaks on stderr only: stdout belongs to the command, which may be printing JSON."""
    print(text, file=sys.stderr, flush=True)


# --- System libraries -------------------------------------------------------------------------------------


class Missing(NamedTuple):
    """What this machine lacks, as Debian packages; `needed` ones keep Qt from loading at all."""

    needed: list[str]
    useful: list[str]

    @property
    def packages(self) -> list[str]:
        return self.needed + self.useful


# What the Qt libraries and the offscreen platform link to: without one of these no Qt program starts.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libOpenGL.so.0": "libopengl0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libz.so.1": "zlib1g",
}
# What the xcb platform plugin links to: without one of these there is no window on an X display.
X11_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
# What tests use to look at a real window.
TEST_PROGRAMS = {"Xvfb": "xvfb", "xdotool": "xdotool"}


def loads(library: str) -> bool:
    """Asks the loader itself: a package database knows nothing of libraries that came another way."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages(for_tests: bool) -> Missing:
    useful = [package for library, package in X11_LIBRARIES.items() if not loads(library)]
    if for_tests:
        useful += [package for program, package in TEST_PROGRAMS.items() if shutil.which(program) is None]
    return Missing([package for library, package in QT_LIBRARIES.items() if not loads(library)], useful)


def apt_prefix() -> list[str] | None:
    """The words before `apt-get` when this user may install packages without being asked, else None."""
    if sys.platform != "linux" or shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and quietly("sudo", "-n", "true").returncode == 0:
        return ["sudo", "-n"]
    return None


def apt_install(prefix: Sequence[str], packages: Sequence[str]) -> bool:
    apt = [
        *prefix,
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-qq",
        "-o",
        "DPkg::Lock::Timeout=120",
    ]
    quietly(*apt, "update")  # one dead source among many is no reason not to try
    done = quietly(*apt, "install", "-y", "--no-install-recommends", *packages)
    if done.returncode != 0:
        say(f"  apt-get could not install them: {last_line(done)}")
    return done.returncode == 0


def ensure_system(for_tests: bool, must_load: bool) -> None:
    """Installs the Qt system libraries that are missing where it may, and names them where it may not."""
    if sys.platform != "linux":
        return
    missing = missing_packages(for_tests)
    if not missing.packages:
        return
    prefix = apt_prefix()
    if prefix is not None:
        with (
            only_one(),
            step(f"Installing system packages that the window needs: {' '.join(missing.packages)}"),
        ):
            apt_install(prefix, missing.packages)
        missing = missing_packages(for_tests)
    if missing.needed and must_load:
        raise SetupError(advice(missing.packages))
    if missing.packages:
        say(advice(missing.packages))


def advice(packages: Sequence[str]) -> str:
    listed = " ".join(packages)
    if shutil.which("apt-get"):
        return f"Desk's window lacks system packages; install them with: sudo apt-get install {listed}"
    return f"Desk's window lacks system libraries; Debian's packages with them are: {listed}"


# --- The environment --------------------------------------------------------------------------------------


def quietly(*command: str, holding: Sequence[int] = ()) -> subprocess.CompletedProcess[str]:
    """Runs a command whose words only matter when it fails; it keeps the given descriptors open."""
    # PYTHONPATH could show pip a package that is not in .venv, which it then would not install.
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "PYTHONHOME"}}
    return subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        pass_fds=() if sys.platform == "win32" else holding,
        check=False,
    )


def last_line(done: subprocess.CompletedProcess[str]) -> str:
    return (done.stdout.strip().splitlines() or ["no reason given"])[-1]


@contextlib.contextmanager
def step(text: str) -> Iterator[None]:
    say(text + " ...")
    start = time.perf_counter()
    yield
    say(f"  done in {time.perf_counter() - start:.0f} s")


@contextlib.contextmanager
def only_one() -> Iterator[int]:
    """One set-up of this folder at a time; the system lets go of the lock when its holders are dead."""
    with LOCK.open("a+b") as file:
        told = False
        while not try_lock(file.fileno()):
            if not told:
                say("Waiting for another set-up of this folder to end ...")
                told = True
            time.sleep(0.2)
        yield file.fileno()


if sys.platform == "win32":
    import msvcrt

    def try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


def wanted(files: Sequence[Path]) -> dict[str, str]:
    """What a finished set-up with these files looks like, as name to value."""
    marks = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    marks["python"] = "%s %d.%d" % (sys.implementation.name, *sys.version_info[:2])
    return marks


def read_stamp() -> dict[str, str]:
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) and PYTHON.exists() else {}


def write_stamp(marks: Mapping[str, str]) -> None:
    draft = STAMP.with_suffix(".draft")
    draft.write_text(json.dumps(marks, indent=1), encoding="utf-8")
    draft.replace(STAMP)


def is_ready(files: Sequence[Path]) -> bool:
    stamp = read_stamp()
    return IN_WORK not in stamp and wanted(files).items() <= stamp.items()


def ensure_environment(files: Sequence[Path]) -> None:
    """Makes .venv hold the given requirement files; at once when a finished set-up already holds them."""
    if is_ready(files):
        return
    with only_one() as lock:
        if is_ready(files):
            return
        stamp = read_stamp()
        marks = {**wanted(files), "packages": " ".join(sorted(pinned()))}
        if IN_WORK in stamp or stamp.get("python") != marks["python"]:
            make_venv()
            stamp = {}
        # Written before the first change, replaced after the last: whoever finds it knows of an interruption.
        write_stamp({**stamp, IN_WORK: "yes"})
        with step(f"Installing the packages of {' and '.join(file.name for file in files)}"):
            remove({*stamp.get("packages", "").split()} - pinned())
            install(files, lock)
        # The marks of a file that was not asked for stay: that file has not changed.
        write_stamp({**stamp, **marks})


def make_venv() -> None:
    ensure_venv_module()
    with step(f"Making {VENV.name} with Python {sys.version.split()[0]}"):
        if VENV.exists():
            STAMP.unlink(missing_ok=True)  # first: half a folder must not look finished
            shutil.rmtree(VENV)
        done = quietly(sys.executable, "-m", "venv", str(VENV))
        if done.returncode != 0:
            raise SetupError(f"Python could not make {VENV}: {last_line(done)}")
        write_stamp({IN_WORK: "yes"})


def ensure_venv_module() -> None:
    """Debian and Ubuntu split `venv` off Python into a package of its own."""
    if quietly(sys.executable, "-c", "import ensurepip, venv").returncode == 0:
        return
    package = "python%d.%d-venv" % sys.version_info[:2]
    prefix = apt_prefix()
    if prefix is not None:
        with step(f"Installing the system package {package}"):
            if apt_install(prefix, [package]):
                return
    raise SetupError(f"This Python comes without `venv`; install it (on Debian: sudo apt-get install {package}).")


def pinned() -> set[str]:
    """The names of all packages that any of the requirement files pins."""
    text = "".join(file.read_text(encoding="utf-8") for file in (RUNTIME, DEV, BUILD))
    return set(re.findall(r"^([\w.-]+)==", text, re.MULTILINE))


def remove(packages: set[str]) -> None:
    if packages:
        quietly(str(PYTHON), "-m", "pip", "uninstall", "--yes", "--quiet", *sorted(packages))


def install(files: Sequence[Path], lock: int) -> None:
    words = ["--require-hashes", "--quiet", "--no-input", "--disable-pip-version-check", "--prefer-binary"]
    for file in files:
        words += ["-r", str(file)]
    # pip holds the lock too: it lives on when only this process is killed, and nobody may set up beside it.
    done = quietly(str(PYTHON), "-m", "pip", "install", *words, holding=[lock])
    if done.returncode != 0:
        say(done.stdout.strip())
        raise SetupError("pip could not install the packages (its words are above); check the network and start again.")
    # ebaysdk installs its own tests as a package of that plain name, which would hide ours.
    for stray in PYTHON.parent.parent.rglob("site-packages/tests"):
        shutil.rmtree(stray)


def ensure_qt_loads() -> None:
    done = quietly(str(PYTHON), "-c", "import PySide6.QtWidgets")
    if done.returncode != 0:
        raise SetupError(f"Qt is installed and does not load: {last_line(done)}")


def set_up(files: Sequence[Path], must_load: bool) -> None:
    fresh = not is_ready(files)
    ensure_system(for_tests=DEV in files, must_load=must_load)
    ensure_environment(files)
    if fresh and must_load:
        ensure_qt_loads()


# --- Commands ---------------------------------------------------------------------------------------------


class Command(NamedTuple):
    """A row of the table of commands."""

    text: str
    words: Sequence[str]  # what Python is started with, before the caller's own words
    files: Sequence[Path] = (RUNTIME, DEV)
    in_root: bool = True  # else in the caller's folder, for file names in the caller's words
    must_load: bool = True  # without Qt there is no use in starting it


COMMANDS = {
    "demo": Command(
        "a simulated shop, its orders fetched, and the window (--headless, --json)",
        ("-m", "desk", "demo"),
        files=(RUNTIME,),
        in_root=False,
    ),
    "test": Command("the tests; further words go to pytest", ("-m", "pytest")),
    "desk": Command(
        "Desk itself or one of its commands, for instance: desk search Mueller",
        ("-m", "desk"),
        files=(RUNTIME,),
        in_root=False,
        must_load=False,
    ),
    "check": Command("ruff, mypy, import-linter, translations, control names …; or those named", ("-m", "checks")),
    "ladder": Command(
        "the tests that a connector's quality.yaml names, for instance: ladder ebay", ("-m", "checks.ladder")
    ),
    "pictures": Command("a picture of each screen, into build/pictures", ("-m", "desk.ui.pictures")),
    "drill": Command("a drill against the simulators, for instance: drill ship --kills 20", ("-m", "drills")),
    "build": Command(
        "the frozen program for this system, into dist/desk",
        ("-m", "PyInstaller", "packaging/desk.spec", "--noconfirm", "--workpath", "build/pyinstaller"),
        files=(RUNTIME, BUILD),
    ),
    "setup": Command("only what all of these do first: .venv and what belongs in it", ()),
}


def command_environment() -> dict[str, str]:
    """The repository is importable wherever the command is started from."""
    # Without kept bytecode each of Desk's processes would compile all it imports anew: half a second for the window.
    unwanted = ("PYTHONHOME", "PYTHONDONTWRITEBYTECODE")
    values = {name: value for name, value in os.environ.items() if name not in unwanted}
    values["PYTHONPATH"] = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    values["VIRTUAL_ENV"] = str(VENV)
    values["PATH"] = os.pathsep.join([str(PYTHON.parent), os.environ.get("PATH", "")])
    if sys.platform == "win32":
        values.setdefault("PYTHONUTF8", "1")  # a pipe would get the console's old code page
    return values


def run(*words: str) -> int:
    """Runs Python with these words to its end; Ctrl+C reaches it as well, and it decides what follows."""
    with subprocess.Popen([str(PYTHON), *words], env=command_environment()) as child:
        while True:
            with contextlib.suppress(KeyboardInterrupt):
                status = child.wait()
                return status if status >= 0 else 128 - status  # as a shell tells of a signal


def become(*words: str) -> NoReturn:
    """Puts Python with these words in place of this process, so that signals and exit status are its own."""
    if sys.platform == "win32":  # there, exec ends this process at once and leaves the caller without a status
        sys.exit(run(*words))
    os.execve(PYTHON, [str(PYTHON), *words], command_environment())  # noqa: S606 no shell is wanted


def measuring_modules() -> list[str]:
    """Those with tests that measure time: to load all others for their sake takes longer than some of them."""
    modules = sorted((ROOT / "tests").rglob("test_*.py"))
    return [str(one.relative_to(ROOT)) for one in modules if "pytest.mark.alone" in one.read_text(encoding="utf-8")]


def run_all_tests() -> NoReturn:
    """Those that measure time first and with nothing beside them, then the others on all cores."""
    no_test_collected = 5
    alone = run("-m", "pytest", "-m", "alone", *measuring_modules())
    # Many tests wait for a moment, for a time-out or for a child: one more than there are cores keeps all of them busy.
    workers = str(min(4, (os.cpu_count() or 1) + 1))
    others = run("-m", "pytest", "-m", "not alone", "-n", workers, "--dist", "worksteal")
    sys.exit(others or (0 if alone == no_test_collected else alone))


def usage() -> str:
    rows = [f"  {name:9} {command.text}" for name, command in COMMANDS.items()]
    return "\n".join(["usage: python run.py COMMAND [words for the command]", "", *rows])


def start(name: str, words: Sequence[str]) -> NoReturn:
    command = COMMANDS[name]
    set_up(command.files, command.must_load)
    if command.in_root:
        os.chdir(ROOT)
    if name == "setup":
        say(f"Ready: {PYTHON}")
        sys.exit(0)
    if name == "test" and not words:
        run_all_tests()
    become(*command.words, *words)


def main(words: Sequence[str]) -> NoReturn:
    if words and words[0] in {"-h", "--help", "help"}:
        print(usage())
        sys.exit(0)
    if not words or words[0] not in COMMANDS:
        say(f"run.py knows no command {words[0]!r}.\n" if words else "run.py needs a command.\n")
        say(usage())
        sys.exit(2)
    try:
        start(words[0], words[1:])
    except SetupError as error:
        say(str(error))
        sys.exit(1)
    except KeyboardInterrupt:
        say("Interrupted; the next start mends what this one left unfinished.")
        sys.exit(130)


if __name__ == "__main__":
    main(sys.argv[1:])
