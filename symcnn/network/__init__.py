"""The network: from the syntax tree and the catalogue to resolved layers with symbolic shapes."""
