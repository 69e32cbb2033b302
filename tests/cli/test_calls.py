"""The command line from outside: exit statuses, streams, encodings, files."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import symcnn
from symcnn.choices import EXPLAIN_FORMATS, METHODS, NOTATIONS, TABLE_FORMATS

ROOT = Path(symcnn.__file__).parents[1]
LENET = "input(32x32x3) -> C: conv(8, 5x5) -> pool 2 -> flatten -> dense 10"
Call = Callable[..., Any]


def run(
    *arguments: str,
    data: bytes = b"",
    encoding: str | None = "utf-8",
    cwd: Path = ROOT,
    **environment: str,
) -> subprocess.CompletedProcess[bytes]:
    """The command line in a process of its own."""
    variables = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    variables.pop("PYTHONIOENCODING", None)
    if encoding is not None:
        variables["PYTHONIOENCODING"] = encoding
    return subprocess.run(
        [sys.executable, "-m", "symcnn", *arguments],
        input=data,
        capture_output=True,
        cwd=cwd,
        env=variables,
        timeout=60,
        check=False,
    )


# --- exit statuses and streams --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["table", "-e", LENET], 0),
        (["explain", "-e", LENET], 0),
        (["layers"], 0),
        (["layers", "conv"], 0),
        (["layers", "Conv2D", "--format", "json"], 0),
        (["--version"], 0),
        (["--help"], 0),
        (["explain", "--help"], 0),
        (["table", "-e", "input(8) -> nothing"], 1),
        (["table", "-e", "input(8) ->"], 1),
        (["table", "-e", ""], 1),
        (["explain", "-e", LENET, "--max-size", "5"], 1),
        ([], 2),
        (["explain"], 2),
        (["table", "nowhere.cnn"], 2),
        (["table", "."], 2),
        (["table", "a.cnn", "-e", LENET], 2),
        (["paint", "-e", LENET], 2),
        (["table", "-e", LENET, "--format", "pdf"], 2),
        (["table", "-e", LENET, "--forma", "json"], 2),
        (["explain", "-e", LENET, "--layer", "D"], 2),
        (["explain", "-e", LENET, "--set", "f=3"], 2),
        (["explain", "-e", LENET, "--set", "3"], 2),
        (["explain", "-e", LENET, "--method", "guess"], 2),
        (["explain", "-e", LENET, "--notation", "guess"], 2),
        (["explain", "-e", LENET, "--count", "love"], 2),
        (["explain", "-e", LENET, "--detail", "more"], 2),
        (["explain", "-e", LENET, "--max-size", "0"], 2),
        (["explain", "-e", LENET, "--max-size", "many"], 2),
        (["explain", "-e", LENET, "-o", "nowhere/at/all.txt"], 2),
        (["layers", "nothing"], 2),
    ],
)
def test_exit_status(
    call: Call, arguments: list[str], status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = call(*arguments)
    assert ran.status == status
    assert bool(ran.out) == (status == 0)
    assert bool(ran.err) == (status != 0)
    assert "Traceback" not in ran.err
    assert "internal error" not in ran.err


@pytest.mark.parametrize("form", EXPLAIN_FORMATS)
@pytest.mark.parametrize("method", METHODS)
def test_every_format_and_method(call: Call, form: str, method: str) -> None:
    ran = call("explain", "-e", LENET, "--format", form, "--method", method)
    assert ran.status == 0
    assert "C" in ran.out
    assert ran.out.endswith("\n")


@pytest.mark.parametrize("form", TABLE_FORMATS)
def test_every_format_of_a_table(call: Call, form: str) -> None:
    ran = call("table", "-e", LENET, "--format", form)
    assert ran.status == 0
    assert ran.out.endswith("\n")


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_every_format_of_the_catalogue(call: Call, form: str) -> None:
    assert call("layers", "--format", form).status == 0
    assert call("layers", "conv", "--format", form).status == 0


@pytest.mark.parametrize("notation", NOTATIONS)
def test_every_notation(call: Call, notation: str) -> None:
    for count in ("parameters", "shape"):
        ran = call("explain", "-e", LENET, "--notation", notation, "--count", count)
        assert ran.status == 0


def test_a_notation_of_ones_own(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[letters]\nfilters = "K"\n', encoding="utf-8")
    ran = call("explain", "-e", LENET, "--notation", str(path), "--layer", "C")
    assert ran.status == 0
    assert "·K" in ran.out


@pytest.mark.parametrize(
    ("option", "value", "shown"),
    [
        ("--multiplication", "times", "5×5×3"),
        ("--multiplication", "dot", "5·5·3"),
        ("--digits", "space", "15\N{THIN SPACE}680"),
        ("--digits", "point", "15.680"),
        ("--digits", "none", "15680"),
        ("--digits", "comma", "15,680"),
    ],
)
def test_signs(call: Call, option: str, value: str, shown: str) -> None:
    assert shown in call("explain", "-e", LENET, option, value).out


def test_values_are_set(call: Call) -> None:
    program = "let f = 5\ninput(32x32x3) -> conv(k, f x f)"
    ran = call("table", "-e", program, "--set", "k=8", "--format", "json")
    assert json.loads(ran.out)["totals"]["parameters"] == 608
    ran = call("table", "-e", program, "--set", "k=8", "--set", "f=3", "--format", "json")
    assert json.loads(ran.out)["totals"]["parameters"] == 224
    ran = call("table", "-e", program, "--set", "k = 4*2, f=3", "--format", "json")
    assert json.loads(ran.out)["totals"]["parameters"] == 224


def test_layers_are_chosen(call: Call) -> None:
    out = call("explain", "-e", LENET, "--layer", "dense1", "--layer", "C").out
    assert "15,690" in out
    assert "608" in out
    assert "\nmaxpool1" not in out
    assert "total" not in out


def test_version(call: Call) -> None:
    assert call("--version").out == f"symcnn {symcnn.__version__}\n"


def test_a_message_without_a_place_names_the_program(call: Call) -> None:
    assert call("table", "nowhere.cnn").err.startswith("symcnn: error: cannot read nowhere.cnn")


# --- reading --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        LENET.encode(),
        b"\xef\xbb\xbf" + LENET.encode(),
        LENET.replace(" -> ", "\r\n").encode(),
        LENET.replace(" -> ", "\r").encode(),
        LENET.replace(" -> ", " → ").encode(),
        LENET.encode() + b"\r\n\r\n",
    ],
)
def test_files_in_utf_8_with_any_line_ends(call: Call, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "lenet.cnn"
    path.write_bytes(data)
    assert call("table", str(path)).out == call("table", "-e", LENET).out


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "cp1252"])
def test_files_in_another_encoding(call: Call, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "network.cnn"
    path.write_bytes("input(8) -> café: dense(3)".encode(encoding))
    ran = call("table", str(path))
    assert ran.status == 1
    assert "is not UTF-8" in ran.err or "U+0000" in ran.err
    assert str(path) in ran.err


def test_standard_input_and_its_name() -> None:
    assert run("table", "-", data=LENET.encode()).returncode == 0
    ran = run("table", "-", data=b"input(8) -> nothing")
    assert ran.returncode == 1
    assert ran.stderr.startswith(b"<stdin>:1:13: error: ")
    assert ran.stdout == b""


def test_the_name_of_an_expression(call: Call) -> None:
    assert call("table", "-e", "nothing").err.startswith("<expression>:1:1: error: ")


def test_the_name_of_a_file(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a network.cnn").write_text("input(8)\n\n  nothing", encoding="utf-8")
    assert call("table", "a network.cnn").err.startswith("a network.cnn:3:3: error: ")


def test_the_largest_size(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "network.cnn"
    path.write_text(LENET + "\n" + "#" * 1_000_000, encoding="utf-8")
    assert call("table", str(path)).status == 1
    assert call("table", str(path), "--max-size", "2000000").status == 0
    assert call("table", "-e", LENET, "--max-size", str(len(LENET))).status == 0
    assert call("table", "-e", LENET, "--max-size", str(len(LENET) - 1)).status == 1
    assert call("table", "-e", "input(8) # é", "--max-size", "12").status == 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all files")
def test_an_unreadable_file(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "network.cnn"
    path.write_text(LENET, encoding="utf-8")
    path.chmod(0)
    ran = call("table", str(path))
    assert ran.status == 2
    assert "Permission denied" in ran.err


def test_a_folder_is_no_program(call: Call, tmp_path: Path) -> None:
    ran = call("table", str(tmp_path))
    assert ran.status == 2
    assert "cannot read" in ran.err


# --- writing --------------------------------------------------------------------------------------


def test_output_to_a_file(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    ran = call("explain", "-e", LENET, "-o", str(path))
    assert (ran.status, ran.out, ran.err) == (0, "", "")
    assert path.read_text(encoding="utf-8") == call("explain", "-e", LENET).out


def test_a_failed_call_leaves_the_file_alone(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("before", encoding="utf-8")
    assert call("explain", "-e", "nothing", "-o", str(path)).status == 1
    assert path.read_text(encoding="utf-8") == "before"


def test_an_unwritable_file(call: Call, tmp_path: Path) -> None:
    ran = call("table", "-e", LENET, "-o", str(tmp_path))
    assert ran.status == 2
    assert "cannot write" in ran.err


def test_a_file_is_utf_8_whatever_the_terminal_is(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    ran = run("explain", "-e", LENET, "-o", str(path), encoding="ascii")
    assert ran.returncode == 0
    assert "(5·5·3 + 1)·8" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437", "utf-8", "utf-16"])
def test_output_in_any_encoding(encoding: str) -> None:
    program = "input(32x32x3) -> слой: conv(8, f x f) -> dense(k)"
    ran = run("explain", "-e", program, encoding=encoding)
    assert ran.returncode == 0, ran.stderr
    text = ran.stdout.decode(encoding)
    assert "conv" in text
    if encoding in ("utf-8", "utf-16"):
        assert "(f·f·3 + 1)·8" in text
        assert "слой" in text
    else:
        assert "(f*f*3 + 1)*8" in text


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_messages_in_any_encoding(encoding: str) -> None:
    ran = run("table", "-e", "input(8) -> слой", encoding=encoding)
    assert ran.returncode == 1
    assert b"error: " in ran.stderr
    assert b"Traceback" not in ran.stderr


def test_ascii_on_request(call: Call) -> None:
    program = "input(32x32x3) -> слой: conv(m, 5x5) -> pool 2"
    for arguments in (["explain"], ["table"], ["explain", "--count", "shape"]):
        ran = call(*arguments, "-e", program, "--ascii")
        assert ran.status == 0
        assert ran.out.isascii()


def test_no_colour(call: Call) -> None:
    for arguments in (["explain", "-e", LENET], ["layers"], ["table", "-e", "nothing"]):
        ran = call(*arguments)
        assert "\x1b" not in ran.out + ran.err


def test_text_fits_the_terminal(call: Call) -> None:
    program = "input(H x W x 3) -> [conv(filters, 3x3, stride=2) -> bn] * 4 -> flatten -> dense 10"
    for arguments in (["explain"], ["table"], ["explain", "--method", "tensors"]):
        out = call(*arguments, "-e", program).out
        assert max(map(len, out.splitlines())) <= 80


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
@pytest.mark.parametrize("command", ["table", "layers"])
def test_a_closed_pipe_ends_quietly(command: str) -> None:
    program = ["-e", "input(8)" + " -> dense(8)" * 3000] if command == "table" else []
    reader = subprocess.Popen(
        [sys.executable, "-m", "symcnn", command, *program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    assert reader.stdout is not None
    assert reader.stderr is not None
    reader.stdout.read(10)
    reader.stdout.close()
    message = reader.stderr.read()
    reader.stderr.close()
    assert reader.wait(timeout=60) == 0
    assert message == b""


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize(
    "arguments",
    [
        ["solve", "--for", "k", "--set", "f=5", "--where", "parameters <= 70000"],
        ["solve", "--for", "f", "--for", "k", "--where", "parameters <= 40000"],
        ["describe", "--in", "f"],
        ["compare", "-e", "input(8) -> dense(k*f*f)"],
        ["sweep", "--vary", "f=1..16:5", "--set", "k=8"],
    ],
)
def test_ascii_has_a_sign_for_all_that_pages_write(arguments: list[str]) -> None:
    text = (
        "input(32x32x3) -> conv(k, f x f) -> pool 2 -> conv(16, f x f) -> pool 2 -> flatten"
        " -> dense 10"
    )
    found = run(*arguments, "-e", text, "--ascii").stdout.decode()
    assert found.isascii()
    assert "\\" not in found


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["sweep", "--vary", "k=1..3", "--set", "k=2"], "k varies, and --set gives it a value"),
        (["plot", "--vary", "k=1..3", "--set", "k=2", "-o", "x.tex"], "k varies, and --set"),
        (["explore", "--vary", "k=1..3", "--set", "k=2"], "k varies, and --set"),
        (["solve", "--for", "k", "--where", "parameters = 9", "--set", "k=2"], "is solved for"),
        (["solve", "--for", "k", "--where", "parameters != 9"], "'!=' is no relation"),
        (["sweep", "--vary", "k=1..9:0"], "k runs in steps of 0"),
        (["solve", "--for", "k", "--where", "macs < 9", "--range", "k=1..2", "--range", "k=3..4"],
         "k is named twice"),
    ],
)  # fmt: skip
def test_calls_that_contradict_themselves(call: Call, arguments: list[str], told: str) -> None:
    ran = call(*arguments, "-e", "input(8) -> dense(k)")
    assert (ran.status, told in ran.err) == (2, True), ran.err


def test_an_interrupt() -> None:
    # Tests started in a shell's background ignore interrupts, and so would their processes.
    usual = signal.signal(signal.SIGINT, signal.default_int_handler)
    waiting = subprocess.Popen(
        [sys.executable, "-m", "symcnn", "table", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    signal.signal(signal.SIGINT, usual)
    assert waiting.stdin is not None
    # It waits for its standard input once it has read the call.
    waiting.stdin.write(b"input(8)\n")
    waiting.stdin.flush()
    with pytest.raises(subprocess.TimeoutExpired):
        waiting.wait(timeout=1)
    waiting.send_signal(signal.SIGINT)
    out, err = waiting.communicate(timeout=60)
    assert waiting.returncode == 130
    assert b"Traceback" not in err
    assert out == b""


def test_an_interrupt_while_it_works(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("symcnn.network.network.Network", interrupted)
    ran = call("table", "-e", LENET)
    assert ran.status == 130
    assert ran.err == ""


def test_a_mistake_in_symcnn_is_no_traceback(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr("symcnn.network.network.Network", broken)
    ran = call("table", "-e", LENET)
    assert ran.status not in (0, 1, 2, 130)
    assert "Traceback" not in ran.err
    assert "please report" in ran.err


def test_the_module_runs() -> None:
    ran = run("table", "-e", LENET)
    assert ran.returncode == 0
    assert b"16,298" in ran.stdout


# --- JSON -----------------------------------------------------------------------------------------

ROW = {
    "name", "type", "inputs", "input_shapes", "output_shape", "activation_size", "parameters",
    "trainable", "non_trainable",
}  # fmt: skip


def test_the_contract_of_a_table(call: Call) -> None:
    data = json.loads(call("table", "-e", LENET, "--format", "json").out)
    assert data["version"] == 1
    assert data["symbols"] == {}
    assert set(data["totals"]) >= {"parameters", "trainable", "non_trainable"}
    for layer in data["layers"]:
        assert set(layer) >= ROW
        assert "weights" not in layer
        assert "derivation" not in layer
    conv = data["layers"][1]
    assert conv["name"] == "C"
    assert conv["type"] == "conv"
    assert conv["inputs"] == ["input"]
    assert conv["input_shapes"] == [[32, 32, 3]]
    assert conv["output_shape"] == [28, 28, 8]
    assert (conv["activation_size"], conv["parameters"]) == (6272, 608)


def test_the_contract_of_an_explanation(call: Call) -> None:
    data = json.loads(call("explain", "-e", LENET, "--format", "json").out)
    conv = data["layers"][1]
    assert conv["weights"] == [
        {"name": "kernel", "shape": [5, 5, 3, 8], "trainable": True},
        {"name": "bias", "shape": [8], "trainable": True},
    ]
    first = conv["derivation"][0]
    assert (first["kind"], first["expression"]) == ("formula", "(m*n*d + 1)*k")
    assert first["latex"]
    origins = {origin["symbol"]: origin for origin in conv["origins"]}
    assert {"symbol": "d", "value": 3, "layer": "input"}.items() <= origins["d"].items()
    assert origins["d"]["words"] == "the channels of the input"
    assert {"symbol": "k", "value": 8, "layer": "C"}.items() <= origins["k"].items()
    assert [step["expression"] for step in conv["derivation"][-2:]] == ["76*8", "608"]


def test_symbols_in_json(call: Call) -> None:
    program = "let f = 5\ninput(H x W x 3) -> conv(k, f x f) -> pool 2"
    data = json.loads(call("table", "-e", program, "--format", "json").out)
    assert data["symbols"] == {"f": 5, "H": None, "W": None, "k": None}
    assert data["layers"][1]["output_shape"] == ["H - 4", "W - 4", "k"]
    assert data["layers"][1]["parameters"] == "76*k"
    assert data["totals"]["parameters"] == "76*k"


def test_expressions_are_read_back(call: Call) -> None:
    import sympy

    program = "input(H x W x 3) -> conv(k, f x f, stride=s, padding=same) -> N: dense(S)"
    data = json.loads(call("explain", "-e", program, "--format", "json").out)
    symbols: dict[str, Any] = {
        name: sympy.Symbol(name, positive=True, integer=True) for name in data["symbols"]
    }
    total = sympy.Integer(0)
    for layer in data["layers"]:
        total += sympy.sympify(str(layer["parameters"]), locals=symbols)
        assert sympy.sympify(str(layer["activation_size"]), locals=symbols).free_symbols <= set(
            symbols.values()
        )
    assert sympy.expand(total - sympy.sympify(data["totals"]["parameters"], locals=symbols)) == 0


def test_names_in_json_are_as_written(call: Call) -> None:
    program = 'input(8) -> "\\"<é>": dense(3)'.replace('\\"', "'", 1)
    data = json.loads(call("table", "-e", program, "--format", "json").out)
    assert data["layers"][1]["name"] == "'<é>"


def test_csv_runs_nothing_in_a_spreadsheet(call: Call) -> None:
    out = call("table", "-e", 'input(8) -> "=1+1": dense(3)', "--format", "csv").out
    assert "\n=1+1" not in out
    assert "=1+1" in out
