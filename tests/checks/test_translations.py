from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from checks import translations
from checks.translations import marking_faults, translation_faults

SOURCE = """
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QWidget

from desk.words import QT_TRANSLATE_NOOP

SHIPPED = QT_TRANSLATE_NOOP("Facet", "Shipped")

class Pane(QWidget):
    def fill(self, count: int) -> None:
        self.setWindowTitle(self.tr("Orders of %1"))
        self.setToolTip(QCoreApplication.translate("Pane", "%n orders", None, count))
        self.setWhatsThis(self.tr("it's \\"shipped\\"\\n & <b>done</b>", disambiguation="parcel"))
"""
GERMAN = {
    "Shipped": "Versandt",
    "Orders of %1": "Bestellungen von %1",
    'it\'s "shipped"\n & <b>done</b>': "<b>versandt</b>",
}


@pytest.fixture
def project(tmp_path: Path) -> tuple[Path, Path]:
    """A window with three strings, all of them translated and compiled."""
    sources = tmp_path / "desk"
    (sources / "ui").mkdir(parents=True)
    (sources / "ui" / "pane.py").write_text(SOURCE, encoding="utf-8")
    ts = tmp_path / "desk_de.ts"
    translations.extract(sources, ts)
    tree = ET.parse(ts)
    for message in tree.getroot().iter("message"):
        translation = message.find("translation")
        assert translation is not None
        del translation.attrib["type"]
        plural = translation.findall("numerusform")
        if plural:
            plural[0].text, plural[1].text = "eine Bestellung", "%n Bestellungen"
        else:
            translation.text = GERMAN[message.findtext("source", "")]
    tree.write(ts, encoding="utf-8")
    ts.with_suffix(".qm").write_bytes(translations.compiled(ts))
    return sources, ts


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_translated_window_has_no_fault(project: tuple[Path, Path]) -> None:
    assert translation_faults(*project) == []


def test_a_string_that_has_no_german_is_found_wherever_it_stands(project: tuple[Path, Path]) -> None:
    sources, ts = project
    (sources / "services.py").write_text('PAID = QT_TRANSLATE_NOOP("Facet", "Paid")\n', encoding="utf-8")
    assert translation_faults(sources, ts) == ["not translated: Facet: 'Paid'"]


@pytest.mark.parametrize(
    "old,new,words",
    [
        (
            "<translation>Versandt",
            '<translation type="unfinished">Versandt',
            "not translated: Facet: 'Shipped'",
        ),
        ("<translation>Versandt", "<translation>", "not translated: Facet: 'Shipped'"),
        ("<numerusform>%n Bestellungen", "<numerusform>", "not translated: Pane: '%n orders'"),
        ("Bestellungen von %1", "Bestellungen", "placeholders [] in place of ['%1']: Pane: 'Orders of %1'"),
        ("<source>Shipped", "<source>Sent", "no longer in the sources: Facet: 'Sent'"),
    ],
    ids=["unfinished", "empty", "plural", "placeholder", "gone"],
)
def test_a_fault_in_the_german_file_is_found(project: tuple[Path, Path], old: str, new: str, words: str) -> None:
    sources, ts = project
    change(ts, old, new)
    assert words in translation_faults(sources, ts)


WRAPPER = """
def _tr(source, count=-1):
    return QCoreApplication.translate("Face", source, "", count)
def own(n):
    return _tr("%n parcels", n) + _tr("late" if n else "in time")
"""


def test_strings_given_to_a_wrapper_are_found_in_its_module_and_where_it_is_imported(
    project: tuple[Path, Path],
) -> None:
    sources, ts = project
    (sources / "ui" / "face.py").write_text(WRAPPER, encoding="utf-8")
    (sources / "ui" / "other.py").write_text(
        'from desk.ui.face import _tr as words\nwords("hidden")\n_tr("somebody else\'s")\n', encoding="utf-8"
    )
    assert sorted(translation_faults(sources, ts)) == [
        f"not translated: Face: {text!r}" for text in ("%n parcels", "hidden", "in time", "late")
    ]


def test_a_qm_made_from_other_words_is_found(project: tuple[Path, Path]) -> None:
    sources, ts = project
    change(ts, "Versandt", "Verschickt")
    assert ["desk_de.qm is not made from desk_de.ts" in fault for fault in translation_faults(sources, ts)] == [True]


def test_a_missing_file_is_found(project: tuple[Path, Path]) -> None:
    sources, ts = project
    ts.unlink()
    assert "desk_de.ts is missing" in translation_faults(sources, ts)[0]


@pytest.mark.parametrize(
    "line,words",
    [
        ('QLabel("Orders")', "QLabel('Orders') is not marked"),
        ('label.setText(f"{n} orders")', "setText(' orders') is not marked"),
        ('self.tr(f"{n} orders")', "tr() is given an f-string"),
        ('QCoreApplication.translate("Pane", f"{n} orders")', "translate() is given an f-string"),
        ('tr("Orders")', "tr('Orders') has no context"),
    ],
)
def test_words_that_no_translator_sees_are_found(tmp_path: Path, line: str, words: str) -> None:
    (tmp_path / "pane.py").write_text(line + "\n", encoding="utf-8")
    assert [words in fault for fault in marking_faults(tmp_path)] == [True]


@pytest.mark.parametrize(
    "line",
    [
        'class Pane(QWidget):\n    title = lambda self: self.setText(self.tr("Orders"))',
        'QLabel("–")',
        "label.setText(name)",
        'QLabel("DHL")  # not translated: a name',
    ],
)
def test_what_needs_no_translator_is_let_through(tmp_path: Path, line: str) -> None:
    (tmp_path / "pane.py").write_text(line + "\n", encoding="utf-8")
    assert marking_faults(tmp_path) == []
