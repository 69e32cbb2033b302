"""What a plot shows: exact points, axes with units, gaps."""
