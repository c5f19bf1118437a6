-- Subject requests from the first mail to the closing letter. The table of requests is made anew,
-- because a check on its kinds and states cannot be widened in place: its rows step aside and
-- come back, while the references to them wait for the end of the transaction.

PRAGMA defer_foreign_keys = ON;
CREATE TABLE subject_request_before AS SELECT * FROM subject_request;
DROP INDEX subject_request_person;
DROP INDEX subject_request_state;
DROP INDEX subject_request_identity_staff;
DROP INDEX subject_request_decision_staff;
DROP INDEX subject_request_made_by;
DROP TABLE subject_request;
CREATE TABLE subject_request (
    id INTEGER PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN
        ('access', 'rectify', 'erase', 'restrict', 'object', 'port', 'stop_account')),
    person_id INTEGER REFERENCES person (id),
    state TEXT NOT NULL DEFAULT 'received' CHECK (state IN ('received', 'identified', 'found',
        'previewed', 'decided', 'carried_out', 'closed')),
    received_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    due_statutory_on TEXT NOT NULL,
    paused_on TEXT NOT NULL DEFAULT '',
    pause_reason TEXT CHECK (pause_reason IN ('identity', 'clarification')),
    extended_on TEXT NOT NULL DEFAULT '',
    extension_reason TEXT CHECK (extension_reason IN ('complex', 'many_requests')),
    identity_method TEXT NOT NULL DEFAULT '',
    identity_staff_id INTEGER REFERENCES staff (id),
    identity_at INTEGER,
    identity_override INTEGER NOT NULL DEFAULT 0,
    identity_reason TEXT NOT NULL DEFAULT '',
    decision TEXT CHECK (decision IN ('granted', 'partly', 'refused')),
    grounds TEXT NOT NULL DEFAULT '',
    decision_staff_id INTEGER REFERENCES staff (id),
    decided_at INTEGER,
    approved_by_id INTEGER REFERENCES staff (id),
    approved_at INTEGER,
    approved_own INTEGER NOT NULL DEFAULT 0,
    approval_reason TEXT NOT NULL DEFAULT '',
    carried_out_at INTEGER,
    made_by_id INTEGER REFERENCES staff (id),
    closed_at INTEGER,
    version INTEGER NOT NULL DEFAULT 1
);
INSERT INTO subject_request (id, number, kind, person_id, state, received_on, due_on,
    due_statutory_on, identity_method, identity_staff_id, identity_at, decision,
    decision_staff_id, decided_at, made_by_id, closed_at, version)
SELECT id, number, kind, person_id, state, received_on, due_on, due_statutory_on,
    identity_method, identity_staff_id, identity_at, decision, decision_staff_id, decided_at,
    made_by_id, closed_at, version
FROM subject_request_before;
DROP TABLE subject_request_before;
CREATE INDEX subject_request_person ON subject_request (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX subject_request_state ON subject_request (state, due_on);
CREATE INDEX subject_request_identity_staff ON subject_request (identity_staff_id);
CREATE INDEX subject_request_decision_staff ON subject_request (decision_staff_id);
CREATE INDEX subject_request_approved_by ON subject_request (approved_by_id);
CREATE INDEX subject_request_made_by ON subject_request (made_by_id);

-- When the clock stood still, from the day after ``from_on`` to ``until_on``.
CREATE TABLE request_pause (
    id INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES subject_request (id),
    reason TEXT NOT NULL CHECK (reason IN ('identity', 'clarification')),
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL
);
CREATE INDEX request_pause_request ON request_pause (request_id);

-- A code that was sent to a known address; only its hash is kept, and only while it is open.
CREATE TABLE request_challenge (
    id INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES subject_request (id),
    salt TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX request_challenge_request ON request_challenge (request_id);

-- What may be the person's as well, and whether a member of staff says that it is.
CREATE TABLE request_finding (
    id INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES subject_request (id),
    kind TEXT NOT NULL CHECK (kind IN ('person', 'address', 'device', 'mention')),
    reason TEXT NOT NULL,
    other_id INTEGER REFERENCES person (id),
    device_id INTEGER REFERENCES device (id),
    message_id INTEGER REFERENCES message (id),
    address TEXT NOT NULL DEFAULT '',
    accepted INTEGER,
    staff_id INTEGER REFERENCES staff (id),
    at INTEGER
);
CREATE INDEX request_finding_request ON request_finding (request_id);
CREATE INDEX request_finding_other ON request_finding (other_id) WHERE other_id IS NOT NULL;
CREATE INDEX request_finding_device ON request_finding (device_id) WHERE device_id IS NOT NULL;
CREATE INDEX request_finding_message ON request_finding (message_id)
    WHERE message_id IS NOT NULL;
CREATE INDEX request_finding_staff ON request_finding (staff_id);

CREATE TABLE request_letter (
    id INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES subject_request (id),
    kind TEXT NOT NULL CHECK (kind IN
        ('acknowledgement', 'identification', 'extension', 'refusal', 'completion')),
    language TEXT NOT NULL CHECK (language IN ('nl', 'en')),
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    staff_id INTEGER REFERENCES staff (id),
    at INTEGER NOT NULL
);
CREATE INDEX request_letter_request ON request_letter (request_id);
CREATE INDEX request_letter_staff ON request_letter (staff_id);

-- What a request left on a person: their data may not be changed, or not be used for a purpose.
CREATE TABLE person_mark (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind IN ('restricted', 'objected')),
    purpose TEXT NOT NULL DEFAULT '',
    request_id INTEGER REFERENCES subject_request (id),
    since INTEGER NOT NULL
);
CREATE INDEX person_mark_person ON person_mark (person_id);
CREATE INDEX person_mark_request ON person_mark (request_id);

CREATE TABLE consent (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    recipient TEXT NOT NULL DEFAULT '',
    purpose TEXT NOT NULL,
    given_at INTEGER NOT NULL,
    withdrawn_at INTEGER
);
CREATE INDEX consent_person ON consent (person_id);

CREATE TABLE disclosure (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    consent_id INTEGER REFERENCES consent (id),
    recipient TEXT NOT NULL,
    category TEXT NOT NULL,
    staff_id INTEGER REFERENCES staff (id),
    at INTEGER NOT NULL
);
CREATE INDEX disclosure_person ON disclosure (person_id);
CREATE INDEX disclosure_consent ON disclosure (consent_id);
CREATE INDEX disclosure_staff ON disclosure (staff_id);

-- That a recipient was told of a correction, erasure or restriction (AVG, article 19).
CREATE TABLE disclosure_notice (
    id INTEGER PRIMARY KEY,
    disclosure_id INTEGER NOT NULL REFERENCES disclosure (id),
    request_id INTEGER NOT NULL REFERENCES subject_request (id),
    staff_id INTEGER REFERENCES staff (id),
    at INTEGER NOT NULL,
    UNIQUE (disclosure_id, request_id)
);
CREATE INDEX disclosure_notice_request ON disclosure_notice (request_id);
CREATE INDEX disclosure_notice_staff ON disclosure_notice (staff_id);
