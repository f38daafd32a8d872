"""``python -m lianxin``: the command line."""

import sys

from lianxin.cli import main

sys.exit(main())
