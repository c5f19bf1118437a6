"""New text told apart from quoted mail and signatures, by the lines themselves.

Each rule looks at one line, or at a handful joined, of bounded length, so the time is linear in
the text. Dutch, English, German and French; the clients are Outlook (desktop, web, mobile),
Gmail, Apple Mail and Thunderbird.
"""

from __future__ import annotations

import re

_LINE_CHARS = 400
"""Beginning of a line that rules look at."""
_ATTRIBUTION_LINES = 4
_ATTRIBUTION_CHARS = 500
_HEADER_LINES = 12
_SIGNATURE_LINES = 30
_CLOSING_LINES = 14

# Lines of quoted mail.
_QUOTED = re.compile(r"\s{0,3}>")
_RULE = re.compile(r"[\s*]*[-_=—–]{5,}[\s*]*$|[\s*]*(?:[-_] ){5,}[-_]?\s*$")

# "On … wrote:" with every word order the clients use; a digit must be among it.
_ATTRIBUTION_START = re.compile(
    r"[\s*_]*(?:on|op|am|le|den|il y a|\d|[^\s@]{1,60}@|[\"'<“]|\w[^:]{0,80}\b"
    r"(?:wrote|schreef|schrieb|a écrit)\b)",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"\b(?:wrote|schreef|schrieb|geschreven|geschrieben|écrit|ecrit|said)\b", re.IGNORECASE
)
_DATED = re.compile(r"\d{1,4}[-/.:]\d{1,2}|\b(?:19|20)\d\d\b")
_GMAIL_OLD = re.compile(r"\s*\d{4}-\d\d-\d\d\s+\d{1,2}:\d\d\s.{0,120}<[^<>\s]{3,200}>\s*:\s*$")
_SHORT_WROTE = re.compile(
    r"\s*[\w.,'\"<>@ +-]{2,120}\s(?:wrote|schreef|schrieb|a écrit)\s{0,3}:\s*$", re.IGNORECASE
)

# Lines from which on all is another mail.
_BANNER = re.compile(
    r"[\s>*]*-{2,}\s*(?:original message|original appointment|original mail|oorspronkelijk bericht"
    r"|oorspronkelijke afspraak|origineel bericht|oorspronkelijke bericht|ursprüngliche nachricht"
    r"|originalnachricht|original-nachricht|ursprünglicher termin|weitergeleitete nachricht"
    r"|message d'origine|message d’origine|message original|message initial|message transféré"
    r"|forwarded message|doorgestuurd bericht|reply message|antwoordbericht|forwarded by .{0,80})"
    r"\s*-{2,}[\s*]*$",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"[\s*]*(?:begin forwarded message|begin doorgestuurd bericht"
    r"|anfang der weitergeleiteten nachricht|début du message (?:réexpédié|transféré))\s*:[\s*]*$",
    re.IGNORECASE,
)
_ABOVE_LINE = re.compile(
    r"\s*[#=-]*\s*(?:please reply above this line|reply above this line|type your reply above"
    r"|antwoord boven deze regel|plaats uw antwoord boven deze (?:lijn|regel)"
    r"|bitte (?:oberhalb dieser linie|über dieser zeile) antworten"
    r"|répondre au-dessus de cette ligne)",
    re.IGNORECASE,
)
_HEADER_LABELS = {
    "from": "from van von de",
    "sent": "sent date verzonden datum gesendet datum envoyé date",
    "to": "to aan an à",
    "cc": "cc kopie",
    "subject": "subject onderwerp betreff objet",
}
_LABEL_KINDS = {label: kind for kind, labels in _HEADER_LABELS.items() for label in labels.split()}
_HEADER_LINE = re.compile(
    rf"[\s>]{{0,6}}\*{{0,2}}({'|'.join(sorted(_LABEL_KINDS, key=len, reverse=True))})"
    r"\s{0,3}\*{0,2}\s?:\*{0,2}",
    re.IGNORECASE,
)

