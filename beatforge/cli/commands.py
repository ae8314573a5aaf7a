"""The commands and their arguments: names, help and which function runs each. Imports nothing but argparse."""

from __future__ import annotations

import argparse

from beatforge.cli.usage import Parser

PROJECT_HELP = "project folder or file (default: the project.yaml here or in a folder above)"


def command_parser() -> argparse.ArgumentParser:
    """The whole command line; `run` names the function as `module:function` in this folder."""
    about = "Music videos from a text file, made like programs."
    parser: argparse.ArgumentParser = Parser(prog="beatforge", description=about)
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    _write_commands(commands)
    _build_commands(commands)
    _look_commands(commands)
    _library_commands(commands)
    _persona_commands(commands)
    _store_commands(commands)
    _user_commands(commands)
    _git_commands(commands)
    return parser


class _Version(argparse.Action):
    """Looks the version up only when it is asked for; it stands in no module, so that no key depends on it."""

    def __call__(self, parser: argparse.ArgumentParser, *rest: object) -> None:
        from importlib.metadata import PackageNotFoundError, version

        try:
            print(f"beatforge {version('beatforge')}")
        except PackageNotFoundError:
            print("beatforge, from a checkout that is not installed")
        parser.exit()


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: str, help: str, project: bool = True
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=help, description=help[0].upper() + help[1:] + ".")
    command.set_defaults(run=run)
    if project:
        command.add_argument("-C", "--project", metavar="PATH", help=PROJECT_HELP)
    return command


def _edits(command: argparse.ArgumentParser) -> None:
    command.add_argument("--profile", default="standard", help="draft, standard or broadcast (default: standard)")
    command.add_argument(
        "--set", dest="sets", action="append", default=[], metavar="a.b=c", help="a value for this run only"
    )


def _write_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    new = _command(commands, "new", "write:new", "start a project in a new folder", project=False)
    new.add_argument("folder")
    new.add_argument("--song", action="append", metavar="FILE", help="a song to copy in; twice with --template mashup")
    new.add_argument("--template", default="default", metavar="T", help="which template to start from")
    check = _command(commands, "check", "checks:check_paths", "find every fault of the project without making anything")
    check.add_argument("paths", nargs="*", metavar="PATH", help=f"{PROJECT_HELP}; or files of several projects")
    check.add_argument("--locked", action="store_true", help="find fault with a beatforge.lock that is out of date")
    formats = "text, json, github (annotations) or sarif (2.1.0)"
    check.add_argument("--format", choices=("text", "json", "github", "sarif"), default="text", help=formats)
    _edits(check)
    migrate = _command(commands, "migrate", "migrate:migrate", "bring an older project file to this release's language")
    migrate.add_argument("path", nargs="?", help=PROJECT_HELP)
    how = migrate.add_mutually_exclusive_group()
    how.add_argument("--diff", action="store_true", help="show what would change (this is what it does by itself)")
    how.add_argument("--write", action="store_true", help="rewrite the file, keeping comments, quotes and order")
    _command(commands, "schema", "write:schema", "print the JSON schema of project.yaml", project=False)
    styles = _command(commands, "styles", "styles:styles", "list the styles there are, or show one")
    styles.add_argument("name", nargs="?", metavar="NAME", help="all there is to know of this style")
    styles.add_argument("--json", action="store_true", help="as JSON")
    suggest = _command(commands, "suggest", "styles:suggest", "suggest styles for a song, with reasons", project=False)
    things = suggest.add_subparsers(title="things", metavar="THING", required=True)
    style = things.add_parser("style", help="three to five styles for the project's song and concept")
    style.add_argument("-C", "--project", metavar="PATH", help=PROJECT_HELP)
    style.add_argument("--song", metavar="FILE", help="for this audio file instead of the project's song")
    style.add_argument("--mood", default="", metavar="WORDS", help="genre, mood or things to see, in a few words")
    style.add_argument("--json", action="store_true", help="as JSON")
    scene = _command(commands, "scene", "write:scene", "set what the project says about a scene")
    verbs = scene.add_subparsers(title="verbs", metavar="VERB", required=True)
    setter = verbs.add_parser("set", help="write one value into project.yaml, keeping its comments")
    setter.add_argument("id")
    setter.add_argument("key")
    setter.add_argument("value")


