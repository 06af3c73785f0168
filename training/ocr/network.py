"""The network: a grey line in, a score for every character at every second column out."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as f


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the network: channels of the stem and along the line, ``blocks`` residual layers.

    A layer looks ``kernel`` columns wide through ``narrow`` channels, spread by ``dilations`` in turn.
    """

    stem: tuple[int, int, int, int] = (16, 32, 64, 96)
    channels: int = 192
    narrow: int = 64
    blocks: int = 7
    kernel: int = 5
    dilations: tuple[int, ...] = (1, 2, 4)

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


class Along(nn.Module):
    """A residual layer along the line, through fewer channels (as quick as it is on a processor)."""

    def __init__(self, channels: int, narrow: int, kernel: int, dilation: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv1d(channels, narrow, 1, bias=False),
            nn.BatchNorm1d(narrow),
            nn.ReLU(inplace=True),
            nn.Conv1d(narrow, narrow, kernel, padding=dilation * (kernel // 2), dilation=dilation, bias=False),
            nn.BatchNorm1d(narrow),
            nn.ReLU(inplace=True),
            nn.Conv1d(narrow, channels, 1, bias=False),
            nn.BatchNorm1d(channels),
        )

    def forward(self, x: Tensor) -> Tensor:
        return f.relu(x + self.layers(x))


class LineNetwork(nn.Module):
    """(n, 1, 40, w) -> (w / 2, n, classes), convolutions only: any width, no state."""

    def __init__(self, classes: int, height: int, shape: Shape) -> None:
        super().__init__()
        a, b, c, d = shape.stem
        self.stem = nn.Sequential(
            *_folded(1, a, (2, 2)), *_folded(a, b, (2, 1)), *_folded(b, c, (2, 1)), *_folded(c, d, (1, 1))
        )
        self.column = nn.Sequential(
            nn.Conv2d(d, shape.channels, (height // 8, 3), padding=(0, 1), bias=False),
            nn.BatchNorm2d(shape.channels),
            nn.ReLU(inplace=True),
        )
        self.along = nn.Sequential(
            *(
                Along(shape.channels, shape.narrow, shape.kernel, shape.dilations[i % len(shape.dilations)])
                for i in range(shape.blocks)
            )
        )
        self.drop = nn.Dropout(0.1)
        self.out = nn.Conv1d(shape.channels, classes, 1)

    def forward(self, x: Tensor) -> Tensor:
        x = self.along(self.column(self.stem(x)).squeeze(2))
        return torch.as_tensor(self.out(self.drop(x)).permute(2, 0, 1))


def _folded(inside: int, outside: int, stride: tuple[int, int]) -> list[nn.Module]:
    """A convolution whose normalisation is folded into it when it is exported."""
    return [nn.Conv2d(inside, outside, 3, stride, 1, bias=False), nn.BatchNorm2d(outside), nn.ReLU(inplace=True)]
