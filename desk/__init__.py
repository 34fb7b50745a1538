"""Desk: one place for the orders of every sales channel. Holds no code of its own; each sub-package owns a layer."""
