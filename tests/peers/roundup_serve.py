"""Serves a tracker as a web server behind WSGI would: `roundup_serve.py TRACKER PORT KEYS`.

KEYS is written first: `login token`, a line each, as a help centre's back end makes tokens for those who are signed
in. It shares a secret with the tracker; a token names the tracker's address, which has the port.
"""

import sys
import time
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import jwt
from roundup import instance
from roundup.cgi.wsgi_handler import RequestDispatcher

A_DAY = 24 * 60 * 60


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Handler(WSGIRequestHandler):
    def get_environ(self):
        environ = super().get_environ()
        # Python's own server makes one up; Roundup would refuse a preflight for it.
        if "content-type" not in self.headers:
            environ["CONTENT_TYPE"] = ""
        return environ

    # The name of who asks would be looked up for each line of the log.
    def address_string(self):
        return self.client_address[0]


def token(db, user, ends):
    web = db.config.TRACKER_WEB
    claims = {"sub": user.id, "roles": user.roles.split(","), "iss": web, "aud": web, "exp": ends}
    return jwt.encode(claims, db.config.WEB_JWT_SECRET[0], algorithm="HS256")


def write_keys(home, path):
    db = instance.open(home).open("admin")
    now = time.time()
    users = [db.user.getnode(it) for it in db.user.list()]
    lines = [f"{it.username} {token(db, it, now + A_DAY)}\n" for it in users if it.roles]
    alice = db.user.getnode(db.user.lookup("alice"))
    lines.append(f"late {token(db, alice, now - A_DAY)}\n")
    db.close()
    with open(path, "w", encoding="utf-8") as keys:
        keys.writelines(lines)


tracker, port, keys = sys.argv[1:]
write_keys(tracker, keys)
server = Server(("127.0.0.1", int(port)), Handler)
server.set_app(RequestDispatcher(tracker))
server.serve_forever()
