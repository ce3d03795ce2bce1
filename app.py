"""The WSGI door: `app:app` for any server. As a script it serves: web server and worker."""

from __future__ import annotations

import os
import sys

from facilitator import create_app, prepare, serve
from facilitator.config import Config, ConfigError

if __name__ == "__main__":
    sys.exit(serve.main(sys.argv[1:]))

try:
    config = Config.from_environ(os.environ)
    prepare.folders(config)
    app = create_app(config)
except (ConfigError, prepare.PrepareError) as error:
    raise SystemExit(str(error)) from None
