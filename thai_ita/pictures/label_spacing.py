"""Labels beside a picture that do not cover each other."""

from __future__ import annotations

from collections.abc import Sequence


def spread(heights: Sequence[float], least: float) -> list[float]:
    """Heights moved apart to at least ``least``, each as near to its own as that allows.

    Neighbours that are too close form a block around the mean of their own heights.
    """
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    blocks: list[tuple[float, list[int]]] = []
    for i in order:
        centre, members = heights[i], [i]
        while blocks and centre - least * (len(members) - 1) / 2 < (
            blocks[-1][0] + least * (len(blocks[-1][1]) - 1) / 2 + least
        ):
            _, before = blocks.pop()
            members = before + members
            centre = sum(heights[k] for k in members) / len(members)
        blocks.append((centre, members))
    placed = [0.0] * len(heights)
    for centre, members in blocks:
        start = centre - least * (len(members) - 1) / 2
        for step, i in enumerate(members):
            placed[i] = start + least * step
    return placed
