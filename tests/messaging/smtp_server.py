"""A small mail server for tests: real sockets, scripted answers, a list of what was taken over.

`plan` maps a step (`connect`, `mail`, `rcpt`, `data`, `content`) to answers that are used up in order, then the step
answers as usual. An answer is a status line, a number of seconds to wait before the usual answer, or `hang_up`.
`content` is the answer after the final dot: there the mail counts as taken over when the status begins with 2, and
with `hang_up_after` it is taken over and the line breaks before the client hears of it.
"""

import random
import socketserver
import threading
import time
from collections import Counter, defaultdict
from email import message_from_bytes, policy
from email.message import EmailMessage

USUAL = {"connect": "220 test", "mail": "250 ok", "rcpt": "250 ok", "data": "354 go on", "content": "250 taken over"}


class HangUp(Exception):
    pass


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        try:
            self.say("connect")
            while line := self.rfile.readline():
                self.obey(line.decode().strip())
        except (HangUp, OSError):
            pass

    def obey(self, line):
        word = line.split(":")[0].split(" ")[0].upper()
        if word in {"EHLO", "HELO"}:
            self.write("250 test")
        elif word == "MAIL":
            self.say("mail")
        elif word == "RCPT":
            self.say("rcpt")
        elif word == "DATA" and self.say("data"):
            self.read_content()
        elif word == "RSET":
            self.write("250 ok")
        elif word == "QUIT":
            self.write("221 bye")
            raise HangUp
        elif word != "DATA":
            self.write("502 unknown")

    def read_content(self):
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise HangUp
            lines.append(line[1:] if line.startswith(b".") else line)
        answer = self.next_answer("content")
        if answer in {"hang_up_after", "silent_after"} or isinstance(answer, float) or answer.startswith("2"):
            self.server.take(b"".join(lines))
        if answer == "silent_after":
            self.server.released.wait(10)
            raise HangUp
        self.carry_out("content", answer)

    def say(self, step):
        self.server.pause()
        return self.carry_out(step, self.next_answer(step))

    def next_answer(self, step):
        with self.server.lock:
            plan = self.server.plan[step]
            return plan.pop(0) if plan else USUAL[step]

    def carry_out(self, step, answer):
        if answer in {"hang_up", "hang_up_after"}:
            raise HangUp
        if isinstance(answer, float):
            time.sleep(answer)
            answer = USUAL[step]
        self.write(answer)
        return answer[0] in "23"

    def write(self, text):
        self.wfile.write(f"{text}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    block_on_close = False

    def __init__(self, *, longest_pause=0.0):
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock = threading.Lock()
        self.released = threading.Event()
        self.plan = defaultdict(list)
        self.longest_pause = longest_pause
        self.raw: list[bytes] = []

    @property
    def port(self):
        return self.server_address[1]

    def pause(self):
        if self.longest_pause:
            time.sleep(random.uniform(0, self.longest_pause))

    def take(self, raw):
        with self.lock:
            self.raw.append(raw)

    @property
    def mails(self) -> list[EmailMessage]:
        with self.lock:
            return [message_from_bytes(raw, policy=policy.default) for raw in self.raw]

    def deliveries(self) -> Counter[str]:
        """How often each Message-ID was taken over."""
        return Counter(mail["Message-ID"] for mail in self.mails)

    def __enter__(self):
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_exception):
        self.released.set()
        self.shutdown()
        self.server_close()
