"""`python -m rightfit` is the same as `rightfit`."""

from rightfit.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
