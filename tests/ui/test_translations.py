"""English plurals: every counting sentence has its singular, for the sources say `(s)`."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QCoreApplication

from desk.ui.locale import locale

FOLDER = Path(__file__).parents[2] / "resources" / "translations"


def plurals(file: str) -> dict[tuple[str, str], list[str]]:
    return {
        (context.findtext("name", ""), message.findtext("source", "")): [
            form.text or "" for form in message.iter("numerusform")
        ]
        for context in ET.parse(FOLDER / file).getroot().iter("context")
        for message in context.iter("message")
        if message.get("numerus")
    }


def test_every_counting_sentence_has_an_english_singular() -> None:
    english = plurals("desk_en.ts")
    assert set(english) == set(plurals("desk_de.ts"))
    wrong = {key: forms for key, forms in english.items() if len(forms) != 2 or any("(s)" in one for one in forms)}
    assert not wrong


@pytest.mark.usefixtures("app")
def test_one_is_not_told_as_many() -> None:
    def hits(count: int) -> str:
        return QCoreApplication.translate("SearchField", "%n hit(s)", "", count)

    locale().speak("en")
    assert (hits(1), hits(2), hits(0)) == ("1 hit", "2 hits", "0 hits")
    locale().speak("de")
    assert (hits(1), hits(2)) == ("1 Treffer", "2 Treffer")
