"""Shared pieces of the window. Each paints from the tokens at paint time: a new look is a repaint."""
