"""Owns tables as spreadsheets write them: how their text is decoded, their cells are read, and one is written."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Sequence

from desk.domain.errors import NotAllowed

MAX_BYTES = 20_000_000
MAX_ROWS = 20_000
_SIGNS = re.compile(r"[\W_]+")
_EXCEL_TEXT = re.compile(r'="([^"]*)"')
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def decode(raw: bytes, name: str) -> str:
    """The text of a file as spreadsheets write it: UTF-8, UTF-16 or Latin-1. Raises NotAllowed for what is no text."""
    if len(raw) > MAX_BYTES:
        raise NotAllowed(f"{name} is larger than 20 MB. Split it.", code="file_too_large", file=name)
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = raw.decode("utf-16", errors="replace")
    elif raw[1::2].count(0) > len(raw) // 4:  # Latin letters without a mark at the beginning
        text = raw.decode("utf-16-le", errors="replace")
    elif raw[0::2].count(0) > len(raw) // 4:
        text = raw.decode("utf-16-be", errors="replace")
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", errors="replace")  # what Excel writes in Germany
    if "\0" in text:
        raise NotAllowed(f"{name} is no CSV file. Save the sheet as CSV first.", code="file_not_csv", file=name)
    return text


def cells(text: str, name: str) -> list[tuple[int, list[str]]]:
    """The lines that hold anything, each with its number in the text. Raises NotAllowed for a broken table."""
    skipped = 0
    first = text.partition("\n")[0].strip()
    sign = ""
    if first.lower().startswith("sep=") and len(first) == 5:  # what Excel puts there for itself
        sign, skipped, text = first[4], 1, text.partition("\n")[2]
        first = text.partition("\n")[0]
    sign = sign or max("\t;,", key=first.count)
    # Strict, since a quote that is never closed would swallow all rows after it without a word.
    reader = csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter=sign, strict=True)
    found = []
    try:
        for row in reader:
            line = [_cell(one) for one in row]
            if any(line):
                found.append((reader.line_num + skipped, line))
    except csv.Error as error:
        raise NotAllowed(
            f"{name} cannot be read from line {reader.line_num + skipped} on. Look there for a quotation mark too "
            "many, or save the sheet as CSV again.",
            str(error),
            code="file_broken",
            file=name,
            line=reader.line_num + skipped,
        ) from None
    return found


def bare(text: str) -> str:
    """A header or a word of a cell, however it is spelt: without blanks and signs, in small letters."""
    return _SIGNS.sub("", text.casefold())


def _cell(text: str) -> str:
    """What a cell means: without the ways to make a spreadsheet keep a number as it is."""
    plain = text.strip()
    kept = _EXCEL_TEXT.fullmatch(plain)
    if kept is not None:
        return kept[1].strip()
    if plain.startswith("'") and len(plain) > 1 and (plain[1].isdigit() or plain[1:].startswith(_FORMULA)):
        return plain[1:]
    return plain


def written(header: Sequence[str], rows: Iterable[Sequence[str]], *, separator: str = ";") -> str:
    """A table as CSV. No cell can be taken for a formula: what buyers and channels wrote is opened in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_harmless(one) for one in row])
    return out.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
