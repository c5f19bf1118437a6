-- A half-written forward is kept as what it is, with the address it is to go to.

DROP INDEX draft_ticket;
DROP INDEX draft_staff;
ALTER TABLE draft RENAME TO draft_before;
CREATE TABLE draft (
    id INTEGER PRIMARY KEY,
    ticket_id INTEGER NOT NULL REFERENCES ticket (id),
    staff_id INTEGER REFERENCES staff (id),
    kind TEXT NOT NULL CHECK (kind IN ('reply', 'note', 'forward')),
    text TEXT NOT NULL,
    recipient TEXT NOT NULL DEFAULT '',
    updated_at INTEGER NOT NULL
);
INSERT INTO draft (id, ticket_id, staff_id, kind, text, updated_at)
    SELECT id, ticket_id, staff_id, iif(kind = 'out', 'reply', 'note'), text, updated_at
    FROM draft_before;
DROP TABLE draft_before;
CREATE INDEX draft_ticket ON draft (ticket_id);
CREATE INDEX draft_staff ON draft (staff_id);
