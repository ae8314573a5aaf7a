"""Lines answer lines: the songs take turns, each waits until the other has ended, and a moment longer.

An answer is looked for among the next lines of the other song: words that both say, a question before, a name called.
After some lines the instrumental has the word.
"""

from __future__ import annotations

from collections.abc import Mapping

from beatforge.mashup.decks import Decks, bring_together, named
from beatforge.mashup.laying import PICKUP_BEATS, carried, ending_bars, half_phrase, room, up_to_phrase
from beatforge.mashup.lines import Sung, line_row, sung_lines
from beatforge.mashup.rows import EditList, Row
from beatforge.mashup.singing import meeting_bar, turns_of
from beatforge.mashup.themes import WordLists
from beatforge.mashup.vocabulary import likeness_of_words
from beatforge.project.mashups import MashupSpec
from beatforge.project.problems import Fault
from beatforge.song.analysis import Analysis
from beatforge.song.stems.stems import Stems

CHOICES = ("bed",)
NEEDS_WORDS = 2
AHEAD = 5
"""How far an answer may be looked for in the other song; what is passed over is not sung."""

GAP_BEATS = 1.0
"""Silence of the voices between a line and its answer, at least."""

STANZA = 8
_ASKS = ("what", "why", "who", "where", "when", "how", "are you", "do you", "will you", "can you")


def make(spec: MashupSpec, heard: Mapping[str, Analysis], stems: Mapping[str, Stems], _: WordLists) -> EditList:
    """A dialogue of songs."""
    bed = named(spec, "bed", 1)
    decks = bring_together(spec, heard, stems, bed)
    decks[bed].need("instrumental")
    left = {song: list(sung_lines(deck)) for song, deck in decks.songs.items() if deck.has("vocals")}
    left = {song: lines for song, lines in left.items() if lines}
    if len(left) < 2:
        text = f"a dialogue takes two songs with words and vocals; here {' and '.join(left) or 'none'} has them"
        raise Fault("BF081", text, "give another song lyrics: with times, and stems:", ("songs",), "key")
    unit, at, rows, form, said = half_phrase(decks), decks.phrase, list[Row](), [(0, "intro")], list[Sung]()
    most = room(spec, decks) - ending_bars(decks, bed)
    silent, turns = 0.0, turns_of(decks, bed, most)
    while line := _next(left, said):
        answers = len(said) % STANZA != 0
        begins, ends = _span(decks, line)
        at = max(at, -int(-(silent + GAP_BEATS - begins) // decks.per_bar)) if said else at
        begin = (
            at if answers else meeting_bar(turns, range(at + bool(said), at + bool(said) + unit), decks.phrase, unit)
        )
        if begin + line.bars > most:
            break
        at = begin
        form += [] if answers else [(at, "verse")]
        rows.append(line_row(decks, line, at, "response" if answers else "call", _why(line, said if answers else [])))
        said.append(line)
        silent = at * decks.per_bar + ends
        at += line.bars
        form += [(at, "instrumental")] if len(said) % STANZA == 0 else []
    if not said:
        least = decks.phrase + ending_bars(decks, bed) + decks.phrase
        raise Fault("BF085", "the bars leave no room for a line", f"say {least} or more", ("bars",))
    end = min(up_to_phrase(at + 1, unit), most)
    bars = end + ending_bars(decks, bed)
    rows += carried(decks, bed, bars)
    form = [(bar, kind) for bar, kind in form if bar < end] + [(end, "outro")]
    told = f"{len(said)} lines of {' and '.join(left)} answer each other"
    return EditList("conversational", decks, tuple(rows), bars, tuple(form), (told,))


def _next(left: dict[str, list[Sung]], said: list[Sung]) -> Sung | None:
    """The next line: of a song that did not speak last, and of its next lines the one that answers best."""
    others = [song for song in left if left[song] and (not said or song != said[-1].song)]
    if not others:
        return None
    best = max(
        ((song, index) for song in others for index in range(min(AHEAD if said else 1, len(left[song])))),
        key=lambda place: (_answers(said, left[place[0]][place[1]]), -place[1], len(left[place[0]])),
    )
    line = left[best[0]][best[1]]
    del left[best[0]][: best[1] + 1]
    return line


def _answers(said: list[Sung], line: Sung) -> float:
    """How well a line answers the last one: shared words, a question answered by none, and nothing said twice."""
    if not said:
        return 0.0
    before = said[-1]
    again = any(line.text.lower() == other.text.lower() for other in said)
    turns = 0.3 if _asks(before.text) and not _asks(line.text) else 0.0
    named_ones = 0.1 if {"you", "your"} & _plain(before.text) and {"i", "me", "my", "i'm"} & _plain(line.text) else 0.0
    return round(likeness_of_words(before.words, line.words) + turns + named_ones - again, 6)


def _why(line: Sung, said: list[Sung]) -> str:
    if not said:
        return "begins"
    shared = [word for word in line.words if word in said[-1].words]
    if shared:
        return f"answers with {', '.join(shared)}"
    return "answers a question" if _asks(said[-1].text) else "answers"


def _span(decks: Decks, line: Sung) -> tuple[float, float]:
    """The beats from its bar on between which a line is heard; negative for what is sung before the one."""
    bars = decks[line.song].bars
    begins, ends = (bars.beat_at(second) - line.bar * bars.per_bar for second in line.trim)
    return max(begins, -float(PICKUP_BEATS)), ends


def _asks(text: str) -> bool:
    return text.rstrip().endswith("?") or text.lower().startswith(_ASKS)


def _plain(text: str) -> set[str]:
    return {word.strip(".,!?").lower() for word in text.split()}
