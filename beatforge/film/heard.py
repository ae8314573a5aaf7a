"""What is heard, as targets: every part of the mix, then the mix itself, encoded. Pure.

In: a `Mix`, where the sound of its songs lies, and what the project says of levels and voices. Out: targets. A part's
target holds nothing of where it sounds in the mix, so moving one makes nothing again but the mix. One song as it is has
no parts: its target `mix` reads the song itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from beatforge.errors import ProjectError
from beatforge.film.codecs import SOUND_CONTAINERS
from beatforge.film.gates import MEASURES
from beatforge.film.plan import Causes, Delivery, Heard, Path, Sounding
from beatforge.graph.target import Origin, Output, Source, Target
from beatforge.mix.parts import LOUDNESS_LUFS, PART, TRUE_PEAK_DBTP, Mix, Part, rounded_warp
from beatforge.mix.voices import VOICE, Voice
from beatforge.project.models import Project
from beatforge.song.analysis import Analysis
from beatforge.song.stems.stems import files_of

ENCODE_SONG = "beatforge.deliver.audio:encode_mix"
ENCODE_PARTS = "beatforge.deliver.mixed:encode_parts"
STRETCH = "beatforge.mix.stretching:stretch_part"
HEAR_VOICE = "beatforge.mix.voices:voice_step"

AAC_RATES = (44100, 48000, 32000)
"""Sample rates that are kept; others are resampled to 48000 Hz, since not every player takes them."""

_DECODING = ("numpy", "av", "soundfile")
_MIXING = (*_DECODING, "scipy")
STRETCHERS: Mapping[str, str] = {"signalsmith": "python-stretch", "rubberband": "program:rubberband"}
"""What a part that is stretched hangs on besides."""

Origins = Callable[[Causes], Origin]


def song_heard(project: Project, analysis: Analysis, voices: Sequence[Voice] = ()) -> Heard:
    """The one song of a project, with the voices over it."""
    assert project.song
    rate = analysis.sample_rate if analysis.sample_rate in AAC_RATES else 48000
    whole = Part("song", "", "mix", ((0.0, 0.0), (analysis.duration, analysis.duration)))
    mix = Mix((whole,), analysis.duration, rate, None, None)
    sound = Sounding(project.song.file, analysis.decoder, ("song", "file"))
    return finished(project, Heard(mix, {"": sound}), voices)


def finished(project: Project, heard: Heard, voices: Sequence[Voice] = ()) -> Heard:
    """What is heard once voices have joined it and `mix` says how loud it is; ProjectError for voices beyond its end.

    `voices` are what was found of the project's, in their order.
    """
    parts, sounds = list(heard.mix.parts), dict(heard.sounds)
    faults = []
    for index, (said, voice) in enumerate(zip(project.voices, voices, strict=True)):
        end = said.at + voice.duration_s
        if end > heard.mix.duration_s:
            begin = max(0.0, math.floor(10 * (heard.mix.duration_s - voice.duration_s)) / 10)
            text = f"the voice lasts {voice.duration_s:.1f} s and would end at {end:.1f} s, the music at"
            hint = f"begin at {begin:.1f} s or earlier, or shorten it" if begin else "it is longer than the music"
            where = ("voices", index, "at" if begin else "file")
            faults.append(project.problem_at(where, "BF060", f"{text} {heard.mix.duration_s:.1f} s", hint=hint))
            continue
        if said.fade_in_s + said.fade_out_s > voice.duration_s:
            text = f"its fades are longer than the voice, which lasts {voice.duration_s:.1f} s"
            key = "fade_in_s" if said.fade_in_s else "fade_out_s"
            faults.append(project.problem_at(("voices", index, key), "BF013", text, hint="make them shorter"))
            continue
        name = f"voice-{index + 1}"
        parts.append(
            Part(
                id=name,
                song=voice_id(index),
                stem="mix",
                warp=rounded_warp(((0.0, said.at), (voice.duration_s, end))),
                gain_db=said.gain_db,
                fade_in_s=said.fade_in_s,
                fade_out_s=said.fade_out_s,
                duck_db=said.duck_db,
                role="voice",
            )
        )
        sounds[voice_id(index)] = Sounding(said.file, voice.decoder, ("voices", index, "file"))
    if faults:
        raise ProjectError(faults)
    return replace(heard, mix=_levelled(project, replace(heard.mix, parts=tuple(parts))), sounds=sounds)


def voice_targets(project: Project, origin: Callable[[Path], Origin]) -> tuple[Target, ...]:
    """The targets that look at the voices' recordings, in the order of the project; their contents make the plan."""
    return tuple(
        Target(
            name=voice_id(index),
            step=HEAR_VOICE,
            value={},
            inputs=(Source(voice.file),),
            outputs=(VOICE,),
            packages=_DECODING,
            origins={"inputs.0": origin(("voices", index, "file"))},
        )
        for index, voice in enumerate(project.voices)
    )


def voice_id(index: int) -> str:
    """The id of a voice's sound, and the name of the target that looks at it: no song's id has a slash."""
    return f"voice/{index + 1}"


def part_targets(heard: Heard, origin: Origins) -> tuple[Target, ...]:
    """One target for each part, in their order; none for one song as it is."""
    return () if heard.mix.is_trivial else tuple(_part_target(part, heard, origin) for part in heard.mix.parts)


def mix_target(heard: Heard, delivery: Delivery, origin: Origins) -> Target:
    """The target of all that is heard, encoded as one output wants it."""
    return _song_target(heard, delivery, origin) if heard.mix.is_trivial else _parts_target(heard, delivery, origin)


def part_name(part: Part) -> str:
    """What the target of a part is called."""
    return f"part/{part.id}"


