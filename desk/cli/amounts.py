"""Owns how amounts and codes are read from the command line. What cannot be read is wrong usage."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

import typer

from desk.domain.errors import NotAllowed
from desk.domain.values import LineId, Money, MoneyError
from desk.domain.views import OrderView

E = TypeVar("E", bound=StrEnum)


def amount(text: str, view: OrderView, option: str) -> Money:
    """An amount in the order's currency, such as 9.95."""
    currency = view.totals.total.currency
    try:
        found = Money.parse(text.strip().replace(",", ".", 1), currency)
    except MoneyError:
        raise typer.BadParameter(f"{option} takes an amount such as 9.95, not {text!r}.") from None
    if found.decimal != Decimal(text.strip().replace(",", ".", 1)):
        raise typer.BadParameter(f"{currency} has no such small amounts: {text}.")
    return found


def reason(text: str, kind: type[E], taken: Sequence[E]) -> E:
    """A reason by its code, in any case."""
    known = {one.value: one for one in kind}
    found = known.get(text.strip().upper().replace("-", "_"))
    if found is None:
        codes = ", ".join(one.value for one in (taken or tuple(kind)))
        raise typer.BadParameter(f"--reason takes one of these: {codes}.")
    return found


def line_named(view: OrderView, name: str) -> LineId:
    """A line by the channel's id of it, or by its SKU where only one bears that. Raises NotAllowed."""
    for fits in (
        [one for one in view.lines if one.remote_id == name],
        [one for one in view.lines if one.sku and one.sku.casefold() == name.casefold()],
    ):
        if len(fits) == 1:
            return fits[0].id
    known = ", ".join(f"{one.remote_id} ({one.sku})" for one in view.lines)
    raise NotAllowed(f"Order {view.number} has no line {name!r}. It has: {known}.", code="no_such_line")
