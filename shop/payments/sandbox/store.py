import contextlib
import json
import os
import threading
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path


class Store:
    """Rows in named tables, kept in memory and, given a path, in a journal of JSON lines.

    Everything written inside one `change()` is one line of the journal: after a crash it is there
    as a whole or not at all. Rows are never altered in place, so whoever read one may keep it.
    Waiters on `changed` are woken after each change.
    """

    def __init__(self, path: Path | None):
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.cause = None
        self._tables: dict[str, dict[str, dict]] = defaultdict(dict)
        self._undo: list | None = None
        self._journal = None
        if path:
            self._load(path)
            self._rewrite(path)
            self._journal = path.open("a", encoding="utf-8")

    @contextlib.contextmanager
    def change(self, *, cause=None) -> Iterator[None]:
        """Hold the lock; keep what is put on leaving, undo it on an exception. May be nested."""
        with self.lock:
            if self._undo is not None:
                yield
                return
            self._undo, self.cause = [], cause
            try:
                yield
                self._write()
            except BaseException:
                for table, key, before in reversed(self._undo):
                    self._set(table, key, before)
                raise
            finally:
                self._undo, self.cause = None, None
            self.changed.notify_all()

    def get(self, table: str, key: str) -> dict | None:
        with self.lock:
            return self._tables[table].get(key)

    def rows(self, table: str) -> list[dict]:
        """In the order in which they were first put."""
        with self.lock:
            return list(self._tables[table].values())

    def put(self, table: str, key: str, row: dict) -> dict:
        self._undo.append((table, key, self._tables[table].get(key)))
        self._set(table, key, row)
        return row

    def remove(self, table: str, key: str) -> None:
        self._undo.append((table, key, self._tables[table].get(key)))
        self._set(table, key, None)

    def appoint(self, at: int, verb: str, key: str) -> None:
        """Note that `verb` is to be done to the object `key` when the clock says `at`."""
        self.put("appointment", f"{verb} {key}", {"at": at, "verb": verb, "key": key})

    def clear(self) -> None:
        for table, rows in self._tables.items():
            for key in list(rows):
                self.remove(table, key)

    def _set(self, table: str, key: str, row: dict | None) -> None:
        if row is None:
            self._tables[table].pop(key, None)
        else:
            self._tables[table][key] = row

    def _write(self) -> None:
        if not (self._journal and self._undo):
            return
        touched = dict.fromkeys((table, key) for table, key, _ in self._undo)
        line = [[table, key, self._tables[table].get(key)] for table, key in touched]
        # The line break comes first: a line torn by a crash then spoils no other.
        self._journal.write("\n" + json.dumps(line, ensure_ascii=False))
        self._journal.flush()

    def _load(self, path: Path) -> None:
        if not path.exists():
            return
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            with contextlib.suppress(json.JSONDecodeError):
                for table, key, row in json.loads(line or "[]"):
                    self._set(table, key, row)

    def _rewrite(self, path: Path) -> None:
        """Replace the journal, atomically, by one line a row that is still there."""
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(path.name + ".new")
        with draft.open("w", encoding="utf-8") as file:
            for table, rows in self._tables.items():
                for key, row in rows.items():
                    file.write("\n" + json.dumps([[table, key, row]], ensure_ascii=False))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
