"""One noun per file: load, call an operation, show a page. Each has its blueprint."""

from importlib import import_module
from pkgutil import iter_modules

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """Of every module here: a new noun needs no list, only its lines in PORTAL_POLICY."""
    names = sorted(module.name for module in iter_modules(__path__, f"{__name__}."))
    return [import_module(name).blueprint for name in names]
