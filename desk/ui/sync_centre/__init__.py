"""The sync centre on screen: how each account stands, and what an agent can do about it."""
