-- Times are milliseconds since 1970, so that sorting and ranges are plain numbers.
-- What is filtered, sorted or changed has a column; the rest of a ticket is JSON in `detail`.

CREATE TABLE organization (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE person (
    id TEXT PRIMARY KEY,
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    email TEXT,
    role TEXT NOT NULL,
    about TEXT,
    support TEXT NOT NULL,
    history TEXT NOT NULL
) STRICT;

CREATE TABLE membership (
    person TEXT NOT NULL REFERENCES person (id),
    organization TEXT NOT NULL REFERENCES organization (id),
    role TEXT NOT NULL,
    can_view INTEGER NOT NULL,
    can_request_view INTEGER NOT NULL,
    PRIMARY KEY (person, organization)
) STRICT;

CREATE TABLE session (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (id),
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE ticket (
    id TEXT PRIMARY KEY,
    -- Ids are text; this sorts those that are numbers as numbers.
    id_order TEXT NOT NULL UNIQUE,
    display_id TEXT,
    subject TEXT NOT NULL,
    language TEXT NOT NULL,
    product TEXT,
    type TEXT NOT NULL,
    requester TEXT NOT NULL REFERENCES person (id),
    assignee TEXT REFERENCES person (id),
    organization TEXT REFERENCES organization (id),
    category TEXT NOT NULL,
    status_value TEXT,
    status_label TEXT,
    -- As the desk said it, and as it follows from the category where the desk said nothing.
    waiting_on TEXT,
    turn TEXT NOT NULL,
    priority TEXT,
    escalated INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    -- Subject, id and people in lower case: LIKE folds only ASCII.
    words TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;

CREATE INDEX ticket_requester ON ticket (requester, updated_at);
CREATE INDEX ticket_organization ON ticket (organization, updated_at);

-- Who follows a ticket, and how far each has read: the number of the last message read.
CREATE TABLE follower (
    ticket TEXT NOT NULL REFERENCES ticket (id),
    person TEXT NOT NULL REFERENCES person (id),
    place INTEGER NOT NULL,
    read_to INTEGER NOT NULL,
    PRIMARY KEY (ticket, person)
) STRICT;

CREATE INDEX follower_person ON follower (person);

-- No reference for `other`: a ticket may name one that is not here.
CREATE TABLE relation (
    ticket TEXT NOT NULL REFERENCES ticket (id),
    place INTEGER NOT NULL,
    kind TEXT NOT NULL,
    other TEXT NOT NULL,
    PRIMARY KEY (ticket, place)
) STRICT;

CREATE TABLE message (
    ticket TEXT NOT NULL REFERENCES ticket (id),
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    author TEXT NOT NULL REFERENCES person (id),
    channel TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    language TEXT,
    html TEXT,
    text TEXT NOT NULL,
    quoted_from INTEGER,
    attachments TEXT NOT NULL,
    PRIMARY KEY (ticket, number)
) STRICT;
