-- What the search indexes write from now on goes in pieces of which each fits into one page of the
-- store. The engine's own 4,050 bytes are more than an encrypted page holds of a row: the rest lay
-- on a second page, to be read and decrypted as well. Merging writes what is there anew.

INSERT INTO message_text (message_text, rank) VALUES ('pgsz', 3960);
INSERT INTO device_text (device_text, rank) VALUES ('pgsz', 3960);
INSERT INTO person_text (person_text, rank) VALUES ('pgsz', 3960);
