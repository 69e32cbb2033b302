"""The written form of arithmetic, its exact value, and its way to SymPy and back."""
