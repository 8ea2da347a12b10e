"""HTTP as it is on the wire, against a real server: entries posted, streams read line by line."""

import http.client
import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

CSRF = "a" * 32
"""Django takes any well-formed secret that comes both as a cookie and as a header."""


@dataclass(frozen=True)
class Browser:
    """One signed-in person, without a browser's doings."""

    url: str
    cookie: str
    session: str

    def post(self, name: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Send one entry; the status and the JSON. OSError when the server is gone."""
        connection = self._connection()
        try:
            headers = {**self._headers(), "Content-Type": "application/json", "X-CSRFToken": CSRF, "Origin": self.url}
            connection.request("POST", f"/sessions/{self.session}/{name}/", json.dumps(body), headers)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        return answer.status, json.loads(text) if text[:1] == b"{" else {"text": text.decode()}

    def open(self) -> int:
        """Open the bedside page; the status."""
        connection = self._connection()
        try:
            connection.request("GET", f"/sessions/{self.session}/", headers=self._headers())
            answer = connection.getresponse()
            answer.read()
        finally:
            connection.close()
        return answer.status

    def note(self, text: str) -> int:
        """Post a note; its number in the session."""
        status, told = self.post("note", {"client_id": str(uuid.uuid4()), "text": text})
        assert status == 201, (status, told)
        return int(told["seq"])

    @contextmanager
    def stream(self, after: int | None = None, last_event_id: int | None = None) -> Iterator["Stream"]:
        """Follow the session until the block ends."""
        connection = self._connection()
        headers = {**self._headers(), "Accept": "text/event-stream"}
        if last_event_id is not None:
            headers["Last-Event-ID"] = str(last_event_id)
        asked = f"?after={after}" if after is not None else ""
        connection.request("GET", f"/sessions/{self.session}/stream/{asked}", headers=headers)
        answer = connection.getresponse()
        try:
            yield Stream(answer)
        finally:
            answer.close()
            connection.close()

    def _headers(self) -> dict[str, str]:
        return {"Cookie": f"daybreak={self.cookie}; daybreak-csrf={CSRF}", "Accept": "application/json"}

    def _connection(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.url)
        return http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)


@dataclass
class Stream:
    """An open stream."""

    answer: http.client.HTTPResponse

    def messages(self) -> Iterator[dict[str, Any]]:
        """Each message: its ``event``, its ``id`` where it has one, its ``data``. Ends when the server ends it."""
        message: dict[str, Any] = {}
        for raw in self.answer:
            line = raw.decode().rstrip("\n")
            if line:
                name, _, value = line.partition(": ")
                message[name] = json.loads(value) if name == "data" else value
            elif "event" in message:
                yield message
                message = {}
            else:
                message = {}

    def until(self, seq: int) -> list[int]:
        """The numbers of the events that come, up to and with ``seq``."""
        seen = []
        for message in self.messages():
            if message["event"] == "event":
                seen.append(int(message["id"]))
                if seen[-1] >= seq:
                    break
        return seen

    def beats_until_silent(self, seconds: float) -> int:
        """How many signs of life still come before none has come for ``seconds``."""
        self.answer.fp.raw._sock.settimeout(seconds)  # type: ignore[union-attr]  # the socket below the response
        beats = 0
        with suppress(TimeoutError):
            while beats < 10:
                self.next_beat()
                beats += 1
        return beats

    def next_beat(self) -> dict[str, Any]:
        """The data of the next sign of life."""
        return next(message["data"] for message in self.messages() if message["event"] == "beat")
