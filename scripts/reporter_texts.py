"""Every text that a reporter can read, as one catalogue to translate: `locale/django.pot` of the reporter site.

From the templates, the code and the library. Without arguments: exit code 1 when the catalogue is not what they say.
`--write` writes it. `--compile` makes `.mo` files from the `.po` files beside it.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGE = REPOSITORY / "src" / "duecare"
SITE = PACKAGE / "entrypoints" / "reporter"
LOCALE = SITE / "locale"
LIBRARY = PACKAGE / "library" / "reporting"
STAFF = "protection"
"""Folder of what staff alone read."""
KEYWORDS: dict[str, Any] = {**DEFAULT_KEYWORDS, "gettext_lazy": None, "ngettext_lazy": (1, 2), "_": None}
SAID = frozenset({"title", "lede", "label", "hint", "paragraphs", "points", "what"})
"""Keys of the library whose texts are said to reporters. Names of bodies stay as they call themselves."""
ALSO = frozenset({("helplines", "name"), ("everybody", "name")})


def catalogue() -> Catalog:
    """Every message with where it stands; those of the library with their stable id as a remark."""
    found = Catalog(project="duecare-reporter", charset="utf-8", fuzzy=False, msgid_bugs_address="")
    found.creation_date = None  # type: ignore[assignment]  # babel writes no day then
    for place, message, remarks in sorted((*_of_code(), *_of_templates(), *_of_library()), key=lambda one: one[0]):
        flags = ("python-format",) if "%(" in str(message) else ()
        where: list[Any] = [(place, None)]  # no line, or every edit above a message would be a change of the file
        found.add(message, locations=where, auto_comments=remarks, flags=flags)
    return found


def written(catalog: Catalog) -> bytes:
    """As a file, without the day on which it was made."""
    out = io.BytesIO()
    write_po(out, catalog, width=100, omit_header=True, sort_output=True)
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n\n'
    return head.encode() + out.getvalue()


def _of_code() -> Iterator[tuple[str, Any, Sequence[str]]]:
    for file in sorted(SITE.glob("*.py")):
        with file.open("rb") as source:
            for _line, message, _remarks, _context in extract("python", source, keywords=KEYWORDS):
                yield file.name, message, ()


def _of_templates() -> Iterator[tuple[str, Any, Sequence[str]]]:
    from django.utils.translation.template import templatize

    for file in sorted(SITE.glob("templates/**/*.html")):
        source = io.BytesIO(templatize(file.read_text(encoding="utf-8")).encode())
        for _line, message, _remarks, _context in extract("python", source, keywords=KEYWORDS):
            yield file.name, message, ()


def _of_library() -> Iterator[tuple[str, Any, Sequence[str]]]:
    for file in sorted(one for one in LIBRARY.glob("*/*.yaml") if one.parent.name != STAFF):
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
        place = f"{file.parent.name}/{file.name}"
        kind = "everybody" if file.stem == "everybody" else file.parent.name
        for step, text in _texts(data, kind, ""):
            yield place, text, (f"{data.get('code', data.get('country'))} {step}",)


def _texts(data: Any, kind: str, step: str) -> Iterator[tuple[str, str]]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            said = key in SAID or (kind, key) in ALSO
            if said and isinstance(value, str):
                yield f"{step}.{key}".lstrip("."), value
            elif said and isinstance(value, list):
                yield from ((f"{step}.{key}.{n}".lstrip("."), one) for n, one in enumerate(value, start=1))
            elif key != "sources":
                yield from _texts(value, kind, f"{step}.{key}")
    elif isinstance(data, list):
        for one in data:
            name = one.get("id", one.get("value", "")) if isinstance(one, Mapping) else ""
            yield from _texts(one, kind, f"{step}.{name}")


def compile_all() -> None:
    """A `.mo` beside every `.po`."""
    for file in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        with file.open("rb") as source:
            catalog = read_po(source, locale=file.parent.parent.name)
        with file.with_suffix(".mo").open("wb") as out:
            write_mo(out, catalog)


def _ready() -> None:
    """Reading templates takes a configured framework, and nothing of anybody's settings."""
    from django.conf import settings

    if not settings.configured:
        settings.configure()


def main(arguments: Sequence[str]) -> int:
    """Exit code 1 when the catalogue is not what templates, code and library say."""
    if "--compile" in arguments:
        compile_all()
        return 0
    _ready()
    file, now = LOCALE / "django.pot", written(catalogue())
    if "--write" in arguments:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(now)
        return 0
    if not file.exists() or file.read_bytes() != now:
        print("entrypoints/reporter/locale/django.pot is out of date: python -m scripts.reporter_texts --write")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
