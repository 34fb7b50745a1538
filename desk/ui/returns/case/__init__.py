"""One return as an agent works on it: receive, inspect, decide, settle."""
