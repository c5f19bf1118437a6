-- The tickets of a span of time in another order: blocks of 2^19 seconds, six days, each in it.

CREATE INDEX ticket_created_updated ON ticket (created_at >> 19, updated_at);
CREATE INDEX ticket_created_due ON ticket (created_at >> 19, coalesce(due_at, 253402300799));
CREATE INDEX ticket_created_priority ON ticket (created_at >> 19, priority);
CREATE INDEX ticket_updated_due ON ticket (updated_at >> 19, coalesce(due_at, 253402300799));
CREATE INDEX ticket_updated_priority ON ticket (updated_at >> 19, priority);
CREATE INDEX ticket_closed_updated ON ticket (closed_at >> 19, updated_at)
    WHERE closed_at IS NOT NULL;
CREATE INDEX ticket_closed_due ON ticket (closed_at >> 19, coalesce(due_at, 253402300799))
    WHERE closed_at IS NOT NULL;
CREATE INDEX ticket_closed_priority ON ticket (closed_at >> 19, priority)
    WHERE closed_at IS NOT NULL;
CREATE INDEX ticket_due_updated ON ticket (due_at >> 19, updated_at) WHERE due_at IS NOT NULL;
CREATE INDEX ticket_due_priority ON ticket (due_at >> 19, priority) WHERE due_at IS NOT NULL;
