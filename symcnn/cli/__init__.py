"""The command line. Nothing heavy is imported before the call has been read."""

from __future__ import annotations

import gc
import sys

TYPE_CHECKING = False  # spares the import of typing
if TYPE_CHECKING:
    from collections.abc import Sequence

_INTERRUPTED = 130
_INTERNAL = 70


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one call and return its exit status.

    0 for success, 1 when the program (or a file that it names) is wrong, 2 for anything else in
    the call, 130 on interrupt. A closed pipe ends quietly.
    """
    from symcnn.cli.arguments import parsed

    try:
        options = parsed(arguments)
        # One short run: collections would cost more time than they free memory.
        gc.disable()
        from symcnn.cli.run import run

        return run(options)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        from symcnn.cli.run import silence

        silence()
        return 0
    except RecursionError:
        print("symcnn: error: the program is nested too deeply", file=sys.stderr)
        return 1
    except Exception as error:  # noqa: BLE001 - the last resort: no traceback reaches a user
        print(f"symcnn: internal error: {type(error).__name__}: {error}", file=sys.stderr)
        print("help: please report the program that caused it", file=sys.stderr)
        return _INTERNAL
