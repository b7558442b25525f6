

# Behind Roundup's own classic schema, whose names are used here: what a company adds that lets its
# customers read and write their own issues. Staff keep the classic role, User.
#
# A word among the staff is a message that is marked so.
msg.addprop(private=Boolean())

db.security.addRole(name='Customer', description='Sees the issues they opened or are copied on')


def allow(what, klass, **more):
    permission = db.security.addPermission(name=what, klass=klass, **more)
    db.security.addPermissionToRole('Customer', permission)


def own_issue(db, userid, itemid):
    issue = db.issue.getnode(itemid)
    return userid == issue.creator or userid in issue.nosy


# All of its issues, not any: who may add messages to an issue could add somebody else's, and read it there.
def own_message(db, userid, itemid):
    if db.msg.get(itemid, 'private'):
        return False
    if userid == db.msg.get(itemid, 'creator'):
        return True
    issues = db.issue.find(messages=itemid)
    return bool(issues) and all(own_issue(db, userid, it) for it in issues)


# A file is as private as the message that it came with.
def own_file(db, userid, itemid):
    if userid == db.file.get(itemid, 'creator'):
        return True
    messages = db.msg.find(files=itemid)
    return bool(messages) and all(own_message(db, userid, it) for it in messages)


# Staff, and those they share an issue with: customers do not get to know all the others.
def known_person(db, userid, itemid):
    if 'Customer' not in (db.user.get(itemid, 'roles') or ''):
        return True
    shared = db.issue.filter(None, {'nosy': [userid]}) + db.issue.filter(None, {'creator': [userid]})
    return any(own_issue(db, itemid, it) for it in shared)


for name in 'Web Access', 'Rest Access':
    db.security.addPermissionToRole('Customer', name)
for klass in 'priority', 'status', 'keyword':
    db.security.addPermissionToRole('Customer', 'View', klass)
allow('View', 'issue', check=own_issue)
allow('Search', 'issue')
allow('Edit', 'issue', check=own_issue, properties=('messages', 'files', 'status'))
allow('View', 'msg', check=own_message)
allow('View', 'file', check=own_file)
# To ask for several in one call, and for the issues of somebody. What is found is still only what they may view.
allow('Search', 'msg', properties=('id',))
allow('Search', 'user', properties=('id', 'username'))
allow('Create', 'issue', properties=('title', 'messages', 'files', 'priority'))
allow('Create', 'msg', properties=('content', 'author', 'date', 'files', 'type'))
allow('Create', 'file', properties=('name', 'type', 'content'))
allow('View', 'user', check=own_record)
allow('View', 'user', check=known_person, properties=('id', 'username', 'realname'))
