"""A count as a function of one symbol: its form, growth, differences, shares."""
