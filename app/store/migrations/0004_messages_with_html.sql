-- An erasure reads the HTML of every message that has some: without this it reads all messages.

CREATE INDEX message_html ON message (id) WHERE html IS NOT NULL;
