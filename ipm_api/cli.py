"""The command line: ``python -m ipm_api.cli COMMAND``."""

import argparse
import getpass
import sys

from ipm_api.config import read_config
from ipm_api.errors import IpmError
from ipm_api.models.account import Role
from ipm_api.operations.account import create_account
from ipm_api.operations.audit_chain import verify_audit_chain
from ipm_api.operations.evidence import damaged_evidence
from ipm_api.policy import Actor, Party
from ipm_api.serve import operating, save_snapshot, serve, with_database, work

OPERATOR = Actor(Party.ADMINISTRATOR, name="command line")
"""Whoever has a shell on the machine acts as an administrator; the audit trail shows no account."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except (IpmError, ValueError) as error:
        print(f"ipm: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ipm", description="Product identification for customs.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: object, text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(run=run)
        return added

    command("serve", _serve, "Start everything and serve until Ctrl-C.")
    command("demo", _demo, "Seed invented products, identify sample photos, then serve.")
    command("work", _work, "Do the jobs of the queue until Ctrl-C; 'serve' starts one by itself.")
    command("migrate", _migrate, "Bring the database to the tables of this version.")
    command("build-index", _build_index, "Bring the index up to date and save its snapshot.")
    load = command("load-index", _load_index, "Bring the cluster of IPM_INDEX_URL up to date.")
    load.add_argument("--replace", action="store_true", help="empty its collections first")
    command("verify-evidence", _verify_evidence, "Check every kept photo against its SHA-256.")
    chain = command("verify-audit", _verify_audit, "Check the chain of the audit trail.")
    chain.add_argument("--position", type=int, default=0, help="of a link that was noted before")
    chain.add_argument("--head", default="", help="its hash; both find a tail that was cut off")
    command("clean-up", _clean_up, "Remove expired tokens, counters and kept answers.")
    account = command("create-account", _create_account, "Add a person; asks for the password.")
    account.add_argument("--email", required=True)
    account.add_argument("--name", required=True)
    account.add_argument("--country", required=True, help="ISO 3166-1 alpha-2, for example FR")
    account.add_argument(
        "--role",
        required=True,
        choices=[r.value for r in (Role.ADMINISTRATOR, Role.OFFICER, Role.TRAINER)],
    )
    return parser


def _serve(_: argparse.Namespace) -> int:
    config = with_database(read_config())
    print(f"{save_snapshot(config)} reference images in the index")
    print(f"http://{config.host}:{config.port}/  (Ctrl-C stops)")
    serve(config)
    return 0


def _demo(_: argparse.Namespace) -> int:
    from ipm_api.demo import run_demo  # the invented goods are not part of a served deployment

    run_demo(read_config())
    return 0


def _work(_: argparse.Namespace) -> int:
    work(with_database(read_config()))
    return 0


def _migrate(_: argparse.Namespace) -> int:
    with_database(read_config())
    print("The database has the tables of this version.")
    return 0


def _build_index(_: argparse.Namespace) -> int:
    print(f"{save_snapshot(with_database(read_config()))} reference images in the index")
    return 0


def _load_index(options: argparse.Namespace) -> int:
    config = with_database(read_config())
    if config.index_url is None:
        raise ValueError("load-index is for a cluster: set IPM_INDEX_URL, or use build-index")
    from ipm_api.shared_index import SharedIndex  # its client is an optional dependency

    with operating(config) as (session, _runtime):
        index = SharedIndex(config.index_url)
        (index.replace if options.replace else index.save)(session)
        print(f"{len(index)} descriptors in the cluster")
        index.close()
    return 0


def _verify_evidence(_: argparse.Namespace) -> int:
    with operating(with_database(read_config())) as (session, runtime):
        damaged = damaged_evidence(session, OPERATOR, runtime.images)
    for sha256 in damaged:
        print(f"missing or damaged: {sha256}")
    print(f"{len(damaged)} of the kept photos are missing or damaged.")
    return 1 if damaged else 0


def _verify_audit(options: argparse.Namespace) -> int:
    if bool(options.position) is not bool(options.head):
        raise ValueError("--position and --head belong together")
    head = bytes.fromhex(options.head) if options.head else None
    with operating(with_database(read_config())) as (session, _runtime):
        report = verify_audit_chain(session, OPERATOR, position=options.position, head=head)
    if report.faults:
        print(f"The audit trail was changed. {report.faults[0]} ({len(report.faults)} in all)")
        return 1
    print(f"{report.links} links, none broken. Note elsewhere, for the next time:")
    print(f"--position {report.links} --head {report.head.hex()}")
    return 0


def _clean_up(_: argparse.Namespace) -> int:
    from ipm_api.jobs.clean_up import clean_up

    with operating(with_database(read_config())) as (session, _runtime):
        print(f"{clean_up(session)} expired rows removed")
    return 0


def _create_account(options: argparse.Namespace) -> int:
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
    with operating(with_database(read_config())) as (session, _runtime):
        create_account(
            session,
            OPERATOR,
            email=options.email,
            name=options.name,
            password=password,
            role=Role(options.role),
            country=options.country,
        )
    print(f"{options.email} can sign in.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
