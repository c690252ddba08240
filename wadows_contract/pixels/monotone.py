"""The best rising mapping from values to grey levels: what a window is, whichever it was."""

import numpy as np

from wadows_contract.pixels.compare import Levels

#: Values are taken together in so many groups of about equal size.
_GROUPS = 256


def best_rising(values: Levels, shown: Levels) -> Levels:
    """Return the image that the best rising mapping makes of values, in the shape of both.

    Best is what has the least squares of differences from the levels shown.
    """
    order = np.argsort(values, axis=None, kind="stable")
    flat, levels = values.ravel()[order], shown.ravel()[order]
    edges = np.linspace(0, len(flat), min(_GROUPS, len(flat)) + 1).astype(np.int64)[:-1]
    # A group begins where its first value does, so that equal values are never parted.
    starts = np.unique(np.searchsorted(flat, flat[edges], side="left"))
    counts = np.diff([*starts, len(flat)])
    sums = np.add.reduceat(levels, starts)
    mapped = np.empty_like(levels)
    mapped[order] = np.repeat(_rising(sums, counts), counts)
    return mapped.reshape(values.shape)


def _rising(sums: Levels, counts: Levels) -> Levels:
    """Return the means of groups made to rise: neighbours that fall are taken together."""
    pools: list[tuple[float, int, int]] = []
    for total, count in zip(sums, counts, strict=True):
        pool = (float(total), int(count), 1)
        while pools and pools[-1][0] / pools[-1][1] > pool[0] / pool[1]:
            before = pools.pop()
            pool = (before[0] + pool[0], before[1] + pool[1], before[2] + pool[2])
        pools.append(pool)
    means = [total / count for total, count, _ in pools]
    return np.repeat(means, [groups for _, _, groups in pools])
