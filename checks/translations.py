"""Owns the question whether all that the window says is there in German.

`python -m checks.translations` fails for a string that has no finished translation, for a translation whose
placeholders differ or whose string is gone, for a .qm that is not made from its .ts, and for words that no
translator can see because they are not marked. With `--update` it brings .ts and .qm up to the sources.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

from checks.marked import Message, as_source, read_folder

ROOT = Path(__file__).parents[1]
CHANNELS = ROOT / "connectors"
"""What channels say of their accounts; the window looks it up as it stands there."""
GERMAN = ROOT / "resources" / "translations" / "desk_de.ts"


class Translation(NamedTuple):
    """Its German words, one for each plural form."""

    forms: tuple[str, ...]
    finished: bool
    gone: bool


def read(ts: Path) -> dict[Message, Translation]:
    messages = {}
    for context in ET.parse(ts).getroot().iter("context"):  # noqa: S314 as above
        name = context.findtext("name", "")
        for message in context.iter("message"):
            translation = message.find("translation")
            state = "" if translation is None else translation.get("type", "")
            numerus = [] if translation is None else translation.findall("numerusform")
            forms = [form.text or "" for form in numerus]
            if translation is not None and not numerus:
                forms = [translation.text or ""]
            key = Message(name, message.findtext("source", ""), message.findtext("comment", ""))
            gone = state in {"vanished", "obsolete"}
            messages[key] = Translation(tuple(forms), state == "" and bool(forms) and all(forms), gone)
    return messages


# --- The Qt tools -----------------------------------------------------------------------------------------


def tool(name: str, *words: str) -> None:
    """Runs a Qt tool of the environment; its chatter shows only when it fails."""
    # Through the module, for the script beside it names the folder that .venv was made in.
    call = f"from PySide6.scripts.pyside_tool import {name}; {name}()"
    done = subprocess.run([sys.executable, "-c", call, *words], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{name} failed: {(done.stderr + done.stdout).strip()}")


def extract(sources: Path, ts: Path, *further: Path) -> None:
    """Lays the strings of the sources into the .ts, keeping the translations it has."""
    folders = (sources, *further)
    messages = {message for one in folders for module in read_folder(one) for message in module.marked}
    with tempfile.TemporaryDirectory() as folder:
        strings = Path(folder) / "strings.py"
        strings.write_text(as_source(messages), encoding="utf-8")
        tool(
            "lupdate",
            str(strings),
            "-no-obsolete",
            "-locations",
            "none",
            "-target-language",
            "de_DE",
            "-ts",
            str(ts),
        )
    missed = messages - read(ts).keys()
    if missed:
        sys.exit(f"lupdate did not take: {', '.join(map(str, sorted(missed)))}")


def compiled(ts: Path) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        qm = Path(folder) / "fresh.qm"
        tool("lrelease", str(ts), "-qm", str(qm))
        return qm.read_bytes()


def replace_whole(file: Path, content: bytes) -> None:
    """A window that runs reads its .qm straight from the disk: written in place, it would crash in mid-sentence."""
    fresh = file.with_suffix(".fresh")
    fresh.write_bytes(content)
    fresh.replace(file)


# --- What can be wrong ------------------------------------------------------------------------------------

PLACEHOLDER = re.compile(r"%L?\d+|%n|%[sd]|\{[^{}]*\}|<[^<>]+>")


def faults_of(message: Message, translation: Translation) -> Iterator[str]:
    if not translation.finished:
        yield f"not translated: {message}"
        return
    wanted = sorted(PLACEHOLDER.findall(message.source))
    for form in translation.forms:
        found = sorted(PLACEHOLDER.findall(form))
        # The singular may say "one order" where the source counts.
        if found != wanted and not (len(translation.forms) > 1 and {*wanted} - {*found} == {"%n"}):
            yield f"placeholders {found} in place of {wanted}: {message}"


def translation_faults(sources: Path, ts: Path, *further: Path) -> list[str]:
    if not ts.exists():
        return [f"{ts.name} is missing; make it with: python -m checks.translations --update"]
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / ts.name
        shutil.copy(ts, fresh)
        extract(sources, fresh, *further)
        wanted = read(fresh)
    faults = [f"no longer in the sources: {message}" for message in read(ts) if message not in wanted]
    for message, translation in wanted.items():
        faults += faults_of(message, translation)
    qm = ts.with_suffix(".qm")
    if not qm.exists() or qm.read_bytes() != compiled(ts):
        faults.append(f"{qm.name} is not made from {ts.name}; make it with: python -m checks.translations --update")
    return faults


def marking_faults(sources: Path) -> list[str]:
    return [fault for module in read_folder(sources) for fault in module.faults]


def main(words: Sequence[str]) -> int:
    if "--update" in words:
        GERMAN.parent.mkdir(parents=True, exist_ok=True)
        extract(ROOT / "desk", GERMAN, CHANNELS)
        for ts in sorted(GERMAN.parent.glob("*.ts")):
            replace_whole(ts.with_suffix(".qm"), compiled(ts))
    faults = translation_faults(ROOT / "desk", GERMAN, CHANNELS) + marking_faults(ROOT / "desk")
    for fault in faults:
        print(fault)
    print(f"{len(faults)} faults in what the window says" if faults else "all that the window says is there in German")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
