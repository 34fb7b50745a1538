"""Owns what a reason of a return is: a code with what the law and the shop make of it (return_reasons.csv). Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One row of the table. `pays` says who pays the way back, `disposition` what usually becomes of the goods."""

    code: str
    legal_class: str
    pays: str
    disposition: str
    photo_wanted: bool

    @property
    def is_withdrawal(self) -> bool:
        return self.legal_class == "withdrawal"
