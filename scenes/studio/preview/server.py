"""Serves a preview on this machine and to nobody else: its page, and the files of its packs."""

import asyncio
import mimetypes
import os
import socket
from pathlib import Path
from types import FrameType

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from watchfiles import awatch

from scenes.studio.lecture.record import Record
from scenes.studio.preview.preview import Preview

HOST = "127.0.0.1"
_SCRIPT = Path(__file__).with_name("reload.js")
_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; img-src 'self'; "
    "media-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Cache-Control": "no-cache",  # ask each time: films are made anew
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_GRACE = 1  # seconds for answers that are on their way
_LOOK = 1000  # milliseconds after which it is looked whether other folders are to be watched
mimetypes.add_type("text/vtt", ".vtt")
mimetypes.add_type("text/plain", ".srt")
mimetypes.add_type("text/plain", ".md")


def application(preview: Preview) -> Starlette:
    """Return what answers requests.

    Whoever asks for another host than this one is turned away: a page elsewhere whose name leads here must
    not read what is here.
    """

    def index(_: Request) -> Response:
        script = f'<script src="/-/reload.js" data-state="{preview.state()}" defer></script>\n'
        return HTMLResponse(preview.page(script), headers={**_HEADERS, "Content-Security-Policy": _POLICY})

    def state(_: Request) -> Response:
        return JSONResponse({"state": preview.state()}, headers=_HEADERS)

    def script(_: Request) -> Response:
        return FileResponse(_SCRIPT, headers=_HEADERS)

    def file(request: Request) -> Response:
        path = _packed(preview.folder, request.path_params["path"])
        if path is None:
            return PlainTextResponse("There is no such file here.", 404, headers=_HEADERS)
        answer = FileResponse(path, headers=_HEADERS, stat_result=path.stat())
        if request.headers.get("if-none-match") == answer.headers["etag"]:
            return Response(status_code=304, headers={**_HEADERS, "ETag": answer.headers["etag"]})
        return answer

    def no_icon(_: Request) -> Response:
        return Response(status_code=204, headers=_HEADERS)

    routes = [
        Route("/", index),
        Route("/index.html", index),
        Route("/-/state", state),
        Route("/-/reload.js", script),
        Route("/favicon.ico", no_icon),  # browsers ask for one by themselves
        Route("/{path:path}", file),
    ]
    return Starlette(routes=routes, middleware=[Middleware(TrustedHostMiddleware, [HOST, "localhost"])])


def _packed(folder: Path, address: str) -> Path | None:
    """Return the path of a file if it is one that a build made, and no link to elsewhere."""
    name, _, file = address.partition("/")
    if file not in Record(folder).files(name):
        return None
    path = folder.resolve() / name / file
    try:
        return path if path.is_file() and path.resolve(strict=True) == path else None
    except (OSError, ValueError):
        return None


def listening(port: int) -> socket.socket:
    """Return a socket that listens on a port of this machine, any free one for 0; raises OSError."""
    handle = socket.socket()
    try:
        if os.name == "posix":  # a port that was left just now is free
            handle.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        handle.bind((HOST, port))
        handle.listen()
    except BaseException:
        handle.close()
        raise
    return handle


def serve(preview: Preview, handle: socket.socket) -> None:
    """Build, watch and serve a preview until a signal ends it, which is raised again afterwards."""
    asyncio.run(_serve(preview, handle))


class _Server(uvicorn.Server):
    """A server that ends what it serves along with itself."""

    def __init__(self, preview: Preview) -> None:
        super().__init__(
            uvicorn.Config(
                application(preview),
                lifespan="off",
                ws="none",
                log_level="critical",
                server_header=False,
                timeout_graceful_shutdown=_GRACE,
            )
        )
        self._preview = preview

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._preview.stop()
        super().handle_exit(sig, frame)


async def _serve(preview: Preview, handle: socket.socket) -> None:
    server, stop = _Server(preview), asyncio.Event()
    watching = asyncio.create_task(_watch(preview, stop))
    working = asyncio.create_task(asyncio.to_thread(preview.run))
    working.add_done_callback(lambda _: setattr(server, "should_exit", True))
    try:
        await server.serve(sockets=[handle])
    finally:
        preview.stop()
        stop.set()
        await asyncio.gather(watching, working)


async def _watch(preview: Preview, stop: asyncio.Event) -> None:
    """Tell a preview of each change in the folders of its files, but not in its own."""

    def concerns(_: object, path: str) -> bool:
        return not Path(path).name.startswith(".") and Path(path) != preview.folder.absolute()

    while not stop.is_set():
        folders = preview.folders()
        watch = awatch(
            *folders,
            watch_filter=concerns,
            recursive=False,
            stop_event=stop,
            rust_timeout=_LOOK,
            yield_on_timeout=True,
        )
        async for changes in watch:
            other = preview.folders() != folders
            if changes or other:
                preview.touch()
            if other:
                break
