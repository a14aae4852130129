"""The commands, and what all of them share: one sentence and an exit code for each way to end."""

from __future__ import annotations

import errno
import os
import sys
from typing import Annotated, Any

import typer

from synth.cli.screen import say


def run() -> int:
    """Run the command that the arguments name and return its exit code."""
    from synth.errors import InputError

    # Ranks and counts are exact, however many digits they have.
    sys.set_int_max_str_digits(0)
    try:
        code = application()(prog_name="synth", standalone_mode=False)
        sys.stdout.flush()
    except SystemExit as end:
        # A closed pipe, as typer ends for it: whoever read stdout has gone, and has what was wanted.
        return 0 if isinstance(end.__context__, BrokenPipeError) else _number(end.code)
    except BrokenPipeError:
        return 0
    except typer.Abort:
        return 1
    except InputError as error:
        say(str(error))
        return 2
    except OSError as error:
        say(_sentence(error))
        return 2
    except Exception as error:
        # typer has the class of these errors from a copy of click, which it does not export.
        if not hasattr(error, "format_message"):
            raise
        return _wrong_usage(error)
    return _number(code)


def application() -> typer.Typer:
    """Return the application with its commands, in the order of `synth --help`; each is quick to load."""
    from synth.cli import check, cover, enumerate, families, gallery, generate, rank, show, unrank, verify

    app = typer.Typer(
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
        ("gallery", gallery.run, gallery.EXAMPLE),
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


def _wrong_usage(error: Any) -> int:
    """Say in one sentence what is wrong with the words given to which command; return the exit code."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "synth"
    message = " ".join(error.format_message().split()).rstrip(".")
    if message:
        say(f"{command}: {message} (see {command} --help)")
    return 2


def _number(code: object) -> int:
    return code if isinstance(code, int) else 0


def _sentence(error: OSError) -> str:
    """Return what the system said, with the file that it said it of."""
    if error.errno == errno.EBADF and not error.filename:
        return "stdout is closed, and there is something to write to it"
    reason = os.strerror(error.errno) if error.errno else str(error)
    return f"{error.filename}: {reason}" if error.filename else reason
