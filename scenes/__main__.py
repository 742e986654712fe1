"""`python -m scenes` and the `descent` command."""

import gc
import os
import sys

SEARCH_AFTER = 10_000  # new objects, garbage is looked for; modules are none


def main() -> None:
    """Run the command line and exit with its code, 130 when interrupted at any moment."""
    from scenes.studio import interrupts

    interrupts.listen()
    _settle()
    try:
        from scenes.studio.cli import run

        code = run()
        gc.freeze()  # nor at the end is there anything to be found
        sys.exit(code)
    except KeyboardInterrupt:
        sys.exit(interrupts.EXIT_CODE)


def _settle() -> None:
    """Make the process one that starts fast: most of a short one goes into loading modules.

    A pool of threads for linear algebra would be started by numpy, and no one here would use it.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(SEARCH_AFTER, *gc.get_threshold()[1:])


if __name__ == "__main__":
    main()
