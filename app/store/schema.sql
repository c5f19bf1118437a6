CREATE TABLE attachment (
    id INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL REFERENCES message (id),
    filename TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    content_id TEXT NOT NULL DEFAULT '',
    inline INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE attachment_chunk (
    attachment_id INTEGER NOT NULL REFERENCES attachment (id),
    place INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (attachment_id, place)
);

CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    staff_id INTEGER,
    staff_name TEXT NOT NULL,
    action TEXT NOT NULL,
    subject_table TEXT NOT NULL DEFAULT '',
    subject_id INTEGER,
    detail TEXT NOT NULL DEFAULT '{}',
    previous TEXT NOT NULL,
    digest TEXT NOT NULL
);

CREATE TABLE canned_reply (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE category (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

CREATE TABLE consent (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    recipient TEXT NOT NULL DEFAULT '',
    purpose TEXT NOT NULL,
    given_at INTEGER NOT NULL,
    withdrawn_at INTEGER
);

CREATE TABLE device (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL DEFAULT 'other',
    name TEXT NOT NULL DEFAULT '',
    manufacturer TEXT NOT NULL DEFAULT '',
    model TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT 'in_stock' CHECK (state IN
        ('in_stock', 'in_use', 'in_repair', 'lost', 'stolen', 'retired')),
    ownership TEXT NOT NULL DEFAULT 'managed' CHECK (ownership IN ('managed', 'private')),
    owner_id INTEGER REFERENCES person (id),
    organisation_id INTEGER REFERENCES organisation (id),
    location TEXT NOT NULL DEFAULT '',
    purchased_on TEXT NOT NULL DEFAULT '',
    warranty_until TEXT NOT NULL DEFAULT '',
    external_id TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE device_custody (
    id INTEGER PRIMARY KEY,
    device_id INTEGER NOT NULL REFERENCES device (id),
    person_id INTEGER REFERENCES person (id),
    since INTEGER NOT NULL,
    until INTEGER
);

CREATE TABLE device_identifier (
    id INTEGER PRIMARY KEY,
    device_id INTEGER NOT NULL REFERENCES device (id),
    kind TEXT NOT NULL CHECK (kind IN ('imei', 'imeisv', 'meid', 'mac', 'serial', 'asset_tag')),
    canonical TEXT NOT NULL,
    as_given TEXT NOT NULL,
    search_form TEXT NOT NULL,
    valid INTEGER NOT NULL,
    matchable INTEGER NOT NULL,
    UNIQUE (device_id, kind, canonical)
);

CREATE TABLE device_software (
    id INTEGER PRIMARY KEY,
    device_id INTEGER NOT NULL REFERENCES device (id),
    name TEXT NOT NULL,
    version TEXT NOT NULL DEFAULT '',
    publisher TEXT NOT NULL DEFAULT ''
);

CREATE VIRTUAL TABLE device_text USING fts5 (
    label, identifiers,
    content = 'device_text_source', content_rowid = 'id', tokenize = 'trigram'
);

CREATE TABLE disclosure (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    consent_id INTEGER REFERENCES consent (id),
    recipient TEXT NOT NULL,
    category TEXT NOT NULL,
    staff_id INTEGER REFERENCES staff (id),
    at INTEGER NOT NULL
);

CREATE TABLE disclosure_notice (
    id INTEGER PRIMARY KEY,
    disclosure_id INTEGER NOT NULL REFERENCES disclosure (id),
    request_id INTEGER NOT NULL REFERENCES subject_request (id),
    staff_id INTEGER REFERENCES staff (id),
    at INTEGER NOT NULL,
    UNIQUE (disclosure_id, request_id)
);

CREATE TABLE draft (
    id INTEGER PRIMARY KEY,
    ticket_id INTEGER NOT NULL REFERENCES ticket (id),
    staff_id INTEGER REFERENCES staff (id),
    kind TEXT NOT NULL CHECK (kind IN ('reply', 'note', 'forward')),
    text TEXT NOT NULL,
    recipient TEXT NOT NULL DEFAULT '',
    updated_at INTEGER NOT NULL
);

CREATE TABLE draft_file (
    id INTEGER PRIMARY KEY,
    draft_id INTEGER NOT NULL REFERENCES draft (id),
    filename TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL
);

CREATE TABLE draft_file_chunk (
    draft_file_id INTEGER NOT NULL REFERENCES draft_file (id),
    place INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (draft_file_id, place)
);

CREATE TABLE hold (
    id INTEGER PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    person_id INTEGER REFERENCES person (id),
    ticket_id INTEGER REFERENCES ticket (id),
    device_id INTEGER REFERENCES device (id),
    ground TEXT NOT NULL,
    until_on TEXT NOT NULL DEFAULT '',
    placed_by_id INTEGER REFERENCES staff (id),
    placed_at INTEGER NOT NULL,
    released_by_id INTEGER REFERENCES staff (id),
    released_at INTEGER
, organisation_id INTEGER REFERENCES organisation (id), query TEXT NOT NULL DEFAULT '', review_on TEXT NOT NULL DEFAULT '');

CREATE TABLE import_batch (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('mail', 'devices')),
    staff_id INTEGER REFERENCES staff (id),
    at INTEGER NOT NULL,
    created INTEGER NOT NULL DEFAULT 0,
    updated INTEGER NOT NULL DEFAULT 0,
    rejected INTEGER NOT NULL DEFAULT 0,
    undone_at INTEGER
);

CREATE TABLE import_row (
    id INTEGER PRIMARY KEY,
    batch_id INTEGER NOT NULL REFERENCES import_batch (id),
    table_name TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    version INTEGER,
    before_image TEXT
);

CREATE TABLE issued_document (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('package', 'purge_report', 'erasure_report')),
    person_id INTEGER REFERENCES person (id),
    request_id INTEGER REFERENCES subject_request (id),
    staff_id INTEGER REFERENCES staff (id),
    at INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    counts TEXT NOT NULL
, path TEXT NOT NULL DEFAULT '', removed_at INTEGER);

CREATE TABLE licence (
    id INTEGER PRIMARY KEY,
    product TEXT NOT NULL,
    vendor TEXT NOT NULL DEFAULT '',
    seats INTEGER NOT NULL DEFAULT 1 CHECK (seats >= 0),
    expires_on TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE licence_seat (
    id INTEGER PRIMARY KEY,
    licence_id INTEGER NOT NULL REFERENCES licence (id),
    device_id INTEGER REFERENCES device (id),
    person_id INTEGER REFERENCES person (id),
    assigned_at INTEGER NOT NULL
);

CREATE TABLE message (
    id INTEGER PRIMARY KEY,
    ticket_id INTEGER NOT NULL REFERENCES ticket (id),
    direction TEXT NOT NULL CHECK (direction IN ('in', 'out', 'note')),
    author_id INTEGER REFERENCES person (id),
    staff_id INTEGER REFERENCES staff (id),
    created_at INTEGER NOT NULL,
    text TEXT NOT NULL,
    reply_text TEXT,
    html TEXT,
    mail_id TEXT
);

CREATE TABLE message_party (
    id INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL REFERENCES message (id),
    role TEXT NOT NULL CHECK (role IN ('to', 'cc', 'reply_to')),
    person_id INTEGER REFERENCES person (id),
    name TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL,
    address_key TEXT NOT NULL
);

CREATE VIRTUAL TABLE message_text USING fts5 (
    title, text, files,
    content = 'message_text_source', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);

CREATE TABLE organisation (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    display_name TEXT NOT NULL DEFAULT '',
    user_name TEXT NOT NULL DEFAULT '',
    organisation_id INTEGER REFERENCES organisation (id),
    language TEXT NOT NULL DEFAULT '' CHECK (language IN ('', 'nl', 'en')),
    account_state TEXT NOT NULL DEFAULT 'active' CHECK (account_state IN ('active', 'closed')),
    account_closed_at INTEGER,
    last_contact_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE person_email (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    address TEXT NOT NULL,
    address_key TEXT NOT NULL
);

CREATE TABLE person_mark (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind IN ('restricted', 'objected')),
    purpose TEXT NOT NULL DEFAULT '',
    request_id INTEGER REFERENCES subject_request (id),
    since INTEGER NOT NULL
);

CREATE VIRTUAL TABLE person_text USING fts5 (
    names, addresses,
    content = 'person_text_source', content_rowid = 'id', tokenize = 'trigram'
);

CREATE TABLE queue (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

CREATE TABLE request_challenge (
    id INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES subject_request (id),
    salt TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0
);

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

CREATE TABLE request_letter (
    id INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES subject_request (id),
    kind TEXT NOT NULL CHECK (kind IN ('acknowledgement', 'identification', 'clarification',
        'extension', 'refusal', 'completion', 'notice')),
    language TEXT NOT NULL CHECK (language IN ('nl', 'en')),
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    staff_id INTEGER REFERENCES staff (id),
    at INTEGER NOT NULL
);

CREATE TABLE request_pause (
    id INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES subject_request (id),
    reason TEXT NOT NULL CHECK (reason IN ('identity', 'clarification')),
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL
);

CREATE TABLE retention_rule (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    months INTEGER NOT NULL CHECK (months >= 0),
    days INTEGER NOT NULL CHECK (days >= 0),
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    reason TEXT NOT NULL,
    staff_id INTEGER REFERENCES staff (id),
    at INTEGER NOT NULL, action TEXT NOT NULL DEFAULT ''
    CHECK (action IN ('', 'delete', 'anonymise', 'blank')), starts TEXT NOT NULL DEFAULT '', ground TEXT NOT NULL DEFAULT '',
    UNIQUE (code, version),
    CHECK (months + days > 0)
);

CREATE TABLE saved_view (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    sort TEXT NOT NULL,
    descending INTEGER NOT NULL,
    columns TEXT NOT NULL DEFAULT '',
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE staff (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('technician', 'lead')),
    active INTEGER NOT NULL DEFAULT 1
);

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

CREATE TABLE tag (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

CREATE TABLE ticket (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'new' CHECK (status IN
        ('new', 'open', 'waiting_person', 'waiting_third_party', 'resolved', 'closed')),
    priority INTEGER NOT NULL DEFAULT 2 CHECK (priority BETWEEN 1 AND 4),
    channel TEXT NOT NULL CHECK (channel IN
        ('website', 'web_form', 'ticket_system', 'email', 'telephone', 'counter')),
    queue_id INTEGER REFERENCES queue (id),
    category_id INTEGER REFERENCES category (id),
    requester_id INTEGER REFERENCES person (id),
    organisation_id INTEGER REFERENCES organisation (id),
    assignee_id INTEGER REFERENCES staff (id),
    merged_into_id INTEGER REFERENCES ticket (id),
    due_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    first_response_at INTEGER,
    closed_at INTEGER,
    version INTEGER NOT NULL DEFAULT 1
, has_note INTEGER NOT NULL DEFAULT 0, has_tag INTEGER NOT NULL DEFAULT 0, has_device INTEGER NOT NULL DEFAULT 0, has_attachment INTEGER NOT NULL DEFAULT 0, has_link INTEGER NOT NULL DEFAULT 0, merged INTEGER
    GENERATED ALWAYS AS (merged_into_id IS NOT NULL) VIRTUAL, answered INTEGER GENERATED ALWAYS AS (CASE
    WHEN first_response_at IS NULL THEN 5
    WHEN first_response_at - created_at <= 3600 THEN 0
    WHEN first_response_at - created_at <= 14400 THEN 1
    WHEN first_response_at - created_at <= 86400 THEN 2
    WHEN first_response_at - created_at <= 259200 THEN 3
    ELSE 4 END) VIRTUAL);

CREATE TABLE ticket_change (
    id INTEGER PRIMARY KEY,
    ticket_id INTEGER NOT NULL REFERENCES ticket (id),
    staff_id INTEGER REFERENCES staff (id),
    at INTEGER NOT NULL,
    field TEXT NOT NULL,
    old_value TEXT NOT NULL DEFAULT '',
    new_value TEXT NOT NULL DEFAULT ''
);

CREATE TABLE ticket_device (
    ticket_id INTEGER NOT NULL REFERENCES ticket (id),
    device_id INTEGER NOT NULL REFERENCES device (id),
    PRIMARY KEY (ticket_id, device_id)
) WITHOUT ROWID;

CREATE TABLE ticket_link (
    id INTEGER PRIMARY KEY,
    ticket_id INTEGER NOT NULL REFERENCES ticket (id),
    other_id INTEGER NOT NULL REFERENCES ticket (id),
    kind TEXT NOT NULL CHECK (kind IN ('related', 'duplicate', 'parent', 'split')),
    UNIQUE (ticket_id, other_id, kind)
);

CREATE TABLE ticket_tag (
    tag_id INTEGER NOT NULL REFERENCES tag (id),
    ticket_id INTEGER NOT NULL REFERENCES ticket (id),
    PRIMARY KEY (tag_id, ticket_id)
) WITHOUT ROWID;

CREATE INDEX attachment_message ON attachment (message_id);

CREATE INDEX consent_person ON consent (person_id);

CREATE INDEX device_custody_device ON device_custody (device_id, since);

CREATE INDEX device_custody_person ON device_custody (person_id) WHERE person_id IS NOT NULL;

CREATE INDEX device_custody_until ON device_custody (until) WHERE until IS NOT NULL;

CREATE INDEX device_external_id ON device (external_id) WHERE external_id <> '';

CREATE INDEX device_identifier_canonical ON device_identifier (kind, canonical);

CREATE INDEX device_identifier_search_form ON device_identifier (search_form);

CREATE INDEX device_kind ON device (kind);

CREATE INDEX device_kind_name ON device (
    kind, lower(CASE name WHEN '' THEN manufacturer || ' ' || model ELSE name END)
);

CREATE INDEX device_name ON device (
    lower(CASE name WHEN '' THEN manufacturer || ' ' || model ELSE name END)
);

CREATE INDEX device_nobody ON device (id) WHERE owner_id IS NULL;

CREATE INDEX device_organisation ON device (organisation_id) WHERE organisation_id IS NOT NULL;

CREATE INDEX device_owner ON device (owner_id) WHERE owner_id IS NOT NULL;

CREATE INDEX device_software_device ON device_software (device_id);

CREATE INDEX device_state ON device (state);

CREATE INDEX device_updated ON device (updated_at);

CREATE INDEX device_warranty_last ON device (coalesce(nullif(warranty_until, ''), '9999-12-31'));

CREATE INDEX disclosure_consent ON disclosure (consent_id);

CREATE INDEX disclosure_notice_request ON disclosure_notice (request_id);

CREATE INDEX disclosure_notice_staff ON disclosure_notice (staff_id);

CREATE INDEX disclosure_person ON disclosure (person_id);

CREATE INDEX disclosure_staff ON disclosure (staff_id);

CREATE INDEX draft_file_draft ON draft_file (draft_id);

CREATE INDEX draft_staff ON draft (staff_id);

CREATE INDEX draft_ticket ON draft (ticket_id);

CREATE INDEX hold_device ON hold (device_id) WHERE device_id IS NOT NULL;

CREATE INDEX hold_organisation ON hold (organisation_id) WHERE organisation_id IS NOT NULL;

CREATE INDEX hold_person ON hold (person_id) WHERE person_id IS NOT NULL;

CREATE INDEX hold_placed_by ON hold (placed_by_id);

CREATE INDEX hold_released_by ON hold (released_by_id);

CREATE INDEX hold_ticket ON hold (ticket_id) WHERE ticket_id IS NOT NULL;

CREATE INDEX import_batch_at ON import_batch (at);

CREATE INDEX import_batch_staff ON import_batch (staff_id);

CREATE INDEX import_row_batch ON import_row (batch_id);

CREATE INDEX import_row_row ON import_row (table_name, row_id);

CREATE INDEX issued_document_kind ON issued_document (kind);

CREATE INDEX issued_document_path ON issued_document (id) WHERE path <> '';

CREATE INDEX issued_document_person ON issued_document (person_id) WHERE person_id IS NOT NULL;

CREATE INDEX issued_document_request ON issued_document (request_id);

CREATE INDEX issued_document_staff ON issued_document (staff_id);

CREATE INDEX licence_seat_device ON licence_seat (device_id) WHERE device_id IS NOT NULL;

CREATE INDEX licence_seat_licence ON licence_seat (licence_id);

CREATE INDEX licence_seat_person ON licence_seat (person_id) WHERE person_id IS NOT NULL;

CREATE INDEX message_author ON message (author_id) WHERE author_id IS NOT NULL;

CREATE INDEX message_html ON message (id) WHERE html IS NOT NULL;

CREATE INDEX message_mail_id ON message (mail_id) WHERE mail_id IS NOT NULL;

CREATE INDEX message_party_address_key ON message_party (address_key);

CREATE INDEX message_party_message ON message_party (message_id);

CREATE INDEX message_party_person ON message_party (person_id) WHERE person_id IS NOT NULL;

CREATE INDEX message_staff ON message (staff_id) WHERE staff_id IS NOT NULL;

CREATE INDEX message_ticket ON message (ticket_id);

CREATE UNIQUE INDEX organisation_name_key ON organisation (name_key);

CREATE INDEX person_account_closed_at ON person (account_closed_at)
    WHERE account_closed_at IS NOT NULL;

CREATE UNIQUE INDEX person_email_address_key ON person_email (address_key);

CREATE INDEX person_email_person ON person_email (person_id);

CREATE INDEX person_mark_person ON person_mark (person_id);

CREATE INDEX person_mark_request ON person_mark (request_id);

CREATE INDEX person_name ON person (lower(display_name));

CREATE INDEX person_organisation ON person (organisation_id);

CREATE INDEX person_user_name ON person (user_name) WHERE user_name <> '';

CREATE UNIQUE INDEX request_challenge_request ON request_challenge (request_id);

CREATE INDEX request_finding_device ON request_finding (device_id) WHERE device_id IS NOT NULL;

CREATE INDEX request_finding_message ON request_finding (message_id)
    WHERE message_id IS NOT NULL;

CREATE INDEX request_finding_other ON request_finding (other_id) WHERE other_id IS NOT NULL;

CREATE INDEX request_finding_request ON request_finding (request_id);

CREATE INDEX request_finding_staff ON request_finding (staff_id);

CREATE INDEX request_letter_request ON request_letter (request_id);

CREATE INDEX request_letter_staff ON request_letter (staff_id);

CREATE INDEX request_pause_request ON request_pause (request_id);

CREATE INDEX retention_rule_staff ON retention_rule (staff_id);

CREATE INDEX staff_name ON staff (name);

CREATE INDEX subject_request_approved_by ON subject_request (approved_by_id);

CREATE INDEX subject_request_decision_staff ON subject_request (decision_staff_id);

CREATE INDEX subject_request_identity_staff ON subject_request (identity_staff_id);

CREATE INDEX subject_request_made_by ON subject_request (made_by_id);

CREATE INDEX subject_request_person ON subject_request (person_id) WHERE person_id IS NOT NULL;

CREATE INDEX subject_request_state ON subject_request (state, due_on);

CREATE INDEX ticket_answered ON ticket (answered);

CREATE INDEX ticket_assignee ON ticket (assignee_id, status);

CREATE INDEX ticket_assignee_any ON ticket (assignee_id);

CREATE INDEX ticket_category ON ticket (category_id);

CREATE INDEX ticket_change_staff ON ticket_change (staff_id);

CREATE INDEX ticket_change_ticket ON ticket_change (ticket_id);

CREATE INDEX ticket_channel ON ticket (channel);

CREATE INDEX ticket_closed ON ticket (closed_at) WHERE closed_at IS NOT NULL;

CREATE INDEX ticket_closed_due ON ticket (closed_at >> 19, coalesce(due_at, 253402300799))
    WHERE closed_at IS NOT NULL;

CREATE INDEX ticket_closed_early ON ticket (closed_at) WHERE closed_at < created_at;

CREATE INDEX ticket_closed_priority ON ticket (closed_at >> 19, priority)
    WHERE closed_at IS NOT NULL;

CREATE INDEX ticket_closed_updated ON ticket (closed_at >> 19, updated_at)
    WHERE closed_at IS NOT NULL;

CREATE INDEX ticket_created ON ticket (created_at);

CREATE INDEX ticket_created_due ON ticket (created_at >> 19, coalesce(due_at, 253402300799));

CREATE INDEX ticket_created_priority ON ticket (created_at >> 19, priority);

CREATE INDEX ticket_created_updated ON ticket (created_at >> 19, updated_at);

CREATE INDEX ticket_device_device ON ticket_device (device_id);

CREATE INDEX ticket_due ON ticket (coalesce(due_at, 253402300799));

CREATE INDEX ticket_due_early ON ticket (due_at) WHERE due_at < created_at;

CREATE INDEX ticket_due_priority ON ticket (due_at >> 19, priority) WHERE due_at IS NOT NULL;

CREATE INDEX ticket_due_updated ON ticket (due_at >> 19, updated_at) WHERE due_at IS NOT NULL;

CREATE INDEX ticket_has_attachment ON ticket (has_attachment);

CREATE INDEX ticket_has_device ON ticket (has_device);

CREATE INDEX ticket_has_link ON ticket (has_link);

CREATE INDEX ticket_has_note ON ticket (has_note);

CREATE INDEX ticket_has_tag ON ticket (has_tag);

CREATE INDEX ticket_link_other ON ticket_link (other_id);

CREATE INDEX ticket_merged ON ticket (merged);

CREATE INDEX ticket_merged_into ON ticket (merged_into_id) WHERE merged_into_id IS NOT NULL;

CREATE INDEX ticket_organisation ON ticket (organisation_id);

CREATE INDEX ticket_priority ON ticket (priority);

CREATE INDEX ticket_queue ON ticket (queue_id, status);

CREATE INDEX ticket_queue_any ON ticket (queue_id);

CREATE INDEX ticket_requester ON ticket (requester_id);

CREATE INDEX ticket_status ON ticket (status);

CREATE INDEX ticket_status_due ON ticket (status, coalesce(due_at, 253402300799))
    WHERE status <> 'closed';

CREATE INDEX ticket_status_priority ON ticket (status, priority) WHERE status <> 'closed';

CREATE INDEX ticket_status_updated ON ticket (status, updated_at);

CREATE INDEX ticket_tag_ticket ON ticket_tag (ticket_id);

CREATE INDEX ticket_updated ON ticket (updated_at);

CREATE INDEX ticket_updated_due ON ticket (updated_at >> 19, coalesce(due_at, 253402300799));

CREATE INDEX ticket_updated_early ON ticket (updated_at) WHERE updated_at < created_at;

CREATE INDEX ticket_updated_priority ON ticket (updated_at >> 19, priority);

CREATE TRIGGER attachment_added AFTER INSERT ON attachment
BEGIN UPDATE ticket SET has_attachment = 1 WHERE id = NEW.message_id >> 16 AND has_attachment = 0; END;

CREATE TRIGGER attachment_moved AFTER UPDATE OF message_id ON attachment
BEGIN
    UPDATE ticket SET has_attachment = 0 WHERE id = OLD.message_id >> 16
        AND NOT EXISTS (SELECT 1 FROM attachment
            WHERE message_id BETWEEN OLD.message_id >> 16 << 16 AND OLD.message_id | 65535);
    UPDATE ticket SET has_attachment = 1 WHERE id = NEW.message_id >> 16;
END;

CREATE TRIGGER attachment_removed AFTER DELETE ON attachment
BEGIN
    UPDATE ticket SET has_attachment = 0 WHERE id = OLD.message_id >> 16
        AND NOT EXISTS (SELECT 1 FROM attachment
            WHERE message_id BETWEEN OLD.message_id >> 16 << 16 AND OLD.message_id | 65535);
END;

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;

CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;

CREATE TRIGGER device_added AFTER INSERT ON ticket_device
BEGIN UPDATE ticket SET has_device = 1 WHERE id = NEW.ticket_id AND has_device = 0; END;

CREATE TRIGGER device_moved AFTER UPDATE OF ticket_id ON ticket_device
BEGIN
    UPDATE ticket SET has_device = 0 WHERE id = OLD.ticket_id
        AND NOT EXISTS (SELECT 1 FROM ticket_device WHERE ticket_id = OLD.ticket_id);
    UPDATE ticket SET has_device = 1 WHERE id = NEW.ticket_id;
END;

CREATE TRIGGER device_removed AFTER DELETE ON ticket_device
BEGIN
    UPDATE ticket SET has_device = 0 WHERE id = OLD.ticket_id
        AND NOT EXISTS (SELECT 1 FROM ticket_device WHERE ticket_id = OLD.ticket_id);
END;

CREATE VIEW device_text_source (id, label, identifiers) AS
SELECT device.id, device.name || ' ' || device.manufacturer || ' ' || device.model
        || ' ' || device.location,
    (SELECT group_concat(search_form, ' ') FROM
        (SELECT search_form FROM device_identifier WHERE device_id = device.id ORDER BY id))
FROM device;

CREATE TRIGGER link_added AFTER INSERT ON ticket_link
BEGIN
    UPDATE ticket SET has_link = 1 WHERE id IN (NEW.ticket_id, NEW.other_id) AND has_link = 0;
END;

CREATE TRIGGER link_moved AFTER UPDATE OF ticket_id, other_id ON ticket_link
BEGIN
    UPDATE ticket SET has_link = 0 WHERE id IN (OLD.ticket_id, OLD.other_id)
        AND NOT EXISTS (SELECT 1 FROM ticket_link WHERE ticket_id = ticket.id)
        AND NOT EXISTS (SELECT 1 FROM ticket_link WHERE other_id = ticket.id);
    UPDATE ticket SET has_link = 1 WHERE id IN (NEW.ticket_id, NEW.other_id) AND has_link = 0;
END;

CREATE TRIGGER link_removed AFTER DELETE ON ticket_link
BEGIN
    UPDATE ticket SET has_link = 0 WHERE id IN (OLD.ticket_id, OLD.other_id)
        AND NOT EXISTS (SELECT 1 FROM ticket_link WHERE ticket_id = ticket.id)
        AND NOT EXISTS (SELECT 1 FROM ticket_link WHERE other_id = ticket.id);
END;

CREATE VIEW message_text_source (id, title, text, files) AS
SELECT message.id, ticket.title, message.text,
    (SELECT group_concat(filename, ' ') FROM
        (SELECT filename FROM attachment WHERE message_id = message.id ORDER BY attachment.id))
FROM message JOIN ticket ON ticket.id = message.ticket_id;

CREATE TRIGGER note_added AFTER INSERT ON message WHEN NEW.direction = 'note'
BEGIN UPDATE ticket SET has_note = 1 WHERE id = NEW.ticket_id AND has_note = 0; END;

CREATE TRIGGER note_moved AFTER UPDATE OF ticket_id, direction ON message
WHEN 'note' IN (OLD.direction, NEW.direction)
BEGIN
    UPDATE ticket SET has_note = 0 WHERE id = OLD.ticket_id
        AND NOT EXISTS (SELECT 1 FROM message WHERE ticket_id = OLD.ticket_id AND direction = 'note');
    UPDATE ticket SET has_note = 1 WHERE id = NEW.ticket_id AND NEW.direction = 'note';
END;

CREATE TRIGGER note_removed AFTER DELETE ON message WHEN OLD.direction = 'note'
BEGIN
    UPDATE ticket SET has_note = 0 WHERE id = OLD.ticket_id
        AND NOT EXISTS (SELECT 1 FROM message WHERE ticket_id = OLD.ticket_id AND direction = 'note');
END;

CREATE VIEW person_text_source (id, names, addresses) AS
SELECT person.id, person.display_name || ' ' || person.user_name,
    (SELECT group_concat(address, ' ') FROM
        (SELECT address FROM person_email WHERE person_id = person.id ORDER BY id))
FROM person;

CREATE TRIGGER tag_added AFTER INSERT ON ticket_tag
BEGIN UPDATE ticket SET has_tag = 1 WHERE id = NEW.ticket_id AND has_tag = 0; END;

CREATE TRIGGER tag_moved AFTER UPDATE OF ticket_id ON ticket_tag
BEGIN
    UPDATE ticket SET has_tag = 0 WHERE id = OLD.ticket_id
        AND NOT EXISTS (SELECT 1 FROM ticket_tag WHERE ticket_id = OLD.ticket_id);
    UPDATE ticket SET has_tag = 1 WHERE id = NEW.ticket_id;
END;

CREATE TRIGGER tag_removed AFTER DELETE ON ticket_tag
BEGIN
    UPDATE ticket SET has_tag = 0 WHERE id = OLD.ticket_id
        AND NOT EXISTS (SELECT 1 FROM ticket_tag WHERE ticket_id = OLD.ticket_id);
END;
