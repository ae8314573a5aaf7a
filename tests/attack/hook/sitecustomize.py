"""Lies on the module path of a build under attack: notes its moments, and stops or kills it at a chosen one.

A moment is one audit event of Python on the project or the store: `write tmp/*/*`, `rename blob/*`, `mkdir claim`.
Comes in: BEATFORGE_TRIP, a `tests.attack.trip.Trip` as JSON. Nothing of the program is replaced or wrapped.
"""

import contextlib
import json
import os
import re
import signal
import sys
import threading
import time

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
VERBS = {
    "os.rename": "rename", "os.remove": "remove", "os.mkdir": "mkdir", "os.rmdir": "rmdir", "os.utime": "utime",
    "os.chmod": "chmod", "shutil.rmtree": "rmtree", "sqlite3.connect": "connect", "os.listdir": "list",
    "os.scandir": "list", "subprocess.Popen": "start",
}  # fmt: skip
HEX = re.compile(r"(?<![0-9a-f])([0-9a-f]{32,64}|(?<=/)[0-9a-f]{2}(?=/|$))")


class Hook:
    """The audit hook of one process."""

    def __init__(self, trip):
        self.trip = trip
        self.roots = [root.rstrip(os.sep) + os.sep for root in (os.environ["BEATFORGE_STORE"], trip["project"])]
        self.who = "worker" if "beatforge.graph.worker" in sys.orig_argv else "builder"
        self.log = os.open(trip["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self.match = re.compile(trip["match"]) if trip["match"] and trip["who"] == self.who else None
        self.left = trip["count"]
        self.lock = threading.Lock()
        self.own = threading.local()
        if self.who == "worker":
            self.note("VARIABLES " + json.dumps(sorted(os.environ)))

    def __call__(self, event, args):
        if self.trip["notes"] == "opened" and not getattr(self.own, "busy", False):
            self.tell_opened(event, args)
        if (event != "open" and event not in VERBS) or getattr(self.own, "busy", False):
            return
        self.own.busy = True
        try:
            moment = self.moment(event, args)
            if moment:
                self.pass_by(moment)
        finally:
            self.own.busy = False

    def tell_opened(self, event, args):
        """Every file that is opened by name, every connection, every program started that is not Python."""
        if event == "open" and isinstance(args[0], (str, bytes)):
            self.note(f"OPENED open {os.fsdecode(args[0])}")
        elif event == "socket.connect" or (event == "subprocess.Popen" and args[0] != sys.executable):
            self.note(f"OPENED {event} {args[0]}")

    def moment(self, event, args):
        if event == "subprocess.Popen":
            return "start " + str(args[0]).rpartition(os.sep)[2]
        path = os.fspath(args[1] if event == "os.rename" else args[0]) if not isinstance(args[0], int) else ""
        path = os.fsdecode(path)
        for root in self.roots:
            if path.startswith(root):
                flags = args[2] if event == "open" else 0
                verb = VERBS.get(event) or ("write" if isinstance(flags, int) and flags & WRITES else "read")
                return f"{verb} {HEX.sub('*', path[len(root) :])}"
        return None

    def pass_by(self, moment):
        if self.trip["notes"] == "all" or moment == "mkdir tmp/*/*":
            self.note(moment)
        if self.match is None or not self.match.search(moment):
            return
        with self.lock:
            self.left -= 1
            if self.left > 0 or (self.left < 0 and not self.trip["every"]):
                return
        if self.trip["after_s"]:
            threading.Thread(target=self.act, args=(moment,), daemon=True).start()
        else:
            self.act(moment)

    def note(self, words):
        with contextlib.suppress(OSError):  # where no file may grow, notes cannot either
            os.write(self.log, f"{self.who} {words}\n".encode())

    def act(self, moment):
        self.own.busy = True
        time.sleep(self.trip["after_s"])
        try:
            os.close(os.open(self.trip["mark"], os.O_WRONLY | os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            if not self.trip["every"]:
                return  # another process was there first
        self.note(f"TRIP {os.getpid()} {moment}")
        os.kill(os.getpid(), getattr(signal, self.trip["then"]))


if "BEATFORGE_TRIP" in os.environ:
    sys.addaudithook(Hook(json.loads(os.environ["BEATFORGE_TRIP"])))