def _build_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    build = _command(commands, "build", "build:build", "make what is stale")
    build.add_argument("names", nargs="*", metavar="TARGET", help="a project folder, then targets or scene ids")
    build.add_argument("-j", "--jobs", type=int, default=0, metavar="N", help="steps at once (default: one per core)")
    build.add_argument("--keep-going", action="store_true", help="go on with what does not hang on a failed target")
    build.add_argument("--locked", action="store_true", help="refuse if beatforge.lock is not what this would write")
    build.add_argument("--log", choices=("text", "json"), default="text", help="json: one object a line")
    _edits(build)
    watch = _command(commands, "watch", "watch:watch", "build again on every save: a draft first, then the film")
    watch.add_argument("names", nargs="*", metavar="PATH", help=PROJECT_HELP)
    watch.add_argument("-j", "--jobs", type=int, default=0, metavar="N", help="steps at once (default: one per core)")
    watch.add_argument("--draft-only", action="store_true", help="stop after the draft")
    plan = _command(commands, "plan", "plan:plan", "what build would make, for how long and at what price")
    plan.add_argument("names", nargs="*", metavar="TARGET", help="a project folder, then targets or scene ids")
    plan.add_argument("--json", action="store_true", help="as JSON")
    _edits(plan)
    why = _command(commands, "why", "plan:why", "why a target is stale, or with --not why it is fresh")
    why.add_argument("names", nargs="*", metavar="TARGET", help="a target or a scene id")
    why.add_argument("--since", metavar="REF", help="what differs from a commit, branch or tag; all of it by default")
    why.add_argument("--not", dest="fresh", action="store_true", help="why it would not be made")
    _edits(why)
    about = "what a performer does when, and why, before anything is rendered"
    performance = _command(commands, "performance", "performance:performance", about)
    performance.add_argument("names", nargs="*", metavar="PATH", help=PROJECT_HELP)
    performance.add_argument("--json", action="store_true", help="as JSON")
    _edits(performance)
    status = _command(commands, "status", "status:status", "which targets are fresh, restorable or stale")
    status.add_argument("names", nargs="*", metavar="PATH", help=PROJECT_HELP)
    status.add_argument("--json", action="store_true", help="as JSON")
    _edits(status)
    clean = _command(commands, "clean", "clean:clean", "remove results from the project; the store keeps them")
    clean.add_argument("names", nargs="*", metavar="PATH", help=PROJECT_HELP)


