"""The lines of all songs whose words carry a theme, one after another, with instrumentals between.

The theme is the project's, else the one that most lines of two songs or more carry. Neighbouring lines of a song stay
together; the songs take turns.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from beatforge.mashup.decks import Decks, bring_together, named
from beatforge.mashup.laying import carried, ending_bars, half_phrase, room, up_to_phrase
from beatforge.mashup.lines import Sung, line_row, sung_lines
from beatforge.mashup.rows import EditList, Row
from beatforge.mashup.singing import meeting_bar, turns_of
from beatforge.mashup.themes import WordLists, hits, unread
from beatforge.project.mashups import MashupSpec
from beatforge.project.problems import Fault
from beatforge.song.analysis import Analysis
from beatforge.song.stems.stems import Stems

CHOICES = ("bed", "theme", "themes")
NEEDS_WORDS = 1
TOGETHER = 4
"""Lines of one song in a row, at most, before another has its turn."""

Stanza = tuple[Sung, ...]


def make(spec: MashupSpec, heard: Mapping[str, Analysis], stems: Mapping[str, Stems], lists: WordLists) -> EditList:
    """What the songs say of one thing."""
    bed = named(spec, "bed", 1)
    decks = bring_together(spec, heard, stems, bed)
    decks[bed].need("instrumental")
    lines = {song: sung_lines(deck) for song, deck in decks.songs.items() if deck.has("vocals")}
    known = {song for song in lines if lists.is_read(heard[song], spec.theme or lists.own_themes or lists.themes)}
    if foreign := [song for song in lines if song not in known and lines[song]]:
        lines = {song: own for song, own in lines.items() if song in known}
        if not any(lines.values()):
            raise unread(
                foreign, "themes", "say words of theirs: theme: [...], or themes: {love: [...]} for a whole list"
            )
    themes = spec.theme or common_theme(lines, lists)
    wanted = lists.words_for(themes)
    stanzas = in_turn({song: _stanzas(own, wanted) for song, own in lines.items()})
    if not stanzas:
        said = (
            ", ".join(f"{name} ({count})" for name, count in _counts(lines, lists).items() if count)
            or "no theme we know"
        )
        text = f"no line with times carries {' or '.join(themes)}"
        raise Fault("BF085", text, f"lines that carry a theme: {said}", ("theme",) if spec.theme else ("type",))
    most = room(spec, decks) - ending_bars(decks, bed)
    turns = turns_of(decks, bed, most)
    laid = [_laid(decks, stanzas, turns, most, between) for between in (decks.phrase, half_phrase(decks))]
    placed = max(laid, key=len)  # room to breathe, where that costs no stanza
    if not placed:
        least = decks.phrase * 2 + ending_bars(decks, bed)
        raise Fault("BF085", "the bars leave no room for a line", f"say {least} or more", ("bars",))
    rows, form = list[Row](), [(0, "intro")]
    for at, stanza in placed:
        form += [(at, "verse"), (at + _length(stanza), "instrumental")]
        for line in stanza:
            why = f"carries {', '.join(hits(line.words, wanted))}"
            rows.append(line_row(decks, line, at + line.bar - stanza[0].bar, "lead", why))
    end = min(up_to_phrase(form[-1][0], half_phrase(decks)), most)
    bars = end + ending_bars(decks, bed)
    told = f"{len(rows)} of {sum(map(len, lines.values()))} lines are about {', '.join(themes)}"
    rows += carried(decks, bed, bars)
    left_out = [f"words of {song} are not English, and were not looked at" for song in foreign]
    return EditList("theme_fusion", decks, tuple(rows), bars, (*form[:-1], (end, "outro")), (told, *left_out))


def _laid(
    decks: Decks, stanzas: Sequence[Stanza], turns: Sequence[int], most: int, between: int
) -> list[tuple[int, Stanza]]:
    """(bar, stanza) of as many as there is room for, each where what carries it turns, so many bars between or less."""
    found, free = list[tuple[int, Stanza]](), decks.phrase
    for stanza in stanzas:
        bars, unit = _length(stanza), half_phrase(decks)
        at = meeting_bar(turns, range(free, free + unit), bars, unit)
        if at + bars > most:
            break
        found.append((at, stanza))
        free = up_to_phrase(at + bars + 1, between)
    return found


def _length(stanza: Stanza) -> int:
    """Bars from its first line to the end of its last one."""
    return stanza[-1].bar + stanza[-1].bars - stanza[0].bar


def common_theme(lines: Mapping[str, Sequence[Sung]], lists: WordLists) -> tuple[str, ...]:
    """The theme that most lines carry, of those that two songs share; else of all."""
    counts = _counts(lines, lists)
    shared = {
        theme
        for theme, words in lists.themes.items()
        if sum(any(hits(line.words, words) for line in own) for own in lines.values()) > 1
    }
    return (max(counts, key=lambda theme: (theme in shared, counts[theme])),)


def in_turn(stanzas: Mapping[str, Sequence[Stanza]]) -> list[Stanza]:
    """The songs' stanzas, each song's in its order, no song twice in a row as long as another has any."""
    left, found = {song: list(own) for song, own in stanzas.items()}, list[Stanza]()
    while any(left.values()):
        last = found[-1][0].song if found else ""
        song = max((song for song in left if left[song]), key=lambda song: (song != last, len(left[song])))
        found.append(left[song].pop(0))
    return found


def _counts(lines: Mapping[str, Sequence[Sung]], lists: WordLists) -> dict[str, int]:
    return {theme: sum(bool(hits(line.words, words)) for own in lines.values() for line in own)
            for theme, words in lists.themes.items()}  # fmt: skip


def _stanzas(lines: Sequence[Sung], wanted: Collection[str]) -> list[Stanza]:
    """Lines that carry a theme, neighbours together; one that is sung again is kept once."""
    said, found = set[str](), list[list[Sung]]()
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
