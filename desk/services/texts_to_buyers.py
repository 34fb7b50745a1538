"""Owns what a text to a buyer must be, whichever way it goes: some words, not too many, no gap left unfilled. Pure."""

from __future__ import annotations

import re

from desk.domain.errors import NotAllowed

_GAP = re.compile(r"\{\{.*?\}\}|\{[^\W\d][\w.-]*\}|\[\[.*?\]\]|<<.*?>>|%[A-Z][A-Z_]+%", re.DOTALL)
"""What templates of any make leave where a name should stand."""


def check_text(text: str, longest: int) -> str:
    """The text without blanks around it. Raises NotAllowed."""
    told = text.strip().replace("\r\n", "\n").replace("\r", "\n")
    if not told:
        raise NotAllowed("Write something first.", code="text_empty")
    if any(not (sign.isprintable() or sign in "\n\t") for sign in told):
        raise NotAllowed("There are signs in the text that nobody can read. Type it anew.", code="text_odd")
    if longest and len(told) > longest:
        raise NotAllowed(
            f"The text has {len(told)} characters; the channel takes {longest}.",
            code="text_too_long",
            length=len(told),
            longest=longest,
        )
    gap = _GAP.search(told)
    if gap is not None:
        raise NotAllowed(
            f"The text still has a placeholder in it: {gap.group()[:40]}. Fill it in.",
            code="placeholder_left",
            placeholder=gap.group()[:40],
        )
    return told
