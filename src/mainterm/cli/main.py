"""The `mainterm` command: finds the subcommand, and turns every refusal into one line and an exit status."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import Final

import click

from mainterm.model.edition import EditionError
from mainterm.model.source import Unreadable
from mainterm.service.garbage import collect_seldom

COMMANDS: Final = {
    "code": "mainterm.cli.code:code_command",
    "why": "mainterm.cli.why:why_command",
    "query": "mainterm.cli.query:query_command",
    "audit": "mainterm.cli.audit:audit_command",
    "sequence": "mainterm.cli.sequence:sequence_command",
    "rule": "mainterm.cli.rules:rule_command",
    "guidelines": "mainterm.cli.rules:guidelines_command",
    "verify": "mainterm.cli.verify:verify_command",
    "index": "mainterm.cli.lookup:index_command",
    "tabular": "mainterm.cli.lookup:tabular_command",
    "find": "mainterm.cli.lookup:find_command",
    "guideline": "mainterm.cli.lookup:guideline_command",
    "history": "mainterm.cli.history:history_command",
    "repair": "mainterm.cli.repair:repair_command",
    "codes": "mainterm.cli.sets:codes_command",
    "translate": "mainterm.cli.translate:translate_command",
    "seam": "mainterm.cli.seam:seam_command",
    "edition": "mainterm.cli.edition:edition_command",
}


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="mainterm")
def cli() -> None:
    """The ICD-9-CM encoder that shows its work.

    Exit status: 0 an answer, 1 an honest "no", 2 bad usage or bad input.
    """


def main() -> None:
    """Runs the command line. Whatever is refused comes out as one line on stderr and exit status 2."""
    collect_seldom()
    try:
        status = cli.main(standalone_mode=False)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        _refuse(error.format_message())
    except (EditionError, Unreadable, ValueError) as error:
        _refuse(str(error))
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        _refuse(f"{error.filename or 'the disk'}: {error.strerror or error}")
    finally:
        gc.freeze()  # at the end all that was kept would be gone through once more
    sys.exit(status if isinstance(status, int) else 0)


def _refuse(reason: str) -> None:
    click.echo(f"mainterm: {' '.join(reason.split())}", err=True)
    sys.exit(2)
