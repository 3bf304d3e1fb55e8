# SPDX-License-Identifier: Apache-2.0
"""Trains a LoRA adapter on sentences and what editors made of them. See README.md; `train.py --help` lists the options."""

import argparse
import difflib
import hashlib
import json
import math
import os
import random
import time

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from peft.helpers import disable_input_dtype_casting
from transformers import AutoModelForCausalLM, AutoTokenizer

import examples
import packed_attention
import prompts
from answer_loss import AnswerLoss

PROJECTIONS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
LONGEST = 320  # tokens of a text and its answer


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True, help="the GGUF file of the base model")
    parser.add_argument("--data", required=True, help="the folder with the training data")
    parser.add_argument("--out", required=True, help="the folder for the adapter and its checkpoints")
    parser.add_argument("--tasks", nargs="+", default=["rephrase", "fix"], help="templates to train for")
    parser.add_argument("--init", help="an adapter's folder to begin with")
    parser.add_argument("--examples", type=int, default=30000, help="how many examples are seen, once each")
    parser.add_argument("--steps", type=int, help="an end before all examples are seen")
    parser.add_argument("--mix", type=json.loads, default={"edits": 45, "identity": 18, "mistakes": 32, "wordy": 5}, help="shares, as JSON")
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--rate", type=float, default=1e-3, help="the learning rate")
    parser.add_argument("--schedule", choices=["constant", "decay"], default="decay", help="after a warm-up: constant, or linear to zero")
    parser.add_argument("--warmup", type=int, default=30, help="steps")
    parser.add_argument("--changed", type=float, default=3, help="the weight of tokens that differ from the source")
    parser.add_argument("--batch", type=int, default=2048, help="tokens of a step, with padding")
    parser.add_argument("--save", type=int, default=100, help="a checkpoint, and development scores, after this many steps")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


class Encoded:
    """An example in tokens: the text, the turn to the answer, the answer; and the weight of each token of the answer."""

    def __init__(self, task, source, target, tokenizer, turn, changed):
        text = tokenizer(source).input_ids
        answer = tokenizer(target).input_ids + [tokenizer.eos_token_id]
        self.task, self.ids, self.start = task, text + turn + answer, len(text) + len(turn)
        self.weights = [1.0] * len(answer)
        for tag, _, _, a, b in difflib.SequenceMatcher(a=text, b=answer[:-1], autojunk=False).get_opcodes():
            if tag != "equal":
                # Where something was left out, the token behind the place tells it.
                for i in range(a, max(b, a + 1)):
                    self.weights[i] = changed
        self.is_edit = source != target


def batches(encoded, size, chance):
    """Examples of one task and similar length together, in random order; `size` counts tokens with padding."""
    result = []
    # In stretches, so that the first steps are the same however many follow.
    for start in range(0, len(encoded), 4096):
        groups = []
        for task in sorted({example.task for example in encoded}):
            rows, group = [example for example in encoded[start : start + 4096] if example.task == task], []
            for example in sorted(rows, key=lambda example: len(example.ids)):
                if group and (len(group) + 1) * len(example.ids) > size:
                    groups.append(group)
                    group = []
                group.append(example)
            groups.append(group)
        chance.shuffle(groups)
        result += [group for group in groups if group]
    return result


class Learner:
    def __init__(self, options, device):
        self.device = device
        folder, file = os.path.split(os.path.abspath(options.model))
        self.tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=file)
        model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=file, dtype=torch.float32, attn_implementation=packed_attention.NAME)
        model = model.to(device, torch.bfloat16).requires_grad_(False)
        if options.init:
            self.model = PeftModel.from_pretrained(model, options.init, is_trainable=True)
        else:
            torch.manual_seed(options.seed)
            scale = LoraConfig(r=options.rank, lora_alpha=2 * options.rank, target_modules=PROJECTIONS, task_type="CAUSAL_LM")
            self.model = get_peft_model(model, scale)
        for parameter in self.parameters():
            parameter.data = parameter.data.float()
        self.causal = self.model.base_model.model
        self.before, self.turn = {}, []
        for task in options.tasks:
            before, between = prompts.around(task, self.tokenizer)
            self.before[task] = torch.tensor(self.tokenizer(before).input_ids, device=device)
            self.turn = self.tokenizer(between).input_ids

    def parameters(self):
        return [parameter for name, parameter in self.model.named_parameters() if "lora_" in name]

    def encode(self, rows, changed):
        encoded = [Encoded(task, source, target, self.tokenizer, self.turn, changed) for task, source, target in rows]
        return [example for example in encoded if len(example.ids) <= LONGEST]

    def losses(self, batch):
        """The weighted mean loss of the answers' tokens, the loss of each, and the weights."""
        longest = max(len(example.ids) for example in batch)
        ids = torch.full((len(batch), longest), self.tokenizer.eos_token_id)
        weights = torch.zeros(len(batch), longest)
        for row, example in enumerate(batch):
            ids[row, : len(example.ids)] = torch.tensor(example.ids)
            # The output at a place tells the token behind it.
            weights[row, example.start - 1 : len(example.ids) - 1] = torch.tensor(example.weights)
        ids, weights = ids.to(self.device), weights.to(self.device)
        # Padding comes last, where a causal model does not see it.
        before = self.before[batch[0].task]
        places = torch.arange(longest, device=self.device).repeat(len(batch)) + len(before)
        places = torch.cat([torch.arange(len(before), device=self.device), places])
        told = weights[:, :-1] > 0
        with torch.autocast(self.device, torch.bfloat16), disable_input_dtype_casting(self.model):
            hidden = self.causal.model(
                input_ids=torch.cat([before, ids.flatten()])[None], position_ids=places[None], use_cache=False,
                common=len(before), texts=len(batch),
            ).last_hidden_state  # fmt: skip
        hidden = hidden[0, len(before) :].view(len(batch), longest, -1)[:, :-1][told].to(torch.bfloat16)
        weights = weights[:, :-1][told]
        loss, losses = AnswerLoss.apply(hidden, self.causal.lm_head.weight, ids[:, 1:][told], weights / weights.sum())
        return loss, losses, weights

    @torch.no_grad()
    def score(self, groups):
        """Development losses per token: of changed tokens, of the others in edits, of good sentences."""
        sums = {name: [0.0, 0] for name in ("changed", "kept", "identity")}
        for group in groups:
            _, losses, weights = self.losses(group)
            edits = torch.tensor([example.is_edit for example in group for _ in example.weights], device=self.device)
            for name, which in (("changed", edits & (weights > 1)), ("kept", edits & (weights == 1)), ("identity", ~edits)):
                sums[name][0] += losses[which].sum().item()
                sums[name][1] += which.sum().item()
        return {name: round(total / max(1, count), 4) for name, (total, count) in sums.items()}


