"""Owns the moments at which long work lets somebody go first who waits. Whoever loops over many orders calls `give_way`
for each of them; what it means, the window says while it is open. Elsewhere nobody waits, and it does nothing.
"""

from __future__ import annotations

from collections.abc import Callable


def _nobody() -> None:
    pass


_wait: Callable[[], None] = _nobody


def give_way() -> None:
    """Between two pieces of long work: quick, and on any thread."""
    _wait()


def somebody_waits() -> bool:
    """Whether there is anybody who may have to go first, so that a piece of work is better short than cheap."""
    return _wait is not _nobody


def wait_by(wait: Callable[[], None] | None) -> None:
    """What giving way is from now on; None: nothing. It must return soon whatever happens."""
    global _wait  # noqa: PLW0603 - one process has one window that waits
    _wait = wait or _nobody
