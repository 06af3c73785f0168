"""From a checkpoint to the model file of the package and what is told beside it."""

from __future__ import annotations

import hashlib
import json
import warnings
from pathlib import Path
from typing import Any

import torch

from training.ocr.fonts import HELD_OUT, TEST_ONLY, listed
from training.ocr.lines import HEIGHT
from training.ocr.network import LineNetwork, Shape
from training.ocr.text import CHARSET

VERSION = "1.0"
BLANK = 0


def write_model(weights: dict[str, torch.Tensor], shape: Shape, target: Path, made_by: dict[str, Any]) -> None:
    """``target`` (.onnx) and the .json beside it; both are replaced at once, for who reads them meanwhile."""
    network = LineNetwork(len(CHARSET) + 1, HEIGHT, shape)
    network.load_state_dict(weights)
    network.eval()
    part = target.with_suffix(".part")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            (torch.zeros(1, 1, HEIGHT, 128),),
            str(part),
            input_names=["x"],
            output_names=["y"],
            dynamic_axes={"x": {0: "n", 3: "w"}, "y": {0: "t", 1: "n"}},
            dynamo=False,
        )
    part.replace(target)
    about = {
        "version": VERSION,
        "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
        "height": HEIGHT,
        "blank": BLANK,
        "charset": CHARSET,
        "network": shape.as_dict(),
        "training": made_by,
        "held_out": sorted(HELD_OUT),
        "test_only": sorted(TEST_ONLY),
        "fonts": [
            {
                "family": font.family,
                "licence": font.licence,
                "package": font.package,
                "role": font.role,
                "files": [{"file": Path(name).name, "sha256": digest} for name, digest in font.files],
            }
            for font in listed()
        ],
        "test": {},
    }
    part = target.with_suffix(".json.part")
    part.write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", "utf-8")
    part.replace(target.with_suffix(".json"))
