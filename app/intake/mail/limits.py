"""How much of one mail is read, so that a mail made to hurt costs seconds and not the day."""

from __future__ import annotations

MAX_MAIL_BYTES = 100 * 1024 * 1024
"""A larger mail is rejected whole."""
MAX_PARTS = 1_000
"""MIME parts read of one mail; the rest is left out with a warning."""
MAX_DEPTH = 60
"""Levels of parts within parts; a deeper part is kept as a file, unopened."""
MAX_HEADERS = 2_000
"""Header fields read of one mail or part."""
MAX_HEADER_BYTES = 1024 * 1024
"""Bytes of one header section that are read."""
MAX_FIELD_BYTES = 64 * 1024
"""Bytes of one header field that are read."""
MAX_ADDRESSES = 500
"""Mailboxes read of one header field."""
MAX_IDS = 500
"""Message-IDs read of one header field."""
MAX_LINE_CHARS = 1_000
"""Characters of a one-line text (subject, name) that are kept."""
MAX_TEXT_CHARS = 2_000_000
"""Characters of visible text that are kept."""
MAX_TNEF_BYTES = 64 * 1024 * 1024
"""Bytes that the contents of one winmail.dat may come to, decompressed."""
