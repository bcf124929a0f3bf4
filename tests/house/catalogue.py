"""The English catalogue: what the sources say, what is translated, and the file that runs.

`python -m tests.house.catalogue` (make messages) reads every wrapped text of the sources,
brings `django.po` up to date, compiles `django.mo` and lists what still lacks a translation.
Pure Python: neither this nor the tests need the gettext programs.
"""

import ast
import io
import os
import re
import sys
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("units", "schedules", "attendance", "reports", "bekasi_wfh")
MESSAGES = ROOT / "bekasi_wfh" / "locale" / "en" / "LC_MESSAGES"
PO, MO = MESSAGES / "django.po", MESSAGES / "django.mo"
KEYWORDS = dict.fromkeys(
    (
        *("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"),
        *("pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"),
    )
)
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}|%%")


def python_files():
    """Return the sources of the rooms, migrations left out."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def template_files():
    """Return every template of the portal."""
    for folder in (ROOT / "templates", *(ROOT / room / "templates" for room in ROOMS)):
        yield from sorted([*folder.rglob("*.html"), *folder.rglob("*.txt")])


def called(node):
    """Return the name of what a call calls."""
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def wrapped_in_python(source):
    """Yield (line, function, texts) of the calls that translate; texts are the constant ones."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and called(node) in KEYWORDS:
            texts = [
                arg.value
                for arg in node.args
                if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            ]
            yield node.lineno, called(node), texts


def wrapped_in_template(source, name):
    """Yield the same of a template, by Django's own translation of templates into calls."""
    from django.utils.translation import templatize

    # Python enough for the extractor once nothing is indented.
    calls = re.sub(r"(?m)^\s+", "", templatize(source, origin=name)).encode()
    for line, function, texts, _comments in extract_python(io.BytesIO(calls), KEYWORDS, (), {}):
        texts = texts if isinstance(texts, tuple) else (texts,)
        yield line, function, [text for text in texts if isinstance(text, str)]


def _wrapped_in(path):
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return wrapped_in_python(source)
    return wrapped_in_template(source, str(path))


def extract():
    """Return the Catalog of everything that the sources wrap for translation, with its places."""
    catalogue = Catalog()
    for path in (*python_files(), *template_files()):
        for line, function, texts in _wrapped_in(path):
            context = texts.pop(0) if "pgettext" in function and texts else None
            if not texts:
                continue
            identity = tuple(texts[:2]) if function.startswith("n") else texts[0]
            place = (str(path.relative_to(ROOT)), line)
            catalogue.add(identity, context=context, locations=[place])
    return catalogue


def load():
    """Return the committed Catalog of English."""
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def update():
    """Bring the committed catalogue up to date with the sources; return it.

    Translations that stand are kept, new texts come in without one, texts that no source has
    any more go. Nothing is guessed from similar texts.
    """
    catalogue = load()
    catalogue.update(extract(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    PO.write_bytes(as_po(catalogue))
    MO.write_bytes(as_mo(catalogue))
    return catalogue


def as_po(catalogue):
    """Return the text of a .po file: sorted and without places, so that branches merge."""
    file = io.BytesIO()
    write_po(file, catalogue, width=100, no_location=True, sort_output=True, ignore_obsolete=True)
    return file.getvalue()


def as_mo(catalogue):
    """Return the .mo file that runs."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def texts_of(message, attribute):
    """Return the one or two texts of a message's `id` or `string`."""
    value = getattr(message, attribute)
    return value if isinstance(value, (tuple, list)) else (value,)


def missing(catalogue):
    """Return the messages without a full translation, in the order of the file."""
    return [
        message
        for message in catalogue
        if message.id and (message.fuzzy or not all(texts_of(message, "string")))
    ]


def placeholders(text):
    """Return the placeholders of a text, sorted."""
    return sorted(found.group() for found in PLACEHOLDER.finditer(text))


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bekasi_wfh.settings")
    django.setup()
    catalogue = update()
    left = missing(catalogue)
    for message in left:
        path, line = message.locations[0]
        context = f"  [{message.context}]" if message.context else ""
        print(f"{path}:{line}{context}\n  {' | '.join(texts_of(message, 'id'))}")
    print(f"{len(catalogue)} texts, {len(left)} without an English translation ({PO})")
    return bool(left)


if __name__ == "__main__":
    sys.exit(main())
