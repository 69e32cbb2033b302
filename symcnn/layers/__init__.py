"""The catalogue: each layer declared as data, one small module per family."""
