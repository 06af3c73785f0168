"""Texts on which a pattern may take for ever, made from its parse tree, and how long it takes.

For every repeat without a near bound: what leads to it, then a piece that it takes, many times
over, then something that no part of the pattern takes, so that every way is tried in vain.
"""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, product
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

# A repeat that is bounded below this takes a time that the length of a text multiplies only.
NEAR_BOUND: Final = 200
# Lengths of the texts, in pieces. The small steps are for what doubles with every piece.
SIZES: Final = (10, 14, 18, 24, 36, 80, 320, 1280, 5120)
LONGEST: Final = 8_000
# Seconds below which a text of any size is quick enough.
QUICK_S: Final = 0.004
# Four times the text may take this many times as long: n log n does, n² does not.
MOST_GROWTH: Final = 8.0
N_TRIES: Final = 3
# CPU seconds after which a text is given up: it grows.
LONGEST_S: Final = 2.0
# Processor seconds that tell, however rough its clock is.
SURE_S: Final = 0.1
MOST_TEXTS: Final = 150

# Parts of a parse tree: what repeats, and what takes one character.
REPEATS: Final = (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT)
ONE: Final = (code.LITERAL, code.NOT_LITERAL, code.IN, code.ANY, code.RANGE, code.CATEGORY)
# Characters that stand for the kinds that patterns tell apart.
_ALPHABET: Final = " \t\n\r\u00a0\u200baAzZeéÂ_0๐59.,:;/|\\-–—•()[]{}<>\"'*#=+%&!?~^@$กาำัิ่้เแๆฯ๏ๅฺ漢\U0001f600\uf700\x00"


@dataclass(frozen=True)
class Growth:
    """A text on which a method of a pattern takes more than its share of time."""

    method: str
    lead: str
    piece: str
    end: str
    n_pieces: int
    seconds: float
    times: float

    def __str__(self) -> str:
        text = f"{self.lead!r} + {self.piece!r} * {self.n_pieces} + {self.end!r}"
        return f"{self.method} {text}: {self.seconds:.3f} s, {self.times:.0f} times that of a quarter"


def growths(source: str | bytes, flags: int, methods: Sequence[str]) -> list[Growth]:
    """The first growth of each method, none where all texts are done in time that fits them."""
    compiled = re.compile(source, flags)
    found = []
    for method in methods:
        for lead, piece, end in texts(compiled):
            growth = _growth(compiled, method, lead, piece, end)
            if growth:
                found.append(growth)
                break
    return found


