"""HTML from outside: sanitised HTML to show, and the text that a reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from app.intake.markup_elements import (
    BLOCKS,
    KEPT,
    MAX_HTML_CHARS,
    MAX_HTML_TAGS,
    Attributes,
    Event,
    Walker,
)

_NO_MARGIN = re.compile(r"(?:^|;)\s*margin(?:-bottom)?\s*:\s*0")
_HREF = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
_CID = re.compile(r"cid:[^\s\"'<>]{1,250}$", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_MANY_BREAKS = re.compile(r"\n{3,}")
_TRAILING = re.compile(r"[ \t]+\n")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SPACED = _HEADINGS | frozenset({"p", "blockquote", "pre", "ul", "ol", "dl"})
_MAX_STRETCH = 20_000
_TURNS = 4
"""How often HTML that reads otherwise than it was written (a list in a table) is cleaned."""
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align"},
    "p": {"align", "dir"},
    "div": {"align", "dir"},
}


def sanitise_html(html: str) -> str:
    """Return HTML that loads nothing and runs nothing.

    Kept are text, structure, links to http, https and mailto, and images that came with the
    mail (``cid:``). Styles, scripts, forms, hidden elements and every other address go.
    """
    # Imported here: a mail without HTML does not need it.
    import nh3  # noqa: PLC0415 - see above

    pieces: list[str] = []
    for kind, name, attributes in Walker(html).events():
        if kind == "text":
            pieces.append(_escape_text(name))
        elif kind == "end":
            pieces.append(f"</{name}>")
        elif name == "img" and not _CID.match(attributes.get("src", "")):
            pieces.append(_escape_text(attributes.get("alt", "")))
        else:
            kept = "".join(
                f' {key}="{escape(value)}"'
                for key, value in attributes.items()
                if key in _ATTRIBUTES.get(name, ()) and _allowed_value(key, value) is not None
            )
            pieces.append(f"<{name}{kept}>")
    cleaner = nh3.Cleaner(
        tags=set(KEPT),
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "cid"},
        link_rel="noopener noreferrer",
        attribute_filter=lambda _tag, key, value: _allowed_value(key, value),
    )
    cleaned = cleaner.clean("".join(pieces))
    for _turn in range(_TURNS):
        again = cleaner.clean(cleaned)
        if again == cleaned:
            break
        cleaned = again
    return cleaned


def html_to_text(html: str) -> str:
    """Return the text that a reader of the document sees, in lines.

    Cells of a table row are set apart by tabs; list items carry a dash or their number.
    """
    return _render(Walker(html).events())


def reply_in_html(html: str) -> str | None:
    """Return the visible text less what the markup says is quoted or a signature.

    None where the markup says nothing, and where nothing would be left.
    """
    walker = Walker(html, without_quotes=True)
    text = _render(walker.events())
    return text if walker.quotes_found and text.strip() else None


def is_cut_off(html: str) -> bool:
    """Say whether a document is larger than what is read of it."""
    return len(html) > MAX_HTML_CHARS or html.count("<") > MAX_HTML_TAGS


def _escape_text(text: str) -> str:
    # The sanitiser's time grows with the square of the entities in one stretch of text, so a
    # stretch that only an attack has is broken up by tags that show nothing.
    if len(text) > _MAX_STRETCH:
        stretches = (text[at : at + _MAX_STRETCH] for at in range(0, len(text), _MAX_STRETCH))
        return "<wbr>".join(escape(stretch, quote=False) for stretch in stretches)
    return escape(text, quote=False)


def _allowed_value(key: str, value: str) -> str | None:
    if key == "href":
        return value if _HREF.match(value) else None
    if key == "src":
        return value if _CID.match(value) else None
    return value


class _Lines:
    """Text in the making: knows whether a line has begun."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._fresh = True
        self._space = False

    def word(self, text: str) -> None:
        """Add text whose white space counts as one blank."""
        text = _SPACE.sub(" ", text)
        if text == " ":
            self._space = True
            return
        if (self._space or text[:1] == " ") and not self._fresh:
            self.pieces.append(" ")
        self.pieces.append(text.strip(" "))
        self._space = text[-1:] == " "
        self._fresh = False

    def verbatim(self, text: str) -> None:
        """Add text whose white space stands."""
        self.pieces.append(text)
        self._fresh = text.endswith("\n")
        self._space = False

    def end_line(self) -> None:
        """End the line if one has begun."""
        if not self._fresh:
            self.break_line()

    def break_line(self) -> None:
        """End the line, an empty one too."""
        self.pieces.append("\n")
        self._fresh, self._space = True, False

    def gap(self) -> None:
        """End the line and leave an empty one, unless one is there."""
        self.end_line()
        if self.pieces and self.pieces[-2:] != ["\n", "\n"]:
            self.pieces.append("\n")

    def cell(self) -> None:
        """Set the next cell apart from one before it on the line."""
        if not self._fresh:
            self.pieces.append("\t")
            self._space = False


def _render(events: Iterator[Event]) -> str:
    renderer = _Renderer()
    for kind, name, attributes in events:
        if kind == "text":
            renderer.text(name)
        elif name in BLOCKS and name not in ("td", "th"):
            renderer.block(name, attributes, starts=kind == "start")
        elif kind == "start":
            renderer.inline(name)
    text = "".join(renderer.lines.pieces).replace("\xa0", " ")
    return _MANY_BREAKS.sub("\n\n", _TRAILING.sub("\n", text)).strip("\n").rstrip()


class _Renderer:
    """Turns elements into lines, gaps, bullets and tabs."""

    def __init__(self) -> None:
        self.lines = _Lines()
        self._lists: list[int] = []
        self._spaced: list[bool] = []
        self._verbatim = 0

    def text(self, text: str) -> None:
        """Add text, as it stands within ``pre``."""
        if self._verbatim:
            self.lines.verbatim(text.replace("\r\n", "\n"))
        elif text:
            self.lines.word(text)

    def inline(self, name: str) -> None:
        """Start an element that stands within a line or ends one."""
        if name == "br":
            self.lines.break_line()
        elif name in ("td", "th"):
            self.lines.cell()
        elif name == "hr":
            self.lines.end_line()

    def block(self, name: str, attributes: Attributes, *, starts: bool) -> None:
        """Start or end an element that has its own lines."""
        nested_list = name in ("ul", "ol") and len(self._lists) > (not starts)
        gap = name in _SPACED and not nested_list
        if name == "p":
            if starts:
                self._spaced.append(not _is_tight(attributes))
            gap = self._spaced[-1] if starts else self._spaced.pop()
        (self.lines.gap if gap else self.lines.end_line)()
        if name == "pre":
            self._verbatim += 1 if starts else -1
        elif name in ("ul", "ol") and starts:
            self._lists.append(_first_number(attributes) if name == "ol" else -1)
        elif name in ("ul", "ol"):
            self._lists.pop()
        elif name == "li" and starts:
            self.lines.word(_bullet(self._lists))
            self.lines.word(" ")


def _is_tight(attributes: Attributes) -> bool:
    """Say whether a paragraph has no margin, as every line of Word's is."""
    if "msonormal" in attributes.get("class", "").lower():
        return True
    return bool(_NO_MARGIN.search(attributes.get("style", "").lower()))


def _first_number(attributes: Attributes) -> int:
    start = attributes.get("start", "")
    return int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1


def _bullet(lists: list[int]) -> str:
    if not lists or lists[-1] < 0:
        return "-"
    lists[-1] += 1
    return f"{lists[-1] - 1}."
