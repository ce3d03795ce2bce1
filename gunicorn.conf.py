"""How gunicorn serves Quiet Circle, whether `run.sh` starts it or an operator does."""

import os

bind = os.environ.get("CIRCLE_BIND") or "127.0.0.1:5000"

# One process: the throttles count in its memory, and threads are enough for a group's phones.
workers = 1
worker_class = "gthread"
threads = 8
timeout = 60
graceful_timeout = 5

# privacy.md 3.11: no access log and no capture of what a request prints. Errors go to the terminal.
accesslog = None
errorlog = "-"
loglevel = "warning"

# gunicorn believes no forwarded header; ProxyFix does, for as many hops as CIRCLE_PROXY_HOPS says.
forwarded_allow_ips = ""

# The control socket would be a file outside the data folder.
control_socket_disable = True

# Heartbeats in memory where there is such a folder: a slow disk must not look like a dead worker.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
