"""Train the line recogniser: ``python -m training.ocr.train --minutes 65 --seed 7``.

Needs the extra ``train`` and about two processor cores: one learns, a little of another makes the
lines. The fonts are fetched on the first run. A checkpoint and a usable model are left every few
minutes; ``--resume`` goes on from a checkpoint with a schedule of its own.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as f

from training.ocr.export import write_model
from training.ocr.feed import Batch, Feed, unpacked
from training.ocr.lines import HEIGHT
from training.ocr.network import LineNetwork, Shape
from training.ocr.text import CHARSET, LONGEST

PEAK_RATE, LAST_RATE = 2.5e-3, 1e-5
WARM_UP = 0.03
"""Share of the time in which the rate rises."""
SHORT_LINES = ((0.03, 8), (0.08, 24))
"""Up to that share of the time lines are that short, which lets the alignment start."""
AVERAGED = 0.998
"""Share of the averaged weights that a step leaves."""
LARGEST_GRADIENT = 5.0
TOLD_EVERY, SAVED_EVERY = 100, 600.0
"""Steps between lines of the log, seconds between checkpoints."""


@dataclass(slots=True)
class Progress:
    """What has been done so far, over all stages."""

    seconds: float = 0.0
    steps: int = 0
    lines: int = 0
    repeated: int = 0
    stages: list[dict[str, Any]] = field(default_factory=list)


class Averaged:
    """The running mean of a network's weights: steadier than the weights of any one step."""

    def __init__(self, network: nn.Module) -> None:
        self.weights = {name: value.detach().clone() for name, value in network.state_dict().items()}
        self.steps = 0

    @torch.no_grad()
    def add(self, network: nn.Module) -> None:
        self.steps += 1
        keep = min(AVERAGED, (1 + self.steps) / (10 + self.steps))
        for name, value in network.state_dict().items():
            if value.dtype.is_floating_point:
                self.weights[name].lerp_(value, 1 - keep)
            else:
                self.weights[name].copy_(value)


def rate(done: float, peak: float) -> float:
    """The learning rate when that share of the time is over: up in a line, down in a cosine."""
    if done < WARM_UP:
        return peak * (0.05 + 0.95 * done / WARM_UP)
    fall = (done - WARM_UP) / (1 - WARM_UP)
    return LAST_RATE + (peak - LAST_RATE) * 0.5 * (1 + math.cos(math.pi * min(1.0, fall)))


def loss_of(network: nn.Module, batch: Batch) -> Tensor:
    x = torch.from_numpy(unpacked(batch.lines))
    with torch.autocast("cpu", torch.bfloat16):
        y = network(x)
    classes = torch.tensor([number for line in batch.classes for number in line])
    lengths = torch.tensor([len(line) for line in batch.classes])
    columns = torch.tensor([(width + 1) // 2 for width in batch.columns])
    return f.ctc_loss(y.float().log_softmax(2), classes, columns, lengths, zero_infinity=True)


def train(options: argparse.Namespace) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    np.random.seed(options.seed)
    shape, progress = Shape(), Progress()
    network = LineNetwork(len(CHARSET) + 1, HEIGHT, shape)
    optimiser = torch.optim.AdamW(network.parameters(), lr=PEAK_RATE, weight_decay=1e-3)
    if options.resume:
        kept = torch.load(options.resume, weights_only=False)
        network.load_state_dict(kept["averaged"])
        optimiser.load_state_dict(kept["optimiser"])
        progress = kept["progress"]
    averaged = Averaged(network)
    progress.stages.append({"seed": options.seed, "minutes": options.minutes, "peak_rate": options.rate})
    print(f"{sum(p.numel() for p in network.parameters())} weights, {len(CHARSET)} characters", flush=True)
    feed = Feed(options.fonts, options.seed)
    try:
        _run(network, optimiser, averaged, feed, progress, shape, options)
    finally:
        feed.close()


def _run(
    network: LineNetwork,
    optimiser: torch.optim.Optimizer,
    averaged: Averaged,
    feed: Feed,
    progress: Progress,
    shape: Shape,
    options: argparse.Namespace,
) -> None:
    budget, before = options.minutes * 60.0, progress.seconds
    smooth = 0.0
    _shorten(feed, 0.0, options)
    batch = feed.next()
    start = saved = time.monotonic()
    while (spent := time.monotonic() - start) < budget:
        done = spent / budget
        _shorten(feed, done, options)
        for group in optimiser.param_groups:
            group["lr"] = rate(done, options.rate)
        loss = loss_of(network, batch)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), LARGEST_GRADIENT)
        optimiser.step()
        averaged.add(network)
        progress.steps += 1
        progress.lines += len(batch.columns)
        smooth = loss.item() if not smooth else 0.98 * smooth + 0.02 * loss.item()
        if progress.steps % TOLD_EVERY == 0:
            print(
                f"{progress.steps} steps, {progress.lines} lines, {spent:.0f} s, loss {smooth:.4f}, "
                f"{feed.repeated} batches repeated",
                flush=True,
            )
        progress.seconds, progress.stages[-1]["seconds"] = before + spent, round(spent)
        if time.monotonic() - saved > SAVED_EVERY:
            _save(optimiser, averaged, progress, shape, feed, options)
            saved = time.monotonic()
        batch = feed.next()
    progress.seconds, progress.stages[-1]["seconds"] = before + budget, round(budget)
    _save(optimiser, averaged, progress, shape, feed, options)


def _shorten(feed: Feed, done: float, options: argparse.Namespace) -> None:
    shortest = [length for until, length in SHORT_LINES if done < until and not options.resume]
    feed.longest(shortest[0] if shortest else LONGEST)


def _save(
    optimiser: torch.optim.Optimizer,
    averaged: Averaged,
    progress: Progress,
    shape: Shape,
    feed: Feed,
    options: argparse.Namespace,
) -> None:
    progress.repeated = feed.repeated
    torch.save(
        {"averaged": averaged.weights, "optimiser": optimiser.state_dict(), "progress": progress},
        options.out.with_suffix(".pt"),
    )
    made_by = {
        "seconds": round(progress.seconds),
        "lines": progress.lines,
        "steps": progress.steps,
        "batches_repeated": progress.repeated,
        "stages": progress.stages,
        "torch": torch.__version__,
    }
    write_model(averaged.weights, shape, options.out, made_by)
    print(f"saved {options.out}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--minutes", type=float, default=65)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rate", type=float, default=PEAK_RATE, help="highest learning rate")
    parser.add_argument("--fonts", type=Path, default=Path("build/ocr-fonts"), help="where fonts are kept")
    parser.add_argument("--out", type=Path, default=Path("build/thai_lines.onnx"))
    parser.add_argument("--resume", type=Path, help="a checkpoint (.pt) to go on from")
    options = parser.parse_args()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    train(options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
