"""What a report shows of an image that came and the one that should have come."""

import numpy as np

from wadows_contract.pixels.comparison import compared


def test_equal_images_differ_nowhere() -> None:
    levels = np.array([[0.0, 100.0], [200.0, 255.0]])

    shown = compared(levels, levels, "the same")

    assert [[0, 100], [200, 255]] == shown.returned.tolist() == shown.expected.tolist()
    assert [[0, 0], [0, 0]] == shown.difference.tolist()
    assert ("the same", np.dtype(np.uint8)) == (shown.words, shown.difference.dtype)


def test_differences_are_shown_four_times_as_light() -> None:
    returned = np.array([[10.0, 16.0, 255.0, 0.0]])
    expected = np.array([[10.0, 0.0, 0.0, 64.0]])

    # 255 / 64 is 3.98 for each level, and white beyond 64.
    assert [[0, 64, 255, 255]] == compared(returned, expected, "").difference.tolist()


def test_the_component_that_differs_most_is_shown() -> None:
    returned, expected = np.zeros((1, 1, 3)), np.array([[[0.0, 32.0, 8.0]]])

    shown = compared(returned, expected, "")

    assert [[[0, 32, 8]]] == shown.expected.tolist()
    assert [[128]] == shown.difference.tolist()  # 127.5, rounded to even


def test_grey_that_came_as_three_components() -> None:
    shown = compared(np.full((2, 2, 3), 40.0), np.full((2, 2), 40.0), "")

    assert ((2, 2, 3), (2, 2)) == (shown.returned.shape, shown.difference.shape)
    assert 0 == shown.difference.max()


def test_large_images_are_made_small() -> None:
    shown = compared(np.zeros((600, 300)), np.full((150, 75), 255.0), "", largest=100)

    for image in (shown.returned, shown.expected, shown.difference):
        assert (100, 50) == image.shape
    assert 255 == shown.difference.min()


def test_small_images_stay_as_they_are_and_the_expected_follows() -> None:
    shown = compared(np.zeros((3, 5)), np.zeros((6, 10)), "")

    assert (3, 5) == shown.returned.shape == shown.expected.shape
    assert (1, 256) == compared(np.zeros((1, 5000)), np.zeros((1, 5000)), "").returned.shape
