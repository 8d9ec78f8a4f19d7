"""Serves the web edition on 127.0.0.1 and opens it: browsers run no Python in a page opened as a file."""

import contextlib
import gzip
import io
import threading
import webbrowser
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "build/site"


class Host(SimpleHTTPRequestHandler):
    """Sends text compressed, as the hosts that serve such a site do, and says nothing about it."""

    def send_head(self):
        file = Path(self.translate_path(self.path))
        if file.suffix not in (".css", ".html", ".ipynb", ".js", ".json", ".mjs", ".svg") or not file.is_file():
            return super().send_head()
        packed = gzip.compress(file.read_bytes(), compresslevel=6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(file))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(packed)))
        self.end_headers()
        return io.BytesIO(packed)

    def log_message(self, *args):
        pass


@contextlib.contextmanager
def serving(folder=FOLDER):
    """Serve `folder` on a free port of 127.0.0.1 and yield its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


if __name__ == "__main__":
    with serving() as address:
        print(f"The web edition is at {address} until you press Ctrl+C.")
        webbrowser.open(address)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()
