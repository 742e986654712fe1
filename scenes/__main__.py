"""`python -m scenes` and the `descent` command."""

from scenes.studio.cli import main

if __name__ == "__main__":
    main()
