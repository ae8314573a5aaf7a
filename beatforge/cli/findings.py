"""What `doctor` finds of software: this program, Python, the packages it declares, codecs, other programs, keys.

In: this machine. Out: one `Finding` per thing, with what it means. Nothing is fetched, and of a key only that it is
there is told. A thing that falls over while it is looked at is a finding, not an end.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from typing import Any, Literal

State = Literal["ok", "warn", "absent", "failed"]

PACKAGES: Mapping[str, str] = {
    "pydantic": "checks project files",
    "pyyaml": "reads project files",
    "ruamel-yaml": "changes project files and keeps their comments",
    "jinja2": "starts new projects from templates",
    "doit": "walks what is stale",
    "filelock": "keeps two builds apart",
    "platformdirs": "finds your folders for store and settings",
    "rich": "the live display",
    "watchdog": "sees saves, for watch",
    "numpy": "frames, spectra, uniforms",
    "scipy": "listens to songs",
    "soundfile": "decodes songs that FFmpeg refuses",
    "llvmlite": "compiles the kernels that paint",
    "opencv-python-headless": "measures motion and change while encoding",
    "av": "decodes songs and encodes films",
    "pillow": "writes frames and contact sheets",
    "argcomplete": "completes commands in your shell",
    "python-stretch": "changes tempo and pitch of what is mixed",
    "pysubs2": "writes karaoke subtitles",
    "snowballstemmer": "holds prompts against a persona's constitution",
}
"""What each declared dependency is for; the list itself is pyproject's, and a test compares the two."""

KEYS: Mapping[str, str] = {
    "ANTHROPIC_API_KEY": "language models as directors, in a later release",
    "OPENAI_API_KEY": "language models as directors, in a later release",
    "HF_TOKEN": "fetching models that ask for a licence, in a later release",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked for. `means` says what it does, or what having it would enable, or what to do."""

    group: str
    name: str
    state: State  # "warn" works, but see `means`; "absent" is not there; "failed" is there, but can't be used
    needed: bool  # for a film without network, GPU and keys
    found: str
    means: str


def attempt(group: str, name: str, needed: bool, look: Callable[[], Finding]) -> Finding:
    """What a look gives, or that it failed: a doctor outlives what is broken."""
    try:
        return look()
    except Exception as error:
        told = f"{type(error).__name__}: {error}".splitlines()[0]
        return Finding(group, name, "failed", needed, told, "see the message; a new environment may help")


def software() -> Iterator[Finding]:
    """All of it, in the order it is told."""
    yield attempt("program", "beatforge", True, _program)
    yield attempt("program", "python", True, _python)
    for requirement in declared():
        yield attempt("package", requirement, True, lambda requirement=requirement: _package(requirement))  # type: ignore[misc]  # bound early
    yield from _codecs()
    yield attempt("tool", "git", False, _git)
    yield attempt("tool", "ffmpeg program", False, _ffmpeg)
    yield attempt("tool", "Rubber Band program", False, _rubberband)
    yield from (
        Finding("key", name, "ok" if os.environ.get(name) else "absent", False,
                "set" if os.environ.get(name) else "not set", enables)
        for name, enables in KEYS.items()
    )  # fmt: skip


def declared() -> tuple[str, ...]:
    """The requirements of this program, extras left out, as "numpy>=2.0"."""
    try:
        found: Iterable[str] = metadata.requires("beatforge") or ()
    except metadata.PackageNotFoundError:  # a checkout that is not installed
        found = _of_checkout()["dependencies"]
    return tuple(text for text in found if "extra" not in text.partition(";")[2])


def required(extra: str) -> tuple[str, ...]:
    """The requirements of an extra alone, as "torch>=2.6"."""
    try:
        found: Iterable[str] = metadata.requires("beatforge") or ()
    except metadata.PackageNotFoundError:
        return tuple(_of_checkout()["optional-dependencies"].get(extra, ()))
    asked = re.compile(rf"extra\s*==\s*['\"]{re.escape(extra)}['\"]")
    return tuple(text.partition(";")[0].strip() for text in found if asked.search(text.partition(";")[2]))


def lacks(installed: str, wanted: str) -> bool:
    """Whether a version is below the least one that a requirement names."""
    match = re.search(r">=\s*([0-9.]+)", wanted)
    return bool(match) and _numbers(installed) < _numbers(match[1] if match else "")


def run_tool(*command: str) -> str:
    """The first line that a program prints; OSError or CalledProcessError if it can't be run."""
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=10, check=True, stdin=subprocess.DEVNULL, errors="replace"
    )
    return (done.stdout.strip() or done.stderr.strip()).partition("\n")[0]


