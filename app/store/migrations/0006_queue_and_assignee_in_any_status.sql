-- The tickets of a queue or of a member of staff by number, whatever their status.

CREATE INDEX ticket_queue_any ON ticket (queue_id, id);
CREATE INDEX ticket_assignee_any ON ticket (assignee_id, id);
