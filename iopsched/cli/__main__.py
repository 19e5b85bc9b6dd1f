"""`python -m iopsched.cli` is `iopsched`."""

from iopsched.cli import main

main()
