"""The step that writes an output's subtitles: .srt and .vtt for players, karaoke .ass for those who restyle it.

In: cues in milliseconds. Out: `subtitles.srt`, `subtitles.vtt`, `subtitles.ass`, UTF-8 with \\n. A word's time in the
.ass is that of its start, rounded to its hundredth of a second once: lengths are differences, so that nothing drifts.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

ALIGNMENT = {"bottom": 2, "middle": 5, "top": 8}
"""Places of lines, as .ass numbers them."""

FAMILY = "Noto Sans"
"""What programs call the font that comes along."""

_WORD_JOINER = "\u2060"
"""Between a backslash and what it would mean together with it; it is not seen."""


def write_subtitles(
    value: Mapping[str, Any], inputs: Sequence[Path], out: Path, progress: Callable[[int, int], None]
) -> None:
    """Step: the three files; `inputs` holds the font where the project has one of its own."""
    (out / "subtitles.srt").write_bytes(srt_text(value["cues"]).encode())
    (out / "subtitles.vtt").write_bytes(vtt_text(value["cues"]).encode())
    (out / "subtitles.ass").write_bytes(ass_text(value, _family(inputs)).encode())
    progress(1, 1)


def srt_text(cues: Sequence[Sequence[Any]]) -> str:
    """[start, end, text] of each cue as SubRip. It knows tags and no way to write `<` itself: it stays as it is."""
    rows = [
        f"{number}\n{_clock(start, ',')} --> {_clock(end, ',')}\n{_plain(text)}\n"
        for number, (start, end, text) in enumerate(cues, start=1)
    ]
    return "\n".join(rows)


def vtt_text(cues: Sequence[Sequence[Any]]) -> str:
    """[start, end, text] of each cue as WebVTT; what it would read as its own is escaped."""
    rows = ["WEBVTT\n"]
    for start, end, text in cues:
        escaped = _plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        rows.append(f"{_clock(start, '.')} --> {_clock(end, '.')}\n{escaped}\n")
    return "\n".join(rows)


def ass_text(value: Mapping[str, Any], family: str) -> str:
    """The karaoke lines as .ass, in letters like those that are burned."""
    import pysubs2

    letters = value["letters"]
    left, top, right, bottom = letters["area"]
    subtitles = pysubs2.SSAFile()
    subtitles.info = {
        "Title": _plain(value["title"]).replace("\n", " "), "ScriptType": "v4.00+", "WrapStyle": "0",
        "ScaledBorderAndShadow": "yes", "YCbCr Matrix": "TV.709",
        "PlayResX": str(value["width"]), "PlayResY": str(value["height"]),
    }  # fmt: skip
    subtitles.styles["Default"] = pysubs2.SSAStyle(
        fontname=family,
        fontsize=round(letters["size"] * 1.36),  # .ass counts ascent and descent: 1.36 em in Noto Sans
        primarycolor=_colour(letters["sung_colour"]),
        secondarycolor=_colour(letters["colour"]),
        outlinecolor=_colour(letters["edge"]),
        backcolor=_colour(letters["edge"], round(255 * (1 - letters["opacity"]))),
        bold=True,
        borderstyle=3 if letters["box"] == "panel" else 1,
        outline=max(1, round(letters["size"] * 0.095)),
        shadow=0,
        alignment=pysubs2.Alignment(ALIGNMENT[letters["position"]]),
        marginl=left,
        marginr=value["width"] - right,
        marginv=top if letters["position"] == "top" else value["height"] - bottom,
    )
    for start, end, words in value["karaoke"]:
        first, last = _hundredths(start), _hundredths(end)
        text = "".join(_sung(words, first)).rstrip()
        subtitles.append(pysubs2.SSAEvent(start=first * 10, end=last * 10, text=text))
    stream = io.StringIO()
    subtitles.to_file(stream, "ass", header_notice="karaoke lines with the times of their words")
    return stream.getvalue()


def _sung(words: Sequence[Sequence[Any]], first: int) -> Iterator[str]:
    """Each word behind the hundredths of a second that it takes; pauses are empty syllables of their own."""
    at = first
    for text, start, end in words:
        begins, ends = max(at, _hundredths(start)), max(at, _hundredths(end))
        pause = f"{{\\k{begins - at}}}" if begins > at else ""
        yield f"{pause}{{\\kf{ends - begins}}}{_escaped(text)}"
        at = max(begins, ends)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\" + _WORD_JOINER).replace("{", "\\{").replace("}", "\\}").replace("\n", " ")


def _plain(text: str) -> str:
    """The text without empty rows, which would end a cue, and without an arrow, which would begin one."""
    rows = [row.strip() for row in text.replace("\r", "\n").split("\n")]
    return "\n".join(row for row in rows if row).replace("-->", "->")


def _clock(at_ms: int, point: str) -> str:
    seconds, rest = divmod(at_ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{rest:03}"


def _hundredths(at_ms: int) -> int:
    return (at_ms + 5) // 10


def _colour(code: str, alpha: int = 0) -> Any:
    import pysubs2

    red, green, blue = (int(code[at : at + 2], 16) for at in (0, 2, 4))
    return pysubs2.Color(red, green, blue, alpha)


def _family(inputs: Sequence[Path]) -> str:
    """What programs call the project's own font, or the one that comes along."""
    if not inputs:
        return FAMILY
    from beatforge.deliver.cards import font_at

    return str(font_at(inputs[0], 20).getname()[0] or FAMILY)
