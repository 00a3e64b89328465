"""CSV files as other programs really write them: which encoding, which separator, which columns.

The whole file is looked at once before anything is read from it, so that what is said about it
is about all of it. Messages are Spanish: they reach whoever exported the file.
"""

import codecs
import csv
import io
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, NamedTuple

from minga.kit.refusal import Refusal

CHUNK = 1 << 18
SHOWN_MAX = 40  # of a column's name that is not one of ours
HEADER_BYTES_MAX = 1 << 16
DELIMITERS = (",", ";")
NOT_IN_WINDOWS = (0x81, 0x8D, 0x8F, 0x90, 0x9D)  # bytes that Windows-1252 gives no letter
OnBytes = Callable[[int, int], None]  # read, of how many


CONTROL = bytes(code for code in range(1, 32) if code not in b"\r\n") + b"\x7f"


class UnreadableFile(Refusal):
    """The file as a whole cannot be used; `problems` says why, one sentence each."""

    code = "unreadable_file"

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(problems=list(problems))
        self.problems = list(problems)


@dataclass(frozen=True, slots=True)
class Record:
    """One row. `values` follow the columns asked for; None when there are too few or too many."""

    line: int
    values: list[str] | None
    raw: list[str]


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A file that can be read: how it is written and in which order its columns come."""

    path: Path
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    columns: tuple[str, ...]
    lines: int
    size: int
    stamp: tuple[int, ...]
    digest: str
    has_control: bool  # tabulators and the like, beyond the ends of lines

    @property
    def notices(self) -> list[str]:
        """What its owner should know before trusting the result."""
        if self.encoding != "cp1252":
            return []
        return [
            "El archivo está en Windows-1252, no en UTF-8: revisa que las tildes se vean bien "
            "en el resultado."
        ]

    def records(self, on_bytes: OnBytes = lambda done, of: None) -> Iterator[Record]:
        """Every row but the header; empty lines are passed over. Line numbers are the file's."""
        place = [self.header.index(column) for column in self.columns]
        with (
            self.path.open("rb") as binary,
            io.TextIOWrapper(binary, encoding=self.encoding, newline="") as file,
        ):
            reader = csv.reader(file, delimiter=self.delimiter)
            next(reader)
            try:
                for count, row in enumerate(reader):
                    if any(value.strip() for value in row):
                        whole = len(row) == len(self.header)
                        values = [row[at].strip() for at in place] if whole else None
                        yield Record(reader.line_num, values, row)
                    if count % 1000 == 0:
                        on_bytes(binary.tell(), self.size)
            except csv.Error as error:
                raise UnreadableFile(
                    [
                        f"Desde la línea {reader.line_num} hay unas comillas que no se cierran, "
                        "o una celda más larga que cualquier dato."
                    ]
                ) from error
            self._refuse_a_change(binary)
        on_bytes(self.size, self.size)

    def utf8(self, on_bytes: OnBytes = lambda done, of: None) -> Iterator[bytes]:
        """The file's bytes as UTF-8, header and all, for COPY."""
        decoder = codecs.getincrementaldecoder(self.encoding)()
        done = 0
        with self.path.open("rb") as file:
            for chunk in _chunks(file):
                done += len(chunk)
                # A byte order mark stands in the header, which COPY passes over.
                yield decoder.decode(chunk).encode() if self.encoding == "cp1252" else chunk
                on_bytes(done, self.size)
            self._refuse_a_change(file)

    def _refuse_a_change(self, file: BinaryIO) -> None:
        """What was looked at must be what was read: the trail keeps its digest."""
        if _stamp(file) != self.stamp:
            raise UnreadableFile(["El archivo cambió mientras se leía: tráelo de nuevo."])


