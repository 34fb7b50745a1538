"""Owns the quotas of the simulated Selling Partner API: one token bucket per operation, in simulated time, and the
headers that tell of them as badly as Amazon's do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from connectors.channels.amazon.simulator_errors import over_quota

SEARCH = "searchOrders"
GET = "getOrder"
CONFIRM = "confirmShipment"
SELLERS = "getMarketplaceParticipations"
CREATE_DOCUMENT = "createFeedDocument"
CREATE_FEED = "createFeed"
GET_FEED = "getFeed"
GET_FEEDS = "getFeeds"
CANCEL_FEED = "cancelFeed"
GET_FEED_DOCUMENT = "getFeedDocument"
CREATE_REPORT = "createReport"
GET_REPORT = "getReport"
GET_REPORTS = "getReports"
CANCEL_REPORT = "cancelReport"
GET_REPORT_DOCUMENT = "getReportDocument"
TRANSACTIONS = "listTransactions"
# Requests a second, and how many at once.
RATES: dict[str, tuple[float, int]] = {
    SEARCH: (0.0056, 20),
    GET: (0.5, 30),
    CONFIRM: (2.0, 10),
    SELLERS: (0.016, 15),
    CREATE_DOCUMENT: (0.5, 15),
    CREATE_FEED: (0.0083, 15),
    GET_FEED: (2.0, 15),
    GET_FEEDS: (0.0222, 10),
    CANCEL_FEED: (2.0, 15),
    GET_FEED_DOCUMENT: (0.0222, 10),
    CREATE_REPORT: (0.0167, 15),
    GET_REPORT: (2.0, 15),
    GET_REPORTS: (0.0222, 10),
    CANCEL_REPORT: (0.0222, 10),
    GET_REPORT_DOCUMENT: (0.0167, 15),
    TRANSACTIONS: (0.5, 10),
}


@dataclass
class _Bucket:
    rate: float
    burst: int
    tokens: float
    at: float | None = None

    def take(self, now: float) -> bool:
        # A skewed clock may step back; it gives nothing then and takes nothing away.
        if self.at is not None and now > self.at:
            self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
        self.at = now if self.at is None else max(self.at, now)
        # Sums of small fractions end a hair below one.
        if self.tokens < 1 - 1e-6:
            return False
        self.tokens = max(0.0, self.tokens - 1)
        return True


@dataclass
class Quotas:
    """`enforced` off lets everything through; `header` says how the advice reads: mixed, numeric or none."""

    enforced: bool = True
    header: str = "mixed"
    _buckets: dict[str, _Bucket] = field(default_factory=dict)
    _asked: int = 0

    def take(self, operation: str, at: datetime) -> None:
        """Raises QuotaExceeded when the bucket is empty."""
        rate, burst = RATES[operation]
        bucket = self._buckets.setdefault(operation, _Bucket(rate, burst, burst))
        if not bucket.take(at.timestamp()) and self.enforced:
            raise over_quota()

    def left(self) -> dict[str, float]:
        return {operation: round(bucket.tokens, 4) for operation, bucket in self._buckets.items()}

    def advice(self, operation: str) -> list[tuple[str, str]]:
        """`x-amzn-RateLimit-Limit`: advisory, often missing, and not always a number."""
        self._asked += 1
        rate = RATES[operation][0]
        if self.header == "none" or (self.header == "mixed" and self._asked % 3 == 0):
            return []
        if self.header == "mixed" and self._asked % 7 == 5:
            return [("x-amzn-RateLimit-Limit", "n/a")]
        return [("x-amzn-RateLimit-Limit", str(rate))]

    def retry_after(self) -> list[tuple[str, str]]:
        """Not to be relied on: mostly missing, else far too short."""
        return [("Retry-After", "1")] if self._asked % 3 == 1 else []
