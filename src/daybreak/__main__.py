"""Lets `python -m daybreak` do what the command `daybreak` does."""

from daybreak.cli.main import main

main()
