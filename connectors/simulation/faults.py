"""Owns which fault befalls which request. The kit's app asks it once per request; `/_sim/faults` plans and reads
it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from connectors.simulation.wire import WireRequest

# Before the deed: the channel says something else and does nothing.
REFUSING = ("throttle", "server_html", "maintenance", "token_expired")
# At or after the deed, on the way back.
SPOILING_TRANSPORT = (
    "cut_body",
    "slow_body",
    "warning_before_json",
    "empty_200",
    "deed_done_no_answer",
    "deed_done_reset",
)
# In what the channel holds or says.
SPOILING_RECORDS = (
    "token_repeated",
    "page_shift",
    "late_record",
    "unknown_enum",
    "missing_field",
    "foreign_record",
    "clock_skew",
    "channel_moved",
)
PROFILES = REFUSING + SPOILING_TRANSPORT + SPOILING_RECORDS
# Beyond the list of the drills: nothing is done and nothing, or a reset, comes back.
EXTRA_PROFILES = ("silence", "reset")
WRITES_ONLY = frozenset({"deed_done_no_answer", "deed_done_reset", "channel_moved"})
READS_ONLY = frozenset(
    {"token_repeated", "page_shift", "late_record", "unknown_enum", "missing_field", "foreign_record"}
)
WRITING_METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
DEFAULT_SHARE = 0.05
PRESETS: Mapping[str, tuple[str, ...]] = {
    "none": (),
    "refusals": REFUSING[:3],
    "transport": REFUSING[:3] + SPOILING_TRANSPORT,
    "records": SPOILING_RECORDS,
    "all": PROFILES,
}


@dataclass
class PlannedFault:
    """A fault for the next `count` requests that match; the first `skip` matches go free."""

    profile: str
    count: int = 1
    method: str | None = None
    path_contains: str | None = None
    skip: int = 0

    def matches(self, request: WireRequest) -> bool:
        if self.method is not None and self.method.upper() != request.method:
            return False
        return self.path_contains is None or self.path_contains in f"{request.path}?{request.query_string}"


@dataclass(frozen=True, slots=True)
class ChosenFault:
    """`dice` is a second even number in [0, 1), by which a profile picks among its own kinds."""

    profile: str
    dice: float


@dataclass
class Faults:
    """Which profiles are on, how likely each is, what is planned and what has happened."""

    seed: int = 0
    shares: dict[str, float] = field(default_factory=dict)
    planned: list[PlannedFault] = field(default_factory=list)
    hits: dict[str, int] = field(default_factory=dict)
    patience: float = 30.0  # real seconds that silence lasts when the client does not hang up
    skew_seconds: float = 90.0
    _seen: dict[str, int] = field(default_factory=dict)

    def choose(self, request: WireRequest, suits: Callable[[str], bool]) -> ChosenFault | None:
        """At most one fault a request. The same seed gives the same choice for the same request in the same turn,
        however requests of several threads interleave.
        """
        identity = f"{request.method} {request.path}?{_lasting_query(request)}"
        turn = self._seen[identity] = self._seen.get(identity, 0) + 1
        for plan in self.planned:
            if plan.matches(request) and _fits_method(plan.profile, request) and suits(plan.profile):
                if plan.skip > 0:
                    plan.skip -= 1
                    continue
                plan.count -= 1
                if plan.count <= 0:
                    self.planned.remove(plan)
                return ChosenFault(plan.profile, _even(self.seed, identity, turn, "planned"))
        mark = _even(self.seed, identity, turn, "which")
        for profile, share in self.shares.items():
            if share <= 0 or not _fits_method(profile, request) or not suits(profile):
                continue
            if mark < share:
                return ChosenFault(profile, _even(self.seed, identity, turn, "kind"))
            mark -= share
        return None

    def hit(self, profile: str) -> None:
        self.hits[profile] = self.hits.get(profile, 0) + 1

    def configure(self, order: Mapping[str, Any]) -> None:
        """Takes the body of `POST /_sim/faults`. Raises ValueError with a sentence."""
        known = {
            "profiles",
            "planned",
            "seed",
            "patience",
            "skew_seconds",
            "clear",
            "reset_hits",
            "hold",
            "release",
        }
        if unknown := set(order) - known:
            raise ValueError(f"/_sim/faults does not know {', '.join(sorted(unknown))}.")
        if order.get("clear"):
            self.shares, self.planned = {}, []
        if order.get("reset_hits"):
            self.hits = {}
        if "seed" in order:
            self.seed = int(order["seed"])
        if "patience" in order:
            self.patience = float(order["patience"])
        if "skew_seconds" in order:
            self.skew_seconds = float(order["skew_seconds"])
        if "profiles" in order:
            self.shares = _shares(order["profiles"])
        for plan in _as_plans(order.get("planned", [])):
            self.planned.append(plan)

    def report(self) -> dict[str, Any]:
        return {
            "profiles": dict(self.shares),
            "planned": [asdict(plan) for plan in self.planned],
            "hits": dict(self.hits),
            "seed": self.seed,
            "patience": self.patience,
        }


def parse_faults(text: str | None) -> dict[str, float]:
    """`cut_body`, `transport:0.1` or `throttle:0.1,reset:0.02`: presets and profiles, each with its share."""
    shares: dict[str, float] = {}
    for part in (text or "").split(","):
        if not part.strip():
            continue
        name, _, share = part.strip().partition(":")
        for profile in PRESETS.get(name, (name,)):
            shares[profile] = float(share) if share else DEFAULT_SHARE
    return _shares(shares)


def _shares(wanted: Any) -> dict[str, float]:
    if isinstance(wanted, str):
        return parse_faults(wanted)
    if isinstance(wanted, Iterable) and not isinstance(wanted, Mapping):
        wanted = dict.fromkeys(wanted, DEFAULT_SHARE)
    shares = {_known(str(profile)): float(share) for profile, share in dict(wanted).items()}
    if sum(shares.values()) > 1.0 or any(share < 0 for share in shares.values()):
        raise ValueError("The shares of all fault profiles add up to at most 1.")
    return shares


def _as_plans(wanted: Any) -> list[PlannedFault]:
    entries = [wanted] if isinstance(wanted, Mapping) else list(wanted)
    plans = []
    for entry in entries:
        try:
            plan = PlannedFault(**entry)
        except TypeError as error:
            raise ValueError("A planned fault has profile, count, method, path_contains and skip.") from error
        _known(plan.profile)
        plans.append(plan)
    return plans


def _known(profile: str) -> str:
    if profile not in PROFILES and profile not in EXTRA_PROFILES:
        raise ValueError(
            f"There is no fault profile {profile}. Known: {', '.join(PROFILES + EXTRA_PROFILES)}; "
            f"presets: {', '.join(PRESETS)}."
        )
    return profile


def _fits_method(profile: str, request: WireRequest) -> bool:
    writing = request.method in WRITING_METHODS
    if profile in WRITES_ONLY:
        return writing
    return not (profile in READS_ONLY and writing)


def _lasting_query(request: WireRequest) -> str:
    # A signature changes with each try and dates with each run; neither may change which fault is chosen.
    return "&".join(
        sorted(
            f"{name}={value}"
            for name, value in request.query
            if not name.startswith(("oauth_", "consumer_")) and name not in _DATES
        )
    )


_DATES = frozenset(
    {
        "modified_after",
        "modified_before",
        "after",
        "before",
        # Some page tokens hold the time as well.
        "lastUpdatedAfter",
        "lastUpdatedBefore",
        "createdAfter",
        "createdBefore",
        "paginationToken",
        "filter",  # eBay's windows
    }
)


def _even(*parts: object) -> float:
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:7], "big") / float(1 << 56)
