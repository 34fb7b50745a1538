"""Owns the goods of a return: what was announced, came, is missing or came too many, and what was found of it. Pure.

Whatever happens, the quantities of a line add up: announced = received + missing + still expected; what came beyond
that is counted apart, and no piece is inspected that did not come.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from desk.domain.errors import NotAllowed
from desk.domain.values import LineId


class Grade(StrEnum):
    """In what condition a piece came back (resources/data/return_grades.csv)."""

    NEW = "A"
    OPENED = "B"
    USED = "C"
    DAMAGED = "D"
    UNUSABLE = "E"
    WRONG = "X"


class Disposition(StrEnum):
    """What becomes of a piece that came back."""

    RESTOCK = "RESTOCK"
    RESELL_USED = "RESELL_USED"
    REPAIR = "REPAIR"
    SCRAP = "SCRAP"
    QUARANTINE = "QUARANTINE"


PROPOSED = {
    Grade.NEW: Disposition.RESTOCK,
    Grade.OPENED: Disposition.RESELL_USED,
    Grade.USED: Disposition.RESELL_USED,
    Grade.DAMAGED: Disposition.REPAIR,
    Grade.UNUSABLE: Disposition.SCRAP,
    Grade.WRONG: Disposition.QUARANTINE,
}
"""What is proposed for a grade; the agent decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What an inspection found of so many pieces of a line. `photo` is the name of a picture Desk keeps, or empty."""

    quantity: int
    grade: Grade
    disposition: Disposition
    note: str = ""
    photo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLine:
    """The pieces of one order line in a return. `reason` is a code of return_reasons.csv, or what the channel wrote."""

    line: LineId
    announced: int
    received: int = 0
    missing: int = 0
    extra: int = 0
    reason: str = ""
    findings: tuple[Finding, ...] = ()

    def __post_init__(self) -> None:
        counts = (self.announced, self.received, self.missing, self.extra, *(one.quantity for one in self.findings))
        if min(counts) < 0 or self.received + self.missing > self.announced or self.uninspected < 0:
            raise ValueError("the quantities of a returned line do not add up")

    @property
    def expected(self) -> int:
        """What is still on its way."""
        return self.announced - self.received - self.missing

    @property
    def uninspected(self) -> int:
        """What came and has not been looked at."""
        return self.received + self.extra - sum(one.quantity for one in self.findings)


def receive(line: ReturnLine, quantity: int) -> ReturnLine:
    """So many more pieces came: first those expected, then those taken for missing, the rest are extra.

    Raises NotAllowed for a quantity that cannot be.
    """
    if quantity < 1:
        raise NotAllowed("Say how many pieces came: at least one.", code="return_quantity")
    from_expected = min(quantity, line.expected)
    from_missing = min(quantity - from_expected, line.missing)
    return replace(
        line,
        received=line.received + from_expected + from_missing,
        missing=line.missing - from_missing,
        extra=line.extra + quantity - from_expected - from_missing,
    )


def miss(line: ReturnLine) -> ReturnLine:
    """What is still expected will not come."""
    return replace(line, missing=line.missing + line.expected)


def inspect(line: ReturnLine, finding: Finding) -> ReturnLine:
    """Some pieces that came were looked at. Raises NotAllowed for more than lie there, or a wrong piece unphotographed.

    The photo is what the channel asks for when the merchant says that something else was sent back (DOMAIN 4.1).
    """
    if not 1 <= finding.quantity <= line.uninspected:
        raise NotAllowed(
            f"Only {line.uninspected} pieces of this line wait for inspection.",
            code="return_uninspected",
            waiting=line.uninspected,
        )
    if finding.grade is Grade.WRONG and not finding.photo:
        raise NotAllowed("Add a photo of the wrong content: the channel asks for it.", code="return_photo_missing")
    return replace(line, findings=(*line.findings, finding))


def uninspect(line: ReturnLine) -> ReturnLine:
    """Take the last finding back."""
    return replace(line, findings=line.findings[:-1])
