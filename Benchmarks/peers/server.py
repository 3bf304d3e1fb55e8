# SPDX-License-Identifier: Apache-2.0
"""The contestant: llama-server, asked by as many clients at once as it has slots."""

import http.client
import json
import queue
import re
import socket
import subprocess
import threading
import time

from processes import peak_memory_of, start, stop
from rounds import Sample
from settings import CORES, PEERS, TIMEOUT, BenchmarkError


class Server:
    """A llama-server on the loopback address, from `with` on until its end.

    Its host-memory cache of prompts (--cache-ram) is off: with it, the second time that a document is asked would measure
    the cache. What it keeps in its slots (cache_prompt) stays on: the beginning that all prompts share is evaluated once.
    """

    def __init__(self, weights, slots, context):
        self.slots = slots
        self.context = context
        self.weights = weights

    def __enter__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [
            PEERS / "bin" / "llama-server", "-m", self.weights, "--host", "127.0.0.1", "--port", self.port,
            "-np", self.slots, "-c", self.slots * self.context, "--threads", CORES, "--cache-ram", 0, "--offline",
            "--metrics",
        ]
        self.process = start(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        try:
            self.wait_until_ready()
        except BaseException:
            stop(self.process)
            raise
        return self

    def __exit__(self, *_):
        stop(self.process)

    def wait_until_ready(self):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise BenchmarkError(f"llama-server ended with {self.process.returncode} before it answered")
            try:
                connection = self.connection()
                connection.request("GET", "/health")
                if connection.getresponse().status == 200:
                    return
            except OSError:
                pass
            finally:
                connection.close()
            time.sleep(0.05)
        raise BenchmarkError("llama-server was not ready within 60 s")

    def connection(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)

    def post(self, path, body, connection=None):
        own = connection or self.connection()
        try:
            own.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
            response = own.getresponse()
            text = response.read()
        except (OSError, http.client.HTTPException) as error:
            raise BenchmarkError(f"llama-server does not answer {path}: {error or type(error).__name__}") from error
        finally:
            if connection is None:
                own.close()
        if response.status != 200:
            raise BenchmarkError(f"llama-server answers {path} with {response.status}: {text[:200]!r}")
        return json.loads(text)

    def tokenize(self, text, special=False):
        return self.post("/tokenize", {"content": text, "add_special": False, "parse_special": special})["tokens"]

    def tokens_written(self):
        """All that it has generated since it runs."""
        connection = self.connection()
        try:
            connection.request("GET", "/metrics")
            text = connection.getresponse().read().decode()
        finally:
            connection.close()
        found = re.search(r"^llamacpp:tokens_predicted_total (\d+)", text, flags=re.MULTILINE)
        if not found:
            raise BenchmarkError("llama-server does not tell how many tokens it has generated")
        return int(found[1])

    def complete(self, request, connection=None, **more):
        return self.post("/completion", {
            "prompt": request.prompt, "n_predict": request.limit, "temperature": 0, "samplers": ["top_k"], "top_k": 1,
            "cache_prompt": True, **more,
        }, connection)

    def forget(self, request):
        """Leaves in every slot the beginning that all prompts share, and after it nothing that is going to be asked."""
        words = ("one", "two", "three", "four", "five", "six", "seven", "eight")
        others = [
            type(request)(
                request.prompt.replace(request.passage, f"{words[n % 8]} {words[n // 8]}: nothing to be done here."), "", "", 8)
            for n in range(self.slots)
        ]
        self.ask(others, ignore_eos=True)

    def ask(self, requests, **more):
        """All answers, in order, by one client a slot; a client asks again as soon as it has its answer."""
        return self.divided(requests, lambda request, connection: self.complete(request, connection, **more))

    def replayed(self, requests):
        """Sends paths and bodies as they are; how long that took, and the bodies of the answers, in order."""
        def send(request, connection):
            path, body = request
            connection.request("POST", path, body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            text = response.read()
            if response.status != 200:
                raise BenchmarkError(f"llama-server answers {path} with {response.status}: {text[:200]!r}")
            if response.getheader("Content-Type") == "text/event-stream":
                # The server closes the connection after a stream, whatever it says.
                connection.close()
            return text

        start = time.perf_counter()
        answers = self.divided(requests, send)
        return time.perf_counter() - start, answers

    def divided(self, requests, ask):
        """What `ask` gives for each request, in order; one client a slot, each with a connection that stays open."""
        waiting = queue.SimpleQueue()
        for item in enumerate(requests):
            waiting.put(item)
        answers = [None] * len(requests)
        failures = []

        def client():
            connection = self.connection()
            try:
                while not failures:
                    number, request = waiting.get_nowait()
                    answers[number] = ask(request, connection)
            except queue.Empty:
                pass
            except (OSError, http.client.HTTPException) as error:
                failures.append(BenchmarkError(f"llama-server does not answer: {error or type(error).__name__}"))
            except BenchmarkError as error:
                failures.append(error)
            finally:
                connection.close()

        clients = [threading.Thread(target=client, daemon=True) for _ in range(min(self.slots, len(requests)))]
        for thread in clients:
            thread.start()
        for thread in clients:
            thread.join()
        if failures:
            raise failures[0]
        return answers

    def measured(self, requests):
        """The time from the first question to the last answer."""
        self.forget(requests[0])
        start = time.perf_counter()
        answers = self.ask(requests)
        seconds = time.perf_counter() - start
        return Sample(
            seconds=seconds, passages=len(requests), generated_tokens=sum(one["tokens_predicted"] for one in answers),
            peak_memory=peak_memory_of(self.process.pid), answers=[one["content"] for one in answers],
            decode_seconds=sum(one["timings"]["predicted_ms"] for one in answers) / 1000 if self.slots == 1 else None,
            prompt_seconds=sum(one["timings"]["prompt_ms"] for one in answers) / 1000 if self.slots == 1 else None)


def context_for(requests, tokenize):
    """Tokens that a slot needs for the longest prompt and its answer, in whole blocks of 256."""
    longest = max(len(tokenize(one.prompt, special=True)) + one.limit for one in requests)
    return -(-(longest + 8) // 256) * 256
