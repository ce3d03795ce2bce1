"""How gunicorn serves Quiet Circle, whether `run.sh` starts it or an operator does."""

import os
import sys

from gunicorn.glogging import Logger

bind = os.environ.get("CIRCLE_BIND") or "127.0.0.1:5000"

# One process is enough for a town. What several count together, such as wrong codes, is in memory
# that they share because it is made before they are forked: so the program is loaded first.
workers = int(os.environ.get("CIRCLE_WEB_PROCESSES") or 1)
preload_app = True
worker_class = "gthread"
# Started when they are first needed. 320 at most are held by codes that wait (see
# facilitator/web/frame/throttle.py), and eight by the desk: some are always free for a phone.
threads = 352
timeout = 60
graceful_timeout = 5


def when_ready(server):
    """Before the processes are forked, so that none of them reads the library while phones wait:
    a room that opens the page at once would have each of its threads read it. The program is asked
    and not imported: this file is read before gunicorn goes to the program's folder."""
    warm = server.app.wsgi().extensions.get("warm")
    if warm:
        warm()


class QuietLogger(Logger):
    """Says what kind of error a request met, and nothing of the request: gunicorn's own words
    hold its address, its path, or what was sent (privacy.md 3.11)."""

    def exception(self, msg, *args, **kwargs):
        if "request" in str(msg).lower():
            kind = sys.exc_info()[0]
            self.error("%s outside the program, in a request", getattr(kind, "__name__", "Error"))
        else:
            super().exception(msg, *args, **kwargs)

    def debug(self, msg, *args, **kwargs):
        """Nothing, at whatever level: there would be a line with a time for every request."""

    def warning(self, msg, *args, **kwargs):
        """Nothing, at whatever level: those about a malformed request name where it came from."""


# No access log, and no warnings: those about a malformed request name the address it came from.
accesslog = None
errorlog = "-"
loglevel = "error"
logger_class = QuietLogger

# gunicorn believes no forwarded header; ProxyFix does, for as many hops as CIRCLE_PROXY_HOPS says.
forwarded_allow_ips = ""

# The control socket would be a file outside the data folder.
control_socket_disable = True

# Heartbeats in memory where there is such a folder: a slow disk must not look like a dead worker.
MEMORY = "/dev/shm"  # noqa: S108
worker_tmp_dir = MEMORY if os.access(MEMORY, os.W_OK | os.X_OK) else None
