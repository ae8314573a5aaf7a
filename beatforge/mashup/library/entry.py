"""One song of the library, by content: where its file lies, what it says of itself, and what it is compared by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from beatforge.mashup.profile import Profile, Tags


@dataclass(frozen=True, slots=True)
class Place:
    """A file as it was when it was read; what has another size or time is read again."""

    path: str
    size: int
    mtime_ns: int

    @staticmethod
    def of(path: Path) -> Place:
        """The file as it is now. Raises OSError."""
        stat = path.stat()
        return Place(str(path), stat.st_size, stat.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class Entry:
    """A song. `digest` is the sha256 of its bytes, `places` where they lie, the latest first; `words` is the lyrics
    file beside it that was read, None if there is none. `sound` are words for how it sounds.
    """

    digest: str
    places: tuple[Place, ...]
    tags: Tags
    duration_s: float
    decoder: str
    sound: tuple[str, ...]
    profile: Profile
    words: Place | None = None

    @property
    def path(self) -> Path:
        """Where the song lies: the first place that is still there, else where it was."""
        paths = [Path(place.path) for place in self.places]
        return next((path for path in paths if path.is_file()), paths[0])

    @property
    def name(self) -> str:
        """What people call it: its title, else its file's name."""
        return self.tags.title or Path(self.places[0].path).stem

    def at(self, place: Place) -> Entry:
        """The same song found there, too; places whose file is gone, or another now, are forgotten."""
        others = tuple(old for old in self.places if old.path != place.path and Path(old.path).is_file())
        return replace(self, places=(place, *others))

    def to_value(self) -> dict[str, Any]:
        """This entry as JSON values."""
        return asdict(self)

    @staticmethod
    def from_value(value: Mapping[str, Any]) -> Entry:
        """The entry that `to_value` wrote."""
        return Entry(
            **{
                **value,
                "places": tuple(Place(**place) for place in value["places"]),
                "tags": Tags(**value["tags"]),
                "sound": tuple(value["sound"]),
                "profile": Profile.from_value(value["profile"]),
                "words": Place(**value["words"]) if value["words"] else None,
            }
        )