def recipe(options, learner, rows):
    """What a training depends on: the options, and digests of the prompts, the examples and what it begins with."""
    prompts_and_rows = repr([[(task, ids.tolist()) for task, ids in learner.before.items()], learner.turn, rows])
    made_of = {**vars(options), "examples_sha256": hashlib.sha256(prompts_and_rows.encode()).hexdigest()}
    if options.init:
        with open(os.path.join(options.init, "adapter_model.safetensors"), "rb") as file:
            made_of["init_sha256"] = hashlib.sha256(file.read()).hexdigest()
    return made_of


def main():
    options = arguments()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    learner = Learner(options, device)
    rows = examples.build(options.data, options.tasks, options.examples, options.mix, options.seed)
    groups = batches(learner.encode(rows, options.changed), options.batch, random.Random(options.seed))[: options.steps]
    if not groups:
        raise SystemExit("nothing to learn: no step of these examples; ask for more --examples or --steps")
    made_of = recipe(options, learner, rows)
    finished = os.path.join(options.out, "recipe.json")
    if os.path.exists(finished):
        with open(finished, encoding="utf-8") as file:
            if json.load(file) != made_of:
                raise SystemExit(f"{options.out} holds an adapter that was made otherwise; delete that folder to train it again")
        print(f"{options.out} is trained already", flush=True)
        return
    held_out = examples.build(options.data, options.tasks, 400, {"edits": 50, "identity": 20, "mistakes": 30}, 0, development=True)
    held_out = batches(learner.encode(held_out, max(options.changed, 1.001)), options.batch, random.Random(0))
    first = [parameter for name, parameter in learner.model.named_parameters() if "lora_A" in name]
    second = [parameter for name, parameter in learner.model.named_parameters() if "lora_B" in name]
    optimizer = torch.optim.AdamW([{"params": first}, {"params": second}], lr=options.rate, betas=(0.9, 0.98), weight_decay=0)

    def rate(step):
        warm = min(1.0, (step + 1) / max(1, options.warmup))
        return options.rate * warm * (1 if options.schedule == "constant" else 1 - step / len(groups))

    step, state = 0, os.path.join(options.out, "state.pt")
    os.makedirs(options.out, exist_ok=True)
    if os.path.exists(state):
        saved = torch.load(state, map_location=device)
        # More steps of the same are welcome.
        if {**saved["recipe"], "steps": None} != {**made_of, "steps": None}:
            raise SystemExit(f"{options.out} holds a training of other options, data or prompts; delete that folder to begin again")
        step = saved["step"]
        optimizer.load_state_dict(saved["optimizer"])
        for parameter, value in zip(learner.parameters(), saved["parameters"]):
            parameter.data.copy_(value)
        print(f"goes on after step {step}", flush=True)

    def save():
        parameters = [parameter.data for parameter in learner.parameters()]
        torch.save({"recipe": made_of, "step": step, "optimizer": optimizer.state_dict(), "parameters": parameters}, state + ".new")
        os.replace(state + ".new", state)

    print(f"{len(groups)} steps, {sum(len(e.ids) for g in groups for e in g)} tokens, on {device}", flush=True)
    started, tokens = time.time(), 0
    while step < len(groups):
        for group in optimizer.param_groups:
            group["lr"] = rate(step)
        loss, _, _ = learner.losses(groups[step])
        if not math.isfinite(loss.item()):
            raise SystemExit(f"the loss is {loss.item()} at step {step}; try a lower --rate")
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(learner.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        tokens += sum(len(example.ids) for example in groups[step])
        step += 1
        if step % 10 == 0:
            speed = tokens / (time.time() - started)
            print(f"step {step} loss {loss.item():.4f} norm {norm.item():.2f} rate {rate(step - 1):.1e} tokens/s {speed:.0f}", flush=True)
        if step % options.save == 0 or step == len(groups):
            save()
            print(f"step {step} development {json.dumps(learner.score(held_out))}", flush=True)
    learner.model.save_pretrained(options.out)
    with open(finished, "w", encoding="utf-8") as file:
        json.dump(made_of, file, indent=1)


if __name__ == "__main__":
    main()
