"""One song's words as files of every format, and an LRC file for small projects."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

Syllable = tuple[str, float, float]
"""Text, start and end in seconds; a space before the text begins a word."""

LINES: tuple[tuple[Syllable, ...], ...] = (
    (("Hel", 1.0, 1.25), ("lo", 1.25, 1.5), (" old", 1.5, 2.0), (" world,", 2.0, 2.75)),
    (("Ça", 4.0, 4.5), (" va", 4.5, 5.0), (" 雨", 5.0, 6.5)),
    (("beau", 70.05, 70.25), ("ti", 70.25, 70.5), ("ful", 70.5, 71.0), (" you", 71.0, 72.15)),
)
WORDS = (
    ("Hello", 1.0, 1.5), ("old", 1.5, 2.0), ("world,", 2.0, 2.75),
    ("Ça", 4.0, 4.5), ("va", 4.5, 5.0), ("雨", 5.0, 6.5),
    ("beautiful", 70.05, 71.0), ("you", 71.0, 72.15),
)  # fmt: skip
TEXTS = ("Hello old world,", "Ça va 雨", "beautiful you")


def clock(seconds: float, point: str = ".", places: int = 2, hours: bool = False) -> str:
    """A time as a lyrics file has it."""
    whole, part = divmod(round(seconds * 10**places), 10**places)
    minutes = f"{whole // 3600:02}:{whole % 3600 // 60:02}" if hours else f"{whole // 60:02}"
    return f"{minutes}:{whole % 60:02}{point}{part:0{places}}"


def lrc(lines: Sequence[Sequence[Syllable]] = LINES) -> str:
    """Word times in angle brackets, as in "enhanced" files."""
    rows = ["[ar:Nobody]", "[00:00.00]"]
    for line in lines:
        marks = "".join(f"{' ' * text.startswith(' ')}<{clock(start)}>{text.lstrip()}" for text, start, _ in line)
        rows.append(f"[{clock(line[0][1])}] {marks} <{clock(line[-1][2])}>")
    return "\n".join(rows) + "\n"


def srt() -> str:
    """Lines alone."""
    cues = [
        f"{number}\n{clock(line[0][1], ',', 3, True)} --> {clock(line[-1][2], ',', 3, True)}\n<i>{text}</i>\n"
        for number, (line, text) in enumerate(zip(LINES, TEXTS, strict=True), start=1)
    ]
    return "\n".join(cues)


def vtt() -> str:
    """Word times in angle brackets."""
    cues = ["WEBVTT\n"]
    for line in LINES:
        marks = "".join(
            f"{' ' * text.startswith(' ')}<{clock(start, '.', 3, True)}>{text.lstrip()}" for text, start, _ in line
        )
        cues.append(f"{clock(line[0][1], '.', 3)} --> {clock(line[-1][2], '.', 3, True)} line:80%\n<v Ann>{marks}\n")
    return "\n".join(cues)


def ass() -> str:
    """Karaoke."""
    rows = [
        "[Script Info]", "ScriptType: v4.00+", "", "[Events]",
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text",
        "Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,not sung",
    ]  # fmt: skip
    for line in LINES:
        marks = "".join(
            f"{' ' * text.startswith(' ')}{{\\k{round((end - start) * 100)}}}{text.lstrip()}"
            for text, start, end in line
        )
        times = ",".join("0:" + clock(at) for at in (line[0][1], line[-1][2]))
        rows.append(f"Dialogue: 0,{times},Default,,0,0,0,,{{\\an8}}{marks}")
    return "\n".join(rows) + "\n"


def ultrastar(bpm: str = "300", gap: str = "0", relative: bool = False) -> str:
    """Notes of a twentieth of a second; `relative` counts those of each line from where the line begins."""
    rows = ["#TITLE:x", f"#BPM:{bpm}", f"#GAP:{gap}", *(["#RELATIVE:YES"] if relative else [])]
    zero = 0
    for number, line in enumerate(LINES):
        begin = round(line[0][1] * 20)
        if number:
            rows.append(f"- {begin - zero} {begin - zero}" if relative else f"- {begin}")
            zero = begin if relative else 0
        rows += [f": {round(start * 20) - zero} {round((end - start) * 20)} 5 {text}" for text, start, end in line]
    return "\n".join((*rows, "E", ""))


def plain() -> str:
    """Nothing but words."""
    return "[Verse 1]\n" + "\n\n".join(TEXTS) + "\n"


FORMS: Mapping[str, tuple[str, Callable[[], str]]] = {
    "lrc": (".lrc", lrc),
    "srt": (".srt", srt),
    "vtt": (".vtt", vtt),
    "ass": (".ass", ass),
    "ultrastar": (".txt", ultrastar),
    "plain": (".txt", plain),
}
"""Format -> its suffix and what writes it."""


def write_words(path: Path, *words: tuple[float, str]) -> Path:
    """An LRC file with one line of these words."""
    marks = " ".join(f"<{clock(at)}>{word}" for at, word in words)
    path.write_text(f"[{clock(words[0][0])}] {marks}\n", encoding="utf-8")
    return path
