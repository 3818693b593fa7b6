"""`python -m goigen` is the same as `goigen`."""

from goigen.cli import main

if __name__ == "__main__":
    main()
