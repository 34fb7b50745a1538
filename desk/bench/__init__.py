"""Owns the benchmarks of `desk bench`: each measures Desk beside its yardsticks in one run. Used by desk.cli only."""
