"""Desk without its look for a feed that may have been made: made again as if it had never left. For the twin."""

from __future__ import annotations

import sys
from dataclasses import replace

from connectors.channels.amazon.feeds import FeedJob, Feeds, Step
from desk.app import main
from desk.domain.pushes import Attempt


def blind(_feeds: Feeds, _kind: str, job: FeedJob, attempt: Attempt) -> FeedJob:
    found = replace(job, step=Step.PREPARED)
    attempt.keep(found.written())
    return found


if __name__ == "__main__":
    Feeds._found = blind  # type: ignore[assignment, method-assign]
    sys.exit(main())
