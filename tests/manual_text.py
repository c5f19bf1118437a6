"""Reads the chapters of the manual the way the tests look at them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MANUAL = ROOT / "docs" / "manual"
PICTURES = ROOT / "docs" / "pictures"
LANGUAGES = ("nl", "en")

_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_CODE = re.compile(r"`([^`]+)`")
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#]+)(?:#[^)]*)?\)")
_ITEM = re.compile(r"( *)(-|\d+\.) ")


def chapters(language: str) -> list[str]:
    """Return the file names of the chapters in a language."""
    return sorted(path.name for path in (MANUAL / language).glob("*.md"))


def read(language: str, chapter: str) -> str:
    """Return a chapter's text without its blocks of code."""
    return _FENCED.sub("```", (MANUAL / language / chapter).read_text(encoding="utf-8"))


def bold(text: str) -> list[str]:
    """Return what stands in bold: the names of what the window shows."""
    return [" ".join(found.split()) for found in _BOLD.findall(text)]


def code(text: str) -> list[str]:
    """Return what stands in code: keys, queries, commands, names of files and errors."""
    return _CODE.findall(text)


def pictures(text: str) -> list[tuple[str, str]]:
    """Return what is said of each picture, and where it is."""
    return _PICTURE.findall(text)


def links(text: str) -> list[str]:
    """Return the files that a chapter leads to."""
    return [found for found in _LINK.findall(text) if "://" not in found]


def skeleton(text: str) -> list[str]:
    """Return what a chapter is made of, without its words: two languages say the same alike."""
    found = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = block.splitlines()
        if lines[0].startswith("#"):
            found.append(lines[0].partition(" ")[0])
        elif lines[0].startswith("|"):
            found.append("table " + " ".join(str(line.count("|")) for line in lines))
        elif _ITEM.match(lines[0]):
            items = [match for line in lines if (match := _ITEM.match(line))]
            found.append("list " + " ".join(f"{len(i[1])}{i[2][-1]}" for i in items))
        elif said := pictures(block):
            found.append("picture " + said[0][1].rpartition("-")[0])
        else:
            found.append("text")
    return found