# Lines with which a signature begins, or that a device or a person ends with.
_DASHES = re.compile(r"--[ \xa0]?$|—\s*$|_{2} ?$")
_LIST_FOOTER = re.compile(r"_{30,}\s*$")
_DEVICE_LINES = re.compile(
    r"[\s*_<]*(?:"
    r"sent (?:from|via|with) (?:my|the|a|an) (?:[\w'’+-]+ ){0,5}[\w'’+-]+"
    r"|sent (?:from|via|with) (?:\w+ )?(?:outlook|mail|yahoo|samsung|proton ?mail|gmail|iphone"
    r"|ipad|android|blackberry)\b.{0,80}"
    r"|(?:verstuurd|verzonden) (?:vanaf|vanuit|met|via|van) .{2,80}"
    r"|vanaf mijn .{2,40} (?:verzonden|verstuurd)"
    r"|von meine[mr] .{2,60} (?:gesendet|geschickt)"
    r"|(?:gesendet|diese nachricht wurde) (?:von|mit|aus|über) .{2,80}"
    r"|(?:envoyé|expédié) (?:de|depuis|à partir de|avec|via) .{2,80}"
    r"|(?:download|get|outlook für|outlook voor|obtenir|obtenez|télécharger|haal) ?outlook .{2,60}"
    r"|outlook (?:voor|für|pour) (?:ios|android|mac).{0,60}"
    r")[\s>*_.]{0,4}$",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"[\s*_]*(?:met (?:een )?(?:vriendelijke?|hartelijke|warme|beleefde) groet(?:en)?"
    r"|(?:vriendelijke|hartelijke|beleefde) groet(?:en|jes)?|hoogachtend|mvg|m\.v\.g\.?|vr\. ?gr\.?"
    r"|groet(?:en|jes)?|gr\.?|alvast (?:hartelijk )?(?:be)?dankt?.{0,30}"
    r"|(?:kind|best|warm|warmest|kindest) regards|regards|sincerely(?: yours)?|yours sincerely"
    r"|yours (?:faithfully|truly)|best wishes|cheers|many thanks|thanks(?: and regards)?"
    r"|all the best"
    r"|mit (?:freundlichen|besten|herzlichen) grüßen|mit freundlichem gruß|freundliche grüße"
    r"|(?:viele|beste|liebe|herzliche|schöne) grüße|mfg|hochachtungsvoll"
    r"|(?:bien )?cordialement(?: vôtre)?|(?:bien|très) à vous|meilleures salutations"
    r"|(?:sincères |bien )?salutations(?: distinguées)?|amicalement)[\s,.!*_]*$",
    re.IGNORECASE,
)
_OWN_NAME = re.compile(r"[-–—]\s?[A-Z][\w.'-]{1,30}(?: [A-Z][\w.'-]{0,30}){0,3}$")
# Initials end in a full stop; a sentence has more than a name's words before it.
_NAME_LINE = re.compile(r"\s*[^\s?]+(?: +[^\s?]+){0,6}\s*$|[^?|•·]{2,80}[|•·]")
_SENTENCE_END = re.compile(r"[?:;]\s*$|\w{4,}[.!]\s*$")
_POSTSCRIPT = re.compile(r"\s*p\.?\s?s\.?\b[:. ]", re.IGNORECASE)


def reply_text(text: str) -> str:
    """Return the text that the sender wrote now: ``text`` less quotes and signature.

    Answers written between quoted lines stay. Where nothing would be left, as in a mail that
    only forwards another, the whole text is returned.
    """
    lines = text.split("\n")
    new = _without_signature(_without_quotes(lines))
    reply = "\n".join(new).strip("\n").rstrip()
    return reply if reply.strip() else text


def _without_quotes(lines: list[str]) -> list[str]:
    """Return the lines that are not quoted, up to where another mail begins.

    "On … somebody wrote:" goes with the quoted lines below it. With none below it, the mail that it
    speaks of follows unquoted.
    """
    kept: list[str] = []
    labels = [_label_kind(line) for line in lines]  # each is looked at from many lines above it
    index = 0
    while index < len(lines):
        line = lines[index][:_LINE_CHARS]
        if _QUOTED.match(line):
            # What was taken out leaves one gap, not two answers run together or far apart.
            index = _next_written(lines, index + 1)
            if kept and kept[-1].strip():
                kept.append("")
            continue
        if _starts_another_mail(line) or _starts_header_block(lines, labels, index):
            break
        length = _attribution_length(lines, index)
        if length:
            behind = _next_written(lines, index + length)
            if behind >= len(lines) or not _QUOTED.match(lines[behind][:_LINE_CHARS]):
                break
            index = behind
            continue
        kept.append(lines[index])
        index += 1
    while kept and (not kept[-1].strip() or _RULE.match(kept[-1][:_LINE_CHARS])):
        kept.pop()
    return kept


