# SPDX-License-Identifier: Apache-2.0
"""Attention for a batch whose texts all begin with the same words.

The tokens lie in one row: what is common to all, then the texts, each padded at its end to the same length. The common part
is computed once, and each text sees it and itself. With a prompt as long as a sentence that halves the work; on a CPU these
few large products are also faster than PyTorch's own attention on many short texts.
"""

import torch
from transformers import AttentionInterface, AttentionMaskInterface

NAME = "packed"


def future(length, device):
    return torch.ones(length, length, dtype=torch.bool, device=device).triu(1)


def attention(module, query, key, value, attention_mask, scaling, common, texts, **_):
    """- query: (1, heads, tokens, size); key, value: (1, key heads, tokens, size)
    - common: the tokens of the common part; texts: the number of texts
    """
    key_heads, size = key.shape[1], key.shape[3]
    shared = query.shape[1] // key_heads
    # The query heads that share a key head stand beside it.
    query = query.reshape(key_heads, shared, -1, size) * scaling
    key, value = key[0], value[0]
    head, length = query[:, :, :common], (query.shape[2] - common) // texts

    scores = head.flatten(1, 2) @ key[:, :common].transpose(1, 2)
    scores = scores.view(key_heads, shared, common, common).float().masked_fill(future(common, query.device), -torch.inf)
    first = (scores.softmax(-1).to(value.dtype).flatten(1, 2) @ value[:, :common]).view(key_heads, shared, common, size)

    # Texts, (key heads, texts, shared, length, size): what is asked of the common part is one product for all of them.
    asked = query[:, :, common:].reshape(key_heads, shared, texts, length, size).transpose(1, 2)
    own_key = key[:, common:].reshape(key_heads * texts, length, size)
    own_value = value[:, common:].reshape(key_heads * texts, length, size)
    of_common = asked.reshape(key_heads, -1, size) @ key[:, :common].transpose(1, 2)
    of_own = asked.reshape(key_heads * texts, -1, size) @ own_key.transpose(1, 2)
    of_own = of_own.view(-1, length, length).masked_fill(future(length, query.device), -torch.inf)
    scores = torch.cat([of_common.view(-1, length, common), of_own], dim=-1)
    weights = scores.float().softmax(-1).to(value.dtype)
    result = weights[..., :common].reshape(key_heads, -1, common) @ value[:, :common]
    result = result.view(key_heads * texts, -1, size) + weights[..., common:].reshape(key_heads * texts, -1, length) @ own_value
    result = result.view(key_heads, texts, shared, length, size).transpose(1, 2).reshape(key_heads, shared, -1, size)

    return torch.cat([first, result], dim=2).view(1, key_heads * shared, -1, size).transpose(1, 2), None


AttentionInterface.register(NAME, attention)
AttentionMaskInterface.register(NAME, lambda *_, **__: None)
