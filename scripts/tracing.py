# SPDX-License-Identifier: Apache-2.0
"""Runs a command while the kernel tells of each socket that is asked for (strace), or where there is no network (unshare).

Where one of the two cannot be had, `skip` says so in a line; with EMEND_NO_SKIPS=1, as in CI, that is a failure.
"""

import collections
import dataclasses
import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

# All that creates a socket, or does anything with one; and io_uring, whose queues can do so out of the tracer's sight.
CALLS = "trace=network,io_uring_setup"


@dataclasses.dataclass
class Traced:
    status: int
    output: bytes
    errors: bytes
    # How many processes and threads were followed.
    threads: int
    # Each call's name and arguments, such as ("connect", "3, {sa_family=AF_INET, …"), from all of them.
    calls: list

    def destinations(self):
        """What was connected or sent to, and how often: "127.0.0.1:80", "unix:/run/x", or the family's name."""
        given = [destination(arguments) for name, arguments in self.calls if name == "connect" or name.startswith("send")]
        return collections.Counter(filter(None, given))


def destination(arguments):
    """The address in a call's arguments; None for what goes where its socket is connected already."""
    # The data comes before the address.
    if "{sa_family=" not in arguments:
        return None
    address = arguments.rpartition("{sa_family=")[2]
    internet = re.search(r"sin6?_port=htons\((\d+)\).*(?:inet_addr\(|inet_pton\(AF_INET6, )\"([^\"]+)\"", address)
    path = re.search(r"sun_path=\"([^\"]+)\"", address)
    return f"{internet[2]}:{internet[1]}" if internet else f"unix:{path[1]}" if path else address.split(",")[0]


def run(command, **options):
    return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=300, **options)


def traced(command, **options):
    """Runs a command to the end of all its processes; they are followed from the first instruction on."""
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "trace")
        # strings of 200 characters: sockets have paths of up to 108.
        done = run([strace(), "-f", "-s", "200", "-e", CALLS, "-o", file, "--", *command], **options)
        with open(file, encoding="utf-8", errors="replace") as trace:
            lines = trace.readlines()
    calls = [found.groups() for found in (re.match(r"\d+ +(\w+)\((.*)", line) for line in lines) if found]
    threads = len({line.split()[0] for line in lines})
    return Traced(done.returncode, done.stdout, done.stderr, threads, calls)


def without_network(command, **options):
    """Runs a command in a network namespace of its own: even the loopback device is down there."""
    return run([*unshare(), "--", *command], **options)


@functools.cache
def strace():
    """The path of a strace that can trace here; installed if that takes no more than root."""
    if not shutil.which("strace") and os.geteuid() == 0 and shutil.which("apt-get"):
        install = "apt-get install -y --no-install-recommends strace"
        subprocess.run(
            ["sh", "-c", f"{install} || {{ apt-get update && {install}; }}"], capture_output=True,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    path = shutil.which("strace")
    if not path:
        return skip("strace is not installed: which sockets are opened is not looked at")
    if run([path, "-f", "-e", CALLS, "true"]).returncode != 0:
        return skip("strace may not trace here: which sockets are opened is not looked at")
    return path


@functools.cache
def unshare():
    """What gives a command a network namespace of its own; without root, by a user namespace."""
    for command in (["unshare", "--net"], ["unshare", "--map-root-user", "--net"]):
        try:
            if run([*command, "true"]).returncode == 0:
                return command
        except OSError:
            pass
    return skip("no network namespace can be made here: nothing is run without a network")


@functools.cache
def tell(reason):
    print(f"skipped: {reason}", file=sys.stderr)


def skip(reason):
    if os.environ.get("EMEND_NO_SKIPS") == "1":
        raise AssertionError(reason)
    tell(reason)
    raise unittest.SkipTest(reason)
