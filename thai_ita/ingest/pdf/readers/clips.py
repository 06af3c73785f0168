"""Clip paths: the part of the page in which each text object can be seen.

Printed workbooks hold the whole text of a cell and show the part of it that the cell has room for;
the rest runs on, unseen, under the next cell.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from itertools import repeat
from typing import Any, Final

import numpy as np

from thai_ita.ingest.pdf.readers import pdfium
from thai_ita.ingest.pdf.tables.ruling import Box
from thai_ita.ingest.pdf.text.glyphs import Floats, Ints

Matrix = tuple[float, float, float, float, float, float]

EVERYWHERE: Final[Box] = (-np.inf, -np.inf, np.inf, np.inf)


def probes(lengths: Ints, step: int) -> Ints:
    """The rows of text objects to ask where all are likely to be alike.

    Objects of ``step`` characters and more are all asked; of shorter ones in a row (some producers
    draw each letter by itself) one in so many characters. ``lengths`` counts their characters.
    """
    ends = np.cumsum(lengths)
    asked = (lengths >= step) | (ends // step != (ends - lengths) // step)
    asked[:1] = asked[-1:] = True
    return np.flatnonzero(asked)


def are_clipped(objects: Sequence[int]) -> bool:
    """Whether any of these objects has a clip path of its own."""
    lib = pdfium.library()
    clips = map(lib.FPDFPageObj_GetClipPath, objects)
    return max(map(lib.FPDFClipPath_CountPaths, clips), default=0) > 0


def clip_boxes(
    objects: Sequence[int],
    view: Matrix,
    nested: Mapping[int, Matrix],
    clipped: Mapping[int, Box],
) -> Floats:
    """The displayed box (x0, top, x1, bottom) that each text object is shown in.

    ``nested`` gives the matrix of objects in forms, ``clipped`` the box of those forms.
    """
    lib = pdfium.library()
    # Objects that were drawn under one clip share its points: each is measured once.
    known: dict[tuple[int, int], Box] = {}
    rows: list[Box] = []
    for obj in objects:
        box = clipped.get(obj, EVERYWHERE)
        clip = lib.FPDFPageObj_GetClipPath(obj)
        n = lib.FPDFClipPath_CountPaths(clip) if clip else 0
        for path in range(max(0, n)):
            start = lib.FPDFClipPath_GetPathSegment(clip, path, 0)
            if not start:
                continue
            # Under another form the same points lie elsewhere.
            matrix = nested.get(obj, view)
            key = (start, hash(matrix))
            if key not in known:
                known[key] = _bounds(lib, clip, path, matrix)
            box = overlap(box, known[key])
        rows.append(box)
    return np.array(rows, dtype=np.float64).reshape(-1, 4)


def clip_of(obj: int, matrix: Matrix) -> Box:
    """The displayed box that a page object of any kind is shown in."""
    lib = pdfium.library()
    clip = lib.FPDFPageObj_GetClipPath(obj)
    box = EVERYWHERE
    for path in range(max(0, lib.FPDFClipPath_CountPaths(clip) if clip else 0)):
        if lib.FPDFClipPath_GetPathSegment(clip, path, 0):
            box = overlap(box, _bounds(lib, clip, path, matrix))
    return box


def overlap(a: Box, b: Box) -> Box:
    """The common part of two boxes; its sides are swapped where there is none."""
    return (max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3]))


def _bounds(lib: Any, clip: int, path: int, matrix: Matrix) -> Box:
    n = lib.FPDFClipPath_CountPathSegments(clip, path)
    segments = map(lib.FPDFClipPath_GetPathSegment, repeat(clip), repeat(path), range(n))
    slots = pdfium.Slots(ctypes.c_float, 2)
    a, b, c, d, e, f = matrix
    xs, ys = [], []
    for segment in segments:
        lib.FPDFPathSegment_GetPoint(segment, *slots.addresses)
        x, y = slots.values
        xs.append(x * a + y * c + e)
        ys.append(x * b + y * d + f)
    return (min(xs), min(ys), max(xs), max(ys))
