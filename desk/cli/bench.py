"""`desk bench`: the benchmarks, each beside its yardsticks in the same run, and whether its budgets are kept."""

from __future__ import annotations

import tempfile
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desk.cli.say import echo
from desk.cli.wiring import Session

if TYPE_CHECKING:
    from desk.bench.measuring import BenchResult


class Name(StrEnum):
    """Which bench."""

    SEARCH = "search"
    INGEST = "ingest"
    START = "start"
    IMPORT = "import"


def register(app: typer.Typer) -> None:
    app.command("bench")(bench)


def bench(
    context: typer.Context,
    name: Annotated[Name, typer.Argument(help="What to measure.")],
    orders: Annotated[
        int | None,
        typer.Option(min=100, max=5_000_000, help="How many orders are drawn; left out, a fitting number."),
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed draws the same orders and texts.")] = 1,
) -> None:
    """Measure Desk beside its yardsticks on a throwaway store. Ends with status 1 when a budget is missed."""
    session: Session = context.obj
    with tempfile.TemporaryDirectory(prefix="desk-bench-", ignore_cleanup_errors=True) as made:
        result = _measured(session, name, orders, seed, Path(made))
    session.tell(result.document(), lambda: _tell(result))
    missed = [one.name for one in result.budgets if not one.is_kept]
    if missed:
        _say(f"Missed: {', '.join(missed)}. Other work on this computer shifts figures; the ratios shift least.")
        raise typer.Exit(1)


def _measured(session: Session, name: Name, orders: int | None, seed: int, folder: Path) -> BenchResult:
    # Loaded for the one bench that is asked for: none of it is part of the program's work.
    kind = session.wiring.kinds()[0]
    if name is Name.INGEST:
        from desk.bench import ingest

        return ingest.bench(orders or ingest.ORDERS, kind, folder, _say, seed=seed)
    if name is Name.START:
        from desk.bench import start

        return start.bench(orders or start.ORDERS, kind, folder, _say, seed=seed)
    if name is Name.IMPORT:
        from desk.bench import importing

        return importing.bench(orders or importing.ORDERS, folder, _say, seed=seed)
    from desk.bench import search

    desk = session.wiring.open_demo(folder / "store")
    try:
        return search.bench(orders or search.ORDERS, kind, desk, folder, _say, seed=seed)
    finally:
        desk.store.close()


def _say(text: str) -> None:
    echo(text, err=True)


def _tell(result: BenchResult) -> None:
    echo(f"{result.bench}, {result.orders} orders, {result.seconds:.0f} s")
    for title, group in (("desk", {"": result.desk}), ("yardstick", result.yardsticks)):
        for name, figures in group.items():
            plain = {key: value for key, value in figures.items() if not isinstance(value, dict)}
            nested = {key: value for key, value in figures.items() if isinstance(value, dict)}
            for part, values in ((name, plain), *nested.items()):
                told = ", ".join(f"{key} {value}" for key, value in values.items())
                echo(f"{' '.join(filter(None, (title, part)))}: {told}")
    for name, ratio in result.ratios.items():
        echo(f"{name}: {ratio}")
    for one in result.budgets:
        bounds = one.document()
        told = " ".join(f"{key.replace('_', ' ')} {bounds[key]}" for key in ("at_least", "at_most") if key in bounds)
        echo(f"{'kept' if one.is_kept else 'MISSED'}: {one.name} {one.measured}, {told}")
    for note in result.notes:
        echo(note)