def _next_written(lines: list[str], index: int) -> int:
    """Return the place of the first line from here on that is not empty."""
    while index < len(lines) and not lines[index].strip():
        index += 1
    return index


def _starts_another_mail(line: str) -> bool:
    """Say whether this line says that all from here on is another mail."""
    return bool(_BANNER.match(line) or _FORWARDED.match(line) or _ABOVE_LINE.match(line))


def _label_kind(line: str) -> str | None:
    """Return which field of a mail's header a line is; None for any other line."""
    match = _HEADER_LINE.match(line[:_LINE_CHARS])
    return None if match is None else _LABEL_KINDS[match[1].lower()]


def _starts_header_block(lines: list[str], labels: list[str | None], index: int) -> bool:
    """Say whether a mail's header stands here as Outlook writes it into the text."""
    if labels[index] not in ("from", "sent", "subject"):
        return False
    kinds = set()
    strangers = 0
    for place in range(index, min(index + _HEADER_LINES, len(lines))):
        if (kind := labels[place]) is not None:
            kinds.add(kind)
            strangers = 0
        elif lines[place].strip():
            # A long list of addressees wraps; a text does not come back to a label.
            strangers += 1
            if strangers > 2:
                break
    return len(kinds) >= 3 and "from" in kinds and bool(kinds & {"sent", "subject"})


def _attribution_length(lines: list[str], index: int) -> int:
    """Return how many lines "On … somebody wrote:" takes here, 0 when it is none."""
    first = lines[index][:_LINE_CHARS]
    if _GMAIL_OLD.match(first):
        return 1
    if _SHORT_WROTE.match(first):
        behind = _next_written(lines, index + 1)
        if behind < len(lines) and _QUOTED.match(lines[behind][:_LINE_CHARS]):
            return 1
    return _dated_attribution_length(lines, index) if _ATTRIBUTION_START.match(first) else 0


def _dated_attribution_length(lines: list[str], index: int) -> int:
    """Return how many lines it takes to a colon, with a day and a word for writing among them."""
    joined = ""
    for count, line in enumerate(lines[index : index + _ATTRIBUTION_LINES], 1):
        if not line.strip() or _QUOTED.match(line[:_LINE_CHARS]):
            return 0
        joined = f"{joined} {line[:_LINE_CHARS].strip()}".strip()
        if len(joined) > _ATTRIBUTION_CHARS:
            return 0
        if joined.rstrip("* _").endswith(":"):
            found = _WROTE.search(joined) and _DATED.search(joined)
            return count if found else 0
    return 0


def _without_signature(lines: list[str]) -> list[str]:
    """Return the lines above a signature: above dashes, or above "Kind regards" and a name."""
    written = [number for number, line in enumerate(lines) if line.strip()]
    for position, number in enumerate(written):
        line = lines[number][:_LINE_CHARS]
        below = len(written) - position - 1
        if _is_delimiter(line, below) or (
            below <= _CLOSING_LINES
            and _CLOSING.match(line)
            and _is_name_below([lines[rest][:_LINE_CHARS] for rest in written[position + 1 :]])
        ):
            lines = lines[:number]
            break
    return _without_last_lines(lines)


def _is_delimiter(line: str, below: int) -> bool:
    """Say whether a line parts a signature off; ``below`` is how many written lines follow."""
    if line == "-- ":
        return True
    return bool(below <= _SIGNATURE_LINES and (_DASHES.match(line) or _LIST_FOOTER.match(line)))


def _is_name_below(below: list[str]) -> bool:
    """Say whether what stands below "Kind regards" is a name and what goes with it.

    A text that goes on after its thanks does so in a sentence.
    """
    if any(_POSTSCRIPT.match(line) for line in below):
        return False
    return not below or (bool(_NAME_LINE.match(below[0])) and not _SENTENCE_END.search(below[0]))


def _without_last_lines(lines: list[str]) -> list[str]:
    """Take away what a device or a person signs with at the very end."""
    lines = list(lines)
    while lines:
        last = lines[-1][:_LINE_CHARS]
        alone = len(lines) > 1 and not lines[-2].strip()
        device = bool(_DEVICE_LINES.match(last))
        named = alone and bool(_OWN_NAME.match(last.strip()))
        if last.strip() and not device and not named:
            break
        lines.pop()
    return lines
