"""The outbox on screen: what waits, what failed, what is unclear, and what an agent can do about it."""
