"""Desk's dealings with the computer it runs on: folders, secrets, logs. No Qt, no SQL."""
