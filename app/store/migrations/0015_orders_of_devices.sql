-- Each order of the list of devices by an index, so that a page of it is read and not all are sorted.
-- Names are alike within a kind, so that those of one would stand at either end of the list.

CREATE INDEX device_name ON device (
    lower(CASE name WHEN '' THEN manufacturer || ' ' || model ELSE name END)
);
CREATE INDEX device_kind ON device (kind);
CREATE INDEX device_kind_name ON device (
    kind, lower(CASE name WHEN '' THEN manufacturer || ' ' || model ELSE name END)
);
CREATE INDEX device_state ON device (state);
CREATE INDEX device_warranty_last ON device (coalesce(nullif(warranty_until, ''), '9999-12-31'));
DROP INDEX device_warranty;
