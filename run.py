"""Owns the way from a fresh clone to a running Desk: sets up .venv and runs a command in it.

Standard library only, for it runs before anything is installed. Whoever adds a command adds it to COMMANDS.
"""

import contextlib
import ctypes
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

if sys.version_info < (3, 11):
    sys.exit("Desk needs Python 3.11 or newer; this is Python %d.%d. Start run.py with a newer one." % sys.version_info[:2])

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "desk-setup.json"
LOCK = ROOT / ".venv.lock"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
RUNTIME = ROOT / "requirements" / "runtime.txt"
DEV = ROOT / "requirements" / "dev.txt"
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
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def apt_install(prefix: Sequence[str], packages: Sequence[str]) -> bool:
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    wait = ["-o", "DPkg::Lock::Timeout=120", "-qq"]
    for arguments in (["update", *wait], ["install", "-y", "--no-install-recommends", *wait, *packages]):
        # A failing update (one dead source among many) is no reason not to try the install.
        done = subprocess.run(
            [*prefix, *environment, "apt-get", *arguments], capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
    if done.returncode != 0:
        say("  apt-get could not install them: " + (done.stderr.strip().splitlines() or ["no reason given"])[-1])
    return done.returncode == 0


def ensure_system(for_tests: bool, stop: bool) -> None:
    """Installs the Qt system libraries that are missing where it may, and names them where it may not."""
    if not sys.platform.startswith("linux"):
        return
    missing = missing_packages(for_tests)
    if not missing.needed and not missing.useful:
        return
    packages = missing.needed + missing.useful
    prefix = apt_prefix()
    if prefix is not None:
        with step(f"Installing {len(packages)} system packages that Qt needs ({', '.join(packages)})"):
            apt_install(prefix, packages)
        missing = missing_packages(for_tests)
    if missing.needed and stop:
        raise SetupError(advice(missing.needed + missing.useful))
    if missing.needed or missing.useful:
        say(advice(missing.needed + missing.useful))


def advice(packages: Sequence[str]) -> str:
    listed = " ".join(packages)
    if shutil.which("apt-get"):
        return f"Desk's window needs system packages that are missing here; install them with: sudo apt-get install {listed}"
    return f"Desk's window needs system libraries that are missing here; Debian packages them as: {listed}"


# --- The environment --------------------------------------------------------------------------------------


@contextlib.contextmanager
def step(text: str) -> Iterator[None]:
    say(text + " ...")
    start = time.perf_counter()
    yield
    say(f"  done in {time.perf_counter() - start:.0f} s")


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """One set-up at a time; the operating system lets go of the lock of a process that died."""
    with LOCK.open("a+b") as file:
        told = False
        while not try_lock(file.fileno()):
            if not told:
                say("Waiting for another set-up of this folder to end ...")
                told = True
            time.sleep(0.2)
        yield


if WINDOWS:
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
    marks["python"] = f"{sys.implementation.name} {sys.version_info[0]}.{sys.version_info[1]}"
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
    with only_one():
        if is_ready(files):
            return
        stamp = read_stamp()
        marks = wanted(files)
        if not stamp or IN_WORK in stamp or stamp.get("python") != marks["python"]:
            make_venv()
            stamp = {}
        # Written before the first change and replaced after the last: whoever finds it knows of an interruption.
        write_stamp({**stamp, IN_WORK: "yes"})
        with step("Installing the pinned packages of " + " and ".join(file.name for file in files)):
            install(files)
        # A change of runtime.txt leaves the marks of dev.txt as they are, and the next test looks at those.
        write_stamp({**stamp, **marks})


def make_venv() -> None:
    ensure_ensurepip()
    with step(f"Making {VENV.name} with Python {sys.version.split()[0]}"):
        if VENV.exists():
            shutil.rmtree(VENV)
        done = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True)
        if done.returncode != 0:
            raise SetupError(f"Python could not make {VENV}: {last_line(done)}")


def ensure_ensurepip() -> None:
    """Debian and Ubuntu split `venv` off Python into a package of its own."""
    if subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True).returncode == 0:
        return
    package = "python%d.%d-venv" % sys.version_info[:2]
    prefix = apt_prefix() if sys.platform.startswith("linux") else None
    if prefix is not None:
        with step(f"Installing {package}"):
            if apt_install(prefix, [package]):
                return
    raise SetupError(f"This Python comes without `venv`; install it (on Debian: sudo apt-get install {package}) and start again.")


def install(files: Sequence[Path]) -> None:
    requirements = [word for file in files for word in ("-r", str(file))]
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--quiet", "--no-input"]
    command += ["--disable-pip-version-check", "--prefer-binary", *requirements]
    # PYTHONPATH could show pip a package that is not in .venv, which it then would not install.
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "PYTHONHOME"}}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        say(done.stderr.strip())
        raise SetupError("The packages could not be installed (pip's words are above); check the network and start again.")


