# SPDX-License-Identifier: Apache-2.0
"""The prompt of a template, word for word what emend sends when the template's adapter is in use."""

import os
import re

TEMPLATES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "templates")


def system_line(task):
    """The system turn of templates/TASK.md; its examples are for models without the adapter."""
    with open(os.path.join(TEMPLATES, f"{task}.md"), encoding="utf-8") as file:
        body = file.read().split("\n---\n", 1)[1]
    turn = re.search(r"\{\{#system\}\}(.*?)\{\{/system\}\}", body, re.S).group(1).strip()
    if "{{" in turn or not re.search(r"\{\{#user\}\}\s*\{\{text\}\}\s*\{\{/user\}\}", body):
        raise SystemExit(f"templates/{task}.md: training knows only a fixed system turn and {{{{text}}}} as the user's")
    return turn


def around(task, tokenizer):
    """What stands before the text and between the text and the answer."""
    hole = "\N{OBJECT REPLACEMENT CHARACTER}"
    messages = [{"role": "system", "content": system_line(task)}, {"role": "user", "content": hole}]
    return tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True).split(hole)
