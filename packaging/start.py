"""Where the frozen program begins: the same as `python -m desk`."""

import sys

from desk.app import main

if __name__ == "__main__":
    sys.exit(main())
