-- Retention rules as a lead changed them, and holds on an organisation and on a search.

-- Each change of a rule is a version of its own; without one, the policy's rule stands.
CREATE TABLE retention_rule (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    months INTEGER NOT NULL CHECK (months >= 0),
    days INTEGER NOT NULL CHECK (days >= 0),
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    reason TEXT NOT NULL,
    staff_id INTEGER REFERENCES staff (id),
    at INTEGER NOT NULL,
    UNIQUE (code, version),
    CHECK (months + days > 0)
);
CREATE INDEX retention_rule_staff ON retention_rule (staff_id);

-- A search is a ticket query, which is asked at the moment something is to be destroyed.
ALTER TABLE hold ADD COLUMN organisation_id INTEGER REFERENCES organisation (id);
ALTER TABLE hold ADD COLUMN query TEXT NOT NULL DEFAULT '';
ALTER TABLE hold ADD COLUMN review_on TEXT NOT NULL DEFAULT '';
CREATE INDEX hold_organisation ON hold (organisation_id) WHERE organisation_id IS NOT NULL;
