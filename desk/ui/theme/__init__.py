"""Look and feel: tokens, fonts, icons and the style sheet made from them."""

from desk.ui.theme.look import FAMILY, Look, LookChoice, colour, current, font, look, qcolour, scaled
from desk.ui.theme.tokens import Pair, Tokens

__all__ = [
    "FAMILY",
    "Look",
    "LookChoice",
    "Pair",
    "Tokens",
    "colour",
    "current",
    "font",
    "look",
    "qcolour",
    "scaled",
]
