"""Packages as their receiver has them: every byte, unsealed, to look for a value in."""

from __future__ import annotations

import re
from io import BytesIO

import pypdf
import pyzipper

from app.workflows.export import ExportResult


def opened(made: ExportResult) -> dict[str, bytes]:
    """Return every file of a sealed package."""
    with pyzipper.AESZipFile(made.file) as archive:
        archive.setpassword(made.passphrase.encode())
        return {name: archive.read(name) for name in archive.namelist()}


def forms(files: dict[str, bytes]) -> dict[str, str]:
    """Return the text of each form: HTML, JSON, tables and the PDF's text layer."""
    return {
        "html": files["index.html"].decode(),
        "json": files["data.json"].decode(),
        "csv": "\n".join(c.decode() for n, c in files.items() if n.endswith(".csv")),
        "pdf": "\n".join(pdf_text(c) for n, c in files.items() if n.startswith("overview")),
    }


def everything(files: dict[str, bytes]) -> str:
    """Return all that can be read in a package: names, contents, PDF texts and metadata."""
    contents = (content.decode("utf-8", "replace") for content in files.values())
    return "\n".join([*files, *contents, forms(files)["pdf"]])


def pdf_text(content: bytes) -> str:
    """Return the text layer, the bookmarks and the metadata of a PDF."""
    reader = pypdf.PdfReader(BytesIO(content))
    texts = [page.extract_text() for page in reader.pages]
    return "\n".join([*texts, str(reader.metadata), str(reader.outline)])


def squeezed(text: str) -> str:
    """Return a text without white space, since lines break where the page ends."""
    return re.sub(r"\s+", "", text)
