"""What is seen of several videos at once."""

import pytest

from scenes.studio.lecture.board import Bars, Lines, Silence, board_for


@pytest.mark.parametrize("kind", [Bars, Lines])
def test_all_videos_are_told_of_one_by_one_and_together(kind, capsys):
    board = kind(3)
    board.begin("[red]a")
    board.begin("b")
    board.say("b", "computing")
    board.start("b", None)
    board.advance("b", 7)
    board.start("[red]a", 10)
    board.advance("[red]a", 4)
    board.note("[red]a: its process was killed; once more\x1b[2J")
    board.begin("[red]a")
    board.start("[red]a", 5)
    board.advance("[red]a", 9)
    board.end("[red]a", None, 3.4)
    board.end("b", "why", 1.0)
    board.begin("c")
    board.end("c", None, 2.0)
    board.close()
    out, err = capsys.readouterr()
    assert out == ""
    lines = [line for line in err.split("\n") if line and "all videos" not in line]
    assert [line.strip() for line in lines if "[red]a:" in line or line.strip()[3:5] in (" b", " c")] == [
        "[red]a: its process was killed; once more?[2J",
        "1/3 [red]a: 9 frames in 3 s",
        "2/3 b: failed",
        "3/3 c: nothing to draw in 2 s",
    ]


def test_whoever_asks_for_quiet_gets_it(capsys):
    board = board_for(3, quiet=True)
    assert isinstance(board, Silence)
    board.begin("a")
    board.end("a", None, 1.0)
    assert capsys.readouterr() == ("", "")
    assert isinstance(board_for(3, quiet=False), Lines)
