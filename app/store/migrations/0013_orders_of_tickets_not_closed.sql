-- The orders of a list within each status, of the tickets that are not closed: few beside all there
-- are, and looked at all day.

CREATE INDEX ticket_status_due ON ticket (status, coalesce(due_at, 253402300799))
    WHERE status <> 'closed';
CREATE INDEX ticket_status_priority ON ticket (status, priority) WHERE status <> 'closed';
