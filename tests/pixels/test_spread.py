"""The least and the greatest around each pixel, against a look at all of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wadows_contract.pixels.envelope import _spread


def by_looking(levels: np.ndarray, reach: int, choose: np.ufunc) -> np.ndarray:  # type: ignore[type-arg]
    rows, columns = levels.shape[:2]
    found = np.empty_like(levels)
    for row in range(rows):
        for column in range(columns):
            around = levels[
                max(0, row - reach) : row + reach + 1, max(0, column - reach) : column + reach + 1
            ]
            found[row, column] = choose.reduce(choose.reduce(around, axis=0), axis=0)
    return found


@given(
    shape=st.sampled_from([(1, 1), (1, 9), (9, 1), (5, 8), (4, 3, 3)]),
    reach=st.integers(0, 12),
    seed=st.integers(0, 1000),
    choose=st.sampled_from([np.minimum, np.maximum]),
)
def test_the_square_around_each_pixel(
    shape: tuple[int, ...], reach: int, seed: int, choose: np.ufunc
) -> None:
    levels = np.random.default_rng(seed).uniform(0, 255, shape)

    assert by_looking(levels, reach, choose).tolist() == _spread(levels, reach, choose).tolist()


@pytest.mark.parametrize("reach", [1, 1_000, 10**9])
def test_the_reach_costs_little(reach: int) -> None:
    steps: list[int] = []

    def choose(one: np.ndarray, other: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
        steps.append(one.size)
        return np.minimum(one, other)

    _spread(np.zeros((1000, 4)), reach, choose)  # type: ignore[arg-type]

    # Of a thousand rows no more than three thousand are looked at, in steps of twice as many.
    assert len(steps) <= 11 + 4
    assert max(steps) <= 3 * 4000