def _look_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    frame = _command(commands, "frame", "look:frame", "one frame of a scene as a PNG, without building")
    frame.add_argument("names", nargs="+", metavar="ID", help="a scene id")
    frame.add_argument("--beat", type=int, default=1, metavar="N", help="at the scene's N-th beat (default: 1)")
    frame.add_argument("--for", dest="platform", metavar="PLATFORM", help="as this output shows it (default: first)")
    frame.add_argument("-o", "--output", metavar="FILE", help="where to (default: build/frames/<id>-<beat>.png)")
    _edits(frame)
    sheet = _command(commands, "sheet", "look:sheet", "a contact sheet PNG of the film")
    sheet.add_argument("names", nargs="*", metavar="PATH", help=PROJECT_HELP)
    sheet.add_argument("--for", dest="platform", metavar="PLATFORM", help="of this output (default: the first)")
    sheet.add_argument("-o", "--output", metavar="FILE", help="where to (default: build/<name>-sheet.png)")
    sheet.add_argument("--styles", nargs="?", const="", metavar="SONG", help="the same song in every style, unbuilt")
    sheet.add_argument("--concept", metavar="TEXT", help="with --styles: what the film is about")
    _edits(sheet)
    mix = _command(commands, "mix", "mix:mix", "what the film sounds like as a sound file, and its stems")
    mix.add_argument("names", nargs="*", metavar="PATH", help=PROJECT_HELP)
    kinds = "wav, flac, mp3, m4a (AAC) or opus, by its ending"
    mix.add_argument("-o", "--output", metavar="FILE", help=f"where to: {kinds} (default: build/<name>.wav)")
    mix.add_argument("--stems", metavar="DIR", help="a folder for what adds up to it, a float WAV for each song's stem")
    mix.add_argument("-j", "--jobs", type=int, default=0, metavar="N", help="steps at once (default: one per core)")
    mix.add_argument(
        "--set", dest="sets", action="append", default=[], metavar="a.b=c", help="a value for this run only"
    )
    gates = _command(commands, "gates", "gates:gates", "what each gate measured of the last build, against its limit")
    gates.add_argument("names", nargs="*", metavar="PATH", help=PROJECT_HELP)
    gates.add_argument("--json", action="store_true", help="as JSON")
    _edits(gates)
    report = _command(commands, "report", "report:report", "one HTML page about the last build")
    report.add_argument("names", nargs="*", metavar="PATH", help=PROJECT_HELP)
    report.add_argument("-o", "--output", metavar="FILE", help="where to (default: build/report.html)")
    _edits(report)
    graph = _command(commands, "graph", "graph:graph", "what hangs on what, and in which state it is, as a picture")
    graph.add_argument("names", nargs="*", metavar="TARGET", help="a project folder, then targets or scene ids")
    how = graph.add_mutually_exclusive_group()
    for kind, about in (
        ("mermaid", "as Mermaid, for Markdown (the default)"),
        ("dot", "as DOT, for Graphviz"),
        ("html", "as one page that folds, with reasons"),
    ):
        how.add_argument(f"--{kind}", dest="kind", action="store_const", const=kind, help=about)
    graph.add_argument("-o", "--output", metavar="FILE", help="where to (default: standard output)")
    _edits(graph)
    song = _command(commands, "song", "look:song", "what was heard in a song", project=False)
    verbs = song.add_subparsers(title="verbs", metavar="VERB", required=True)
    show = verbs.add_parser("show", help="tempo, beats, key, sections and words of an audio file or a project's song")
    show.add_argument("--json", action="store_true", help="as JSON")
    _song_commands(verbs, show)


def _song_commands(verbs: argparse._SubParsersAction[argparse.ArgumentParser], show: argparse.ArgumentParser) -> None:
    which = "which song of a mashup"
    plot = verbs.add_parser("plot", help="the same as a picture: waveform, parts, beats, energy, harmony, words")
    plot.add_argument("-o", "--output", metavar="FILE", help="where to (default: build/<name>-song.png of a project)")
    for verb in (show, plot):
        verb.add_argument("file", nargs="?", metavar="FILE", help="an audio file or a project (default: the one here)")
        verb.add_argument("--song", metavar="ID", help=f"{which} (default: what they make together)")
    plot.set_defaults(run="song_plot:plot")
    pin = verbs.add_parser("pin", help="write what you know of a song into project.yaml, keeping its comments")
    pin.add_argument("key", help="tempo_bpm, first_downbeat, sections ...; tempo: an alternative that is offered")
    pin.add_argument("values", nargs="*", metavar="VALUE", help="what it is; without one, what was heard, to be edited")
    pin.add_argument("--song", metavar="ID", help=which)
    pin.add_argument("-C", "--project", metavar="PATH", help=PROJECT_HELP)
    pin.set_defaults(run="pinning:pin")


