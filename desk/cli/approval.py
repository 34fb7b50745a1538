"""Owns what a command says of a deed that waits for a second person."""

from __future__ import annotations

from desk.cli.say import echo
from desk.services.shipments import Queued


def tell_approval(queued: Queued) -> None:
    """That somebody else has to agree first, and how; nothing where nobody has to."""
    if queued.needs_approval:
        (entry,) = queued.pushes
        echo(f"  It goes once somebody else agrees: desk outbox approve {entry}")
