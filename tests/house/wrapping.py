"""Finds texts for people that nobody wrapped for translation, in templates and in Python."""

import ast
import re
from functools import cache
from html.parser import HTMLParser

from django.template.base import Lexer, TokenType

from tests.house.catalogue import KEYWORDS, PLACEHOLDER, called, load, texts_of

# Words in capitals are names of columns and abbreviations; parts of addresses are no words.
WORD = re.compile(r"(?<![\w/-])(?![A-Z]+\b)[^\W\d_]{3,}(?![\w/-])")
LETTERS = re.compile(r"[^\W\d_]{2}")
SPOKEN_ATTRIBUTES = {"title", "aria-label", "placeholder", "alt", "label", "summary"}
# Names are the same in every language.
NAMES = {"Bekasi", "WFH", "BW", "Epkin", "Lapkin", "NIP"}
# Blocks that name a style and tags whose quoted words are addresses, files or names of variables.
STYLE_BLOCKS = re.compile(r"{% block width %}.*?{% endblock(?: width)? %}", re.DOTALL)
SILENT_TAGS = {"translate", "trans", "url", "static", "load", "extends", "block", "endblock"}


class _Text(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []
        self.silent = 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in ("script", "style")
        for name, value in attrs:
            if name in SPOKEN_ATTRIBUTES and value:
                self.found.append((self.getpos()[0], value))

    def handle_endtag(self, tag):
        self.silent -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.silent:
            self.found.append((self.getpos()[0], data.strip()))


def _is_spoken(text):
    return any(word not in NAMES for word in re.findall(r"[^\W\d_]{2,}", text))


def unwrapped_in_template(source):
    """Return (line, text) of what a template says outside of its translation tags."""
    source = STYLE_BLOCKS.sub(lambda found: "\n" * found[0].count("\n"), source)
    found, inside, html = [], False, []
    for token in Lexer(source).tokenize():
        words = token.contents.split()
        if token.token_type == TokenType.BLOCK:
            html.append("\n" * token.contents.count("\n"))
            if words[0] in ("blocktranslate", "blocktrans"):
                inside = True
            elif words[0] in ("endblocktranslate", "endblocktrans"):
                inside = False
            elif words[0] not in SILENT_TAGS:
                quoted = re.findall(r'(?<!_\()"([^"]*)"', token.contents)
                found += [(token.lineno, text) for text in quoted if _is_sentence(text)]
        elif token.token_type == TokenType.VAR:
            quoted = re.findall(r'\|default(?:_if_none)?:"([^"]*)"', token.contents)
            found += [(token.lineno, text) for text in quoted if LETTERS.search(text)]
        elif token.token_type == TokenType.TEXT:
            html.append("\n" * token.contents.count("\n") if inside else token.contents)
    parser = _Text()
    parser.feed("".join(html))
    return found + [(line, text) for line, text in parser.found if _is_spoken(text)]


def _words(text):
    return {word.lower() for word in WORD.findall(text)}


def _is_indonesian(text):
    return not indonesian().isdisjoint(_words(text))


def _is_sentence(text):
    return " " in text.strip() and _is_indonesian(text)


@cache
def indonesian():
    """Return the words that only the Indonesian side of the catalogue has."""
    words = {"id": set(), "string": set()}
    for message in load():
        for side, known in words.items():
            for text in texts_of(message, side) if message.id else ():
                known.update(_words(PLACEHOLDER.sub(" ", text)))
    return words["id"] - words["string"]


def unwrapped_in_python(source):
    """Return (line, text) of the sentences in Indonesian outside of calls that translate.

    A sentence is a text of several words of which one is Indonesian for certain, or a single
    capitalised one. Docstrings say nothing to people, and errors of programming speak English.
    """
    tree = ast.parse(source)
    passed = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            passed.add(id(node.value))
        if isinstance(node, ast.Call) and called(node) in KEYWORDS:
            passed.update(map(id, ast.walk(node)))
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in passed
        and (" " in node.value.strip() or node.value.istitle())
        and _is_indonesian(node.value)
    ]
