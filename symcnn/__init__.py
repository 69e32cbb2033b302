"""symcnn: every count of a neural network, derived step by step.

The names below are loaded on first use, so that ``import symcnn`` costs next to nothing.
"""

__version__ = "0.1.0"

# Spares the import of typing, which --help and --version would have to wait for.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from symcnn.api import Derivation, Network, explain, parse
    from symcnn.api.comparing import compare
    from symcnn.errors import SymcnnError

__all__ = ["Derivation", "Network", "SymcnnError", "__version__", "compare", "explain", "parse"]

_HOMES = {
    "Derivation": "symcnn.api",
    "Network": "symcnn.api",
    "SymcnnError": "symcnn.errors",
    "compare": "symcnn.api.comparing",
    "explain": "symcnn.api",
    "parse": "symcnn.api",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'symcnn' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
