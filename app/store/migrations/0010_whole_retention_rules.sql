-- What a lead changes of a rule beside its period: empty means as the policy says.

ALTER TABLE retention_rule ADD COLUMN action TEXT NOT NULL DEFAULT ''
    CHECK (action IN ('', 'delete', 'anonymise', 'blank'));
ALTER TABLE retention_rule ADD COLUMN starts TEXT NOT NULL DEFAULT '';
ALTER TABLE retention_rule ADD COLUMN ground TEXT NOT NULL DEFAULT '';
