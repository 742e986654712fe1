"""`python -m tests.scenes.checker --films 60 --seed 1`: check films of random settings."""

import argparse
import time
import traceback

from tests.scenes.checker.checking import check
from tests.scenes.checker.films import STORIES, films


def main() -> int:
    """Check films and print what is untrue in them; return 1 if anything is."""
    parser = argparse.ArgumentParser(prog="python -m tests.scenes.checker", description=__doc__)
    parser.add_argument("--films", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--story", default="", help="only stories whose name begins so")
    asked = parser.parse_args()
    bad = 0
    stories = tuple(each for each in STORIES if each.__name__.lower().startswith(asked.story.lower()))
    for number, film in enumerate(films(asked.films, asked.seed, stories)):
        begin = time.monotonic()
        try:
            found = [str(finding) for finding in check(film)]
        except ValueError as error:
            found = [] if _is_told(error) else traceback.format_exc().splitlines()[-5:]
            print(f"   refused: {error}")
        except Exception:
            found = traceback.format_exc().splitlines()[-5:]
        bad += bool(found)
        print(f"{number + 1:3} {film}  ({time.monotonic() - begin:.1f} s)", flush=True)
        for line in found:
            print(f"      {line}", flush=True)
    print(f"{bad} films of {asked.films} with findings")
    return int(bad > 0)


def _is_told(error: Exception) -> bool:
    """Whether a story was refused before it began, in a sentence."""
    names = {frame.name for frame in traceback.extract_tb(error.__traceback__)}
    return "construct" not in names


if __name__ == "__main__":
    raise SystemExit(main())
