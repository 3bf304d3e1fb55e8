# SPDX-License-Identifier: Apache-2.0
"""The contestant: a loop in Python over llama-cpp-python, as people write it."""

import json
import queue
import subprocess
import threading
import time
from pathlib import Path

from processes import peak_memory_of, start, stop
from rounds import Sample
from settings import CORES, TIMEOUT, VENV, BenchmarkError


class PythonLoop:
    """A Python that has loaded the model and answers passages one after the other; see python_worker.py."""

    def __init__(self, weights, context):
        self.command = [VENV / "python", Path(__file__).with_name("python_worker.py"), weights, context, CORES]

    def __enter__(self):
        self.process = start(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.lines = queue.SimpleQueue()
        threading.Thread(target=self.read, daemon=True).start()
        try:
            self.line()
        except BaseException:
            stop(self.process)
            raise
        return self

    def __exit__(self, *_):
        stop(self.process)

    def read(self):
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put(None)

    def line(self):
        try:
            line = self.lines.get(timeout=TIMEOUT)
        except queue.Empty:
            raise BenchmarkError(f"the llama-cpp-python loop did not answer within {TIMEOUT} s") from None
        if line is None:
            raise BenchmarkError("the llama-cpp-python loop ended; run Benchmarks/set-up-peers")
        return json.loads(line)

    def ask(self, requests):
        try:
            self.process.stdin.write(json.dumps([[one.prompt, one.limit] for one in requests]) + "\n")
            self.process.stdin.flush()
        except OSError as error:
            raise BenchmarkError(f"the llama-cpp-python loop does not listen: {error.strerror}") from error
        return self.line()

    def measured(self, requests):
        # As with the server: what all prompts begin with is there already, what comes after it is not.
        first = requests[0]
        self.ask([type(first)(first.prompt.replace(first.passage, "Nothing to be done here."), "", "", 1)])
        start = time.perf_counter()
        answers = self.ask(requests)
        return Sample(
            seconds=time.perf_counter() - start, passages=len(requests),
            generated_tokens=sum(tokens for _, tokens in answers), peak_memory=peak_memory_of(self.process.pid),
            answers=[text for text, _ in answers])
