"""What lines are about: words that belong together, and finding them in a line. English. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

THEMES: Mapping[str, tuple[str, ...]] = {
    "love": ("love", "lover", "loving", "heart", "kiss", "darling", "baby", "honey", "sweet", "tender", "desire"),
    "night": ("night", "midnight", "dark", "moon", "star", "stars", "dream", "sleep", "shadow", "tonight"),
    "journey": (
        "road",
        "way",
        "run",
        "running",
        "drive",
        "ride",
        "walk",
        "home",
        "far",
        "leave",
        "gone",
        "train",
        "fly",
    ),
    "sea": ("sea", "ocean", "wave", "river", "water", "sail", "ship", "shore", "rain", "swim", "fish", "fishing"),
    "fire": ("fire", "burn", "burning", "flame", "heat", "hot", "spark", "smoke", "light"),
    "sky": ("sky", "sun", "space", "cloud", "fly", "high", "heaven", "above", "star", "northern"),
    "loss": ("cry", "tear", "tears", "lost", "alone", "lonely", "goodbye", "pain", "hurt", "broken", "never", "die"),
    "joy": ("happy", "smile", "dance", "dancing", "sing", "laugh", "party", "fun", "free", "good", "shine"),
    "work": ("work", "job", "boss", "manager", "money", "code", "desk", "office", "pay", "day"),
    "time": ("time", "day", "year", "yesterday", "tomorrow", "forever", "always", "moment", "wait", "again"),
}
"""Themes that songs are made of, with words that carry them."""

GLAD: frozenset[str] = frozenset(
    {*THEMES["love"], *THEMES["joy"], "beautiful", "bright", "sunshine", "hope", "warm", "together", "alive", "win"}
)
SAD: frozenset[str] = frozenset(
    {*THEMES["loss"], "sad", "cold", "dark", "fear", "hate", "sorrow", "empty", "fall", "gone", "dead", "blue", "sorry"}
)


def words_for(themes: Iterable[str]) -> frozenset[str]:
    """All words that carry any of the themes; a theme that is in no list carries itself."""
    return frozenset(word for theme in themes for word in (theme.lower(), *THEMES.get(theme.lower(), ())))


def hits(words: Iterable[str], wanted: Iterable[str]) -> tuple[str, ...]:
    """Those of a line's words that are wanted, in simple plurals and forms too."""
    goals = set(wanted)
    return tuple(word for word in words if word in goals or any(word == goal + end for goal in goals for end in _ENDS))


def gladness(words: Sequence[str]) -> float:
    """-1..1: whether a text's words are rather sad or glad; 0 where they say neither."""
    glad, sad = len(hits(words, GLAD)), len(hits(words, SAD))
    return (glad - sad) / (glad + sad) if glad + sad else 0.0


_ENDS = ("s", "es", "ing", "ed", "er", "y")
