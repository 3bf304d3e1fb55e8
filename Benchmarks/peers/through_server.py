# SPDX-License-Identifier: Apache-2.0
"""(f) A document through llama-server: emend against a bare client that sends the very same requests, as many at once."""

import dataclasses
import json
import re

import folder
from bench import Part, compared
from passages import Request, prompts
from recorder import Recorder
from rounds import Sample, interleaved, progress, ratio
from server import Server
from settings import FOLDER_ROUNDS, PARAGRAPH, ROUNDS, SERVED_PASSAGES, SHIPPED

SLOTS = 8


def measure(bench):
    text = folder.sentences()
    document = bench.scratch / "served.md"
    paragraphs = [folder.paragraph(text, 3 * number) for number in range(SERVED_PASSAGES)]
    document.write_text("# Served\n\n" + "\n\n".join(paragraphs) + "\n", encoding="utf-8")
    yield contest(bench, document, PARAGRAPH, ROUNDS, "one answer to each, none ranked")
    # A quarter of the document: each sentence is asked about, and each change costs several likelihoods.
    document = bench.scratch / "ranked.md"
    document.write_text("# Ranked\n\n" + "\n\n".join(paragraphs[:-(-SERVED_PASSAGES // 4)]) + "\n", encoding="utf-8")
    yield contest(bench, document, "rephrase", FOLDER_ROUNDS, "sentence by sentence, ranked")


def contest(bench, document, template, rounds, what):
    options = ["-t", template, "--no-adapter"]
    texts = prompts(bench.emend, document, *options)
    context = 256 * -(-max(len(bench.server.tokenize(text, special=True)) * 2 for text in texts) // 256)
    with Server(SHIPPED, SLOTS, context) as server:
        def emend(port):
            server.forget(beginning(texts[0]))
            return bench.emend.measured("--no-adapter", "--server", f"http://127.0.0.1:{port}", document, template=template)

        def client():
            server.forget(beginning(texts[0]))
            return replayed(server, recorder.requests)

        progress(f"(f): recording what is asked, {what}")
        with Recorder(server.port) as recorder:
            passages = emend(recorder.proxy.server_port).passages
        samples = interleaved({
            "emend, --server": lambda: emend(server.port),
            "bare client": lambda: dataclasses.replace(client(), passages=passages),
            "emend, embedded": lambda: bench.emend.measured("--no-adapter", document, model=SHIPPED, template=template),
        }, rounds, title="(f)")
    part = Part(f"(f) {passages} paragraphs through llama-server, {SLOTS} slots, {what}", rows=list(samples.items()))
    part.comparisons = [
        compared(f"(f) bare client / emend with --server, {what}", ratio(samples["bare client"], samples["emend, --server"]),
                 at_least=0.95),
        compared(f"(f) emend with --server / embedded, {what}", ratio(samples["emend, --server"], samples["emend, embedded"])),
    ]
    scores = sum(path == "/completion" for path, _ in recorder.requests)
    part.notes.append(
        f"The client sends the {len(recorder.requests)} requests that emend made in a run before"
        + (f", {scores} of them for likelihoods" if scores else "")
        + f", from {SLOTS} threads, each as soon as the one before it is answered, on connections that stay open as far as the server "
        "leaves them. emend's time is that of the whole process; it opens a connection for each request, and asks for tokens besides.")
    part.notes.append("Tokens are those of answers. No adapter, and no cache, on any side.")
    return part


def beginning(prompt):
    """A prompt as `Server.forget` wants it: what all prompts begin with stays, the passage goes."""
    passage = re.split(r"<\|im_start\|>user\n", prompt)[-1].split("<|im_end|>")[0]
    return Request(prompt, "", passage)


def replayed(server, requests):
    seconds, answers = server.replayed(requests)
    return Sample(seconds=seconds, generated_tokens=sum(
        tokens(text) for (path, _), text in zip(requests, answers) if path != "/completion"))


def tokens(stream):
    """What the last event of an answer says of the tokens that were generated."""
    events = [json.loads(line[6:]) for line in stream.decode().splitlines() if line.startswith("data: {")]
    return next(event["usage"]["completion_tokens"] for event in reversed(events) if event.get("usage"))
