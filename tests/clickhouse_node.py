"""A node of ClickHouse for tests: chdb, which is ClickHouse in process, behind the HTTP interface
the site speaks to. A process of its own, since chdb has one data folder for all of a process.

    python -m tests.clickhouse_node FOLDER

prints the port it listens on.
"""

import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

from chdb.session import Session


def serve(folder: str) -> None:
    session = Session(folder)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            (query,) = parse_qs(urlsplit(self.path).query).get("query", [""])
            try:
                answer = session.query(f"{query}\n{body}", "TabSeparated").bytes()
                self.send_response(200)
            except RuntimeError as error:
                answer = str(error).encode()
                self.send_response(500)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        print(server.server_port, flush=True)
        server.serve_forever()


if __name__ == "__main__":
    serve(sys.argv[1])
