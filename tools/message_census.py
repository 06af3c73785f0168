"""Every sentence that the program can say, found in its source: what the catalogue has to hold.

``python3 dev.py docs`` brings ``thai_ita/messages/th.po`` up to date with it and writes
docs/problems.md. Sentences are the string literals of two words or more that are no pattern, query, key or
documentation, the arguments of ``marked``, nouns of ``counted``, the help of the command line, and cause and
remedy of each problem (``problems.toml``).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from thai_ita.messages.problems import problems
from thai_ita.messages.sentences import blanks, core, words

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "thai_ita"
CATALOGUE = PACKAGE / "messages" / "th.po"
NO_SENTENCES = (
    # Words of pages and of answers have their own dictionaries, in both languages.
    "web/words.py",
    "analyze/answer_words.py",
    "columns.py",
    "messages/sentences.py",
    "messages/catalogue.py",
    "messages/language.py",
    "messages/problems.py",
    # What goes wrong between processes is told by its kind alone.
    "batch/wire.py",
    # Rules are said by the words of the pages (web/words, rules.json).
    "parse/rules.py",
)
_CODE = re.compile(r"[\\^$|*]|<\w|</|\b(SELECT|INSERT|CREATE|UPDATE|DELETE|PRAGMA|CASE WHEN|VALUES)\b|=\?|\bf\.\"")
"""What stands in patterns, queries and mark-up and in no sentence."""
_LOWER = re.compile(r"\b[a-z]{2,}\b")
NOT_SAID = frozenset((Path(__file__).with_name("not_said.txt")).read_text("utf-8").splitlines())
"""Literals that look like sentences and are none: lists of endings, styles, prompts to models. One a line."""
MOST_VARIANTS = 8
"""Sentences that one literal with conditions in it may stand for."""


@cache
def sentences() -> tuple[str, ...]:
    """The sentences of the program, each once, in the order of the alphabet."""
    found = {*_in_source(), *_of_help(), *_of_problems()}
    return tuple(sorted(found - {""}))


def _of_problems() -> Iterator[str]:
    for problem in problems().values():
        yield core(problem.cause)
        yield core(problem.remedy)


def _of_help() -> Iterator[str]:
    """The help of every command and option, paragraph by paragraph."""
    from typer.main import get_command

    from thai_ita.cli import app

    def walk(command: Any) -> Iterator[str]:
        yield from (command.help or "").split("\n\n")
        yield command.epilog or ""
        for parameter in command.params:
            yield getattr(parameter, "help", "") or ""
        for below in getattr(command, "commands", {}).values():
            yield from walk(below)

    for text in walk(get_command(app)):
        yield core(" ".join(text.split()))


def _in_source() -> Iterator[str]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if not path.relative_to(PACKAGE).as_posix().startswith(NO_SENTENCES):
            yield from sentences_of(path.read_text("utf-8"))


def sentences_of(source: str) -> Iterator[str]:
    """The sentences in the source of one module."""
    tree = ast.parse(source)
    passed = {id(node) for node in _documentation(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _marked(node)
        if id(node) in passed:
            continue
        if isinstance(node, ast.JoinedStr):
            passed |= {id(part) for part in ast.walk(node) if isinstance(part, ast.Constant)}
            texts: Iterable[str] = _templates(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts = [node.value]
        else:
            continue
        for text in texts:
            sentence = core(" ".join(text.split()))
            if is_sentence(sentence):
                yield sentence


def is_sentence(text: str) -> bool:
    """Whether a literal is something said to a person, not a pattern, query, key or name."""
    bare = re.sub(r"\{\w+\}", " ", text)
    if " " not in text.strip() or text in NOT_SAID:
        return False
    return not _CODE.search(bare) and len(words(text)) > 1 and len(_LOWER.findall(bare)) > 1


def _marked(call: ast.Call) -> Iterator[str]:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    literals = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    if name == "marked":
        yield from map(core, literals)
    elif name == "counted":
        for noun in literals:
            yield from (f"{{n}} {noun}", f"{{n}} {noun}s")


def _documentation(tree: ast.AST) -> Iterator[ast.AST]:
    """String literals that stand as statements: what is said of the code."""
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            for statement in block if isinstance(block, list) else []:
                if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant | ast.JoinedStr):
                    yield from ast.walk(statement.value)


def _templates(node: ast.JoinedStr) -> list[str]:
    """What an f-string can say: its blanks with names, each wording of a condition by itself."""
    variants: list[list[str]] = [[]]
    for part in node.values:
        if isinstance(part, ast.Constant):
            choices = [str(part.value)]
        else:
            choices = _choices(part.value) if isinstance(part, ast.FormattedValue) else []
        if len(variants) * len(choices) > MOST_VARIANTS:
            choices = ["{x}"]
        variants = [[*before, choice] for before in variants for choice in choices]
    return [_numbered("".join(parts)) for parts in variants]


def _choices(value: ast.expr) -> list[str]:
    if isinstance(value, ast.IfExp):
        branches = [b.value if isinstance(b, ast.Constant) and isinstance(b.value, str) else None
                    for b in (value.body, value.orelse)]  # fmt: skip
        if None not in branches:
            return [str(branch) for branch in branches]
    return [f"{{{_name(value)}}}"]


def _name(value: ast.expr) -> str:
    """A name for a blank: that of the variable, attribute or function in it."""
    while True:
        if isinstance(value, ast.Name):
            return value.id.strip("_").lower()
        if isinstance(value, ast.Attribute):
            return value.attr.strip("_").lower()
        if isinstance(value, ast.Call):
            inner = value.args[0] if value.args else None
            simple = isinstance(inner, ast.Name | ast.Attribute)
            value = inner if inner is not None and simple else value.func
        elif isinstance(value, ast.Subscript):
            value = value.value
        elif isinstance(value, ast.BoolOp):
            value = value.values[0]
        elif isinstance(value, ast.BinOp):
            value = value.left
        else:
            return "x"


def _numbered(text: str) -> str:
    """The template with each name once, and no two blanks side by side."""
    text = re.sub(r"(\{\w+\})(\{\w+\})+", r"\1", text)
    seen: dict[str, int] = {}

    def name(match: re.Match[str]) -> str:
        seen[match[1]] = seen.get(match[1], 0) + 1
        return f"{{{match[1]}}}" if seen[match[1]] == 1 else f"{{{match[1]}{seen[match[1]]}}}"

    return re.sub(r"\{(\w+)\}", name, text)


def faults(english: str, other: str) -> list[str]:
    """What is wrong with the translation of a sentence; nothing for one that is sound."""
    found = []
    if not other:
        found.append("is not translated")
    elif set(blanks(english)) != set(blanks(other)):
        found.append(f"has the blanks {sorted(set(blanks(other)))} instead of {sorted(set(blanks(english)))}")
    return found
