"""The song library: adding, searching, matching and reopening thousands of songs; kills; and musical sense.

python -m tests.bench.bench_library [--full] [--json FILE] [--work DIR] [--audio DIR]

Songs of the large library are numbers (2,000 with --full, 300 otherwise), stored as real ones are, analyses of four
minutes included. Every command is a process of its own, so imports count. `kills` are processes that write the index
and are ended by SIGKILL at random moments; what they leave must be whole after the next command. With --audio, real
songs are shifted and stretched by python-stretch, and each must find its own variants among the others.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from beatforge.mashup.compatibility import Weights, compatibility
from beatforge.mashup.library.adding import songs_in
from beatforge.mashup.library.embedding import vector_of
from beatforge.mashup.library.index import nearest
from beatforge.mashup.library.matching import find_matches
from beatforge.mashup.library.shelf import Shelf
from beatforge.mashup.profile import Profile
from beatforge.song.wheel import parse_key, places_apart
from tests.bench.measuring import Bench, run_bench, spent
from tests.mashup.entries import put_synthetic
from tests.projects import command
from tests.sounds import write_song

FULL, SMALL = 2000, 300
SETTLE = "import sys; from pathlib import Path; from beatforge.mashup.library import index, shelf; "
SETTLE += "index.settle(shelf.Shelf(Path(sys.argv[1])))"
PEAK = SETTLE + "; print(*[l.split()[1] for l in open('/proc/self/status') if l.startswith('VmHWM')])"
VARIANTS = ((3, 1.05), (-2, 0.96), (5, 1.0), (6, 1.03))
"""Semitones and how much faster."""


def measure(bench: Bench) -> None:
    """Each figure once."""
    count = FULL if bench.full else SMALL
    root = bench.folder("library", fresh=True) / "library"
    os.environ["BEATFORGE_LIBRARY"] = str(root)
    shelf = Shelf(root)
    started = time.perf_counter()
    entries = put_synthetic(shelf, count, with_analyses=True)
    print(f"     {count} songs put on the shelf in {time.perf_counter() - started:.1f} s")
    told = subprocess.run([sys.executable, "-c", PEAK, str(root)], capture_output=True, text=True, check=True)
    print(f"     the process that told the index peaked at {int(told.stdout) / 1024:.0f} MB")
    size = sum(path.stat().st_size for path in root.rglob("*") if path.is_file())
    print(f"     {size / 1e6 / count:.3f} MB a song, {_size(shelf.index) / 1e6 / count:.3f} of it the index")
    name = entries[0].digest
    for said, limit, args in (
        ("list", 0.8, ("ls",)),
        ("search by words", 2.0, ("search", "love", "slow")),
        ("search by music", 2.0, ("search", "bpm:120-128", "key:~8A")),
        ("match", 2.5, ("match", name)),
        ("match as JSON", 2.5, ("match", name, "--json")),
    ):
        runs = [spent(command("library", *args)) for _ in range(3)]
        wall_s = statistics.median(run.wall_s for run in runs)
        cpu_s = statistics.median(run.cpu_s for run in runs)
        bench.goal(f"{said} in {count} songs, CPU", cpu_s, limit, " s", f"({wall_s:.2f} s on the clock)")
    _inside(bench, shelf, count)
    _kills(bench, shelf, 12 if bench.full else 2)
    _added(bench, 24 if bench.full else 6)
    if AUDIO:
        _sense(bench, AUDIO)


def _inside(bench: Bench, shelf: Shelf, count: int) -> None:
    """What a match takes without start-up, and whether its shortlist has what a look at every song finds."""
    entries = list(shelf.entries().values())
    asked = random.Random(1).sample(entries, 20)
    missed, took = 0, []
    for entry in asked:
        started = time.process_time()
        found = find_matches(shelf, entry, Weights(), ("voice",))[:5]
        took.append(time.process_time() - started)
        scores = {other.digest: compatibility(entry.profile, other.profile).score for other in entries}
        del scores[entry.digest]
        best = sorted(scores.values(), reverse=True)[:5]
        missed += sum(each.match.score < least for each, least in zip(found, best, strict=True))
    bench.goal(f"match in {count} songs without start-up, CPU", statistics.median(took), 0.5, " s")
    bench.goal("best five that the shortlist missed, of 100", missed, 5)


def _kills(bench: Bench, shelf: Shelf, number: int) -> None:
    """The index is written by processes that are killed; afterwards every song is found by its own vector."""
    chance, lost = random.Random(2), 0
    digests = sorted(shelf.digests())
    for _ in range(number):
        shelf.forget_index()
        process = subprocess.Popen([sys.executable, "-c", SETTLE, str(shelf.root)])
        left = chance.randrange(len(digests) // 4, len(digests))
        while process.poll() is None and len(shelf.pending()) > left:
            time.sleep(0.001)
        time.sleep(chance.random() * 0.2)
        process.kill()
        process.wait()
        for digest in chance.sample(digests, 20):
            entry = shelf.entry(digest)
            lost += entry is None or nearest(shelf, vector_of(entry), 1) != [digest]
    bench.goal(f"songs lost in {number} kills, of {20 * number} asked for", lost, 0)


def _added(bench: Bench, count: int) -> None:
    """Real adding: songs of 30 s made of numbers, listened to in child processes; then again with nothing new."""
    folder = bench.folder("songs", fresh=True)
    os.environ["BEATFORGE_LIBRARY"] = str(folder / "library")
    for number in range(count):
        write_song(folder / f"{number}.wav", 30, 90 + number, seed=number)
    first, second = (spent(command("library", "add", str(folder))) for _ in range(2))
    print(f"     {count} songs of 30 s added in {first.wall_s:.1f} s ({first.cpu_s:.1f} CPU)")
    print(f"     {second.said.strip().splitlines()[-1]}")
    bench.goal(f"adding {count} known songs, CPU", second.cpu_s, 1.0, " s")


def _sense(bench: Bench, audio: Path) -> None:
    """Ranks of each song's variants among all songs, and of the songs a tritone away."""
    heard = bench.figure("heard", lambda: {name: each.to_value() for name, each in _variants(bench, audio)})
    profiles: dict[str, Profile] = {name: Profile.from_value(value) for name, value in heard.items()}
    own_ranks, far_shares = [], []
    for name, profile in profiles.items():
        if name.endswith("+0"):
            song = name.rpartition("+")[0]
            others = {n: p for n, p in profiles.items() if n != name and (n.endswith("+0") or n.startswith(f"{song}+"))}
            scores = {n: compatibility(profile, other).score for n, other in others.items()}
            order = sorted(scores, key=lambda n: -scores[n])
            own_ranks += [order.index(n) + 1 for n in order if n.startswith(f"{song}+")]
            far = (n for n in order if not n.startswith(f"{song}+") and _are_opposite(profile, others[n]))
            far_shares += [(order.index(n) + 1) / len(order) for n in far]
            print(f"     {song[:24]:24} {', '.join(f'{n[:18]} {scores[n]:.2f}' for n in order[:6])}")
    among = statistics.mean(rank <= len(VARIANTS) + 1 for rank in own_ranks)
    bench.goal("variants of a song not among its first five", 1 - among, 0.05)
    if far_shares:
        bench.goal("where songs a tritone away stand, from the bottom", 1 - statistics.mean(far_shares), 0.3)


