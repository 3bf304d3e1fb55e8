# SPDX-License-Identifier: Apache-2.0
"""The contestant: emend, as a whole process."""

import json
import re

import processes
from rounds import Sample
from settings import CORES, PARAGRAPH, BenchmarkError

TIMES = re.compile(
    r"([\d.]+) s in all: loading ([\d.]+) s, prompts ([\d.]+) s for [\d,]+ tokens?, answers ([\d.]+) s for ([\d,]+)")


class Emend:
    def __init__(self, path, cache_home):
        self.path = path
        # Its own folders, so that neither the user's configuration nor answers from before have a say.
        self.environment = {
            "XDG_CACHE_HOME": str(cache_home), "XDG_CONFIG_HOME": str(cache_home), "XDG_STATE_HOME": str(cache_home),
            "NO_COLOR": "1",
        }
        self.help = self.run("--help").output
        self.version = processes.run([path, "--version"]).output.strip()

    def knows(self, flag):
        return re.search(rf"(^|[\s/]){re.escape(flag)}\b", self.help) is not None

    def run(self, *arguments, environment=None):
        return processes.run(
            [self.path, "rephrase", *arguments], environment={**self.environment, **(environment or {})})

    def measured(self, *arguments, model=None, template=PARAGRAPH, cached=False, speculation=True, environment=None):
        """Rephrases in one process, and takes its times from its own report."""
        options = ["--no-config", "-v", "--output-format", "json", "-t", template]
        # A server has threads of its own.
        if "--server" not in arguments:
            options += ["--threads", CORES]
        if model is not None:
            options += ["-m", model]
        if not cached and self.knows("--no-cache"):
            options.append("--no-cache")
        if not speculation:
            options.append("--no-speculation")
        finished = self.run(*options, *arguments, environment=environment)
        return sample(finished)

    def default_model(self):
        """The path of the model that runs when none is named."""
        text = processes.run([self.path, "doctor"], environment=self.environment, accept=range(256)).output
        found = re.search(r"^model .*\n\s+file\s+(.*)$", text, flags=re.MULTILINE)
        return found[1] if found else None


def sample(finished):
    try:
        report = json.loads(finished.output)
    except ValueError as error:
        raise BenchmarkError(f"emend's JSON cannot be read: {error}") from error
    stats = report["stats"]
    # The JSON report may have the times to more digits than the sentence for people.
    spoken = TIMES.search(finished.errors)
    load, prompt, decode = (float(value) for value in spoken.groups()[1:4]) if spoken else (None, None, None)
    return Sample(
        seconds=finished.seconds, passages=stats["passages"], generated_tokens=stats["generatedTokens"],
        peak_memory=finished.peak_memory, load_seconds=stats.get("loadSeconds", load),
        prompt_seconds=stats.get("promptSeconds", prompt), decode_seconds=stats.get("decodeSeconds", decode),
        answers=[answer for file in report["files"] for answer in answers(file)])


def answers(file):
    """What the model said to each passage, taken or refused."""
    taken = [(edit["start"], edit["replacement"]) for edit in file["edits"]]
    refused = [(kept["start"], kept["reason"], *kept.get("rejected", [])) for kept in file["kept"]]
    return sorted(taken + refused)