def last_line(done: subprocess.CompletedProcess[str]) -> str:
    return ((done.stderr + done.stdout).strip().splitlines() or ["no reason given"])[-1]


def ensure_qt_loads() -> None:
    done = subprocess.run([str(PYTHON), "-c", "import PySide6.QtWidgets"], capture_output=True, text=True)
    if done.returncode != 0:
        raise SetupError(f"Qt is installed and does not load: {last_line(done)}")


# --- Commands ---------------------------------------------------------------------------------------------


def environment() -> dict[str, str]:
    """The command's environment: the repository is importable, and the caller's folder stays the current one."""
    values = {name: value for name, value in os.environ.items() if name != "PYTHONHOME"}
    values["PYTHONPATH"] = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    values["VIRTUAL_ENV"] = str(VENV)
    values["PATH"] = os.pathsep.join([str(PYTHON.parent), os.environ.get("PATH", "")])
    return values


def become(*words: str) -> NoReturn:
    """Runs Python with these words in place of this process, so that signals and exit status are its own."""
    command = [str(PYTHON), *words]
    sys.stdout.flush()
    if not WINDOWS:
        os.execve(command[0], command, environment())
    with subprocess.Popen(command, env=environment()) as child:
        while True:
            try:
                sys.exit(child.wait())
            except KeyboardInterrupt:  # the child got the same Ctrl+C and decides what follows
                continue


def set_up(*files: Path, stop: bool = True) -> None:
    for_tests = DEV in files
    fresh = not is_ready(files)
    ensure_system(for_tests, stop)
    ensure_environment(files)
    if fresh and stop:
        ensure_qt_loads()


def command_setup(arguments: Sequence[str]) -> NoReturn:
    set_up(RUNTIME, DEV)
    say(f"Ready: {PYTHON}")
    sys.exit(0)


def command_demo(arguments: Sequence[str]) -> NoReturn:
    set_up(RUNTIME)
    become("-m", "desk", "demo", *arguments)


def command_desk(arguments: Sequence[str]) -> NoReturn:
    set_up(RUNTIME, stop=False)  # most of the command line works without Qt
    become("-m", "desk", *arguments)


def command_test(arguments: Sequence[str]) -> NoReturn:
    set_up(RUNTIME, DEV)
    os.chdir(ROOT)
    become("-m", "pytest", *arguments)


def command_check(arguments: Sequence[str]) -> NoReturn:
    set_up(RUNTIME, DEV)
    os.chdir(ROOT)
    become("-m", "checks", *arguments)


def command_pictures(arguments: Sequence[str]) -> NoReturn:
    set_up(RUNTIME, DEV)
    os.chdir(ROOT)
    become("-m", "desk.ui.pictures", *arguments)


def command_drill(arguments: Sequence[str]) -> NoReturn:
    set_up(RUNTIME, DEV)
    os.chdir(ROOT)
    become("-m", "drills", *arguments)


COMMANDS: dict[str, tuple[str, Callable[[Sequence[str]], NoReturn]]] = {
    "demo": ("start a simulated shop, fetch its orders and open the window (--headless, --json)", command_demo),
    "test": ("run the tests; words after it go to pytest", command_test),
    "desk": ("run Desk or one of its commands, for instance: desk search Mueller", command_desk),
    "check": ("run ruff, mypy, import-linter and the checks of translations and control names", command_check),
    "pictures": ("write a picture of each screen to build/pictures", command_pictures),
    "drill": ("play a drill against the simulators, for instance: drill ship --kills 20", command_drill),
    "setup": ("only make .venv and install what all the others need", command_setup),
}


def usage() -> str:
    lines = ["usage: python run.py COMMAND [words for the command]", ""]
    return "\n".join(lines + [f"  {name:9} {text}" for name, (text, _) in COMMANDS.items()])


def main(words: Sequence[str]) -> NoReturn:
    if words and words[0] in {"-h", "--help", "help"}:
        print(usage())
        sys.exit(0)
    if not words or words[0] not in COMMANDS:
        say(f"run.py knows no command {words[0]!r}.\n" if words else "run.py needs a command.\n")
        say(usage())
        sys.exit(2)
    try:
        COMMANDS[words[0]][1](words[1:])
    except SetupError as error:
        say(str(error))
        sys.exit(1)
    except KeyboardInterrupt:
        say("Interrupted; the next start goes on from here.")
        sys.exit(130)


if __name__ == "__main__":
    main(sys.argv[1:])
