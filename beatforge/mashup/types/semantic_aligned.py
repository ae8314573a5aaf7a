"""Along an emotional arc: in each phrase the words that feel as the arc says there, over music as strong as it says.

How glad words are is counted by lists of words, how glad and strong a song sounds was heard in it. What was heard
before is taken again only where nothing else comes near.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from beatforge.mashup.arcs import Curve
from beatforge.mashup.decks import Deck, Decks, bring_together, named
from beatforge.mashup.laying import DUCK_DB, SUNG, handed_over, room, shift_of, up_to_phrase
from beatforge.mashup.lines import sung_lines
from beatforge.mashup.rows import EditList, Row, voiced
from beatforge.mashup.themes import WordLists, unread
from beatforge.project.mashups import MashupSpec
from beatforge.project.problems import Fault
from beatforge.song.analysis import Analysis
from beatforge.song.stems.stems import Stems

CHOICES = ("bed", "arc", "feelings")
NEEDS = {"arc": "say how it feels from start to end: arc: [{at: 0, valence: -0.4, energy: 0.3}, {at: 1, ...}]"}
NEEDS_WORDS = 1
FEWEST_PHRASES, USUAL_PHRASES = 3, 12
USED, JUMP, ALONE = 0.45, 0.08, 0.2
"""What it costs to hear something again, not to go on where a song was, and to let a song carry its own voice."""

WORDS_WEIGH = 0.7
"""How much of a sung phrase's gladness its words are; the rest is how the song sounds there."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A phrase of a song: how it feels, -1..1 and 0..1, and how much of it is sung."""

    song: str
    bar: int
    valence: float
    energy: float
    sung: float


def make(spec: MashupSpec, heard: Mapping[str, Analysis], stems: Mapping[str, Stems], lists: WordLists) -> EditList:
    """Words and music chosen for each phrase by the arc."""
    decks = bring_together(spec, heard, stems, named(spec, "bed", 1))
    valence = Curve(tuple((point.at, point.valence) for point in spec.arc))
    energy = Curve(tuple((point.at, point.energy) for point in spec.arc))
    worded = [deck for deck in decks.songs.values() if deck.has("vocals") and sung_lines(deck)]
    known = [deck for deck in worded if lists.is_read(deck.analysis)]
    if worded and not known:
        hint = "say words of theirs: feelings: {glad: [...], sad: [...]}"
        raise unread([deck.id for deck in worded], "feelings", hint)
    sings = [moment for deck in known for moment in _moments(decks, deck, lists)]
    sings = [moment for moment in sings if moment.sung >= SUNG]
    plays = [m for deck in decks.songs.values() if deck.has("instrumental") for m in _moments(decks, deck, None)]
    if not sings or not plays:
        lacks = "no whole phrase is sung" if plays else "no song has an instrumental of a whole phrase"
        raise Fault("BF085", f"{lacks} in these songs", "smaller phrase_bars, or songs that have it", ("type",))
    fit = room(spec, decks) // decks.phrase
    if fit < FEWEST_PHRASES:
        least = FEWEST_PHRASES * decks.phrase
        raise Fault("BF085", "the bars leave no room for words between two phrases of music", f"say {least} or more",
                    ("bars",))  # fmt: skip
    count = fit if spec.bars else min(fit, USUAL_PHRASES, max(FEWEST_PHRASES, len(sings) + 2))
    rows, form, off = list[Row](), list[tuple[int, str]](), 0.0
    used: dict[tuple[str, str, int], int] = {}
    voice = bed = None
    for index in range(count):
        wanted = valence.at(index / (count - 1)), energy.at(index / (count - 1))
        bed = _choose(plays, "plays", wanted, (0.3, 1.0), used, bed, decks.phrase)
        under = _row(decks, bed, index, "instrumental", f"energy {bed.energy:.2f} for {wanted[1]:.2f}")
        rows += handed_over(decks, under) if rows and _last_bed(rows) != bed.song else []
        rows.append(under)
        if 0 < index < count - 1:  # the first phrase and the last are the music's
            voice = _choose(sings, "sings", wanted, (1.0, 0.3), used, voice, decks.phrase, bed.song)
            why = f"feels {voice.valence:+.2f} for {wanted[0]:+.2f}"
            rows.append(voiced(_row(decks, voice, index, "vocals", why)))
            off += abs(voice.valence - wanted[0])
        form.append((index * decks.phrase, _kind(decks, bed, index, count)))
    told = f"{len(spec.arc)} points of feeling; the words are {off / max(1, count - 2):.2f} off them on average"
    return EditList("semantic_aligned", decks, tuple(rows), count * decks.phrase, tuple(form), (told,))


