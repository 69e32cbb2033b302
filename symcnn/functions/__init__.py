"""Counts as functions of a network's symbols: swept, plotted, solved, compared, described."""
