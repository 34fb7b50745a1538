"""Shared pieces of the window. Each paints itself from the tokens at paint time, so a switch of the look is a repaint."""
