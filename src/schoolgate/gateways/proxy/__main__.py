"""`python -m schoolgate.gateways.proxy FOLDER --listen HOST:PORT`."""

from __future__ import annotations

import sys

from schoolgate.gateways.proxy.commandline import main

sys.exit(main(sys.argv[1:]))
