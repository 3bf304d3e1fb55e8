# SPDX-License-Identifier: Apache-2.0
"""The weighted loss of an answer's tokens, without all their logits in memory at once."""

import torch


class AnswerLoss(torch.autograd.Function):
    """The sum of weight x cross-entropy, with the gradient computed along with it: the logits of a batch are 200 MB, and to
    write and read them again takes a CPU longer than to compute them."""

    CHUNK = 128

    @staticmethod
    def forward(context, hidden, head, labels, weights):
        losses, gradient = [], torch.empty_like(hidden)
        for i in range(0, len(hidden), AnswerLoss.CHUNK):
            part = slice(i, i + AnswerLoss.CHUNK)
            logits = (hidden[part] @ head.t()).float()
            logits -= logits.logsumexp(-1, keepdim=True)
            losses.append(-logits.gather(1, labels[part, None])[:, 0])
            probabilities = logits.exp_()
            probabilities[torch.arange(len(probabilities), device=hidden.device), labels[part]] -= 1
            gradient[part] = (probabilities * weights[part, None]).to(head.dtype) @ head
        context.save_for_backward(gradient)
        losses = torch.cat(losses)
        context.mark_non_differentiable(losses)
        return (losses * weights).sum(), losses

    @staticmethod
    def backward(context, upstream, _):
        (gradient,) = context.saved_tensors
        return gradient * upstream.to(gradient.dtype), None, None, None
