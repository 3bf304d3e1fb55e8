# SPDX-License-Identifier: Apache-2.0
"""Runs a program to its end: how long it took, and the most memory it had."""

import dataclasses
import os
import signal
import subprocess
import tempfile
import threading
import time

from settings import TIMEOUT, BenchmarkError


@dataclasses.dataclass
class Finished:
    seconds: float
    # Bytes; of the process itself, which none of the programs here divides.
    peak_memory: int
    output: str
    errors: str


def run(command, *, environment=None, folder=None, timeout=TIMEOUT, accept=(0,), standard_input=None):
    """Runs `command` with files for its output, so that nobody need read along, and waits for it with wait4."""
    command = [str(word) for word in command]
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        try:
            process = subprocess.Popen(
                command, stdin=standard_input or subprocess.DEVNULL, stdout=output, stderr=errors, cwd=folder,
                env={**os.environ, **(environment or {})}, start_new_session=True)
        except OSError as error:
            raise BenchmarkError(f"{command[0]} cannot be run: {error.strerror}") from error
        late = threading.Event()

        def stop_late():
            late.set()
            os.killpg(process.pid, signal.SIGKILL)

        timer = threading.Timer(timeout, stop_late)
        timer.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            os.waitpid(process.pid, 0)
            process.returncode = -signal.SIGKILL
            raise
        finally:
            timer.cancel()
        seconds = time.perf_counter() - start
        # Popen must know that somebody else has waited.
        process.returncode = os.waitstatus_to_exitcode(status)
        texts = []
        for file in (output, errors):
            file.seek(0)
            texts.append(file.read().decode(errors="replace"))
    if late.is_set():
        raise BenchmarkError(f"{command[0]} was stopped after {timeout} s; BENCH_TIMEOUT allows more")
    if process.returncode not in accept:
        last = (texts[1].strip() or texts[0].strip() or "no message").splitlines()[-1]
        raise BenchmarkError(f"{' '.join(command[:3])} ended with {process.returncode}: {last}")
    # Linux counts in KiB, macOS in bytes.
    unit = 1 if os.uname().sysname == "Darwin" else 1024
    return Finished(seconds, usage.ru_maxrss * unit, *texts)


def peak_memory_of(pid):
    """The most memory that a process still running has had, in bytes; 0 where /proc does not tell."""
    try:
        with open(f"/proc/{pid}/status") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def start(command, **streams):
    """Starts `command` to run beside this; its messages are nobody's. `stop` ends it."""
    command = [str(word) for word in command]
    try:
        return subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True, **streams)
    except OSError as error:
        raise BenchmarkError(f"{command[0]} cannot be run: {error.strerror}") from error


def stop(process):
    """Ends a process that was started here, gently, then not."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
