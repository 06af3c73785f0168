"""Sources on their way through workers: what is asked for, what comes back, what is done with losses."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count

from thai_ita.batch.executor import Executor
from thai_ita.batch.showing import CHANGED
from thai_ita.batch.source_view import Show, ShownBlock, ShownPage, SourceView
from thai_ita.batch.task import Loss, LossKind, Outcome, Task
from thai_ita.review.received import is_expected, mended, message_of
from thai_ita.review.stored import Source

PAGES_AT_ONCE = 8
"""Pages that a worker draws for one task: what is lost together where one of them hangs."""
MOST_LOSSES = 3
"""Of one document; then what is left of it is not tried any more."""
LOST, NOT_TRIED, ENVIRONMENT = "lost", "not_tried", "environment"
"""Why nothing is shown, besides the words of ``batch.showing``: a page or file took its worker with it, others
of the file did, or the machine is to blame."""


@dataclass(slots=True, eq=False)
class Job:
    """One document to be shown: ``pages`` of it as pictures, its text where there are none.

    ``turns`` as in ``Evidence``. ``keep`` takes each page as it comes, and what is said of one that is lost. ``sources`` are the places where it may lie, tried one after the
    other. ``passing`` tells that a later try may do better. What it ended in stands in ``why`` and ``message``.
    """

    doc_id: str
    content: str
    sources: list[Source]
    pages: tuple[int, ...]
    keep: Callable[[ShownPage, str], None]
    turns: Mapping[int, int] = field(default_factory=dict)
    blocks: tuple[ShownBlock, ...] = ()
    cut: bool = False
    why: str = ""
    message: str = ""
    passing: bool = False
    losses: int = 0
    parts: deque[tuple[int, ...]] = field(default_factory=deque)
    underway: int = 0

    def begin(self) -> None:
        """Set out to ask for everything from the first source."""
        wanted = [self.pages[at : at + PAGES_AT_ONCE] for at in range(0, len(self.pages), PAGES_AT_ONCE)]
        self.parts = deque(wanted or [()])
        self.why = self.message = ""

    @property
    def is_done(self) -> bool:
        return not self.parts and not self.underway


class Drawing:
    """Hands jobs to an executor; ``collect`` gives those that are done."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._numbers = count(1)
        self._open: deque[Job] = deque()
        self._flying: dict[int, tuple[Job, tuple[int, ...]]] = {}

    @property
    def is_busy(self) -> bool:
        return bool(self._open or self._flying)

    @property
    def has_room(self) -> bool:
        return not self._open and self._executor.room() > 0

    def start(self, job: Job) -> None:
        job.begin()
        self._open.append(job)
        self._feed()

    def collect(self, timeout_s: float) -> list[Job]:
        """The jobs that are done, after waiting for one at most so long."""
        done: list[Job] = []
        for outcome in self._executor.wait(timeout_s):
            job, pages = self._flying.pop(outcome.task.number)
            job.underway -= 1
            self._take(job, pages, outcome)
            if job.parts and job not in self._open:
                self._open.append(job)
            if job.is_done:
                done.append(job)
        self._feed()
        return done

    def _feed(self) -> None:
        while self._open and self._executor.room() > 0:
            job = self._open[0]
            if job.parts:
                pages = job.parts.popleft()
                source, number = job.sources[0], next(self._numbers)
                self._flying[number] = job, pages
                job.underway += 1
                turns = tuple((page, job.turns[page]) for page in pages if page in job.turns)
                show = Show(job.content, pages, turns)
                task = Task(number, source.name, str(source.file), within=source.within, show=show)
                self._executor.submit(task)
            if not job.parts:
                self._open.popleft()

    def _take(self, job: Job, pages: tuple[int, ...], outcome: Outcome) -> None:
        shown, loss = outcome.shown, outcome.loss
        if loss is None and (shown is None or not is_expected(shown, pages)):
            loss = Loss(LossKind.CRASHED, "made its worker answer what cannot be")
        if loss is not None or shown is None:
            assert loss is not None
            self._lose(job, pages, loss)
            return
        if shown.why:
            self._refused(job, shown)
            return
        if shown.blocks:
            # It has no pages to draw: once is enough.
            job.parts.clear()
            job.blocks, job.cut = tuple(map(mended, shown.blocks)), shown.cut
        for page in shown.pages:
            job.keep(page, "")

    def _refused(self, job: Job, shown: SourceView) -> None:
        """Try the next place where the document may lie; where there is none the word stands."""
        if len(job.sources) > 1:
            if not job.underway:
                del job.sources[0]
                job.begin()
            else:
                # What is on the way comes back with the same word.
                job.parts.clear()
            return
        job.parts.clear()
        job.why, job.message = shown.why, message_of(shown.message)
        job.passing = shown.why == CHANGED

    def _lose(self, job: Job, pages: tuple[int, ...], loss: Loss) -> None:
        job.losses += 1
        if loss.kind is LossKind.ENVIRONMENT:
            job.parts.clear()
            job.why, job.message, job.passing = ENVIRONMENT, message_of(loss.reason), True
        elif not pages:
            job.why, job.message = LOST, message_of(loss.reason)
        elif len(pages) > 1 and job.losses <= MOST_LOSSES:
            # One of them is to blame; the others are drawn one by one.
            job.parts.extend((page,) for page in pages)
        else:
            word = LOST if len(pages) == 1 else NOT_TRIED
            for page in pages:
                job.keep(ShownPage(page, why=word), message_of(loss.reason))
            if job.losses > MOST_LOSSES:
                for page in (page for part in job.parts for page in part):
                    job.keep(ShownPage(page, why=NOT_TRIED), "")
                job.parts.clear()
