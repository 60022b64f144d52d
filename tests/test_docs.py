"""The documents are true: links lead somewhere, commands and options exist, the reference is the code's."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reference import FILE, made
from tui.commandline.base.parser import options, parser_for, subparsers

ROOT = Path(__file__).parents[1]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
LARGEST_README = 7 * 1024

_LINK = re.compile(r"\]\(([^)\s]+)\)")


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def anchors(page: Path) -> set[str]:
    """The headings of a page as a link names them."""
    headings = re.findall(r"^#+ (.*)$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in _LINK.findall(text_of(page)):
        if link.startswith(("https://", "http://", "mailto:")):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_every_page_is_found_from_the_readme() -> None:
    found, to_read = set(), [ROOT / "README.md"]
    while to_read:
        page = to_read.pop()
        if page in found or page.suffix != ".md":
            continue
        found.add(page)
        links = (link.partition("#")[0] for link in _LINK.findall(text_of(page)) if "://" not in link)
        to_read += [(page.parent / link).resolve() for link in links if link]
    assert {page.name for page in PAGES} - {page.name for page in found} <= {"SECURITY.md"}


def test_the_readme_is_short_and_has_pictures() -> None:
    readme = text_of(ROOT / "README.md")
    assert len(readme.encode()) < LARGEST_README
    assert readme.count("](screenshots/") >= 2


MADE = made()


@pytest.mark.parametrize("file", MADE, ids=lambda file: file.name)
def test_what_is_made_of_the_code_is_of_this_code(file: Path) -> None:
    assert text_of(file) == MADE[file], "Type: python -m tests.reference"


def told(text: str) -> Iterator[str]:
    """The commands that a page names, in code."""
    lines = re.findall(r"^ {4}(?:sudo )?(stepward .*)$", text, re.MULTILINE)
    for words in (*re.findall(r"`(stepward [^`]*)`", text), *lines):
        yield re.split(r" *(?:#|\||;|&&|>|\.\.\.)", words)[0].strip()


def unknown(words: list[str], parser: argparse.ArgumentParser) -> Iterator[str]:
    """The commands and options in `words` that this parser does not have."""
    known = {text for action in options(parser) for text in action.option_strings}
    for word in words:
        subs = subparsers(parser)
        if word in subs:
            parser = subs[word]
            known |= {text for action in options(parser) for text in action.option_strings}
        elif (subs and re.fullmatch(r"[a-z]+(-[a-z]+)*", word) and not _is_value(word, words)) or (
            word.startswith("--") and word.partition("=")[0].rstrip(",") not in known
        ):
            yield word


def _is_value(word: str, words: list[str]) -> bool:
    """Whether a word follows an option, and may be what that takes."""
    place = words.index(word)
    return place > 0 and words[place - 1].startswith("-")


@pytest.mark.parametrize("page", [page for page in PAGES if page != FILE], ids=lambda page: page.name)
def test_every_command_that_is_named_exists_with_its_options(page: Path) -> None:
    if page.name == "CHANGELOG.md":  # which also tells of what was
        return
    parser = parser_for(None)
    wrong = {words: list(unknown(words.split()[1:], parser)) for words in told(text_of(page))}
    assert not {words: each for words, each in wrong.items() if each}


WRONG: list[list[str]] = [["lst", "--all"], ["--jsn"], ["ad"], []]


def test_a_command_or_an_option_that_is_not_there_is_seen() -> None:
    page = (
        "`stepward lst --all`, `stepward list --jsn`, `stepward staff ad`:\n\n    stepward list --all | x\n"
    )
    parser = parser_for(None)
    assert [[*unknown(words.split()[1:], parser)] for words in told(page)] == WRONG
