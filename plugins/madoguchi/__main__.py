"""`python -m madoguchi` is the command `madoguchi`."""

import sys

from madoguchi.cli import main

sys.exit(main())