def _persona_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    persona = _command(commands, "persona", "persona:ls", "characters: who there is, how they look", project=False)
    verbs = persona.add_subparsers(title="verbs", metavar="VERB", required=True)
    verbs.add_parser("ls", help="list the characters there are").set_defaults(run="persona:ls")
    show = verbs.add_parser("show", help="who a character is, and what they may never be")
    show.set_defaults(run="persona:show")
    sheet = verbs.add_parser("sheet", help="draw contact sheets: expressions, gestures, turntable, booth")
    sheet.add_argument("-o", "--output", metavar="DIR", help="where to (default: build/persona-<name>)")
    sheet.add_argument("--only", action="append", default=[], metavar="SHEET", help="of the sheets only this one")
    sheet.add_argument("--cell", type=int, default=320, metavar="N", help="pixels of one picture (default: 320)")
    sheet.set_defaults(run="persona:sheet")
    freeze = verbs.add_parser("freeze", help="lock a character's version and freeze its canonical set, if it is whole")
    freeze.set_defaults(run="freezing:freeze")
    canon = verbs.add_parser("canon", help="draw the canonical set: references, training pictures, drift baseline")
    canon.set_defaults(run="canon:canon")
    review = verbs.add_parser("review", help="which canonical pictures are approved, rejected, open")
    review.add_argument("--questions", action="store_true", help="what to look for in every picture")
    review.set_defaults(run="review:review")
    check = verbs.add_parser(
        "check", help="hold pictures against the canonical set; without any, draw the baseline again"
    )
    check.add_argument("names", nargs="*", metavar="NAME", help="the character's id, then pictures or folders of them")
    check.add_argument("--images", action="append", default=[], metavar="DIR", help="a folder of pictures")
    check.add_argument(
        "-o", "--output", metavar="DIR", help="for drift.json and drift.png (default: build/persona-<name>)"
    )
    check.set_defaults(run="drift:check")
    for verb in (review, check):
        verb.add_argument("--json", action="store_true", help="as JSON")
    for verb in (canon, check):
        verb.add_argument(
            "-j", "--jobs", type=int, default=0, metavar="N", help="steps at once (default: one per core)"
        )
    for verb in (canon, freeze):
        verb.add_argument("--size", type=int, default=1024, metavar="N", help="pixels of a picture (default: 1024)")
    for name in ("approve", "reject"):
        judge = verbs.add_parser(name, help=f"{name} canonical pictures, with the reason, in project.yaml")
        judge.add_argument("pictures", nargs="+", metavar="PICTURE", help="as in expressions/delighted_joy; * is any")
        judge.add_argument("--reason", required=True, metavar="TEXT", help="why")
        judge.add_argument("--by", metavar="WHO", help="who says so (default: git's user.name)")
        judge.set_defaults(run=f"review:{name}")
    for verb in verbs.choices.values():
        verb.add_argument("-C", "--project", metavar="PATH", help=PROJECT_HELP)
    for verb in (show, sheet):
        verb.add_argument("name", metavar="NAME", help="the character's id, as in nova_fade")
    for verb in (canon, freeze, review):
        verb.add_argument("name", nargs="?", metavar="NAME", help="the character's id (default: the project's persona)")
        verb.add_argument("place", nargs="?", metavar="PATH", help=PROJECT_HELP)


def _library_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    library = _command(
        commands, "library", "library:ls", "your songs: find them, and what goes together", project=False
    )
    verbs = library.add_subparsers(title="verbs", metavar="VERB", required=True)
    add = verbs.add_parser("add", help="listen to songs and folders of songs; what is known is not listened to again")
    add.add_argument("paths", nargs="+", metavar="PATH", help="songs, or folders that are searched for them")
    add.add_argument("-j", "--jobs", type=int, default=0, metavar="N", help="songs at once (default: one per core)")
    add.add_argument("--again", action="store_true", help="listen to known songs too, as after an update")
    add.set_defaults(run="library:add")
    ls = verbs.add_parser("ls", help="list all songs")
    ls.set_defaults(run="library:ls")
    search = verbs.add_parser("search", help="find songs by words, as in: dark slow piano bpm:80-95 key:8A")
    search.add_argument("query", nargs="+", metavar="WORDS", help="words, and conditions: bpm: key: energy: duration: "
                        "title: artist: genre: file:")  # fmt: skip
    search.add_argument("-n", dest="number", type=int, default=10, metavar="N", help="at most so many (default: 10)")
    search.set_defaults(run="library:search")
    match = verbs.add_parser("match", help="find songs that go with one, with the score taken apart")
    match.add_argument("song", metavar="SONG", help="a song of the library: its title, file or digest")
    role = match.add_mutually_exclusive_group()
    role.add_argument("--voice", dest="role", action="store_const", const="voice", help="the song sings over others")
    role.add_argument("--bed", dest="role", action="store_const", const="bed", help="others sing over the song")
    match.add_argument("-n", dest="number", type=int, metavar="N", help="at most so many (default: 5)")
    match.add_argument("--recipe", action="store_true", help="write a project with a mashup of the best pair")
    match.add_argument("-o", "--output", metavar="DIR", help="with --recipe: the project's folder")
    match.set_defaults(run="library:match")
    for verb in (ls, search, match):
        verb.add_argument("--json", action="store_true", help="as JSON")
    rm = verbs.add_parser("rm", help="forget songs; their files are left alone")
    rm.add_argument("songs", nargs="+", metavar="SONG", help="a title, file or digest")
    rm.set_defaults(run="library:rm")


