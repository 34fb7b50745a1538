"""Owns the question whether all that the window says is there in German.

`python -m checks.translations` fails for a string that has no finished translation, for a translation whose
placeholders differ or whose string is gone, for a .qm that is not made from its .ts, and for words that no
translator can see because they are not marked. With `--update` it brings the .ts and the .qm up to the sources.
"""

import ast
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET  # noqa: S405 reads the project's own file

ROOT = Path(__file__).parents[1]
GERMAN = ROOT / "resources" / "translations" / "desk_de.ts"


class Message(NamedTuple):
    """What identifies a string for a translator."""

    context: str
    source: str
    comment: str

    def __str__(self) -> str:
        return f"{self.context}: {self.source!r}" + (f" ({self.comment})" if self.comment else "")


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
    found = shutil.which(f"pyside6-{name}", path=str(Path(sys.executable).parent)) or f"pyside6-{name}"
    done = subprocess.run([found, *words], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{name} failed: {(done.stderr + done.stdout).strip()}")


def extract(sources: Path, ts: Path) -> None:
    """Lays the strings of the sources into the .ts, keeping the translations it has."""
    with tempfile.TemporaryDirectory() as folder:
        names = Path(folder) / "sources.lst"
        names.write_text("\n".join(str(path) for path in sorted(sources.rglob("*.py"))), encoding="utf-8")
        tool("lupdate", f"@{names}", "-no-obsolete", "-locations", "none", "-target-language", "de_DE", "-ts", str(ts))


def compiled(ts: Path) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        qm = Path(folder) / "fresh.qm"
        tool("lrelease", str(ts), "-qm", str(qm))
        return qm.read_bytes()


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


def translation_faults(sources: Path, ts: Path) -> list[str]:
    if not ts.exists():
        return [f"{ts.name} is missing; make it with: python -m checks.translations --update"]
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / ts.name
        shutil.copy(ts, fresh)
        extract(sources, fresh)
        wanted = read(fresh)
    faults = [f"no longer in the sources: {message}" for message in read(ts) if message not in wanted]
    for message, translation in wanted.items():
        faults += faults_of(message, translation)
    qm = ts.with_suffix(".qm")
    if not qm.exists() or qm.read_bytes() != compiled(ts):
        faults.append(f"{qm.name} is not made from {ts.name}; make it with: python -m checks.translations --update")
    return faults


# Calls whose words a person reads, and whose first word decides: a literal there was not marked for translation.
SHOWING = {
    "QLabel", "QPushButton", "QToolButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction", "QMenu", "QDockWidget",
    "setText", "setToolTip", "setStatusTip", "setWhatsThis", "setPlaceholderText", "setWindowTitle", "setTitle",
    "setAccessibleName", "setAccessibleDescription", "setInformativeText", "setDetailedText", "setLabelText",
    "setSuffix", "setPrefix", "addAction", "addMenu", "addItem", "addTab", "showMessage", "drawText", "addRow",
}  # fmt: skip
MARKING = {"tr": 0, "translate": 1, "QT_TRANSLATE_NOOP": 1, "QT_TR_NOOP": 0}
WORD = re.compile(r"[^\W\d_]{2,}")


def literal_text(node: ast.expr) -> str:
    """The letters that stand in the source itself: of a string, or of an f-string around its values."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return " ".join(literal_text(part) for part in node.values if isinstance(part, ast.Constant))
    return ""


def call_name(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def unmarked(path: Path) -> Iterator[str]:
    """Words that no translator can see: shown unmarked, or marked in a way that only running code can read."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or "# not translated:" in lines[node.lineno - 1]:
            continue
        name = call_name(node)
        if name in MARKING and len(node.args) > MARKING[name]:
            argument = node.args[MARKING[name]]
            if isinstance(argument, ast.JoinedStr):
                yield f"{path}:{node.lineno}: {name}() is given an f-string, which cannot be looked up"
        elif name in SHOWING:
            for argument in node.args:
                if WORD.search(literal_text(argument)):
                    yield f"{path}:{node.lineno}: {name}({literal_text(argument)!r}) is not marked for translation"


def marking_faults(window: Path) -> list[str]:
    return [fault for path in sorted(window.rglob("*.py")) for fault in unmarked(path)]


def main(words: Sequence[str]) -> int:
    if "--update" in words:
        GERMAN.parent.mkdir(parents=True, exist_ok=True)
        extract(ROOT / "desk", GERMAN)
        GERMAN.with_suffix(".qm").write_bytes(compiled(GERMAN))
    faults = translation_faults(ROOT / "desk", GERMAN) + marking_faults(ROOT / "desk" / "ui")
    for fault in faults:
        print(fault)
    print(f"{len(faults)} faults in what the window says" if faults else "all that the window says is there in German")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
