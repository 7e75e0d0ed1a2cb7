"""What leaves the house as a file, found in the code and read as a spreadsheet would read it."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Set
from functools import cache
from importlib import import_module

import click
import pikepdf
from openpyxl import load_workbook

from duecare.entrypoints.cli.main import COMMANDS
from tests.api.reach import followed
from tests.house.reading import imported, python, tree

WRITE = ("csv", "xlsxwriter", "openpyxl", "pandas", "polars", "pyarrow", "tablib", "xlwt", "pyexcel", "odf", "docx")
"""Libraries that write tables, those we do not have too."""
MEDIA = ("text/csv", "text/tab-separated", "spreadsheetml", "ms-excel", "opendocument.spreadsheet")
"""What a module that writes one by hand has to say, or a browser would show it."""
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
SEPARATORS = (",", ";", "\t")
"""Between the cells of a row, by the reader's country and program."""
RECKON = {
    "IF", "AND", "OR", "ISNUMBER", "YEAR", "MAX", "MIN", "COUNT", "COUNTIF", "SUM", "SUMPRODUCT", "ROUND", "INDEX",
    "MATCH", "ROWS", "COLUMNS",
}  # fmt: skip
"""Functions that a workbook of scores computes with."""
RUNS = ("/JavaScript", "/JS", "/Launch", "/OpenAction", "/AA", "/URI", "/EmbeddedFile", "/XFA")
"""Names under which a PDF keeps what a viewer would run, open or fetch."""


@cache
def writers() -> frozenset[str]:
    """Modules that could write a table, by what they import or by the media type that they name."""
    found = set()
    for name, file in python():
        texts = (node.value for node in ast.walk(tree(file)) if isinstance(node, ast.Constant))
        named = any(isinstance(text, str) and "\n" not in text and any(one in text for one in MEDIA) for text in texts)
        if named or any(what.split(".")[0] in WRITE for what in imported(file)):
            found.add(name.removeprefix("src/duecare/"))
    return frozenset(found)


def leads_to(view: Callable[..., object], modules: Set[str]) -> bool:
    """True when this function is of one of these modules, or its code leads into one."""
    dotted = tuple(f"duecare.{name.removesuffix('.py').replace('/', '.')}." for name in modules)
    return any(name.startswith(dotted) for name in (*followed(view), f"{view.__module__}."))


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command of the command line that does something, by its words."""
    for word, known in COMMANDS.items():
        module, _, name = known.place.partition(":")
        yield from _below(word, getattr(import_module(module), name))


def _below(words: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from _below(f"{words} {name}", inner)
    else:
        yield words, command


def harmful_in_csv(data: bytes) -> list[str]:
    """Cells that a spreadsheet would run, whichever separator it takes."""
    text = data.decode("utf-8-sig")
    cells = (
        cell
        for separator in SEPARATORS
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        for cell in row
    )
    return [cell for cell in cells if cell.lstrip(" \u00a0").startswith(STARTS) and not _number(cell)]


def harmful_in_workbook(data: bytes) -> list[str]:
    """Cells that are a formula or would become one, and parts that run or fetch something."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        wrong = [
            name for name in packed.namelist() if any(word in name for word in ("vba", "externalLink", "oleObject"))
        ]
        texts = [packed.read(name) for name in packed.namelist() if name.endswith((".xml", ".rels"))]
    wrong += ["a link" for text in texts if b'TargetMode="External"' in text]
    for sheet in load_workbook(io.BytesIO(data)).worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            said = str(cell.value)
            formula = cell.data_type == "f" and not computes(said)
            if formula or (cell.data_type == "s" and said.lstrip(" \u00a0").startswith(STARTS)):
                wrong.append(said)
    return wrong


def computes(formula: str) -> bool:
    """True for a formula that only reckons with cells of its own workbook, by functions that reach nothing else."""
    inside = re.sub(r'"[^"]*"', "", formula)
    own = "!$" in inside or inside in ("=", "=0")
    return own and not set(re.findall(r"([A-Za-z.]+)\(", inside)) - RECKON and not set("|[") & set(inside)


def harmful_in_pdf(data: bytes) -> list[str]:
    """What a viewer would run, open or fetch."""
    with pikepdf.open(io.BytesIO(data)) as found:
        keys = [key for one in found.objects if isinstance(one, pikepdf.Dictionary) for key in dict(one.items())]
    return [key for key in keys if key in RUNS]


def harmful_in_json(data: bytes) -> list[str]:
    """Nothing, where it is JSON: no program runs what stands in it."""
    json.loads(data)
    return []


READ: dict[str, Callable[[bytes], list[str]]] = {
    "text/csv": harmful_in_csv,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": harmful_in_workbook,
    "application/pdf": harmful_in_pdf,
    "application/json": harmful_in_json,
}
"""Media types that leave the house, and how each is read here."""
TABLES = tuple(READ)[:2]


def _number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
