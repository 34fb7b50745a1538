"""What turns Desk into a program to be installed: pins, recipe, installers, and the proof that can fail."""

from __future__ import annotations

import configparser
import json
import plistlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtWidgets import QApplication

import desk
import run as script

ROOT = Path(__file__).parents[2]
PACKAGING = ROOT / "packaging"

PROGRAM = """#!{python}
import json, sys, signal, pathlib
words = sys.argv[1:]
if words == ["--version"]:
    print("Desk 0.0.0")
elif words[0] == "demo":
    picture = pathlib.Path("picture.png")
    picture.write_bytes(b"x" * 20000)
    told = {{"world": {channels}, "orders": {channels}, "pictures": [str(picture.resolve())],
        "pushes": {{"confirmed": 10, "failed": 0, "unclear": 0}}, "read_back": {{"matched": 10, "missing": 0}}}}
    told.update({told})
    print(json.dumps(told))
elif words[0] == "--data":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit({window_status}))
    pathlib.Path(words[1]).mkdir()
    pathlib.Path(words[1], "window.token").touch()
    signal.pause()
elif words[0] == "open":
    sys.exit({open_status})
elif words[0] == "doctor":
    sys.exit("the store is ill")
else:
    print("commands: {commands} ")
"""


def channels() -> dict[str, int]:
    return {one.parent.name: 100 for one in (ROOT / "connectors" / "channels").glob("*/__init__.py")}


def smoke(folder: Path, told: str = "{}", commands: str = "", window: int = 0, second: int = 0) -> tuple[int, str]:
    """Try a program that tells what it is told to."""
    program = folder / "desk"
    text = PROGRAM.format(
        python=sys.executable,
        channels=channels(),
        told=told,
        commands=commands,
        window_status=window,
        open_status=second,
    )
    program.write_text(text, encoding="utf-8")
    program.chmod(0o755)
    done = subprocess.run(
        [sys.executable, str(PACKAGING / "smoke.py"), str(program)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_program_that_does_its_work_is_fit(tmp_path: Path) -> None:
    status, told = smoke(tmp_path)
    assert (status, "The frozen program is fit." in told) == (0, True), told


@pytest.mark.parametrize(
    "planted,said",
    [
        ({"told": '{"orders": {"woocommerce": 7}}'}, "the demo fetched"),
        ({"told": '{"orders": {}, "world": {}}'}, "the demo fetched"),
        ({"told": '{"orders": {"a": 1}, "world": {"a": 1}}'}, "the frozen program knows ['a']"),
        ({"told": '{"pushes": {"confirmed": 9, "failed": 0, "unclear": 1}}'}, "the demo's parcels"),
        ({"told": '{"read_back": {"matched": 9, "missing": 1}}'}, "the demo's parcels"),
        ({"told": '{"pictures": []}'}, "no pictures"),
        ({"window": 3}, "the window ended with 3"),
        ({"second": 1}, "`desk open 4711"),
        ({"commands": "doctor"}, "the store is ill"),
    ],
)
def test_a_program_that_fails_at_one_thing_is_not(tmp_path: Path, planted: dict[str, str], said: str) -> None:
    status, told = smoke(tmp_path, **planted)  # type: ignore[arg-type]
    assert status == 1
    assert said in told
    assert "is fit" not in told


def test_the_version_stands_in_the_package_alone() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", desk.__version__)
    others = [*ROOT.glob("*.toml"), *ROOT.glob("*.py"), *(one for one in PACKAGING.rglob("*") if one.is_file())]
    texts = {one: one.read_text(encoding="utf-8", errors="replace") for one in others if "__pycache__" not in one.parts}
    told = [one.name for one, text in texts.items() if re.search(r'(?i)\bversion\s*[:=]\s*"\d+\.\d+\.\d+"', text)]
    assert told == []


def test_what_builds_is_pinned_and_installed_for_building_only() -> None:
    pins = (ROOT / "requirements" / "build.txt").read_text(encoding="utf-8")
    assert re.search(r"^pyinstaller==", pins, re.MULTILINE)
    users = [name for name, command in script.COMMANDS.items() if script.BUILD in command.files]
    assert users == ["build"]


def test_ci_tries_the_frozen_program_last() -> None:
    text = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    steps = re.findall(r'"\$python" (\S+ ?\w*)', text)
    assert steps == ["run.py test", "run.py check", "run.py build", "packaging/smoke.py dist"]
    assert text.count("|| exit 1") >= 4


def test_the_workflow_pins_its_actions_and_holds_no_secret() -> None:
    text = (ROOT / ".github" / "workflows" / "build.yml").read_text(encoding="utf-8")
    used = re.findall(r"uses: (\S+)", text)
    assert used
    assert [one for one in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", one)] == []
    assert "secrets." not in text
    assert {"ubuntu", "windows", "macos"} == set(re.findall(r"runs-on: (\w+)-", text))


def test_the_installer_for_windows_is_for_one_user_and_leaves_what_is_stored() -> None:
    text = (PACKAGING / "windows" / "desk.iss").read_text(encoding="utf-8-sig")
    assert "PrivilegesRequired=lowest" in text
    assert "[UninstallDelete]" not in text
    assert r"{localappdata}\Programs\Desk" in text
    assert not re.search(r"HKLM|HKEY_LOCAL_MACHINE", text)


def test_the_mac_asks_for_no_more_than_python_needs() -> None:
    with (PACKAGING / "macos" / "entitlements.plist").open("rb") as file:
        assert set(plistlib.load(file)) == {
            "com.apple.security.cs.allow-unsigned-executable-memory",
            "com.apple.security.cs.disable-library-validation",
        }


def test_linux_finds_the_program_in_both_languages() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(PACKAGING / "linux" / "org.desk.Desk.desktop", encoding="utf-8")
    assert entry["Desktop Entry"]["Comment[de]"]
    about = ET.parse(PACKAGING / "linux" / "org.desk.Desk.metainfo.xml").getroot()
    assert about.findtext("id") == "org.desk.Desk"
    assert about.findtext("project_license") == "MIT"


def test_the_icon_is_there_in_each_systems_form(qapp: QApplication, tmp_path: Path) -> None:
    assert qapp is not None
    done = subprocess.run(
        [sys.executable, str(PACKAGING / "icon.py"), str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert QImage(str(tmp_path / "desk.png")).width() == 256
    reader = QImageReader(str(tmp_path / "desk.ico"))
    assert reader.imageCount() == 6
    mac = (tmp_path / "desk.icns").read_bytes()
    assert mac[:4] == b"icns"
    assert int.from_bytes(mac[4:8]) == len(mac)
    assert json.dumps(done.stdout.split()).count("desk.") == 3
