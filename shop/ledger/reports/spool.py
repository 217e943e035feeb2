import pickle
from collections.abc import Iterator
from typing import BinaryIO

from shop.ledger.reports.lines import Line

# Lines that are looked up, and written, together: a statement takes so many parameters.
BATCH = 1000


class Spool:
    """The lines of a report between reading and storing. They lie in a file, since a hundred
    thousand would fill the memory."""

    def __init__(self, file: BinaryIO):
        self.file = file
        self.waiting: list[Line] = []

    def add(self, line: Line) -> None:
        self.waiting.append(line)
        if len(self.waiting) == BATCH:
            self.lay_down()

    def lay_down(self) -> None:
        pickle.dump(self.waiting, self.file, pickle.HIGHEST_PROTOCOL)
        self.waiting = []

    def batches(self) -> Iterator[list[Line]]:
        if self.waiting:
            self.lay_down()
        end = self.file.tell()
        self.file.seek(0)
        while self.file.tell() < end:
            yield pickle.load(self.file)
