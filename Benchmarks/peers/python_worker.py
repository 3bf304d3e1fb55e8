# SPDX-License-Identifier: Apache-2.0
"""Runs inside the peers' virtual environment: WEIGHTS CONTEXT THREADS.

Reads lines of JSON, each a list of [prompt, most tokens], and answers each line with a list of [text, tokens].
"""

import json
import os
import sys

# llama.cpp may write to standard output; the answers get a way of their own.
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

from llama_cpp import Llama  # noqa: E402

weights, context, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
llama = Llama(model_path=weights, n_ctx=context, n_threads=threads, n_threads_batch=threads, verbose=False)


def answer(prompt, limit):
    completion = llama.create_completion(prompt, max_tokens=limit, temperature=0)
    choice = completion["choices"][0]
    # The others count the token that ends an answer.
    return choice["text"], completion["usage"]["completion_tokens"] + (choice["finish_reason"] == "stop")


print("[]", file=answers, flush=True)
for line in sys.stdin:
    print(json.dumps([answer(prompt, limit) for prompt, limit in json.loads(line)]), file=answers, flush=True)
