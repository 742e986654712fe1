"""What a preview answers, and to whom."""

import errno
import json
import re
import socket
import subprocess

import pytest

FILM = "/patches/patches.mp4"


def film(preview):
    return (preview.folder / "lecture-preview/patches/patches.mp4").read_bytes()


@pytest.mark.parametrize(
    ("asked", "begin", "end"), [("bytes=0-9", 0, 10), ("bytes=100-", 100, None), ("bytes=-7", -7, None)]
)
def test_a_part_of_a_film_is_answered_by_that_part(asked, begin, end, preview):
    status, headers, body = preview.get(FILM, Range=asked)
    whole = film(preview)
    assert status == 206
    assert body == whole[begin:end]
    first = begin % len(whole)
    assert headers["content-range"] == f"bytes {first}-{first + len(body) - 1}/{len(whole)}"
    assert headers["content-type"] == "video/mp4"


def test_what_lies_beyond_the_end_or_is_of_another_film_is_told(preview):
    size = len(film(preview))
    status, headers, _ = preview.get(FILM, Range=f"bytes={size}-")
    assert (status, headers["content-range"]) == (416, f"bytes */{size}")
    status, headers, body = preview.get(FILM)
    assert (status, body, headers["accept-ranges"]) == (200, film(preview), "bytes")
    fresh = {"Range": "bytes=0-9", "If-Range": headers["etag"]}
    assert preview.get(FILM, **fresh)[0] == 206
    status, _, body = preview.get(FILM, **(fresh | {"If-Range": '"of another film"'}))
    assert (status, body) == (200, film(preview))
    assert preview.get(FILM, **{"If-None-Match": headers["etag"]})[::2] == (304, b"")
    assert preview.get(FILM, "HEAD")[::2] == (200, b"")
    assert preview.get(FILM, "POST")[0] == 405


def test_the_page_runs_one_script_and_asks_for_nothing_elsewhere(preview):
    status, headers, body = preview.get("/")
    text = body.decode()
    assert status == 200
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "://" not in policy + text
    assert re.findall(r"<script[^>]*>", text) == [
        f'<script src="/-/reload.js" data-state="{json.loads(preview.get("/-/state")[2])["state"]}" defer>'
    ]
    assert "patches.gif" not in text
    links = re.findall(r'(?:href|src|poster)="((?!#|data:)[^"]+)"', text)
    assert len(links) > 6
    for link in links:
        assert preview.get(link if link.startswith("/") else f"/{link}")[0] == 200, link
    assert preview.get("/-/reload.js")[1]["content-type"].startswith("text/javascript")
    assert preview.get("/patches/patches.en.vtt")[1]["content-type"].startswith("text/vtt")
    assert preview.get(FILM)[1]["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "address",
    [
        "/../secret.txt", "/%2e%2e/secret.txt", "/patches/../../secret.txt", "/..\\secret.txt", "/secret.txt",
        "/patches/%2e%2e%2f%2e%2e%2fsecret.txt", "//etc/passwd", "/etc/passwd", "/patches/link.txt", "/%ff",
        "/.lecture.json", "/patches", "/patches/", "/patches/.hidden", "/patches/secret.txt", "/patches/%00",
        "/patches/patches.mp4/",
    ],
)  # fmt: skip
def test_nothing_is_served_but_what_was_made(address, preview):
    pack = preview.folder / "lecture-preview/patches"
    (pack / ".hidden").write_text("mine")
    (pack / "secret.txt").write_text("mine")
    if not (pack / "link.txt").is_symlink():
        (pack / "link.txt").symlink_to(preview.folder / "secret.txt")
    status, _, body = preview.get(address)
    assert status == 404
    assert b"mine" not in body
    assert b"root:" not in body


def test_a_link_in_the_place_of_what_was_made_is_not_followed(preview):
    path = preview.folder / "lecture-preview/patches/transcript.en.md"
    kept = path.read_bytes()
    path.unlink()
    path.symlink_to(preview.folder / "secret.txt")
    try:
        assert preview.get("/patches/transcript.en.md")[0] == 404
    finally:
        path.unlink()
        path.write_bytes(kept)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "", "[::1]"])
def test_a_page_elsewhere_whose_name_leads_here_is_turned_away(host, preview):
    assert preview.get("/", Host=host)[0] == 400
    assert preview.get("/-/state", Host=host)[0] == 400
    assert preview.get(FILM, Host=host)[0] == 400


def test_who_is_called_localhost_is_this_machine(preview):
    assert preview.get("/", Host=f"localhost:{preview.port}")[0] == 200


def test_it_listens_for_this_machine_alone(preview):
    with socket.socket() as handle:
        assert handle.connect_ex(("127.0.0.2", preview.port)) == errno.ECONNREFUSED


def test_a_port_that_is_taken_is_told(preview, fake_command):
    for port, part in (
        (preview.port, f"the port {preview.port} is taken; give another with --port"),
        (70000, "--port is 70000; it must lie between 0 and 65535"),
        (-1, "--port is -1"),
    ):
        command = [*fake_command, "preview", "--port", str(port)]
        done = subprocess.run(command, cwd=preview.folder, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.count("\n") == 1
        assert part in done.stderr