def _store_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    gc = _command(commands, "gc", "gc:gc", "remove from the store what was not used for longest", project=False)
    gc.add_argument("--max", metavar="SIZE", help="the size to come down to, as 20G (default: store_max, or 20G)")
    gc.add_argument("--dry-run", action="store_true", help="only say what would go")
    gc.add_argument("--json", action="store_true", help="as JSON")
    verify = _command(commands, "verify", "verify:verify", "read results back, and find what is damaged")
    verify.add_argument("names", nargs="*", metavar="TARGET", help="a project folder, then targets or scene ids")
    verify.add_argument("--all", action="store_true", help="everything in the store, not only this film")
    verify.add_argument("--sample", type=int, metavar="N", help="make N targets once more and compare")
    verify.add_argument("--seed", type=int, default=0, metavar="S", help="another seed, another sample (default: 0)")
    verify.add_argument("--json", action="store_true", help="as JSON")
    _edits(verify)


def _user_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    config = _command(commands, "config", "config:config", "show your settings and where each is set", project=False)
    config.add_argument("--json", action="store_true", help="as JSON")
    doctor = _command(commands, "doctor", "doctor:doctor", "what is here, and what a missing thing would enable")
    doctor.add_argument("--json", action="store_true", help="as JSON")
    allow = _command(commands, "allow", "allow:allow", "let projects read a folder outside their own", project=False)
    allow.add_argument("folder", nargs="?", metavar="DIR", help="a folder with songs or styles that projects share")
    allow.add_argument("--remove", action="store_true", help="no longer let them read it")
    allow.add_argument("--list", action="store_true", help="show which folders are allowed")
    completion = _command(
        commands, "completion", "completion:completion", "print what lets your shell complete commands", project=False
    )
    completion.add_argument("shell", choices=("bash", "zsh", "fish"), help="your shell")


def _git_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    history = _command(commands, "history", "past:history", "the commits that changed what a scene is made of")
    history.add_argument("names", nargs="+", metavar="TARGET", help="a target or a scene id")
    history.add_argument("-n", dest="number", type=int, metavar="N", help="at most so many, the newest (default: all)")
    history.add_argument("--profile", default="standard", help="which profile's targets (default: standard)")
    history.add_argument("--json", action="store_true", help="as JSON")
    ls = _command(commands, "ls", "ls:ls", "what the store still has of this version of the film")
    ls.add_argument("names", nargs="*", metavar="PATH", help=PROJECT_HELP)
    ls.add_argument("--all-branches", action="store_true", help="of all branches, tags, stashes and worktrees too")
    ls.add_argument("--json", action="store_true", help="as JSON")
    setup = _command(commands, "git-setup", "merge:git_setup", "let git merge this repository's project files by key")
    setup.add_argument("path", nargs="?", help=PROJECT_HELP)
    setup.add_argument("--undo", action="store_true", help="take the setting out again")
    merge = _command(
        commands, "merge-file", "merge:merge_file", "merge a project file or lock by key (git runs this)", project=False
    )
    merge.add_argument("base", metavar="BASE", help="the common ancestor")
    merge.add_argument("ours", metavar="OURS", help="our version, which the result replaces")
    merge.add_argument("theirs", metavar="THEIRS", help="their version")
    merge.add_argument("path", nargs="?", metavar="PATH", help="what the file is called in the repository")
    merge.add_argument("--marker-size", type=int, default=7, metavar="N", help="length of conflict markers")
