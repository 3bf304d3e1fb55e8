# SPDX-License-Identifier: Apache-2.0
"""A proxy on the loopback address that keeps what goes through it to a model, so that it can be sent once more."""

import http.client
import http.server
import threading

from settings import TIMEOUT

# What asks the model for an answer, or for likelihoods. What only asks about the server, or for tokens, is passed on.
ASKS_THE_MODEL = ("/v1/completions", "/v1/chat/completions", "/completion")


class Proxy(http.server.ThreadingHTTPServer):
    # emend may connect for all passages at once.
    request_queue_size = 256


class Recorder:
    """Listens from `with` on until its end, in front of the server on `port`."""

    def __init__(self, port):
        self.port = port
        # Path and body of each request, in the order in which they came.
        self.requests = []

    def __enter__(self):
        self.proxy = Proxy(("127.0.0.1", 0), handler(self))
        self.address = f"http://127.0.0.1:{self.proxy.server_port}"
        threading.Thread(target=self.proxy.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.proxy.shutdown()
        self.proxy.server_close()


def handler(recorder):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.path in ASKS_THE_MODEL:
                recorder.requests.append((self.path, body))
            upstream = http.client.HTTPConnection("127.0.0.1", recorder.port, timeout=TIMEOUT)
            try:
                upstream.request(self.command, self.path, body, {"Content-Type": "application/json"})
                answer = upstream.getresponse()
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.getheader("Content-Type", "application/json"))
                self.send_header("Connection", "close")
                self.end_headers()
                while piece := answer.read1(65536):
                    self.wfile.write(piece)
            finally:
                upstream.close()

        do_POST = do_GET

        def log_message(self, *_):
            pass

    return Handler