def _of_checkout() -> dict[str, Any]:
    """What pyproject.toml says of this program."""
    import tomllib

    from beatforge.project.places import data_dir

    with (data_dir("config").parent / "pyproject.toml").open("rb") as file:
        return dict(tomllib.load(file)["project"])


def _program() -> Finding:
    try:
        version = metadata.version("beatforge")
    except metadata.PackageNotFoundError:
        version = "from a checkout that is not installed"
    return Finding("program", "beatforge", "ok", True, version, "makes films")


def _python() -> Finding:
    found = f"{platform.python_implementation()} {platform.python_version()}, {platform.system()} {platform.machine()}"
    return Finding("program", "python", "ok", True, f"{found}, {sys.prefix}", "runs this program")


def _package(requirement: str) -> Finding:
    name = re.split(r"[\s<>=!~;\[(]", requirement, maxsplit=1)[0]
    use = PACKAGES.get(re.sub(r"[-_.]+", "-", name).lower(), "declared by this program")
    how = f"pip install '{requirement.partition(';')[0].strip()}'"
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Finding("package", name, "absent", True, "not installed", f"{use}: {how}")
    if lacks(version, requirement):
        return Finding("package", name, "failed", True, f"{version} is too old", f"{use}: {how}")
    return Finding("package", name, "ok", True, version, use)


def _codecs() -> Iterator[Finding]:
    from beatforge.film.codecs import CODECS
    from beatforge.project.known import DEFAULT_CODEC

    yield attempt("codec", "FFmpeg libraries", True, _libraries)
    for name, codec in CODECS.items():
        means = "codes the pictures of films" if name == DEFAULT_CODEC else f"codes outputs with codec: {name}"
        yield _encoder(codec.encoder, name == DEFAULT_CODEC, means)
    for sound in dict.fromkeys(codec.sound for codec in CODECS.values()):
        needed = sound == CODECS[DEFAULT_CODEC].sound
        yield _encoder(sound, needed, "codes the sound of films")
    for decoder in ("mp3", "vorbis", "opus", "flac", "aac"):
        yield _decoder(decoder)


def _libraries() -> Finding:
    import av

    versions = ", ".join(f"{name} {'.'.join(map(str, v))}" for name, v in sorted(av.library_versions.items()))
    return Finding("codec", "FFmpeg libraries", "ok", True, versions, "come with the package av")


def _encoder(name: str, needed: bool, means: str) -> Finding:
    def look() -> Finding:
        import av

        try:
            codec = av.codec.Codec(name, "w")
        except av.codec.codec.UnknownCodecError:
            return Finding("codec", f"{name} encoder", "absent", needed, "not in this build of av", means)
        return Finding("codec", f"{name} encoder", "ok", needed, codec.long_name, means)

    return attempt("codec", f"{name} encoder", needed, look)


def _decoder(name: str) -> Finding:
    def look() -> Finding:
        import av

        try:
            codec = av.codec.Codec(name, "r")
        except av.codec.codec.UnknownCodecError:
            return Finding("codec", f"{name} decoder", "absent", False, "not in this build of av", "reads songs")
        return Finding("codec", f"{name} decoder", "ok", False, codec.long_name, "reads songs")

    return attempt("codec", f"{name} decoder", False, look)


def _git() -> Finding:
    means = "would let history, why --since and gc see your branches and tags; films are made without it"
    if not shutil.which("git"):
        return Finding("tool", "git", "absent", False, "not found", means)
    return Finding("tool", "git", "ok", False, run_tool("git", "--version"), means.replace("would let", "lets"))


def _ffmpeg() -> Finding:
    from beatforge.song.program import ProgramError, ffmpeg_program

    means = "reads songs that FFmpeg's libraries above and libsndfile refuse; nothing else needs it"
    try:
        path = ffmpeg_program()
    except ProgramError as error:
        return Finding("tool", "ffmpeg program", "absent", False, str(error), means.replace("reads", "would read"))
    version = run_tool(path, "-version").partition(" Copyright")[0]
    return Finding("tool", "ffmpeg program", "ok", False, f"{version}, {path}", means)


def _rubberband() -> Finding:
    from beatforge.mix.rubberband import INSTALL, PROGRAM

    path = shutil.which(PROGRAM)
    if path is None:
        means = f"would allow `stretch: rubberband`: {INSTALL}; mixes are stretched without it otherwise"
        return Finding("tool", "Rubber Band program", "absent", False, "not found", means)
    found = f"{run_tool(path, '--version')}, {path}"
    return Finding("tool", "Rubber Band program", "ok", False, found, "allows `stretch: rubberband`")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version.partition("+")[0])[:3])
