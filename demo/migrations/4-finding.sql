-- Finding a ticket: orders that are read from an index, what is unread, and the words of it all.

-- What needs the customer first, when descending; what is most urgent first, when descending.
ALTER TABLE ticket ADD COLUMN status_order INTEGER GENERATED ALWAYS AS (
    CASE category WHEN 'awaiting_customer' THEN 4 WHEN 'open' THEN 3 WHEN 'on_hold' THEN 2
        WHEN 'resolved' THEN 1 ELSE 0 END
) VIRTUAL;
ALTER TABLE ticket ADD COLUMN priority_order INTEGER GENERATED ALWAYS AS (
    CASE priority WHEN 'urgent' THEN 4 WHEN 'high' THEN 3 WHEN 'tolerable' THEN 2
        WHEN 'question' THEN 1 ELSE 0 END
) VIRTUAL;

DROP INDEX ticket_requester;
DROP INDEX ticket_organization;

-- One a list and an order: a page, and any place in the list, is a piece of it.
CREATE INDEX requester_created ON ticket (requester, created_at, id_order);
CREATE INDEX requester_updated ON ticket (requester, updated_at, id_order);
CREATE INDEX requester_status ON ticket (requester, status_order, id_order);
CREATE INDEX requester_priority ON ticket (requester, priority_order, id_order);
CREATE INDEX requester_id ON ticket (requester, id_order);
CREATE INDEX organization_created ON ticket (organization, created_at, id_order);
CREATE INDEX organization_updated ON ticket (organization, updated_at, id_order);
CREATE INDEX organization_status ON ticket (organization, status_order, id_order);
CREATE INDEX organization_priority ON ticket (organization, priority_order, id_order);
CREATE INDEX organization_id ON ticket (organization, id_order);

-- L12: how many wait for the customer.
CREATE INDEX requester_awaiting ON ticket (requester) WHERE turn = 'customer';

-- Whether something was said by others since a person last read. It follows from the messages.
ALTER TABLE follower ADD COLUMN unread INTEGER NOT NULL DEFAULT 0;
CREATE INDEX follower_unread ON follower (person, ticket) WHERE unread = 1;

CREATE TRIGGER unread_by_message AFTER INSERT ON message BEGIN
    UPDATE follower SET unread = 1
    WHERE ticket = new.ticket AND person <> new.author AND read_to < new.number AND unread = 0;
END;

CREATE TRIGGER unread_by_following AFTER INSERT ON follower BEGIN
    UPDATE follower SET unread = 1
    WHERE ticket = new.ticket AND person = new.person AND EXISTS (
        SELECT 1 FROM message m
        WHERE m.ticket = new.ticket AND m.number > new.read_to AND m.author <> new.person);
END;

CREATE TRIGGER unread_by_reading AFTER UPDATE OF read_to ON follower BEGIN
    UPDATE follower SET unread = EXISTS (
        SELECT 1 FROM message m
        WHERE m.ticket = new.ticket AND m.number > new.read_to AND m.author <> new.person)
    WHERE ticket = new.ticket AND person = new.person;
END;

UPDATE follower SET unread = EXISTS (
    SELECT 1 FROM message m
    WHERE m.ticket = follower.ticket AND m.number > follower.read_to AND m.author <> follower.person);

-- The words of a ticket, folded and cut by `search`: letters, digits and spaces alone. It keeps no text.
ALTER TABLE ticket DROP COLUMN words;
CREATE VIRTUAL TABLE search USING fts5 (
    id, subject, people, text,
    content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '2 3'
);

-- What `search` has not seen as it is now. It is written by the changes themselves, so none can be forgotten.
CREATE TABLE unsearched (ticket TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO unsearched SELECT id FROM ticket;

CREATE TRIGGER unsearched_ticket AFTER INSERT ON ticket BEGIN
    INSERT OR IGNORE INTO unsearched VALUES (new.id);
END;

CREATE TRIGGER unsearched_change AFTER UPDATE OF display_id, subject, requester, assignee ON ticket BEGIN
    INSERT OR IGNORE INTO unsearched VALUES (new.id);
END;

CREATE TRIGGER unsearched_message AFTER INSERT ON message BEGIN
    INSERT OR IGNORE INTO unsearched VALUES (new.ticket);
END;

CREATE TRIGGER unsearched_rewritten AFTER UPDATE OF kind, text ON message BEGIN
    INSERT OR IGNORE INTO unsearched VALUES (new.ticket);
END;

CREATE TRIGGER unsearched_follower AFTER INSERT ON follower BEGIN
    INSERT OR IGNORE INTO unsearched VALUES (new.ticket);
END;
