"""The truth of the pixels: the expected image, and how far a returned one is from it."""
