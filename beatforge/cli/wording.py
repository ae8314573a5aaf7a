"""Lengths of time and sizes as people say them."""

from __future__ import annotations


def in_words(seconds: float) -> str:
    """A length of time: "3 s", "12 min", "1.5 h"."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    minutes = seconds / 60
    return f"{minutes:.0f} min" if minutes < 90 else f"{minutes / 60:.1f} h"


def in_bytes(size: float) -> str:
    """A size: "12 MB"."""
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            return f"{size:.0f} {unit}"
        size /= 1000
    return ""


def exact_bytes(size: float) -> str:
    """A size with three digits: "1.23 GB", "45.6 MB", "789 B"."""
    for unit in ("B", "kB", "MB", "GB"):
        if size < 999.5 or unit == "GB":
            break
        size /= 1000
    return f"{size:.0f} {unit}" if unit == "B" or size >= 99.95 else f"{size:.3g} {unit}"
