"""A preview as a process of its own, and what a browser asks it for."""

import http.client
import os
import re
import signal
import subprocess
import time

SCENE = '[[scenes]]\nscene = "{}"\nquality = "h"\nformats = ["gif"]\n'


def heard():
    """Let a process be hung up on, even where the tests are run by nohup."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


class Running:
    """A preview of the lecture in a folder, and its address."""

    def __init__(self, command, folder, *arguments):
        self.folder, self.log = folder, folder.parent / "log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*command, "preview", "--port", "0", *arguments],
                cwd=folder,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env={**os.environ, "TMPDIR": str(folder.parent / "tmp")},
                start_new_session=True,
                preexec_fn=heard,
            )
        found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/\n", self.process.stdout.readline())
        assert found, self.told()
        self.port = int(found[1])

    def told(self):
        return self.log.read_text()

    def get(self, address, method="GET", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, address, headers=headers)
            answer = connection.getresponse()
            return answer.status, {key.lower(): value for key, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def page(self):
        return self.get("/")[2].decode()

    def until(self, happens, seconds=90):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.process.poll() is None:
            if happens():
                return
            time.sleep(0.1)
        raise AssertionError(self.told())

    def interrupt(self):
        """Press Ctrl-C, and return the exit code and how many seconds it took."""
        os.killpg(self.process.pid, signal.SIGINT)
        begun = time.monotonic()
        return self.process.wait(30), time.monotonic() - begun

    def close(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()
