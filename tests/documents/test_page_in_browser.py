"""The page in a real browser: it runs and fetches nothing, and reads well on a telephone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from tests.documents.browser import DESK, NAMES, TELEPHONE, Browser, program
from tests.documents.people import file, sections, write
from tests.documents.test_package import HOSTILE

ACTIVE = [
    "<script>window.ran=1</script>",
    "<img src=x onerror=window.ran=2>",
    "<svg onload=window.ran=3></svg>",
    "</dd></style></title><iframe src='https://example.org/'></iframe>",
    "<a href='javascript:window.ran=4' autofocus onfocus=window.ran=5>hier</a>",
    "<link rel=stylesheet href='https://example.org/a.css'><base href='https://example.org/'>",
    "<meta http-equiv=refresh content='0;url=https://example.org/'>",
]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    name = program()
    if name is None:
        pytest.skip(f"no browser here: none of {', '.join(NAMES)}")
    with Browser(name, tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    texts = [*ACTIVE, *HOSTILE]
    files = (file("<img src=x onerror=window.ran=6>.pdf"), file("\u202egnp.exe"))
    write(folder / "p", sections(texts, files, title="<script>window.ran=7</script>"))
    return folder / "p" / "index.html"


def ordinary(folder: Path, language: str) -> Path:
    write(folder / "p", sections(files=(file(),)), language=language)
    return folder / "p" / "index.html"


def scroll_to_files(browser: Browser) -> None:
    """Bring the attachments into view: what is far below is laid out when one gets there."""
    browser.value("document.querySelector('.files').scrollIntoView()")
    browser.picture()


@pytest.mark.parametrize("width", [TELEPHONE, DESK])
def test_hostile_texts_run_nothing_fetch_nothing_and_stay_where_they_are(
    browser: Browser, hostile: Path, width: int
) -> None:
    browser.open(hostile, width=width)
    assert browser.value("window.ran") is None
    assert browser.value("document.scripts.length") == 0
    asked = {event["request"]["url"] for event in browser.told("Network.requestWillBeSent")}
    assert asked == {hostile.as_uri()}
    assert browser.value("location.href") == hostile.as_uri()
    assert browser.told("Page.javascriptDialogOpening") == []
    assert [entry["entry"]["text"] for entry in browser.told("Log.entryAdded")] == []
    shown = browser.value("document.body.textContent")
    for text in ACTIVE:
        assert text in shown
    # Not even a word of a million letters makes the page wider than the screen.
    browser.value(
        "window.long = [...document.querySelectorAll('dd')].find(d => d.textContent.length > 9e5);"
        "window.long.scrollIntoView()"
    )
    browser.picture()
    assert browser.value("window.long.scrollWidth <= window.long.clientWidth")
    assert browser.value("window.long.getBoundingClientRect().height") > 10_000
    assert browser.value("document.documentElement.scrollWidth") <= width


def test_a_text_that_turns_about_turns_nothing_else(browser: Browser, hostile: Path) -> None:
    browser.open(hostile, width=DESK)
    loose = browser.value(
        "[...document.querySelectorAll('dd')].filter("
        "d => getComputedStyle(d).unicodeBidi !== 'isolate' && d.dir).length"
    )
    assert loose == 0


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_is_laid_out_by_its_own_style_at_both_widths_light_and_dark(
    browser: Browser, tmp_path: Path, language: str
) -> None:
    page = ordinary(tmp_path, language)
    grounds = set()
    for width in (TELEPHONE, DESK):
        for dark in (False, True):
            browser.open(page, width=width, dark=dark)
            grounds.add(browser.value("getComputedStyle(document.body).backgroundColor"))
            assert browser.value("document.documentElement.lang") == language
            assert browser.value("document.documentElement.scrollWidth") <= width
            picture = Image.open(BytesIO(browser.picture()))
            colours = picture.convert("RGB").getcolors(1 << 24)
            assert colours is not None
            assert len(colours) > 20  # something is painted, and in more than one colour
            # What is read is not smaller than 12 pixels, and what is pressed not lower than 18.
            scroll_to_files(browser)
            small = browser.value(
                "[...document.querySelectorAll('p,dd,dt,li,h1,h2,h3,h4,h5')]"
                ".filter(e => parseFloat(getComputedStyle(e).fontSize) < 12).length"
            )
            assert small == 0
            low = browser.value(
                "[...document.querySelectorAll('nav a, .files a')]"
                ".filter(a => a.getBoundingClientRect().height < 18).length"
            )
            assert low == 0
    assert len(grounds) == 2


def test_a_screen_reader_finds_its_way(browser: Browser, tmp_path: Path) -> None:
    browser.open(ordinary(tmp_path, "nl"), width=DESK)
    scroll_to_files(browser)
    nodes = browser.ask("Accessibility.getFullAXTree")["nodes"]
    roles: dict[str, list[str]] = {}
    for node in nodes:
        if not node.get("ignored"):
            name = str(node.get("name", {}).get("value", ""))
            roles.setdefault(str(node["role"]["value"]), []).append(name)
    assert len(roles["main"]) == 1
    assert roles["navigation"] == ["Inhoud"]
    assert "Uw gegevens bij CNE ICT Professionals" in roles["heading"]
    assert all(roles["link"])
    assert "verslag.pdf" in roles["link"]
    levels = browser.value(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])"
    )
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_link_leads_into_the_package(browser: Browser, tmp_path: Path) -> None:
    page = ordinary(tmp_path, "nl")
    browser.open(page, width=DESK)
    for link in browser.value("[...document.links].map(a => a.href)"):
        path, _hash, part = str(link).partition("#")
        if part:
            assert browser.value(f"!!document.getElementById({part!r})")
        else:
            assert path.startswith(page.parent.as_uri())
            assert (page.parent / "files" / path.rpartition("/")[2]).is_file()


def test_it_is_printed_whole_in_black_on_white(browser: Browser, tmp_path: Path) -> None:
    texts = [f"bericht nummer {number}.\n" * 20 for number in range(30)]
    write(tmp_path / "p", sections(texts))
    browser.open(tmp_path / "p" / "index.html", width=DESK, dark=True)
    printed = pypdf.PdfReader(BytesIO(browser.printed()))
    text = "\n".join(page.extract_text() for page in printed.pages)
    assert all(
        len(re.findall(rf"bericht\s+nummer\s+{number}\.", text)) == 20 for number in range(30)
    )
