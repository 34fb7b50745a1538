"""`desk return settle/bulk`: one deed on many returns, shown before and told after, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from desk.cli import table_files
from desk.cli.say import SAY, Count, echo
from desk.cli.wiring import Session
from desk.domain.return_money import LossReason, MoneyStep
from desk.domain.return_numbers import shown
from desk.domain.values import ReturnId
from desk.services import return_batch, return_bulk, return_file, return_labels, return_settling, wording_returns
from desk.services.context import Desk
from desk.services.return_batch import BatchDeed, Plan, Row, Way, Wish
from desk.services.return_bulk import Entry, Standing
from desk.services.return_settling import Settlement

_WAYS = {
    Way.HERE: "in Desk",
    Way.CHANNEL: "the channel is told",
    Way.CASE: "in the channel's case",
    Way.ORDER: "as a refund of the order",
    Way.BOOKED: "the channel books it, the money goes by hand",
}
_HEADER = ("row", "return", "amount", "result", "reason")
_BAD = (Standing.BLOCKED, Standing.FAILED)
_MISTYPED = {
    "return_amount_odd": "Give amounts such as 9.95.",
    "loss_amount_missing": "Give it with --loss.",
    "loss_reason_missing": f"Give --why, one of these: {', '.join(LossReason)}.",
    "loss_reason_unknown": "",
    "loss_words_missing": "Give --words.",
    "loss_words_odd": "",
}
"""What is wrong with the options themselves, whichever return they are for."""
_UNDO = "To take one back, until a channel has it: desk return undo NUMBER"


def register(group: typer.Typer) -> None:
    group.command("settle")(settle)
    group.command("bulk")(bulk)


def settle(
    context: typer.Context,
    numbers: Annotated[list[str], typer.Argument(metavar="NUMBER...", help="Of one return or several.")],
    shipping: Annotated[str, typer.Option(metavar="X", help="Of the way there; else as the law has it.")] = "",
    extra: Annotated[str, typer.Option(metavar="X", help="Beyond the goods.")] = "",
    loss: Annotated[str, typer.Option(metavar="X", help="Loss of value to be taken off.")] = "",
    why: Annotated[str, typer.Option(help=f"With --loss: {', '.join(LossReason)}.")] = "",
    words: Annotated[str, typer.Option(help="With --loss: what the buyer reads of it besides.")] = "",
    label: Annotated[str, typer.Option(metavar="X", help="What the label back costs the buyer.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show how it comes about.")] = False,
) -> None:
    """Give the money of returns back, each reckoned step by step; one that is barred stops no other."""
    session: Session = context.obj
    amounts = {"shipping": shipping, "extra": extra, "loss": loss, "label": label}
    with session.desk() as desk:
        for number in numbers:
            return_file.numbered(desk, number)  # says what a number looks like
        given = dict.fromkeys(numbers)
        entries = [
            Entry(at=at, number=number, amounts=amounts, why=why, words=words) for at, number in enumerate(given, 1)
        ]
        plan = return_batch.plan_table(desk, entries)
        wrong = next((one.error for one in plan.rows if one.error and one.error.code in _MISTYPED), None)
        if wrong is not None:
            raise typer.BadParameter(f"{wrong.text} {_MISTYPED[wrong.code]}".rstrip())
        seen = _settlements(desk, plan)
        ended = _run(desk, plan, show=False) if not dry_run else {}
        after = return_settling.preview(desk, list(seen)) if not dry_run else []
    states = {one.told.id: one.told.state for one in after}
    told = [(ended.get(one.at, one), seen[one.wanted]) for one in plan.rows if one.wanted is not None]
    documents = [_document(row, one, states) for row, one in told]
    failed = sum(row.standing is not Standing.QUEUED and row.error is not None for row, _ in told)
    session.tell({"settlements": documents, "refused": failed}, lambda: _tell_settled(told))
    if failed:
        raise typer.Exit(1)


def _settlements(desk: Desk, plan: Plan) -> dict[ReturnId, Settlement]:
    """How each amount of a plan comes about."""
    terms = {one.wanted: one.terms for one in plan.rows if one.wanted is not None}
    found = return_settling.preview_each(desk, list(terms), lambda one, _currency: terms[one])
    return {one.told.id: one for one in found}


def bulk(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE.csv", help="Columns: return, shipping, extra, loss, why, words, label.")
    ],
    do: Annotated[str, typer.Option(metavar="DEED", help=f"{', '.join(BatchDeed)}.")] = "settle",
    words: Annotated[str, typer.Option(help="With decline and reject: why, for the buyer.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what each row would do.")] = False,
    results: Annotated[Path | None, typer.Option(metavar="OUT.csv", help="Write there how each row ended.")] = None,
) -> None:
    """Do one deed with the returns of a table. What is barred says why and stops nothing else; run again, nothing is
    doubled. For `--do label` the columns are return (or order), number and carrier.
    """
    session: Session = context.obj
    wish = Wish(deed=_deed(do), words=words.strip())
    if wish.deed in (BatchDeed.DECLINE, BatchDeed.REJECT) and not wish.words:
        raise typer.BadParameter("--words: say why, since the buyer has to be told.")
    path = file.expanduser()
    out = None if results is None else results.expanduser()
    if out is not None:
        table_files.check_writable(out)
    raw = table_files.read_bytes(path)
    unread: tuple[str, ...] = ()
    with session.desk() as desk:
        if wish.deed is BatchDeed.LABEL:
            entries = return_labels.read_file(desk, raw, name=path.name)
        else:
            entries = return_bulk.read(raw, name=path.name)
            unread = return_bulk.unread_columns(raw, name=path.name)
        plan = return_batch.plan_table(desk, entries, wish)
        ended = {} if dry_run else _run(desk, plan, show=not session.json)
    rows = [ended.get(one.at, one) for one in plan.rows]
    if out is not None:
        table_files.write_results(out, _HEADER, [list(_row(one).values()) for one in rows])
    by_account = [
        {"account": name, "returns": number, "amounts": amounts}
        for name, (number, amounts) in plan.per_account().items()
    ]
    bad = sum(one.standing in _BAD for one in rows)
    told = [_row(one) | {"code": _code_of(one), "where": one.way.value, "label": one.parcel} for one in rows]
    document = {"do": wish.deed, "rows": told, "totals": by_account, "dry_run": dry_run, "refused": bad}
    document["unread_columns"] = unread

    def tell() -> None:
        if unread:  # first, so that it is seen
            echo(f"Columns that mean nothing to Desk and were left out: {', '.join(unread)}", err=True)
        _tell_bulk(rows, by_account)

    session.tell(document, tell)
    if bad:
        raise typer.Exit(1)


def _deed(text: str) -> BatchDeed:
    plain = text.strip().lower()
    if plain not in set(BatchDeed):
        raise typer.BadParameter(f"--do takes one of these: {', '.join(BatchDeed)}.")
    return BatchDeed(plain)


def _run(desk: Desk, plan: Plan, *, show: bool) -> dict[int, Row]:
    """Do what is ready; how each row ended, by its place."""
    count = Count("returns", len(plan.ready)) if show else None
    try:
        report = return_batch.run(desk, plan, tell=lambda _row, done: count.at(done) if count is not None else None)
    finally:
        if count is not None:
            count.close()
    return {one.at: one for one in report.rows}


def _row(row: Row) -> dict[str, str]:
    return {
        "row": str(row.at),
        "return": row.label,
        "amount": "" if row.amount is None else str(row.amount),
        "result": row.standing,
        "reason": "" if row.error is None else row.error.text,
    }


def _code_of(row: Row) -> str:
    return "" if row.error is None else row.error.code


def _tell_bulk(rows: Sequence[Row], totals: Sequence[dict[str, Any]]) -> None:
    for row in sorted(rows, key=lambda one: one.error is None):  # the barred ones first
        told = _row(row)
        why = told["reason"] or f"{row.carrier} {row.parcel} {_WAYS.get(row.way, str(row.way))}".strip()
        echo(f"{told['row']:>5}  {told['return']:<20} {told['amount']:>14}  {told['result']:<11} {why}")
    if any(row.standing is Standing.QUEUED for row in rows):
        echo(_UNDO)
    for one in totals:
        echo(f"{one['account']}: {one['returns']} returns " + ", ".join(str(amount) for amount in one["amounts"]))


def _document(row: Row, seen: Settlement, states: dict[ReturnId, Any]) -> dict[str, object]:
    return {
        "return": shown(seen.told.number),
        "state": states.get(seen.told.id, seen.told.state),
        "amount": seen.reckoning.amount,
        "steps": seen.reckoning.steps,
        "held_back_for": row.terms.loss_reason,
        "held_back_words": row.terms.loss_words,
        "in_case": seen.in_case,
        "error": "" if row.error is None else row.error.text,
        "error_code": _code_of(row),
    }


def _tell_settled(told: Sequence[tuple[Row, Settlement]]) -> None:
    for row, seen in sorted(told, key=lambda one: one[0].error is None):  # the barred ones first
        echo(f"{shown(seen.told.number)}  {seen.reckoning.amount}")
        for part, amount in seen.reckoning.steps:
            why = row.terms.loss_reason if part is MoneyStep.LOSS_OF_VALUE else None
            because = "" if why is None else f"  {SAY.text(wording_returns.LOSS_REASONS[why])} {row.terms.loss_words}"
            echo(f"    {SAY.text(wording_returns.MONEY_STEPS[part]):<40} {amount}{because}".rstrip())
        if row.error is not None:
            echo(f"    not settled: {row.error.text}")
    if any(row.standing is Standing.QUEUED for row, _ in told):
        echo(_UNDO)
