"""Two networks side by side: difference, ratio, where they are equal, limits."""
