"""Finding, in the source, the docstrings that show how an event is booked."""

import ast
import inspect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_LINE = re.compile(r"^\s*(Dr|Cr)\b")
_POSTS = {"post": {"post", "post_batch"}, "history": {"post_plan"}}
_HOLDERS = (ast.Module, ast.ClassDef, ast.FunctionDef)
CATEGORIES = ("_A", "_B", "_C", "_D", "_E")  # how keys of one category of risk end
_OWN = re.compile(r"minga\.(savings|loans|payments)\b")


@dataclass(frozen=True, slots=True)
class Template:
    """One docstring with Dr/Cr lines: where it stands, its first sentence, its lines, its keys."""

    room: str
    where: str
    summary: str
    block: str
    keys: tuple[str, ...]


def templates(source: Path, rooms: Sequence[str], keys: Sequence[str]) -> list[Template]:
    """All templates of those rooms, room by room and file by file."""
    return [
        found
        for room in rooms
        for file in room_files(source / room)
        for found in _of_file(file, source, keys)
    ]


def room_files(room: Path) -> list[Path]:
    """The room's code, without its tests and migrations."""
    return [
        file for file in sorted(room.rglob("*.py")) if not {"tests", "migrations"} & set(file.parts)
    ]


def posts_without_template(source: str) -> bool:
    """Whether a file posts to the books and no docstring of it says how."""
    tree = ast.parse(source)
    return _posts(tree) and not list(_docstrings(tree))


def _posts(tree: ast.Module) -> bool:
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return any(
        isinstance(call, ast.Attribute)
        and isinstance(call.value, ast.Name)
        and call.attr in _POSTS.get(call.value.id, ())
        for call in calls
    )


def _of_file(file: Path, source: Path, keys: Sequence[str]) -> Iterator[Template]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    name = str(file.relative_to(source))
    for holder, text in _docstrings(tree):
        used = _keys(tree, source, keys)
        where = name if isinstance(holder, ast.Module) else f"{name}: {holder.name}"
        summary = text.split("\n\n")[0].replace("\n", " ")
        yield Template(file.relative_to(source).parts[0], where, summary, _block(text), used)


def _docstrings(
    tree: ast.Module,
) -> Iterator[tuple[ast.Module | ast.ClassDef | ast.FunctionDef, str]]:
    for node in ast.walk(tree):
        if isinstance(node, _HOLDERS):
            text = ast.get_docstring(node) or ""
            # Not in the summary: there it is a word of some helper, not a template.
            if any(_LINE.match(line) for line in text.splitlines()[1:]):
                yield node, text


def _block(text: str) -> str:
    """From the first Dr/Cr line to the end of the paragraph of the last one."""
    lines = text.splitlines()
    marked = [number for number, line in enumerate(lines) if _LINE.match(line)]
    end = marked[-1]
    while end + 1 < len(lines) and lines[end + 1].strip():
        end += 1
    return inspect.cleandoc("\n" + "\n".join(lines[marked[0] : end + 1]))


def _keys(tree: ast.Module, source: Path, keys: Sequence[str]) -> tuple[str, ...]:
    """The chart's keys that a file names, or a file of the rooms that it imports from."""
    trees = [tree, *(_tree(path) for path in _imported(tree, source))]
    named = {key for one in trees for key in _named(one, keys)}
    families = tuple(one.removesuffix("…") for one in named if one.endswith("…"))
    # A family says more than one of its members, which a docstring may give as an example.
    return tuple(sorted(one for one in named if one.endswith("…") or not _in(one, families)))


def _in(key: str, families: tuple[str, ...]) -> bool:
    return key.startswith(families) and key.endswith(CATEGORIES)


def _named(tree: ast.Module, keys: Sequence[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            words = set(re.findall(r"[A-Z][A-Z0-9_]+", node.value))
            yield from (key for key in keys if key in words)
        if isinstance(node, ast.JoinedStr):
            yield from _family(node, keys)


def _family(node: ast.JoinedStr, keys: Sequence[str]) -> Iterator[str]:
    """`LOANS_…` of f"LOANS_{modality}_{category}"."""
    first = node.values[0] if node.values else None
    beginning = str(first.value) if isinstance(first, ast.Constant) else ""
    if beginning.endswith("_") and any(key.startswith(beginning) for key in keys):
        yield f"{beginning}…"


def _imported(tree: ast.Module, source: Path) -> Iterator[Path]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and _OWN.match(node.module):
            base = source.joinpath(*node.module.split(".")[1:])
            candidates = [base.with_suffix(".py")]
            candidates += [base / f"{alias.name}.py" for alias in node.names]
            yield from (path for path in candidates if path.is_file())


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))
