"""Benchmarks of whole processes: ``python -m tests.benchmarks``."""