def _variants(bench: Bench, audio: Path) -> Iterator[tuple[str, Profile]]:
    """Every song's first 100 s as it is and shifted and stretched, each listened to as the library does."""
    import numpy as np
    import soundfile
    from python_stretch.Signalsmith import Stretch

    from beatforge.mashup.library.hear import hear_step
    from beatforge.mashup.library.shelf import ENTRY
    from beatforge.song.decode import RATE, decode

    folder = bench.folder("variants")
    for path in songs_in([audio]):
        if "speech" in path.name or "damaged" in path.name:
            continue
        _, blocks = decode(path, lambda blocks: [block.samples for block in blocks])
        sound = np.concatenate(blocks)[: 100 * RATE]
        for semitones, faster in ((0, 1.0), *VARIANTS):
            changed = sound[None, :]
            if semitones:
                stretch = Stretch()
                stretch.preset(1, RATE)
                stretch.setTransposeSemitones(semitones)
                stretch.timeFactor = faster  # more is shorter
                changed = np.asarray(stretch.process(changed.astype(np.float32)))
            soundfile.write(folder / "variant.wav", 0.7 * changed[0], RATE)
            hear_step({"name": path.stem}, [folder / "variant.wav"], folder, lambda done, total: None)
            value: dict[str, Any] = json.loads((folder / ENTRY).read_bytes())
            yield f"{path.stem}+{semitones}", Profile.from_value({**value["profile"], "words": []})


def _are_opposite(one: Profile, other: Profile) -> bool:
    own, others = parse_key(one.key), parse_key(other.key)
    return own is not None and others is not None and places_apart(own, others) == 6


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _audio_of(arguments: list[str]) -> tuple[Path | None, list[str]]:
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--audio", type=Path)
    known, rest = parser.parse_known_args(arguments)
    return known.audio, rest


AUDIO: Path | None = None

if __name__ == "__main__":
    AUDIO, sys.argv[1:] = _audio_of(sys.argv[1:])
    run_bench(measure, __doc__)
