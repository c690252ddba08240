"""Responses that a variant writes to the connection by itself, down to the status line."""

from werkzeug.serving import WSGIRequestHandler
from werkzeug.test import run_wsgi_app

from wadows_reference.variants.registry import HttpResponse, Send


def writing(send: Send, handler: type[WSGIRequestHandler]) -> type[WSGIRequestHandler]:
    """Return a request handler that lets `send` write what the application answers."""

    class Writing(handler):  # type: ignore[valid-type,misc]
        def run_wsgi(self) -> None:
            """Answer one request, and wait for the client to hang up."""
            self.environ = self.make_environ()
            self.close_connection = True
            pieces, status, headers = run_wsgi_app(self.server.app, self.environ, buffered=True)
            number, _, phrase = status.partition(" ")
            response = HttpResponse(int(number), phrase, tuple(headers), b"".join(pieces))
            for piece in send(response):
                self.wfile.write(piece)
                self.wfile.flush()

    return Writing
