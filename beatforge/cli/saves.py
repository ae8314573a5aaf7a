"""When something in a project folder was saved: file events, gathered until the editor is quiet.

Results and memory of builds (`build/`, `.beatforge/`) and git's own files do not count, nor does reading.
"""

from __future__ import annotations

import threading
from pathlib import Path
from types import TracebackType

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

_OURS = ("build", ".beatforge", ".git")
_CHANGES = ("created", "modified", "moved", "deleted", "closed")
"""Kinds of events that can mean new bytes; opening and closing unwritten files are not among them."""


class Saves(FileSystemEventHandler):
    """Watches a folder while used as a context manager."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._observer = Observer()
        self._changed = threading.Event()

    def __enter__(self) -> Saves:
        self._observer.schedule(self, str(self._folder), recursive=True)
        self._observer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._observer.stop()
        self._observer.join(timeout=2)

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note what changed a file of the project."""
        if event.event_type in _CHANGES and not event.is_directory:
            paths = (str(event.src_path), str(getattr(event, "dest_path", "") or ""))
            if any(path and self._counts(Path(path)) for path in paths):
                self._changed.set()

    def wait(self, quiet_s: float) -> bool:
        """Sleep until something was saved and nothing more for `quiet_s`; always True."""
        while not self._changed.wait(0.5):
            pass
        while self._changed.is_set():
            self._changed.clear()
            self._changed.wait(quiet_s)
        return True

    def _counts(self, path: Path) -> bool:
        try:
            first = path.resolve().relative_to(self._folder).parts[0]
        except (ValueError, IndexError):
            return False
        return first not in _OURS
