-- What a person's account says, whom support may sign in as, and what happened when.

-- Whether support may sign in as them unless a ticket says otherwise. Null: not offered to them.
ALTER TABLE person ADD COLUMN proxy_access_default INTEGER;
-- What the desk decides differently for their account.
ALTER TABLE person ADD COLUMN policy TEXT NOT NULL DEFAULT '{}';

-- A person's own switch on a ticket, null where the account's holds, and until when support is
-- signed in as them.
CREATE TABLE proxy_access (
    ticket TEXT NOT NULL REFERENCES ticket (id),
    person TEXT NOT NULL REFERENCES person (id),
    enabled INTEGER,
    session_until INTEGER,
    PRIMARY KEY (ticket, person)
) STRICT;

-- What happened, in order: what `/events` tells. It is written by the changes themselves, so none
-- can be forgotten. `number`: that message came. `person`: it concerns nobody else.
CREATE TABLE happened (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    ticket TEXT NOT NULL,
    number INTEGER,
    person TEXT,
    at INTEGER NOT NULL
) STRICT;

CREATE TRIGGER message_came AFTER INSERT ON message BEGIN
    INSERT INTO happened (ticket, number, at) VALUES (new.ticket, new.number, unixepoch('subsec') * 1000);
END;

CREATE TRIGGER ticket_came AFTER INSERT ON ticket BEGIN
    INSERT INTO happened (ticket, at) VALUES (new.id, unixepoch('subsec') * 1000);
END;

CREATE TRIGGER ticket_changed AFTER UPDATE ON ticket BEGIN
    INSERT INTO happened (ticket, at) VALUES (new.id, unixepoch('subsec') * 1000);
END;

CREATE TRIGGER relation_came AFTER INSERT ON relation BEGIN
    INSERT INTO happened (ticket, at) VALUES (new.ticket, unixepoch('subsec') * 1000);
END;

CREATE TRIGGER somebody_read AFTER UPDATE OF read_to ON follower WHEN new.read_to <> old.read_to BEGIN
    INSERT INTO happened (ticket, person, at) VALUES (new.ticket, new.person, unixepoch('subsec') * 1000);
END;

CREATE TRIGGER switch_came AFTER INSERT ON proxy_access BEGIN
    INSERT INTO happened (ticket, person, at) VALUES (new.ticket, new.person, unixepoch('subsec') * 1000);
END;

CREATE TRIGGER switch_changed AFTER UPDATE ON proxy_access BEGIN
    INSERT INTO happened (ticket, person, at) VALUES (new.ticket, new.person, unixepoch('subsec') * 1000);
END;
