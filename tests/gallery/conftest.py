"""What is no test here: the recording of the frameworks, which needs them installed."""

collect_ignore = ["record.py", "references.py", "rebuilt.py"]
