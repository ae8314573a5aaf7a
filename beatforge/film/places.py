"""Where a project says something, for targets to name it in their reasons."""

from __future__ import annotations

from collections.abc import Callable

from beatforge.graph.target import Origin

Places = Callable[[tuple[str | int, ...]], Origin]
"""Path in the YAML -> place and text."""
