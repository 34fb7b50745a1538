"""Owns the question whether a file can serve to judge servers by."""

from __future__ import annotations

from pathlib import Path


def holds_certificates(file: Path) -> bool:
    try:
        return file.is_dir() or (file.is_file() and b"BEGIN CERTIFICATE" in file.read_bytes())
    except OSError:
        return False