def _moments(decks: Decks, deck: Deck, lists: WordLists | None) -> list[Moment]:
    """The phrases of a song, from the beginning of each passage on; by their words too, where lists tell of them."""
    levels = [deck.energy(bar, 1) for bar in range(deck.bars.count)]
    low, high = min(levels), max(max(levels), min(levels) + 1e-6)
    found = []
    for passage in deck.passages:
        last = min(passage.bar + up_to_phrase(passage.bars, decks.phrase), deck.bars.count)
        for bar in range(passage.bar, last - decks.phrase + 1, decks.phrase):
            inside = range(bar, bar + decks.phrase)
            energy = sum((levels[one] - low) / (high - low) for one in inside) / decks.phrase
            sung = sum(deck.singing[one] for one in inside) / decks.phrase
            valence = _sounds(deck, bar)
            said = ". ".join(line.text for line in sung_lines(deck) if line.bar in inside)
            felt = lists.gladness(said) if lists else None
            if felt is not None:
                valence = (1 - WORDS_WEIGH) * valence + WORDS_WEIGH * felt
            found.append(Moment(deck.id, bar, round(valence, 3), round(energy, 3), round(sung, 3)))
    return found


def _sounds(deck: Deck, bar: int) -> float:
    """How glad a song sounds from a bar on: as it was heard, else by the mode of its key."""
    second = deck.bars.second(bar * deck.bars.per_bar)
    before = [point.valence for point in deck.analysis.arc if point.at <= second + 0.01]
    if before:
        return before[-1]
    if deck.analysis.mood:
        return deck.analysis.mood.valence
    return {"major": 0.3, "minor": -0.3}.get(deck.analysis.key.rpartition(" ")[2], 0.0)


def _choose(
    moments: list[Moment], use: str, wanted: tuple[float, float], weights: tuple[float, float],
    used: dict[tuple[str, str, int], int], last: Moment | None, phrase: int, apart_from: str = "",
) -> Moment:  # fmt: skip
    def cost(moment: Moment) -> tuple[float, str, int]:
        away = weights[0] * abs(moment.valence - wanted[0]) / 2 + weights[1] * abs(moment.energy - wanted[1])
        goes_on = last is not None and (moment.song, moment.bar) == (last.song, last.bar + phrase)
        again = USED * used.get((use, moment.song, moment.bar), 0)
        alone = ALONE * (moment.song == apart_from)
        return round(away + again + alone + (0.0 if goes_on else JUMP), 6), moment.song, moment.bar

    best = min(moments, key=cost)
    used[use, best.song, best.bar] = used.get((use, best.song, best.bar), 0) + 1
    return best


def _row(decks: Decks, moment: Moment, index: int, stem: str, why: str) -> Row:
    per_bar, deck = decks.per_bar, decks[moment.song]
    beats = decks.phrase * per_bar
    return Row(
        moment.song, stem, index * beats, beats, moment.bar * per_bar, role="lead" if stem == "vocals" else "bed",
        semitones=shift_of(deck, stem), duck_db=0.0 if stem == "vocals" else DUCK_DB, why=why,
    )  # fmt: skip


def _last_bed(rows: list[Row]) -> str:
    return next(row.song for row in reversed(rows) if row.role == "bed")


def _kind(decks: Decks, moment: Moment, index: int, count: int) -> str:
    if index in (0, count - 1):
        return "outro" if index else "intro"
    inside = [p.kind for p in decks[moment.song].passages if p.bar <= moment.bar < p.bar + p.bars]
    return inside[0] if inside and inside[0] not in ("intro", "outro") else "verse"
