"""Desk has the MIT licence: what is shipped with it may not ask for more than to be named."""

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PERMISSIVE = re.compile(
    r"\b(MIT|MIT-0|BSD|Apache|ISC|PSF|Python Software Foundation|ZLIB|0BSD|Unlicense)\b", re.IGNORECASE
)
EXCEPTIONS = {
    "pyside6-essentials": "Qt itself: LGPL, linked and not changed",
    "shiboken6": "Qt's binding to Python: LGPL, linked and not changed",
    "ebaysdk": "the decided library for eBay's Trading calls: CDDL-1.0, its own files only, not changed",
    "certifi": "a list of certificates under MPL-2.0, not changed",
    "sqlcipher3": "names no licence in its metadata; its LICENSE is zlib's",
}


def pinned(file: str) -> set[str]:
    text = (ROOT / "requirements" / file).read_text(encoding="utf-8")
    return set(re.findall(r"^([\w.-]+)==", text, re.MULTILINE))


def licence(package: Distribution) -> str:
    lines = [line for name in ("License-Expression", "License") for line in package.metadata.get_all(name) or ()]
    lines += [line for line in package.metadata.get_all("Classifier") or () if line.startswith("License ::")]
    return " ".join(lines)


def installed(names: set[str]) -> dict[str, Distribution]:
    """Without those that are pinned for another system or Python."""
    found = {}
    for name in names:
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue
    return found


def test_what_is_shipped_has_a_permissive_licence() -> None:
    packages = installed(pinned("runtime.txt"))
    assert len(packages) > 30
    others = {name for name, package in packages.items() if not PERMISSIVE.search(licence(package))}
    assert others == EXCEPTIONS.keys()


@pytest.mark.parametrize("said", ["GPL-3.0-only", "GNU Lesser General Public License v3", "MPL-2.0", "", "Permitted"])
def test_a_licence_that_asks_for_more_is_found(said: str) -> None:
    assert not PERMISSIVE.search(said)


@pytest.mark.parametrize("file", ["runtime.txt", "dev.txt", "build.txt"])
def test_every_pin_has_its_hashes_and_none_an_address(file: str) -> None:
    text = (ROOT / "requirements" / file).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    pins = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []
