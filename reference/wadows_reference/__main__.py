"""`python -m wadows_reference`."""

from wadows_reference.cli import main

main()
