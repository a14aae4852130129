"""The command line: one file a command, and what all of them share: exit codes, pipes, Ctrl-C.

Data goes to stdout, messages to stderr. Exit 0: done; 1: the data failed; 2: wrong input; 130: interrupted.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from synth.cli.screen import say


class Commands(TyperGroup):
    """The commands; a user's mistake ends any of them with one sentence and exit code 2."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command and turn what it raises into an exit code."""
        from synth.errors import InputError

        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            raise
        except InputError as error:
            say(str(error))
            raise typer.Exit(2) from None
        except OSError as error:
            say(_sentence(error))
            raise typer.Exit(2) from None
        return result


def main() -> None:
    """Run the command that the arguments name; what the script `synth` calls."""
    # Ranks and counts are exact, however many digits they have.
    sys.set_int_max_str_digits(0)
    try:
        _app()(prog_name="synth")
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):
            _leave_quietly()
        raise


def _app() -> typer.Typer:
    """Return the application with its commands, in the order of `synth --help`; each is quick to load."""
    from synth.cli import check, cover, enumerate, families, generate, rank, show, unrank, verify

    app = typer.Typer(
        cls=Commands,
        help="Counted problems, proven steps, reproducible rows.",
        epilog="Example: synth generate mini --out out/mini",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    for name, run, example in (
        ("enumerate", enumerate.run, enumerate.EXAMPLE),
        ("check", check.run, check.EXAMPLE),
        ("rank", rank.run, rank.EXAMPLE),
        ("unrank", unrank.run, unrank.EXAMPLE),
        ("cover", cover.run, cover.EXAMPLE),
        ("families", families.run, families.EXAMPLE),
        ("show", show.run, show.EXAMPLE),
        ("generate", generate.run, generate.EXAMPLE),
        ("verify", verify.run, verify.EXAMPLE),
    ):
        app.command(name, epilog=f"Example: {example}")(run)
    return app


def _print_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(version("synth-engine"))
        raise typer.Exit


def _options(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    """Take the options that stand before a command."""


def _leave_quietly() -> NoReturn:
    """End with exit code 0: whoever read stdout has gone, and has what was wanted. The rest goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)


def _sentence(error: OSError) -> str:
    """Return what the system said, with the file that it said it of."""
    reason = os.strerror(error.errno) if error.errno else str(error)
    return f"{error.filename}: {reason}" if error.filename else reason