def seconds_on(source: str | bytes, flags: int, methods: Sequence[str], longest: int) -> float:
    """How long the slowest of the texts takes that are so long."""
    compiled = re.compile(source, flags)
    worst = 0.0
    for method, (lead, piece, end) in product(methods, texts(compiled)):
        size = max(1, (longest - len(lead) - len(end)) // len(piece))
        text = lead + piece * size + end
        if _seconds(compiled, method, text) > worst:
            worst = max(worst, min(_seconds(compiled, method, text) for _ in range(N_TRIES)))
    return worst


def _growth(compiled: re.Pattern[Any], method: str, lead: str, piece: str, end: str) -> Growth | None:
    for size in SIZES:
        if size > SIZES[0] and len(piece) * size > LONGEST:
            break
        seconds = _seconds(compiled, method, lead + piece * size + end)
        if seconds < QUICK_S:
            continue
        if seconds >= LONGEST_S:
            return Growth(method, lead, piece, end, size, seconds, float("inf"))
        whole = min(_seconds(compiled, method, lead + piece * size + end) for _ in range(N_TRIES))
        part = min(_seconds(compiled, method, lead + piece * max(1, size // 4) + end) for _ in range(N_TRIES))
        if whole >= QUICK_S and whole > MOST_GROWTH * part and _grows_on(compiled, method, lead, piece, end, size):
            return Growth(method, lead, piece, end, size, whole, whole / max(part, 1e-6))
    return None


def _grows_on(compiled: re.Pattern[Any], method: str, lead: str, piece: str, end: str, size: int) -> bool:
    """Whether it grows as much once more, by the time of the processor: others use it too."""
    while (once := _of_processor(compiled, method, lead + piece * size + end)) < SURE_S:
        size *= 4
    four_times = _of_processor(compiled, method, lead + piece * 4 * size + end)
    return four_times > min(MOST_GROWTH * once, 0.9 * LONGEST_S)


def _of_processor(compiled: re.Pattern[Any], method: str, text: str) -> float:
    started = time.process_time()
    _seconds(compiled, method, text)
    return time.process_time() - started


class _TooLongError(Exception):
    pass


def _give_up(*_: object) -> None:
    raise _TooLongError


def _seconds(compiled: re.Pattern[Any], method: str, text: str) -> float:
    given: Any = text.encode("latin-1", "ignore") if isinstance(compiled.pattern, bytes) else text
    before = signal.signal(signal.SIGVTALRM, _give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST_S)
    started = time.perf_counter()
    try:
        _ask(compiled, method, given)
    except _TooLongError:
        pass
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return time.perf_counter() - started


def _ask(compiled: re.Pattern[Any], method: str, given: Any) -> None:
    if method in ("finditer", "findall", "sub", "subn", "split"):
        for _ in compiled.finditer(given):
            pass
    else:
        getattr(compiled, method)(given)


def texts(compiled: re.Pattern[Any]) -> list[tuple[str, str, str]]:
    """Leads, pieces and ends; empty where the pattern has no repeat without a near bound."""
    source = compiled.pattern
    tree = parser.parse(source, compiled.flags & ~re.DEBUG if isinstance(source, str) else compiled.flags)
    repeats = list(_repeats(list(tree), ("",)))
    if not repeats:
        return []
    kinds = _kinds(tree, compiled.flags)
    foreign = [c for c, taken in kinds.items() if not any(taken)][:1] or ["\x00"]
    ends = ["", *foreign, "\n" + foreign[0]]
    made: dict[tuple[str, str, str], None] = {}
    for leads, body in repeats:
        taken = [c for c in kinds if any(takes(node, ord(c), compiled.flags) for node in _singles(body))]
        grown = list(islice(_samples(body), 6))
        pieces = list(dict.fromkeys((*taken, *(g for g in grown if g))))
        for lead in dict.fromkeys(("", *leads)):
            made |= {(lead, piece, end): None for piece in pieces for end in ends}
            if lead:
                for inner in dict.fromkeys((*taken[:3], *(g for g in grown[:3] if g))):
                    made["", lead + inner, foreign[0]] = None
                    made["", lead + inner, "\n" + foreign[0]] = None
                    for outer in kinds:
                        made["", outer + lead + inner, ""] = None
                        made["", lead + inner + outer, ""] = None
        for one, other in product(taken[:6], taken[:6]):
            if one != other:
                made["", one + other, foreign[0]] = None
    for piece in kinds:
        made |= {(lead, piece, end): None for lead in ("", foreign[0]) for end in ends[:2]}
    return list(islice(made, MOST_TEXTS))


def _repeats(tree: Sequence[Any], leads: Sequence[str]) -> Iterator[tuple[tuple[str, ...], list[Any]]]:
    """Every repeat without a near bound: what may lead to it, and its body."""
    before = tuple(leads)
    for node in tree:
        name, value = node
        for inner in inner_of(node):
            yield from _repeats(inner, before)
        if name in REPEATS and value[1] >= NEAR_BOUND:
            yield before, list(value[2])
        samples = list(islice(_samples([node]), 3)) or [""]
        if (name is code.ASSERT and value[0] > 0) or name is code.ASSERT_NOT:
            samples = [""]
        before = tuple(dict.fromkeys(islice((a + b for a, b in product(before, samples)), 4)))


def inner_of(node: Any) -> list[list[Any]]:
    """What stands inside a part of a pattern."""
    name, value = node
    if name in REPEATS:
        return [list(value[2])]
    if name is code.SUBPATTERN:
        return [list(value[3])]
    if name is code.BRANCH:
        return [list(each) for each in value[1]]
    if name in (code.ASSERT, code.ASSERT_NOT):
        return [list(value[1])]
    if name is code.ATOMIC_GROUP:
        return [list(value)]
    if name is code.GROUPREF_EXISTS:
        return [list(each) for each in value[1:] if each]
    return []


def _samples(tree: Sequence[Any]) -> Iterator[str]:
    """Some short strings that fit, the shortest first."""
    options = [list(islice(_node_samples(node), 3)) for node in tree]
    yield from dict.fromkeys("".join(each) for each in islice(product(*options), 12))


def _node_samples(node: Any) -> Iterator[str]:
    name, value = node
    if name in ONE:
        yield from islice((c for c in _PREFERRED if takes(node, ord(c), 0)), 2)
        if name is code.LITERAL:
            yield chr(value)
        elif name is code.IN:
            yield from (chr(v) for k, v in value if k is code.LITERAL)
            yield from (chr(v[0]) for k, v in value if k is code.RANGE)
    elif name in REPEATS:
        low, high, body = value
        for n in dict.fromkeys((low, max(low, 1))):
            if n <= high:
                yield from (each * n for each in islice(_samples(list(body)), 2))
    elif name is code.BRANCH:
        yield from chain.from_iterable(islice(_samples(list(each)), 1) for each in value[1])
    elif name in (code.SUBPATTERN, code.ATOMIC_GROUP):
        yield from _samples(inner_of(node)[0])
    elif name is code.ASSERT and value[0] < 0:
        yield from islice(_samples(list(value[1])), 2)
    else:
        yield ""


_PREFERRED: Final = " a0กA.-"


def _singles(tree: Sequence[Any]) -> Iterator[Any]:
    """Every part that takes one character."""
    for node in tree:
        if node[0] in ONE:
            yield node
        for inner in inner_of(node):
            yield from _singles(inner)


def _kinds(tree: Sequence[Any], flags: int) -> dict[str, tuple[bool, ...]]:
    """One character of each kind that the pattern tells apart, and which parts take it."""
    nodes = list(dict.fromkeys(map(hashable, _singles(list(tree)))))
    near = [chr(n[1]) for n in nodes if n[0] is code.LITERAL]
    kinds: dict[tuple[bool, ...], str] = {}
    for char in dict.fromkeys(_ALPHABET + "".join(near[:40])):
        kinds.setdefault(tuple(takes(n, ord(char), flags) for n in nodes), char)
    return {char: taken for taken, char in kinds.items()}


def hashable(node: Any) -> Any:
    """A part of a pattern as a value that may be looked up."""
    return (node[0], tuple(node[1]) if isinstance(node[1], list) else node[1])


def takes(node: Any, char: int, flags: int) -> bool:
    """Whether a part that takes one character takes this one."""
    name, value = node
    if name is code.LITERAL or name is code.NOT_LITERAL:
        same = char == value or (bool(flags & re.I) and chr(char).lower() == chr(value).lower())
        return bool(same) == (name is code.LITERAL)
    if name is code.ANY:
        return bool(flags & re.S) or char != 10
    if name is code.RANGE:
        low, high = value
        return low <= char <= high or (bool(flags & re.I) and low <= ord(chr(char).swapcase()[0]) <= high)
    if name is code.CATEGORY:
        return _in_category(value, chr(char))
    negated = bool(value) and value[0][0] is code.NEGATE
    inside = any(takes(each, char, flags) for each in value if each[0] is not code.NEGATE)
    return inside != negated


def _in_category(category: Any, char: str) -> bool:
    word = char.isalnum() or char == "_"
    kinds = {
        code.CATEGORY_DIGIT: char.isdecimal(),
        code.CATEGORY_SPACE: char.isspace(),
        code.CATEGORY_WORD: word,
        code.CATEGORY_NOT_DIGIT: not char.isdecimal(),
        code.CATEGORY_NOT_SPACE: not char.isspace(),
        code.CATEGORY_NOT_WORD: not word,
    }
    return bool(kinds[category])
