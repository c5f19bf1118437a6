-- Views that the staff share, replies written beforehand, and what each is still writing.

CREATE TABLE saved_view (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    sort TEXT NOT NULL,
    descending INTEGER NOT NULL,
    columns TEXT NOT NULL DEFAULT '',
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE canned_reply (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE draft (
    id INTEGER PRIMARY KEY,
    ticket_id INTEGER NOT NULL REFERENCES ticket (id),
    staff_id INTEGER REFERENCES staff (id),
    kind TEXT NOT NULL CHECK (kind IN ('out', 'note')),
    text TEXT NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE INDEX draft_ticket ON draft (ticket_id);
CREATE INDEX draft_staff ON draft (staff_id);
