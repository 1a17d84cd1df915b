"""`python -m mainterm`: the `mainterm` command of this interpreter."""

from mainterm.cli.main import main

main()
