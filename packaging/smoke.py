"""Proves a frozen program on a machine without Python packages: `python packaging/smoke.py dist/desk/desk`.

In an empty environment and home it tells its version, looks after itself (`doctor`, once there is a store), does the
demo's whole job, opens a window, and a second start hands over to that. Standard library only.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

KEPT = ("SYSTEMROOT", "SYSTEMDRIVE", "COMSPEC", "TEMP", "TMP", "USERNAME", "NUMBER_OF_PROCESSORS")
"""What Windows itself cannot do without."""
PATIENCE = 60


class Broken(Exception):
    """The frozen program is not fit to be shipped; the text says why."""


def environment(home: Path) -> dict[str, str]:
    empty = {name: os.environ[name] for name in KEPT if name in os.environ} if sys.platform == "win32" else {}
    homes = {name: str(home) for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")}
    return empty | homes | {"DESK_STORE_KEY": "5d" * 32, "QT_QPA_PLATFORM": "offscreen"}


def run(program: Path, home: Path, *words: str) -> str:
    """What a command prints; it has to end well and without a traceback."""
    done = subprocess.run(
        [str(program), *words],
        env=environment(home),
        cwd=home,
        capture_output=True,
        encoding="utf-8",
        timeout=900,
        check=False,
    )
    if done.returncode != 0 or "Traceback" in done.stderr:
        raise Broken(f"`desk {' '.join(words)}` ended with {done.returncode}:\n{done.stderr.strip()}")
    return done.stdout


def demo(program: Path, home: Path) -> None:
    told = json.loads(run(program, home, "demo", "--headless", "--json", "--orders", "300", "--seed", "7"))
    if told["world"] != told["orders"] or not told["orders"]:
        raise Broken(f"the demo fetched {told['orders']} of {told['world']}")
    channels = {one.name for one in (Path(__file__).parents[1] / "connectors/channels").iterdir() if is_channel(one)}
    if set(told["orders"]) != channels:
        raise Broken(f"the frozen program knows {sorted(told['orders'])}, the sources have {sorted(channels)}")
    if told["pushes"] != {"confirmed": 10, "failed": 0, "unclear": 0} or told["read_back"]["missing"]:
        raise Broken(f"the demo's parcels: {told['pushes']}, {told['read_back']}")
    if not told["pictures"] or not all(Path(one).stat().st_size > 10_000 for one in told["pictures"]):
        raise Broken("the demo saved no pictures")


def is_channel(folder: Path) -> bool:
    return (folder / "__init__.py").exists()


def window(program: Path, home: Path) -> None:
    """A window opens, a second start hands over to it, and it ends when it is asked to."""
    store = home / "store"
    words = [str(program), "--data", str(store)]
    with subprocess.Popen(words, env=environment(home), cwd=home) as first:
        try:
            give_up = time.monotonic() + PATIENCE
            while not (store / "window.token").exists():
                if first.poll() is not None or time.monotonic() > give_up:
                    raise Broken(f"the window did not open (status {first.poll()})")
                time.sleep(0.1)
            start = time.monotonic()
            run(program, home, "open", "4711", "--data", str(store))
            print(f"  a second start handed over in {time.monotonic() - start:.2f} s")
        finally:
            first.terminate()
            status = first.wait(timeout=PATIENCE)
    if sys.platform != "win32" and status != 0:
        raise Broken(f"the window ended with {status}")


def main(words: list[str]) -> int:
    if len(words) != 1:
        print("usage: python packaging/smoke.py PROGRAM", file=sys.stderr)
        return 2
    program = Path(words[0]).resolve()
    with tempfile.TemporaryDirectory(prefix="desk-smoke-", ignore_cleanup_errors=True) as made:
        home = Path(made)
        try:
            print(run(program, home, "--version").strip())
            print("the demo ...", flush=True)
            demo(program, home)
            print("the window ...", flush=True)
            window(program, home)
            if " doctor " in run(program, home, "--help"):
                print("the doctor ...", flush=True)
                run(program, home, "doctor", "--data", str(home / "store"))
        except Broken as broken:
            print(broken, file=sys.stderr)
            return 1
    print("The frozen program is fit.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
