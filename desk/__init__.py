"""Desk: one place for the orders of every sales channel. Holds the version; each sub-package owns a layer."""

__version__ = "0.1.0"
