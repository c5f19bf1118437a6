-- People by name, in whatever capitals it is written, and the devices that nobody has: a page of
-- people, and one of devices by their owners, is read by an index.

CREATE INDEX person_name ON person (lower(display_name));
CREATE INDEX device_nobody ON device (id) WHERE owner_id IS NULL;
DROP INDEX person_display_name;