def laid_out(part: Part, rate: int) -> tuple[int, int]:
    """(first sample in the mix, number of samples) of a part."""
    return round(part.start_s * rate), round((part.end_s - part.start_s) * rate)


def row_of(part: Part, rate: int) -> dict[str, Any]:
    """A part as the mixer gets it: where it sounds and how loud, nothing of where it comes from."""
    start, num_samples = laid_out(part, rate)
    return {
        "start": start,
        "num_samples": num_samples,
        "role": part.role,
        "gain_db": part.gain_db,
        "fade_in": round(part.fade_in_s * rate),
        "fade_out": round(part.fade_out_s * rate),
        "low_cut_hz": part.low_cut_hz,
        "duck_db": part.duck_db,
        **({"scratches": [scratch.to_value() for scratch in part.scratches]} if part.scratches else {}),
    }


def _levelled(project: Project, mix: Mix) -> Mix:
    said = project.mix
    loudness = said.loudness_lufs
    if loudness is None and (mix.loudness_lufs is not None or project.voices):
        loudness = LOUDNESS_LUFS if mix.loudness_lufs is None else mix.loudness_lufs
    peak = said.true_peak_dbtp
    if peak is None and loudness is not None:
        peak = TRUE_PEAK_DBTP if mix.true_peak_dbtp is None else mix.true_peak_dbtp
    return replace(mix, loudness_lufs=loudness, true_peak_dbtp=peak, stretch=said.stretch)


def _part_target(part: Part, heard: Heard, origin: Origins) -> Target:
    rate, sound = heard.mix.sample_rate, heard.sounds[part.song]
    _, num_samples = laid_out(part, rate)
    anchors = [[song, round((mix - part.start_s) * rate)] for song, mix in part.warp]
    value: dict[str, Any] = {"sample_rate": rate, "num_samples": num_samples, "anchors": anchors}
    if not part.is_plain:
        value |= {"semitones": part.semitones, "stretch": heard.mix.stretch}
    files = files_of(part.stem, sound.names)
    is_song = part.stem == "mix"
    return Target(
        name=part_name(part),
        step=STRETCH,
        value={**value, "decoder": sound.decoder if is_song else "soundfile"},
        inputs=(Source(sound.file),) if is_song else tuple(Output(sound.stems, file) for file in files),
        outputs=(PART,),
        packages=_MIXING if part.is_plain else (*_MIXING, STRETCHERS[heard.mix.stretch]),
        origins={
            **({"inputs.0": origin((sound.path,))} if is_song else {}),
            "value": origin(_causes(part, heard)),
            "value.stretch": origin((("mix", "stretch"),)),
        },
        work=num_samples,
        rate_as=STRETCH if part.is_plain else f"{STRETCH} {heard.mix.stretch}",
    )


def _song_target(heard: Heard, delivery: Delivery, origin: Origins) -> Target:
    mix, sound, (track,) = heard.mix, delivery.sound, heard.mix.parts
    song = heard.sounds[track.song]
    value = {
        "tracks": [{"gain_db": track.gain_db}],
        "codec": sound.codec,
        **({"bitrate": sound.bitrate} if sound.bitrate else {}),
        "decoder": song.decoder,
        "sample_rate": mix.sample_rate,
        "num_samples": mix.num_samples,
    }
    return Target(
        name=_mix_name(delivery),
        step=ENCODE_SONG,
        value=value,
        inputs=(Source(song.file),),
        outputs=(f"mix.{SOUND_CONTAINERS[sound.codec]}", MEASURES),
        packages=_DECODING,
        origins={
            "inputs.0": origin((song.path,)),
            "value.codec": origin(delivery.causes),
            "value.bitrate": origin(delivery.causes),
        },
        work=mix.num_samples,
    )


def _parts_target(heard: Heard, delivery: Delivery, origin: Origins) -> Target:
    mix, sound = heard.mix, delivery.sound
    value = {
        "parts": [row_of(part, mix.sample_rate) for part in mix.parts],
        "sample_rate": mix.sample_rate,
        "num_samples": mix.num_samples,
        **({"loudness_lufs": mix.loudness_lufs} if mix.loudness_lufs is not None else {}),
        **({"true_peak_dbtp": mix.true_peak_dbtp} if mix.true_peak_dbtp is not None else {}),
        "codec": sound.codec,
        **({"bitrate": sound.bitrate} if sound.bitrate else {}),
    }
    rows = {f"value.parts.{index}": origin(_causes(part, heard)) for index, part in enumerate(mix.parts)}
    if heard.scratch_causes:
        rows |= {f"value.parts.{index}.scratches": origin(heard.scratch_causes) for index in range(len(mix.parts))}
    return Target(
        name=_mix_name(delivery),
        step=ENCODE_PARTS,
        value=value,
        inputs=tuple(Output(part_name(part), PART) for part in mix.parts),
        outputs=(f"mix.{SOUND_CONTAINERS[sound.codec]}", MEASURES),
        packages=_MIXING,
        origins={
            **rows,
            "value.loudness_lufs": origin((("mix", "loudness_lufs"),)),
            "value.true_peak_dbtp": origin((("mix", "true_peak_dbtp"),)),
            "value.codec": origin(delivery.causes),
            "value.bitrate": origin(delivery.causes),
        },
        work=mix.num_samples,
    )


def _mix_name(delivery: Delivery) -> str:
    return "mix" + (f"/{delivery.sound_variant}" if delivery.sound_variant else "")


def _causes(part: Part, heard: Heard) -> Causes:
    """What has a say in a part: what its recipe named, else where its file is named."""
    return heard.causes.get(part.id, (heard.sounds[part.song].path,))
