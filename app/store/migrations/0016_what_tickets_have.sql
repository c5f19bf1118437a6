-- Whether a ticket has any note, tag, device, file or link, kept with it by triggers: an index tells of
-- those that have one, or none, however few they are. How soon it was answered and whether it was
-- merged follow from its own row.

ALTER TABLE ticket ADD COLUMN has_note INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ticket ADD COLUMN has_tag INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ticket ADD COLUMN has_device INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ticket ADD COLUMN has_attachment INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ticket ADD COLUMN has_link INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ticket ADD COLUMN merged INTEGER
    GENERATED ALWAYS AS (merged_into_id IS NOT NULL) VIRTUAL;
-- Within one hour, four, a day, three days; later; not yet.
ALTER TABLE ticket ADD COLUMN answered INTEGER GENERATED ALWAYS AS (CASE
    WHEN first_response_at IS NULL THEN 5
    WHEN first_response_at - created_at <= 3600 THEN 0
    WHEN first_response_at - created_at <= 14400 THEN 1
    WHEN first_response_at - created_at <= 86400 THEN 2
    WHEN first_response_at - created_at <= 259200 THEN 3
    ELSE 4 END) VIRTUAL;

UPDATE ticket SET has_note = 1
    WHERE id IN (SELECT ticket_id FROM message WHERE direction = 'note');
UPDATE ticket SET has_link = 1
    WHERE id IN (SELECT ticket_id FROM ticket_link UNION ALL SELECT other_id FROM ticket_link);
UPDATE ticket SET
    has_tag = EXISTS (SELECT 1 FROM ticket_tag WHERE ticket_id = ticket.id),
    has_device = EXISTS (SELECT 1 FROM ticket_device WHERE ticket_id = ticket.id),
    has_attachment = EXISTS (SELECT 1 FROM attachment
        WHERE message_id BETWEEN ticket.id << 16 AND ticket.id << 16 | 65535);

CREATE INDEX ticket_has_note ON ticket (has_note);
CREATE INDEX ticket_has_tag ON ticket (has_tag);
CREATE INDEX ticket_has_device ON ticket (has_device);
CREATE INDEX ticket_has_attachment ON ticket (has_attachment);
CREATE INDEX ticket_has_link ON ticket (has_link);
CREATE INDEX ticket_merged ON ticket (merged);
CREATE INDEX ticket_answered ON ticket (answered);

-- Tickets that were changed, closed or due before they were made, since a clock was set back or
-- somebody said so: where none were, a day is also a bound of the numbers they may have.
CREATE INDEX ticket_updated_early ON ticket (updated_at) WHERE updated_at < created_at;
CREATE INDEX ticket_closed_early ON ticket (closed_at) WHERE closed_at < created_at;
CREATE INDEX ticket_due_early ON ticket (due_at) WHERE due_at < created_at;

-- A file's message has its ticket's number in front: in a move the file may come first, or last.
CREATE TRIGGER note_added AFTER INSERT ON message WHEN NEW.direction = 'note'
BEGIN UPDATE ticket SET has_note = 1 WHERE id = NEW.ticket_id AND has_note = 0; END;
CREATE TRIGGER note_removed AFTER DELETE ON message WHEN OLD.direction = 'note'
BEGIN
    UPDATE ticket SET has_note = 0 WHERE id = OLD.ticket_id
        AND NOT EXISTS (SELECT 1 FROM message WHERE ticket_id = OLD.ticket_id AND direction = 'note');
END;
CREATE TRIGGER note_moved AFTER UPDATE OF ticket_id, direction ON message
WHEN 'note' IN (OLD.direction, NEW.direction)
BEGIN
    UPDATE ticket SET has_note = 0 WHERE id = OLD.ticket_id
        AND NOT EXISTS (SELECT 1 FROM message WHERE ticket_id = OLD.ticket_id AND direction = 'note');
    UPDATE ticket SET has_note = 1 WHERE id = NEW.ticket_id AND NEW.direction = 'note';
