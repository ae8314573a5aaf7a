"""When something in a project folder was saved: file events, gathered until the editor is quiet.

Results and memory of builds (`build/`, `.beatforge/`) and git's own files do not count, nor does reading. Single files
elsewhere count too, once they are followed: a song in a folder that the user allowed, the user's settings.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

_OURS = ("build", ".beatforge", ".git")
_WRITTEN = (".lock", ".part")
"""What a build itself writes beside the project file; it must not set off another one."""

_CHANGES = ("created", "modified", "moved", "deleted", "closed")
"""Kinds of events that can mean new bytes; opening and closing unwritten files are not among them."""


class Saves(FileSystemEventHandler):
    """Watches a folder while used as a context manager."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._observer = Observer()
        self._changed = threading.Event()
        self._elsewhere: dict[Path, set[Path]] = {}  # folder -> followed files in it

    def __enter__(self) -> Saves:
        self._observer.schedule(self, str(self._folder), recursive=True)
        self._observer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._observer.stop()
        self._observer.join(timeout=2)

    def follow(self, paths: Iterable[Path]) -> None:
        """Let these files count too, wherever they are, links followed; from any thread."""
        for path in (path.resolve() for path in paths):
            if path.is_relative_to(self._folder):
                continue
            if path.parent not in self._elsewhere:
                with suppress(OSError):  # a folder that is not there has nothing to save in
                    self._observer.schedule(self, str(path.parent), recursive=False)
                    self._elsewhere[path.parent] = set()
            self._elsewhere.get(path.parent, set()).add(path)

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note what changed a file of the project."""
        if event.event_type in _CHANGES and not event.is_directory:
            paths = (str(event.src_path), str(getattr(event, "dest_path", "") or ""))
            if any(path and self._counts(Path(path)) for path in paths):
                self._changed.set()

    def saved_within(self, seconds: float) -> bool:
        """Whether something was saved since the last `wait`, or is within so long."""
        return self._changed.wait(seconds)

    def wait(self, quiet_s: float) -> bool:
        """Sleep until something was saved and nothing more for `quiet_s`; always True."""
        while not self.saved_within(0.5):
            pass
        while self._changed.is_set():
            self._changed.clear()
            self._changed.wait(quiet_s)
        return True

    def _counts(self, path: Path) -> bool:
        path = path.parent.resolve() / path.name
        try:
            first = path.relative_to(self._folder).parts[0]
        except (ValueError, IndexError):
            return path in self._elsewhere.get(path.parent, ())
        return first not in _OURS and path.suffix not in _WRITTEN
