"""What can be seen in an HTML document, as balanced elements of bounded depth and number.

HTML is read in one forward pass; what is hidden or unknown is dropped. The sanitiser and the
text both start from here: the sanitiser's own time grows with the square of the nesting.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

MAX_HTML_CHARS = 2_000_000
"""Characters of one document that are read."""
MAX_HTML_TAGS = 100_000
"""Tags of one document that are read."""
MAX_HTML_DEPTH = 150
"""Elements within elements; deeper ones lose their tags and keep their text."""

_NAME = re.compile(r"[a-zA-Z][^\s/>]{0,40}")
_ATTRIBUTE = re.compile(r"[\s/]*([^\s=>/][^\s=>/]*)")
_EQUALS = re.compile(r"\s*=\s*")
_UNQUOTED = re.compile(r"[^\s>]*")
_TAG_END = re.compile(r"[\s/]*>")
_HIDING = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all"
    r"|opacity\s*:\s*0(?:\.0+)?\s*(?:!|;|$))"
)
_ZERO_HEIGHT = re.compile(r"(?:^|;)\s*max-height\s*:\s*0(?:px|em|pt)?\s*(?:!|;|$)")
_OVERFLOW = re.compile(r"overflow\s*:\s*hidden")

_VOID = frozenset({"br", "hr", "img", "wbr", "col"})
_RAW_TEXT = frozenset({"script", "style", "title", "iframe", "noembed", "noframes"})
_UNSEEN = frozenset(
    [
        "template",
        "object",
        "applet",
        "embed",
        "svg",
        "math",
        "canvas",
        "audio",
        "video",
        "select",
        "datalist",
    ]
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCKS = _HEADINGS | frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "header",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
        "caption",
    ]
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "big",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "td",
        "th",
        "tt",
        "u",
        "var",
    ]
)
KEPT = BLOCKS | _INLINE | _VOID
_IMPLIED_ENDS = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "tr": frozenset({"td", "th", "tr"}),
    "td": frozenset({"td", "th"}),
    "th": frozenset({"td", "th"}),
}
_SCOPES = frozenset({"td", "th", "table", "caption"})
_TABLE_ONLY = frozenset({"table", "tbody", "thead", "tfoot", "tr"})
_USEFUL = frozenset(
    [
        "alt",
        "align",
        "class",
        "colspan",
        "dir",
        "height",
        "hidden",
        "href",
        "id",
        "rowspan",
        "src",
        "start",
        "style",
        "type",
        "width",
    ]
)
# What clients write around the mail that is answered. "Rest": everything behind it is quoted too.
_QUOTE_CLASSES = frozenset(
    [
        "gmail_attr",
        "moz-cite-prefix",
        "yahoo_quoted",
        "protonmail_quote",
        "tutanota_quote",
        "zmail_extra",
        "moz-signature",
        "gmail_signature",
        "gmail_signature_prefix",
    ]
)
_QUOTE_IDS = frozenset(
    [
        "olk_src_body_section",
        "mail-editor-reference-message-container",
        "signature",
        "ms-outlook-mobile-signature",
        "applemailsignature",
        "linebreakatbeginningofsignature",
    ]
)
_QUOTE_REST_IDS = frozenset({"divrplyfwdmsg", "appendonsend"})
_QUOTE_REST_CLASSES = frozenset({"outlookmessageheader"})

Attributes = dict[str, str]
Event = tuple[str, str, Attributes]
"""Kind (``start``, ``end``, ``text``, ``cut``), name or text, attributes."""


class Walker:
    """Balanced events of what can be seen in a document."""

    def __init__(self, html: str, *, without_quotes: bool = False) -> None:
        self._html = html[:MAX_HTML_CHARS].replace("\0", "")
        self._without_quotes = without_quotes
        self.quotes_found = False

    def events(self) -> Iterator[Event]:
        """Yield start, end and text, every start with its end."""
        stack: list[str] = []
        opened: Counter[str] = Counter()
        hidden: list[str] = []
        for kind, name, attributes in _tokens(self._html):
            if hidden:
                # Within something unseen only its own name matters, to find its end.
                if kind == "start" and name == hidden[-1]:
                    hidden.append(name)
                elif kind == "end" and name == hidden[-1]:
                    hidden.pop()
            elif kind == "text":
                yield kind, name, attributes
            elif kind == "end":
                yield from _close(name, stack, opened)
            else:
                verdict = self._verdict(name, attributes)
                if verdict == "rest":
                    break
                if verdict == "hide":
                    if name not in _VOID:
                        hidden.append(name)
                elif verdict == "keep":
                    yield from _open(name, attributes, stack, opened)
        for name in reversed(stack):
            yield "end", name, {}

    def _verdict(self, name: str, attributes: Attributes) -> str:
        if name in _UNSEEN or _is_hidden(attributes):
            return "hide"
        if self._without_quotes and (verdict := _quote_verdict(name, attributes)):
            self.quotes_found = True
            return verdict
        return "keep" if name in KEPT else "drop"


def _is_hidden(attributes: Attributes) -> bool:
    if "hidden" in attributes:
        return True
    style = attributes.get("style", "").lower()
    if not style:
        return False
    return bool(_HIDING.search(style) or (_ZERO_HEIGHT.search(style) and _OVERFLOW.search(style)))


def _quote_verdict(name: str, attributes: Attributes) -> str:
    # Outlook puts x_ before the names of a mail that it quotes.
    identifier = attributes.get("id", "").lower().removeprefix("x_")
    classes = {word.lower().removeprefix("x_") for word in attributes.get("class", "").split()}
    if identifier in _QUOTE_REST_IDS or classes & _QUOTE_REST_CLASSES:
        return "rest"
    if identifier in _QUOTE_IDS or classes & _QUOTE_CLASSES:
        return "hide"
    quoting = attributes.get("type", "").lower() == "cite" or "gmail_quote" in classes
    return "hide" if name == "blockquote" and quoting else ""


def _open(
    name: str, attributes: Attributes, stack: list[str], opened: Counter[str]
) -> Iterator[Event]:
    if name in _VOID:
        yield "start", name, attributes
        return
    for implied in _ends_implied_by(name, stack):
        yield from _close(implied, stack, opened)
    inside_rows = bool(stack) and stack[-1] in _TABLE_ONLY
    # A stray inline tag between rows would be moved out of the table by any browser.
    if len(stack) >= MAX_HTML_DEPTH or (inside_rows and name in _INLINE - {"td", "th"}):
        return
    stack.append(name)
    opened[name] += 1
    yield "start", name, attributes


def _ends_implied_by(name: str, stack: list[str]) -> Iterator[str]:
    closing = _IMPLIED_ENDS.get(name, frozenset())
    if name in BLOCKS and stack and stack[-1] == "p":
        yield "p"
    for opener in reversed(stack[-12:]):
        if opener in closing:
            yield opener
        elif opener in ("table", "ul", "ol", "dl"):
            return


def _close(name: str, stack: list[str], opened: Counter[str]) -> Iterator[Event]:
    if not opened[name]:
        return
    index = len(stack) - 1
    while stack[index] != name:
        # A </div> in a table cell does not close a <div> around the table.
        if stack[index] in _SCOPES and name not in _SCOPES | _TABLE_ONLY:
            return
        index -= 1
    while len(stack) > index:
        last = stack.pop()
        opened[last] -= 1
        yield "end", last, {}


def _tokens(html: str) -> Iterator[Event]:
    """Read tags and text in one forward pass; an unfinished tag ends the document."""
    position = 0
    tags = 0
    size = len(html)
    while position < size:
        opening = html.find("<", position)
        if opening < 0 or tags >= MAX_HTML_TAGS:
            rest = html[position:] if opening < 0 else html[position:opening]
            if rest:
                yield "text", unescape(rest), {}
            return
        if opening > position:
            yield "text", unescape(html[position:opening]), {}
        tags += 1
        following = html[opening + 1 : opening + 2]
        if following in {"!", "?"}:
            position = _behind_comment(html, opening)
            continue
        start = opening + (2 if following == "/" else 1)
        match = _NAME.match(html, start)
        if not match:
            yield "text", "<", {}
            position = opening + 1
            continue
        name = match[0].lower()
        attributes, position = _read_attributes(html, match.end())
        if position < 0:
            return
        if following == "/":
            # A stray </p> makes an empty paragraph in a browser; it says nothing here.
            yield "end", name, {}
            continue
        if name in _RAW_TEXT:
            position = _behind_raw_text(html, name, position)
            continue
        yield "start", name, attributes


def _behind_comment(html: str, opening: int) -> int:
    if html.startswith("<!--", opening):
        if html.startswith((">", "->"), opening + 4):
            return html.index(">", opening + 4) + 1
        end = html.find("-->", opening + 4)
        return len(html) if end < 0 else end + 3
    end = html.find(">", opening)
    return len(html) if end < 0 else end + 1


def _behind_raw_text(html: str, name: str, position: int) -> int:
    end = re.compile(f"</{name}(?=[\\s/>])", re.IGNORECASE).search(html, position)
    if not end:
        return len(html)
    close = html.find(">", end.end())
    return len(html) if close < 0 else close + 1


def _read_attributes(html: str, position: int) -> tuple[Attributes, int]:
    """Return the attributes worth knowing and where the tag ends, -1 if it never does."""
    attributes: Attributes = {}
    while True:
        if end := _TAG_END.match(html, position):
            return attributes, end.end()
        match = _ATTRIBUTE.match(html, position)
        if not match:
            # Only "=" or nothing is left to stumble over.
            if position >= len(html):
                return attributes, -1
            position += 1
            continue
        position = match.end()
        value = ""
        if equals := _EQUALS.match(html, position):
            position = equals.end()
            quote = html[position : position + 1]
            if quote in ('"', "'"):
                end_quote = html.find(quote, position + 1)
                if end_quote < 0:
                    return attributes, -1
                value, position = html[position + 1 : end_quote], end_quote + 1
            elif unquoted := _UNQUOTED.match(html, position):
                value, position = unquoted[0], unquoted.end()
        key = match[1].lower()
        if key in _USEFUL and key not in attributes:
            attributes[key] = unescape(value[:2000]).strip()
