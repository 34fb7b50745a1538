"""Owns reading the data tables of resources/data. Each is read once, when it is first needed."""

from __future__ import annotations

import csv
from functools import cache

import msgspec

from desk.domain.carriers import Carrier, NumberFormat
from desk.domain.return_reasons import Reason
from desk.domain.return_states import Course, transitions
from desk.system.resources import folder


@cache
def carriers() -> tuple[Carrier, ...]:
    """All carriers, in the table's order: the most usual in Germany first."""
    with (folder("data") / "carriers.csv").open(encoding="utf-8", newline="") as rows:
        return tuple(
            Carrier(
                code=row["code"],
                name=row["name"],
                home_country=row["home_country"],
                url=row["tracking_url_de"],
                s10_country=row["s10_country"],
            )
            for row in csv.DictReader(rows)
        )


@cache
def number_formats() -> tuple[NumberFormat, ...]:
    told = msgspec.json.decode((folder("data") / "tracking_number_formats.json").read_bytes())
    return tuple(
        NumberFormat(
            carrier=one["carrier"],
            regex=one["regex"],
            check=one["check"],
            check_on=one["check_on"],
            confidence=one["confidence"],
        )
        for one in told["formats"]
    )


@cache
def return_course() -> Course:
    """Which step of a return may follow which state."""
    with (folder("data") / "return_transitions.csv").open(encoding="utf-8", newline="") as rows:
        return Course(transitions(csv.DictReader(rows)))


@cache
def value_factors() -> dict[str, int]:
    """Of a hundredth each: what a piece that came back in a grade is still worth, as a proposal."""
    with (folder("data") / "return_grades.csv").open(encoding="utf-8", newline="") as rows:
        return {row["grade"]: int(row["value_factor_default"].replace(".", "")) for row in csv.DictReader(rows)}


@cache
def return_reasons() -> tuple[Reason, ...]:
    """All reasons of returns, in the table's order."""
    with (folder("data") / "return_reasons.csv").open(encoding="utf-8", newline="") as rows:
        return tuple(
            Reason(
                code=row["code"],
                legal_class=row["legal_class"],
                pays=row["who_pays_return"],
                disposition=row["default_disposition"],
                photo_wanted=row["photo_wanted"] == "yes",
            )
            for row in csv.DictReader(rows)
        )