def inspect(path: Path, columns: Sequence[str], optional: Sequence[str] = ()) -> CsvFile:
    """Looks at the whole file. Raises UnreadableFile when it has not those columns (in any order,
    and any of the optional ones), when it has others, or is no text, or does not exist."""
    try:
        with path.open("rb") as file:
            size, stamp = os.fstat(file.fileno()).st_size, _stamp(file)
            start = file.read(HEADER_BYTES_MAX)
            file.seek(0)
            seen = _read_through(file)
    except OSError as error:
        raise UnreadableFile([f"No se puede leer «{path}»: {_why(error)}."]) from error
    delimiter, header = _header(start.decode(seen.encoding, errors="ignore"), columns, optional)
    found = (*columns, *(name for name in optional if name in header))
    return CsvFile(
        path, seen.encoding, delimiter, header, found, seen.lines, size, stamp,
        seen.digest, seen.has_control,
    )  # fmt: skip


def _stamp(file: BinaryIO) -> tuple[int, ...]:
    """Which file it is and when it was last written to."""
    found = os.fstat(file.fileno())
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _why(error: OSError) -> str:
    words = {
        FileNotFoundError: "no existe", PermissionError: "no tienes permiso para leerlo",
        IsADirectoryError: "es una carpeta",
    }  # fmt: skip
    return words.get(type(error), error.strerror or "el disco no lo entrega")


class _Seen(NamedTuple):
    encoding: str
    lines: int
    digest: str
    has_control: bool


def _read_through(file: BinaryIO) -> _Seen:
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, is_windows, has_control = True, True, False
    first, last, lines, digest = b"", b"", 0, sha256()
    for chunk in _chunks(file):
        first, last = first or chunk[:3], chunk[-1:]
        lines += chunk.count(b"\n")
        digest.update(chunk)
        if b"\x00" in chunk:
            raise UnreadableFile(["No es un CSV de texto: guárdalo como «CSV UTF-8»."])
        has_control = has_control or len(chunk.translate(None, CONTROL)) < len(chunk)
        is_utf8 = is_utf8 and _decodes(decoder, chunk)
        is_windows = is_windows and not any(byte in chunk for byte in NOT_IN_WINDOWS)
    lines += last not in {b"\n", b""}
    if is_utf8 and _decodes(decoder, b"", final=True):
        encoding = "utf-8-sig" if first == codecs.BOM_UTF8 else "utf-8"
    elif is_windows:
        encoding = "cp1252"
    else:
        raise UnreadableFile(
            ["No está en UTF-8 ni en Windows-1252: guárdalo de nuevo como «CSV UTF-8»."]
        )
    return _Seen(encoding, lines, digest.hexdigest(), has_control)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _header(
    text: str, columns: Sequence[str], optional: Sequence[str]
) -> tuple[str, tuple[str, ...]]:
    first_line = text.splitlines()[0] if text.strip() else ""
    if not first_line.strip():
        raise UnreadableFile(
            ["El archivo está vacío: la primera línea debe tener los nombres de las columnas."]
        )
    delimiter = max(DELIMITERS, key=first_line.count)
    names = next(csv.reader([first_line], delimiter=delimiter))
    header = tuple(name.strip().lower() for name in names)
    problems = _header_problems(header, columns, optional)
    if problems:
        problems.append(f"Las columnas son: {delimiter.join(columns)}")
        if optional:
            problems.append(f"Y, si hacen falta: {delimiter.join(optional)}")
        raise UnreadableFile(problems)
    return delimiter, header


def _header_problems(
    header: Sequence[str], columns: Sequence[str], optional: Sequence[str]
) -> list[str]:
    missing = [name for name in columns if name not in header]
    unknown = [name for name in dict.fromkeys(header) if name not in {*columns, *optional}]
    twice = [name for name in dict.fromkeys(header) if header.count(name) > 1]
    found = []
    if missing:
        found.append(f"Faltan columnas: {', '.join(missing)}. Agrégalas a la primera línea.")
    if unknown:
        named = ", ".join(name[:SHOWN_MAX] or "(sin nombre)" for name in unknown)
        found.append(f"Columnas que no conocemos: {named}. Quítalas o corrige su nombre.")
    if twice:
        found.append(f"Columnas repetidas: {', '.join(twice)}. Deja una sola de cada una.")
    return found


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk
