"""The lines of all songs whose words carry a theme, one after another, with instrumentals between.

The theme is the project's, else the one that most lines of two songs or more carry. Neighbouring lines of a song stay
together; the songs take turns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from beatforge.mashup.decks import bring_together, named
from beatforge.mashup.laying import USUAL_BARS, carried, half_phrase, up_to_phrase
from beatforge.mashup.lines import Sung, line_row, sung_lines
from beatforge.mashup.rows import EditList, Row
from beatforge.mashup.themes import THEMES, hits, words_for
from beatforge.project.mashups import MashupSpec
from beatforge.project.problems import Fault
from beatforge.song.analysis import Analysis
from beatforge.song.stems.stems import Stems

CHOICES = ("bed", "theme")
NEEDS_WORDS = 1
TOGETHER = 4
"""Lines of one song in a row, at most, before another has its turn."""

Stanza = tuple[Sung, ...]


def make(spec: MashupSpec, heard: Mapping[str, Analysis], stems: Mapping[str, Stems]) -> EditList:
    """What the songs say of one thing."""
    bed = named(spec, "bed", 1)
    decks = bring_together(spec, heard, stems, bed)
    decks[bed].need("instrumental")
    lines = {song: sung_lines(deck) for song, deck in decks.songs.items() if deck.has("vocals")}
    themes = spec.theme or common_theme(lines)
    stanzas = in_turn({song: _stanzas(own, themes) for song, own in lines.items()})
    if not stanzas:
        said = ", ".join(f"{name} ({count})" for name, count in _counts(lines).items() if count) or "no theme we know"
        text = f"no line with times carries {' or '.join(themes)}"
        raise Fault("BF085", text, f"lines that carry a theme: {said}", ("theme",) if spec.theme else ("type",))
    unit, at, rows, form, kept = half_phrase(decks), decks.phrase, list[Row](), [(0, "intro")], 0
    for stanza in stanzas:
        end = at + stanza[-1].bar + stanza[-1].bars - stanza[0].bar
        if end > (spec.bars or USUAL_BARS) - unit:
            break
        form.append((at, "verse"))
        for line in stanza:
            why = f"carries {', '.join(hits(line.words, words_for(themes)))}"
            rows.append(line_row(decks, line, at + line.bar - stanza[0].bar, "lead", why))
            kept += 1
        form.append((end, "instrumental"))
        at = up_to_phrase(end + 1, unit)
    bars = at + unit
    rows += carried(decks, bed, bars)
    form = [*form[:-1], (min(form[-1][0], bars - 1), "outro")]
    told = f"{kept} of {sum(map(len, lines.values()))} lines are about {', '.join(themes)}"
    return EditList("theme_fusion", decks, tuple(rows), bars, tuple(form), (told,))


def common_theme(lines: Mapping[str, Sequence[Sung]]) -> tuple[str, ...]:
    """The theme that most lines carry, of those that two songs share; else of all."""
    counts = _counts(lines)
    shared = {
        theme
        for theme in THEMES
        if sum(any(hits(line.words, THEMES[theme]) for line in own) for own in lines.values()) > 1
    }
    return (max(THEMES, key=lambda theme: (theme in shared, counts[theme])),)


def in_turn(stanzas: Mapping[str, Sequence[Stanza]]) -> list[Stanza]:
    """The songs' stanzas, each song's in its order, no song twice in a row as long as another has any."""
    left, found = {song: list(own) for song, own in stanzas.items()}, list[Stanza]()
    while any(left.values()):
        last = found[-1][0].song if found else ""
        song = max((song for song in left if left[song]), key=lambda song: (song != last, len(left[song])))
        found.append(left[song].pop(0))
    return found


def _counts(lines: Mapping[str, Sequence[Sung]]) -> dict[str, int]:
    return {theme: sum(bool(hits(line.words, words)) for own in lines.values() for line in own)
            for theme, words in THEMES.items()}  # fmt: skip


def _stanzas(lines: Sequence[Sung], themes: Sequence[str]) -> list[Stanza]:
    """Lines that carry a theme, neighbours together; one that is sung again is kept once."""
    wanted, said, found = words_for(themes), set[str](), list[list[Sung]]()
    for line in lines:
        text = " ".join(line.text.lower().split())
        if text in said or not hits(line.words, wanted):
            continue
        said.add(text)
        before = found[-1][-1] if found else None
        if before and line.number == before.number + 1 and line.bar >= before.bar and len(found[-1]) < TOGETHER:
            found[-1].append(line)
        else:
            found.append([line])
    return [tuple(stanza) for stanza in found]
