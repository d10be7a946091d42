"""A recorder for bots in Python: standard library only, one file. It writes the format of docs/recording.md.

Small on purpose: every call writes its line at once, `flush()` makes it safe from a power loss. One thread, one process
for a folder. Numbers that trade are text; give str or decimal.Decimal, or a float if your bot computes in floats.
"""

import decimal
import hashlib
import json
import os
import time

try:
    import fcntl
except ImportError:  # Windows: see to it yourself that one process records into a folder.
    fcntl = None


class RecorderError(Exception):
    """The recording cannot be gone on with, or a record does not fit."""


def text_of(value):
    """Exact shortest text of a number: 0.1 -> "0.1", Decimal("1.50") -> "1.50"."""
    if isinstance(value, bool):
        raise RecorderError("true and false are no numbers")
    if isinstance(value, str):
        number = decimal.Decimal(value)
    elif isinstance(value, (int, decimal.Decimal)):
        number, value = decimal.Decimal(value), str(value)
    elif isinstance(value, float):
        number, value = decimal.Decimal(repr(value)), repr(value)
    else:
        raise RecorderError("a number is text, a Decimal, an int or a float, not %r" % (value,))
    if not number.is_finite():
        raise RecorderError("NaN and infinities have no place in a recording")
    return value


def amounts(record, *keys):
    """The record with exact text under these keys."""
    texts = {key: text_of(record[key]) for key in keys if record.get(key) is not None}
    return {**record, **texts}


