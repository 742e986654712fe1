"""`python -m scenes` and the `descent` command."""

import sys


def main() -> None:
    """Run the command line and exit with its code, 130 when interrupted at any moment."""
    from scenes.studio import interrupts

    interrupts.listen()
    try:
        from scenes.studio.cli import run

        sys.exit(run())
    except KeyboardInterrupt:
        sys.exit(interrupts.EXIT_CODE)


if __name__ == "__main__":
    main()
