-- Files attached to what is half written are kept with it, in pieces as those of messages are.

CREATE TABLE draft_file (
    id INTEGER PRIMARY KEY,
    draft_id INTEGER NOT NULL REFERENCES draft (id),
    filename TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL
);
CREATE INDEX draft_file_draft ON draft_file (draft_id);

CREATE TABLE draft_file_chunk (
    draft_file_id INTEGER NOT NULL REFERENCES draft_file (id),
    place INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (draft_file_id, place)
);