END;
CREATE TRIGGER tag_added AFTER INSERT ON ticket_tag
BEGIN UPDATE ticket SET has_tag = 1 WHERE id = NEW.ticket_id AND has_tag = 0; END;
CREATE TRIGGER tag_removed AFTER DELETE ON ticket_tag
BEGIN
    UPDATE ticket SET has_tag = 0 WHERE id = OLD.ticket_id
        AND NOT EXISTS (SELECT 1 FROM ticket_tag WHERE ticket_id = OLD.ticket_id);
END;
CREATE TRIGGER tag_moved AFTER UPDATE OF ticket_id ON ticket_tag
BEGIN
    UPDATE ticket SET has_tag = 0 WHERE id = OLD.ticket_id
        AND NOT EXISTS (SELECT 1 FROM ticket_tag WHERE ticket_id = OLD.ticket_id);
    UPDATE ticket SET has_tag = 1 WHERE id = NEW.ticket_id;
END;
CREATE TRIGGER device_added AFTER INSERT ON ticket_device
BEGIN UPDATE ticket SET has_device = 1 WHERE id = NEW.ticket_id AND has_device = 0; END;
CREATE TRIGGER device_removed AFTER DELETE ON ticket_device
BEGIN
    UPDATE ticket SET has_device = 0 WHERE id = OLD.ticket_id
        AND NOT EXISTS (SELECT 1 FROM ticket_device WHERE ticket_id = OLD.ticket_id);
END;
CREATE TRIGGER device_moved AFTER UPDATE OF ticket_id ON ticket_device
BEGIN
    UPDATE ticket SET has_device = 0 WHERE id = OLD.ticket_id
        AND NOT EXISTS (SELECT 1 FROM ticket_device WHERE ticket_id = OLD.ticket_id);
    UPDATE ticket SET has_device = 1 WHERE id = NEW.ticket_id;
END;
CREATE TRIGGER attachment_added AFTER INSERT ON attachment
BEGIN UPDATE ticket SET has_attachment = 1 WHERE id = NEW.message_id >> 16 AND has_attachment = 0; END;
CREATE TRIGGER attachment_removed AFTER DELETE ON attachment
BEGIN
    UPDATE ticket SET has_attachment = 0 WHERE id = OLD.message_id >> 16
        AND NOT EXISTS (SELECT 1 FROM attachment
            WHERE message_id BETWEEN OLD.message_id >> 16 << 16 AND OLD.message_id | 65535);
END;
CREATE TRIGGER attachment_moved AFTER UPDATE OF message_id ON attachment
BEGIN
    UPDATE ticket SET has_attachment = 0 WHERE id = OLD.message_id >> 16
        AND NOT EXISTS (SELECT 1 FROM attachment
            WHERE message_id BETWEEN OLD.message_id >> 16 << 16 AND OLD.message_id | 65535);
    UPDATE ticket SET has_attachment = 1 WHERE id = NEW.message_id >> 16;
END;
CREATE TRIGGER link_added AFTER INSERT ON ticket_link
BEGIN
    UPDATE ticket SET has_link = 1 WHERE id IN (NEW.ticket_id, NEW.other_id) AND has_link = 0;
END;
CREATE TRIGGER link_removed AFTER DELETE ON ticket_link
BEGIN
    UPDATE ticket SET has_link = 0 WHERE id IN (OLD.ticket_id, OLD.other_id)
        AND NOT EXISTS (SELECT 1 FROM ticket_link WHERE ticket_id = ticket.id)
        AND NOT EXISTS (SELECT 1 FROM ticket_link WHERE other_id = ticket.id);
END;
CREATE TRIGGER link_moved AFTER UPDATE OF ticket_id, other_id ON ticket_link
BEGIN
    UPDATE ticket SET has_link = 0 WHERE id IN (OLD.ticket_id, OLD.other_id)
        AND NOT EXISTS (SELECT 1 FROM ticket_link WHERE ticket_id = ticket.id)
        AND NOT EXISTS (SELECT 1 FROM ticket_link WHERE other_id = ticket.id);
    UPDATE ticket SET has_link = 1 WHERE id IN (NEW.ticket_id, NEW.other_id) AND has_link = 0;
END;
