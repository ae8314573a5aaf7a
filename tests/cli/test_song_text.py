"""What `song show` says of a song, from an analysis alone."""

from beatforge.cli.song_text import song_lines
from beatforge.song.analysis import Analysis, Drop, Feeling, Loudness, Mood, Section, Stretch
from beatforge.song.tempos import Alternative

HEARD = Analysis(
    90.0, 44100, 2, "pyav", 120.0, True, (0.0, 0.5, 1.0, 1.5), (0.0,), 4, "A minor",
    (Section(0.0, 30.0, "intro"), Section(30.0, 90.0, "chorus")), (Drop(30.0, 0.5),), {},
    tempo_confidence=0.9, alternatives=(Alternative("x1/2", 60.0, 0.08),), metre_confidence=0.8,
    downbeat_confidence=0.7, key_confidence=0.66, other_key="C major", loudness=Loudness(-13.1, 7.6, 1.2),
    builds=(Stretch(22.0, 30.0),), breaks=(Stretch(14.0, 22.0),), mood=Mood(0.4, 0.6, ("upbeat",)),
    arc=(Feeling(0.0, 0.1, 0.2), Feeling(30.0, 0.5, 0.8)),
)  # fmt: skip


def test_all_that_was_heard_has_a_line():
    assert (
        "\n".join(song_lines("a.ogg", HEARD))
        == """\
a.ogg: 1:30.00, decoded by pyav, depth standard
120.00 bpm, confidence 0.90
4/4, 4 beats a bar, confidence 0.80; beats 4, downbeats 1, confidence 0.70
  or x1/2: 60.00 bpm (0.08); take one: beatforge song pin tempo 'x1/2'
A minor (Camelot 8A, Open Key 1m), confidence 0.66, else C major
loudness -13.1 LUFS, range 7.6 LU, true peak 1.2 dBTP
mood: upbeat (valence +0.40, energy 0.60)
sections: 2
  0:00.00 - 0:30.00  intro        valence +0.10, energy 0.20
  0:14.00 - 0:22.00    break
  0:22.00 - 0:30.00    build
  0:30.00 - 1:30.00  chorus       valence +0.50, energy 0.80
  drop at 0:30.00, strength 0.50"""
    )


def test_what_was_not_heard_has_none():
    silent = Analysis(3.0, 44100, 2, "pyav", 0.0, False, (), (), 4, "", (Section(0.0, 3.0, "verse"),), (), {})
    assert list(song_lines("b.wav", silent)) == [
        "b.wav: 0:03.00, decoded by pyav, depth standard", "no beat", "sections: 1", "  0:00.00 - 0:03.00  verse",
    ]  # fmt: skip
