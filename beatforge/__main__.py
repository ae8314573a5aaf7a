"""`python -m beatforge` is the same as `beatforge`."""

import os
import sys

if sys.path and sys.path[0] == os.getcwd() and not os.path.isdir("beatforge"):  # noqa: PTH109, PTH112 - light
    del sys.path[0]  # a project's folder holds no modules of ours, whatever their names

from beatforge.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
