from __future__ import annotations

import pytest

from app.intake.markup import html_to_text, reply_in_html, sanitise_html


@pytest.mark.parametrize(
    ("html", "safe"),
    [
        ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
        ("<p onclick=alert(1) style='background:url(http://x)'>a</p>", "<p>a</p>"),
        ("<img src='http://example.com/x.png' alt='logo'>", "logo"),
        ("<img src='file:///etc/passwd'>", ""),
        ("<img src='data:image/png;base64,AA'>", ""),
        ("<img src=cid:a@b onerror=alert(1)>", '<img src="cid:a@b">'),
        ("<img srcset='http://x/y 2x' src=cid:a>", '<img src="cid:a">'),
        (
            "<table background=http://x><tr><td>a</td></tr></table>",
            "<table><tbody><tr><td>a</td></tr></tbody></table>",
        ),
        ("<link rel=stylesheet href=http://x><base href=http://x>a", "a"),
        ("<iframe src=http://x></iframe><object data=x>b</object>a", "a"),
        ("<form action=http://x><input value=1><button>a</button></form>", "a"),
        ("<svg><image href=http://x /><script>1</script></svg>a", "a"),
        ("<math><mtext><img src=x onerror=1></mtext></math>a", "a"),
        ("<meta http-equiv=refresh content='0;url=http://x'>a", "a"),
        ("<!--[if mso]><img src=http://x><![endif]-->a", "a"),
        ("<noscript><p title='</noscript><img src=x onerror=1>'>a</p></noscript>", "<p>a</p>"),
        ("<style>@import 'http://x'</style>a", "a"),
        ("<video src=http://x poster=http://y>z</video>a", "a"),
        ("a &lt;script&gt; &amp;", "a &lt;script&gt; &amp;"),
        ("<div style='display: none'>weg</div>a", "a"),
    ],
)
def test_nothing_that_loads_or_runs_is_left(html: str, safe: str) -> None:
    assert sanitise_html(html) == safe


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        " java\nscript:alert(1)",
        "&#106;avascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "vbscript:x",
        "//example.com/x",
        "/lokaal",
        "cid:a@b",
        "smb://server/x",
    ],
)
def test_a_link_that_leads_elsewhere_than_the_web_or_a_mailbox_leads_nowhere(href: str) -> None:
    assert "href" not in sanitise_html(f"<a href='{href}'>x</a>")


@pytest.mark.parametrize("href", ["https://example.nl/?a=1&amp;b", "HTTP://x.nl", "mailto:a@b.nl"])
def test_an_honest_link_stays_and_tells_the_site_nothing(href: str) -> None:
    safe = sanitise_html(f"<a href='{href}' target=_blank>x</a>")
    assert safe == f'<a href="{href}" rel="noopener noreferrer">x</a>'


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Een</p><p>Twee</p>", "Een\n\nTwee"),
        ("<div>Een</div><div><br></div><div>Twee</div>", "Een\n\nTwee"),
        ("<p class=MsoNormal>Een</p><p class=MsoNormal>Twee</p>", "Een\nTwee"),
        ("Een<br>Twee <b>drie</b>\n vier", "Een\nTwee drie vier"),
        ("<ul><li>een<li>twee</ul><ol start=3><li>drie</ol>", "- een\n- twee\n\n3. drie"),
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", "a\tb\nc\td"),
        ("<pre>a  b\n  c</pre>", "a  b\n  c"),
        ("a&nbsp;b &euro; &#233;", "a b € é"),
        ("<head><title>t</title><style>x{}</style></head><body>a", "a"),
        ("a<!-- b -->c<script>d</script>", "ac"),
        ("<p hidden>a</p><span style='DISPLAY:none !important'>b</span>c", "c"),
        ("<div style='max-height:0;overflow:hidden'>voorproefje</div>c", "c"),
        ("<div style='font-size:0'><span style='font-size:13px'>c</span></div>", "c"),
        ("<a href=https://example.nl>link</a>", "link"),
        ("1 < 2 en 3 > 2", "1 < 2 en 3 > 2"),
        ("<template>a</template><select><option>b</select>c", "c"),
        ("<table><tr><td></div>a</td></tr></table>b", "a\nb"),
        ("", ""),
    ],
)
def test_the_text_is_what_a_reader_sees(html: str, text: str) -> None:
    assert html_to_text(html) == text


def test_markup_that_says_nothing_of_quotes_gives_no_reply() -> None:
    assert reply_in_html("<p>a</p>") is None
    assert reply_in_html("<blockquote type=cite>alles</blockquote>") is None
    assert reply_in_html("<p>a</p><blockquote type=cite>b</blockquote>") == "a"
