-- Letters that ask for a clarification, and that tell those who received data of a change. The table
-- is made anew, because a check on its kinds cannot be widened in place.

ALTER TABLE request_letter RENAME TO request_letter_before;
DROP INDEX request_letter_request;
DROP INDEX request_letter_staff;
CREATE TABLE request_letter (
    id INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES subject_request (id),
    kind TEXT NOT NULL CHECK (kind IN ('acknowledgement', 'identification', 'clarification',
        'extension', 'refusal', 'completion', 'notice')),
    language TEXT NOT NULL CHECK (language IN ('nl', 'en')),
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    staff_id INTEGER REFERENCES staff (id),
    at INTEGER NOT NULL
);
INSERT INTO request_letter (id, request_id, kind, language, subject, text, staff_id, at)
    SELECT id, request_id, kind, language, subject, text, staff_id, at FROM request_letter_before;
DROP TABLE request_letter_before;
CREATE INDEX request_letter_request ON request_letter (request_id);
CREATE INDEX request_letter_staff ON request_letter (staff_id);
