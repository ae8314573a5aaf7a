"""`python -m beatforge` is the same as `beatforge`."""

import sys

from beatforge.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
