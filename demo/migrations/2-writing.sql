-- What customers write: replies, files, closing, feedback.

-- When it was resolved or closed: what the time for reopening it is counted from.
ALTER TABLE ticket ADD COLUMN done_at INTEGER;
UPDATE ticket SET done_at = updated_at WHERE category IN ('resolved', 'closed');

ALTER TABLE message ADD COLUMN client_id TEXT;

-- Files that wait for their message.
CREATE TABLE upload (
    token TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (id),
    file TEXT NOT NULL UNIQUE,
    filename TEXT NOT NULL,
    content_type TEXT NOT NULL,
    bytes BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

-- Where a file belongs. A seeded one has no bytes: they are made when somebody asks for them.
CREATE TABLE file (
    id TEXT PRIMARY KEY,
    ticket TEXT NOT NULL,
    number INTEGER NOT NULL,
    bytes BLOB,
    FOREIGN KEY (ticket, number) REFERENCES message (ticket, number)
) STRICT;

INSERT INTO file (id, ticket, number)
SELECT json_extract(it.value, '$.id'), m.ticket, m.number
FROM message m, json_each(m.attachments) it;

-- What was answered to a key, so that the same send is answered the same and not done twice.
CREATE TABLE answered (
    person TEXT NOT NULL REFERENCES person (id),
    key TEXT NOT NULL,
    request TEXT NOT NULL,
    answer TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (person, key)
) STRICT;
