"""``format=flowed`` text (RFC 3676) with its paragraphs put together again."""

from __future__ import annotations


def unwrap_flowed(text: str, delete_space: bool) -> str:
    """Join the soft-broken lines of ``text``; quote marks are kept, stuffing goes.

    ``delete_space`` is the parameter ``delsp=yes``: the blank at a soft break is not text.
    """
    paragraphs: list[str] = []
    pieces: list[str] = []
    depth = 0
    for line in text.split("\n"):
        level = len(line) - len(line.lstrip(">"))
        content = line[level:].removeprefix(" ")
        signature = content == "-- "
        if pieces and (level != depth or signature):
            paragraphs.append(_quoted(depth, "".join(pieces)))
            pieces = []
        depth = level
        if content.endswith(" ") and not signature:
            pieces.append(content[:-1] if delete_space else content)
            continue
        pieces.append(content)
        paragraphs.append(_quoted(depth, "".join(pieces)))
        pieces = []
    if pieces:
        paragraphs.append(_quoted(depth, "".join(pieces)))
    return "\n".join(paragraphs)


def _quoted(depth: int, text: str) -> str:
    text = text if text == "-- " else text.rstrip(" ")
    return f"{'>' * depth} {text}".rstrip() if depth else text
