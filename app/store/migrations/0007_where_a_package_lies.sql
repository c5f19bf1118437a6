-- Where a package lies on this workstation until it is removed, and when it was.

ALTER TABLE issued_document ADD COLUMN path TEXT NOT NULL DEFAULT '';
ALTER TABLE issued_document ADD COLUMN removed_at INTEGER;
CREATE INDEX issued_document_kind ON issued_document (kind, id);
CREATE INDEX issued_document_path ON issued_document (id) WHERE path <> '';