def line_of(record):
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def sha256(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


class Log:
    """Lines in segments, each with the hash of the line before."""

    def __init__(self, folder, name, number_key, number, segment_bytes):
        self.folder, self.name, self.number_key = folder, name, number_key
        self.number, self.hash, self.segment, self.bytes = number, None, 1, 0
        self.segment_bytes = segment_bytes
        self.torn = 0
        self._resume()
        self.file = open(self._path(), "ab")

    def append(self, record):
        record = {self.number_key: self.number + 1, "prev": self.hash, **record}
        line = line_of(record)
        data = line.encode("utf-8") + b"\n"
        if self.bytes > 0 and self.bytes + len(data) > self.segment_bytes:
            self.sync()
            self.file.close()
            self.segment, self.bytes = self.segment + 1, 0
            self.file = open(self._path(), "ab")
        self.file.write(data)
        self.file.flush()
        self.number, self.hash, self.bytes = self.number + 1, sha256(line), self.bytes + len(data)
        return self.number

    def sync(self):
        os.fsync(self.file.fileno())

    def place(self):
        return {"sha256": self.hash, "segment": self.segment, "bytes": self.bytes}

    def _path(self):
        return os.path.join(self.folder, "%s-%06d.jsonl" % (self.name, self.segment))

    def _resume(self):
        prefix = self.name + "-"
        names = sorted(name for name in os.listdir(self.folder) if name.startswith(prefix))
        if not names:
            return
        self.segment = int(names[-1][len(prefix) : -len(".jsonl")])
        for index, name in enumerate(reversed(names)):
            with open(os.path.join(self.folder, name), "rb") as file:
                data = file.read()
            whole = data[: data.rfind(b"\n") + 1]
            if index == 0:
                self.torn, self.bytes = len(data) - len(whole), len(whole)
                os.truncate(self._path(), len(whole))
            if whole:
                last = whole[:-1].rsplit(b"\n", 1)[-1].decode("utf-8")
                self.number, self.hash = json.loads(last)[self.number_key], sha256(last)
                return


class Recorder:
    """Records a bot into a folder; a folder with a recording of the same bot is gone on with."""

    def __init__(self, folder, header, fingerprint, snapshot, now=None, **limits):
        self.folder = folder
        self.now = now or (lambda: int(time.time() * 1000))
        self.anchor_lines = limits.get("anchor_lines", 1000)
        segment_bytes = limits.get("segment_bytes", 64 * 1024 * 1024)
        os.makedirs(os.path.join(folder, "snapshots"), exist_ok=True)
        self.files, self.lines, self.bars = {}, 0, {}
        self._lock()
        document = {"schemaVersion": 1, **header, "fingerprint": fingerprint}
        is_new = not os.path.exists(os.path.join(folder, "recording.json"))
        if is_new:
            self._write_whole("snapshot.json", self._snapshot(snapshot, 0))
            self._write_whole("recording.json", document)
        else:
            self._refuse_other(document)
        self.events = Log(folder, "events", "seq", 0, segment_bytes)
        self.market = Log(folder, "market", "row", 0, segment_bytes)
        self._resume_anchors()
        if is_new:
            self.anchor()
        else:
            self.event("restart", {"ts": self.now(), "fingerprint": fingerprint})
            self.snapshot(snapshot)

    # Events. Each returns its sequence number.
    def event(self, kind, record):
        if not isinstance(record.get("ts"), int):
            raise RecorderError("ts is the time in whole milliseconds")
        seq = self.events.append({"ts": record["ts"], "kind": kind, **record})
        self._count()
        return seq

    def decision(self, **record):
        gates = [amounts(gate, "value", "threshold") for gate in record.get("gates", [])]
        indicators = {
            name: value if isinstance(value, bool) else text_of(value)
            for name, value in record.get("indicators", {}).items()
        }
        return self.event("decision", {**record, "gates": gates, "indicators": indicators})

    def order(self, **record):
        return self.event("order", {"price": None, **amounts(record, "size", "price")})

    def acknowledgement(self, **record):
        return self.event("acknowledgement", record)

    def reject(self, **record):
        return self.event("reject", amounts(record, "size"))

    def fill(self, **record):
        return self.event("fill", amounts(record, "size", "price", "fee"))

    def ledger(self, **record):
        return self.event("ledger", amounts(record, "price", "size", "fee", "pnl", "balance"))

    def funding(self, **record):
        return self.event("funding", amounts(record, "rate", "amount"))

    def balance(self, **record):
        return self.event("balance", amounts(record, "balance"))

    def risk(self, **record):
        return self.event("risk", record)

    def gap(self, **record):
        """What the bot knows to have lost: lost, reason, fromTs, toTs."""
        return self.event("gap", {"ts": record["toTs"], **record})

    def bar(self, **bar):
        """A bar as it is seen now; the same values again are not written again. Returns its revision."""
        bar = amounts(bar, "open", "high", "low", "close", "volume")
        key = (bar["symbol"], bar["openTs"])
        before, revision = self.bars.get(key, (None, -1))
        if before == bar:
            return revision
        self.bars[key] = (bar, revision + 1)
        self.market.append({"kind": "bar", **bar, "revision": revision + 1})
        self._count()
        return revision + 1

    def snapshot(self, state):
        """All state as it is now; a capture can be sealed from here on."""
        self.flush()
        self._write_whole("snapshots/%d.json" % self.events.number, self._snapshot(state, self.events.number))
        self.anchor()

    def anchor(self):
        """One line that proves everything before it; keep it elsewhere too."""
        self.flush()
        self.anchors += 1
        body = {
            "anchor": self.anchors,
            "prev": self.anchor_hash,
            "ts": self.now(),
            "events": {"seq": self.events.number, **self.events.place()},
            "market": {"row": self.market.number, **self.market.place()},
            "files": self.files,
        }
        text = line_of(body)
        line = '%s,"sum":"%s"}' % (text[:-1], sha256(text))
        with open(os.path.join(self.folder, "anchors.jsonl"), "ab") as file:
            file.write(line.encode("utf-8") + b"\n")
            file.flush()
            os.fsync(file.fileno())
        self.anchor_hash, self.files, self.lines = sha256(line), {}, 0
        return line

    def flush(self):
        self.events.sync()
        self.market.sync()

    def close(self):
        if self.lines > 0 or self.files:
            self.anchor()
        self.events.file.close()
        self.market.file.close()
        self.lock.close()

    def _lock(self):
        self.lock = open(os.path.join(self.folder, "recording.flock"), "ab")
        if fcntl is None:
            return
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise RecorderError("another process records into %s" % self.folder) from None

    def _count(self):
        self.lines += 1
        if self.lines >= self.anchor_lines:
            self.anchor()

    def _snapshot(self, state, seq):
        cursor = {"seq": seq, **state["cursor"]}
        return {"schemaVersion": 1, **state, "cursor": cursor}

    def _write_whole(self, name, document):
        text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
        path = os.path.join(self.folder, *name.split("/"))
        with open(path + ".partial", "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        os.replace(path + ".partial", path)
        self.files[name] = sha256(text)

    def _refuse_other(self, document):
        with open(os.path.join(self.folder, "recording.json"), encoding="utf-8") as file:
            found = json.load(file)
        for key in document:
            if key != "fingerprint" and found.get(key) != document[key]:
                raise RecorderError("the folder holds a recording of another bot: %s differs" % key)

    def _resume_anchors(self):
        self.anchors, self.anchor_hash = 0, None
        path = os.path.join(self.folder, "anchors.jsonl")
        if not os.path.exists(path):
            return
        with open(path, "rb") as file:
            data = file.read()
        whole = data[: data.rfind(b"\n") + 1]
        os.truncate(path, len(whole))
        if whole:
            last = whole[:-1].rsplit(b"\n", 1)[-1].decode("utf-8")
            self.anchors, self.anchor_hash = json.loads(last)["anchor"], sha256(last)
