# SPDX-License-Identifier: Apache-2.0
"""(f) A document through llama-server: emend against a bare client that sends the very same requests, as many at once."""

import dataclasses
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
        def served(run):
            """What the server wrote is counted by itself, and by the same measure for both."""
            server.forget(beginning(texts[0]))
            before = server.tokens_written()
            sample = run()
            return dataclasses.replace(sample, generated_tokens=server.tokens_written() - before)

        def emend(port=server.port):
            sample = bench.emend.measured(
                "--no-adapter", "--server", f"http://127.0.0.1:{port}", document, template=template)
            # Those of requests that run side by side add up to more than there is.
            return dataclasses.replace(sample, load_seconds=None, prompt_seconds=None, decode_seconds=None)

        progress(f"(f): recording what is asked, {what}")
        with Recorder(server.port) as recorder:
            passages = served(lambda: emend(recorder.proxy.server_port)).passages

        def client():
            return Sample(seconds=server.replayed(recorder.requests)[0], passages=passages)

        samples = interleaved({
            "emend, --server": lambda: served(emend),
            "bare client": lambda: served(client),
            "emend, embedded": lambda: bench.emend.measured("--no-adapter", document, model=SHIPPED, template=template),
        }, rounds, title="(f)")
    part = Part(f"(f) {passages} paragraphs through llama-server, {SLOTS} slots, {what}", rows=list(samples.items()))
    both = samples["bare client"], samples["emend, --server"]
    # Its first request for a likelihood asks whether the server can tell any.
    scores = sum(path == "/completion" for path, _ in recorder.requests) - 1
    # What is asked for likelihoods depends on the answers, and these on what a server's kernels happened to round together.
    goal = {} if scores else {"at_least": 0.95}
    goal_for_each = {"at_least": 0.95} if scores else {}
    part.comparisons = [
        compared(f"(f) bare client / emend with --server, {what}", ratio(*both), **goal),
        compared(
            f"(f) bare client / emend with --server, {what}, for each token",
            ratio(*both, lambda sample: sample.seconds / sample.generated_tokens), **goal_for_each),
        compared(f"(f) emend with --server / embedded, {what}", ratio(samples["emend, --server"], samples["emend, embedded"])),
    ]
    part.notes.append(
        f"The client sends the {len(recorder.requests)} requests that emend made in a run before"
        + (f", {scores} of them for likelihoods" if scores else "")
        + f", from {SLOTS} threads, each as soon as the one before it is answered, on connections that stay open as far as the server "
        "leaves them. emend's time is that of the whole process; it opens a connection for each request, and asks for tokens besides.")
    part.notes.append(
        "Tokens are all that the server wrote"
        + (", the texts whose likelihood was asked for included; the embedded engine's are those of answers alone. How many there are "
           "differs from run to run: the server's answers depend on what else is in a batch, and emend asks accordingly."
           if scores else "; the embedded engine's, those of answers.")
        + " No adapter, and no cache, on any side.")
    return part


def beginning(prompt):
    """A prompt as `Server.forget` wants it: what all prompts begin with stays, the passage goes."""
    passage = re.split(r"<\|im_start\|>user\n", prompt)[-1].split("<|im_end|>")[0]
    return Request(prompt, "", passage)
