"""How each encoder is told what was planned: pure functions from an encoder's value to the options it knows.

Every setting that could differ between two processors, two runs or two segments is pinned here: one thread, no
information about the encoder in the stream, a closed group of pictures at the start of each segment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from beatforge.errors import ToolError
from beatforge.film.codecs import CODECS, REFERENCES

X264_PARAMS = "open-gop=0:stitchable=1:cpu-independent=1"
"""cpu-independent: the same bytes on every processor. Without it x264's AVX-512 code for macroblock trees also reads
memory that nothing was written to, where a row of macroblocks does not fill a vector: bytes by chance."""

X265_PARAMS = "open-gop=0:info=0:pools=none:frame-threads=1:wpp=0:log-level=error"
SVTAV1_PARAMS = "lp=1:keyint=240"
"""Equal bytes in plain C, with AVX2 and with AVX-512; x86 processors without AVX2 give others (its SSE4.1 code)."""

SHARE, BUFFER_S, FILLED = 0.95, 0.5, 0.5
"""Of a capped rate what each segment may have, for how many seconds its buffer holds, and how full that is at first.

Segments do not know each other: each may empty the buffer it starts with. So that a film of many stays under the cap
all the same, the buffer is small, begins half full, and a twentieth of the rate is kept back.
"""

_SLOW = ("slow", "slower", "veryslow")
"""x264's presets that would keep more pictures than our levels allow."""

_AV1_PRESETS = {
    "ultrafast": 12, "superfast": 11, "veryfast": 10, "faster": 9, "fast": 8, "medium": 7, "slow": 6, "slower": 5,
    "veryslow": 4,
}  # fmt: skip


def options_of(encoder: Mapping[str, Any]) -> dict[str, str]:
    """The options of the encoder that `Encoder.to_value()` names."""
    return _OPTIONS[encoder["codec"]](encoder)


def require_coders(values: Iterable[Mapping[str, Any]]) -> None:
    """Pass if this build of PyAV can code all that steps of these values encode; ToolError before anything is made."""
    for name in {value["encoder"]["codec"] for value in values if "encoder" in value}:
        require_encoder(name)


def require_encoder(name: str) -> None:
    """Pass if this build of PyAV has the encoder; ToolError naming the ways out otherwise."""
    import av
    from av.codec import Codec
    from av.codec.codec import UnknownCodecError

    try:
        Codec(name, "w")
    except UnknownCodecError as error:
        there = ", ".join(word for word, codec in CODECS.items() if codec.encoder in av.codecs_available)
        word = next((word for word, codec in CODECS.items() if codec.encoder == name), name)
        raise ToolError(
            f"codec {word} needs the encoder {name}, which this build of PyAV {av.__version__} does not have;"
            f' choose another codec ({there}), or install PyAV as published: pip install --only-binary av "av>=15"'
        ) from error


def _x264(encoder: Mapping[str, Any]) -> dict[str, str]:
    params = [X264_PARAMS]
    if encoder["preset"] in _SLOW:
        params.append(f"ref={REFERENCES}")
    if "kbps" in encoder:
        rate, size = _cap(encoder["kbps"])
        params.append(f"vbv-maxrate={rate}:vbv-bufsize={size}:vbv-init={FILLED}")
    return {
        "preset": encoder["preset"],
        "crf": str(encoder["crf"]),
        "x264-params": ":".join(params),
        **({"profile": encoder["profile"]} if "profile" in encoder else {}),
        **({"level": encoder["level"]} if "level" in encoder else {}),
    }


def _x265(encoder: Mapping[str, Any]) -> dict[str, str]:
    """x265 counts quality in other numbers: 5 more look about alike."""
    params = [X265_PARAMS]
    if "kbps" in encoder:
        rate, size = _cap(encoder["kbps"])
        params.append(f"vbv-maxrate={rate}:vbv-bufsize={size}:vbv-init={FILLED}")
    return {
        "preset": encoder["preset"],
        "crf": str(min(51, encoder["crf"] + 5)),
        "profile": encoder["profile"],
        "x265-params": ":".join(params),
    }


def _svtav1(encoder: Mapping[str, Any]) -> dict[str, str]:
    """AV1 counts quality from 0 to 63: 18 of x264's look like about 27."""
    return {
        "preset": str(_AV1_PRESETS[encoder["preset"]]),
        "crf": str(min(63, round(encoder["crf"] * 1.5))),
        "svtav1-params": SVTAV1_PARAMS + (f":mbr={_cap(encoder['kbps'])[0]}" if "kbps" in encoder else ""),
    }


def _prores(encoder: Mapping[str, Any]) -> dict[str, str]:
    return {"profile": encoder["profile"], "vendor": "apl0"}


def _dnxhr(encoder: Mapping[str, Any]) -> dict[str, str]:
    return {"profile": encoder["profile"]}


def _cap(kbps: int) -> tuple[int, int]:
    """The rate in kbit/s and the buffer in kbit that a segment keeps to."""
    return round(kbps * SHARE), round(kbps * BUFFER_S)


_OPTIONS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, str]]] = {
    "libx264": _x264,
    "libx265": _x265,
    "libsvtav1": _svtav1,
    "prores_ks": _prores,
    "dnxhd": _dnxhr,
}
