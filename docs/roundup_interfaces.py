"""What Roundup 2.6 leaves out of its answers to pages of other origins.

Put this into the tracker's `interfaces.py`. It opens the tracker to nobody new: only the origins that
`allowed_api_origins` names get an answer they can read, as before.
"""

from roundup.cgi import client


class Client(client.Client):
    def determine_user(self, is_api=False):
        """Refusals too: without this header a browser tells its page only that something failed, and
        nobody is led to the sign-in when a token has run out."""
        try:
            super().determine_user(is_api)
        finally:
            origin = self.env.get("HTTP_ORIGIN")
            if is_api == "rest" and origin and self.is_origin_header_ok(api=True):
                self.setHeader("Access-Control-Allow-Origin", origin)
                self.setHeader("Vary", "Origin")

    def handle_preflight(self):
        """Roundup fails on the question whether the bytes of a file may be asked for."""
        if not self.path.endswith("/binary_content"):
            super().handle_preflight()
            return
        self.setHeader("Access-Control-Allow-Headers", "Authorization")
        self.setHeader("Access-Control-Allow-Methods", "OPTIONS, GET")
        self.setHeader("Access-Control-Max-Age", "86400")
        self.response_code = 204
        self.write("")
