"""Loads Qt's binding, without what the program uses nothing of."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

_SUPPORT = "shibokensupport"
_PUT_OFF = {
    f"{_SUPPORT}.signature": {"errorhandler", "layout", "parser"},
    f"{_SUPPORT}.signature.lib": {"enum_sig", "pyi_generator", "tool"},
}
"""By package, what tells the signatures of Qt's functions, in documentation and in errors."""


class _PutOff(ModuleType):
    """Stands for a module of the binding, which is loaded when something of it is asked for."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__spec__ = ModuleSpec(name, None)  # the binding writes into it

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # asked of each module by what looks through them all
            raise AttributeError(name)
        return getattr(import_module(self.__name__), name)


def _import(plain: Callable[..., ModuleType], name: str, *how: Any, **named: Any) -> ModuleType:
    """Import as Python's own ``__import__``, but put off what can be."""
    if name in _PUT_OFF:
        package = import_module(name)
        for later in _PUT_OFF[name].intersection(named.get("fromlist") or how[2]):
            if later not in vars(package):
                setattr(package, later, _PutOff(f"{name}.{later}"))
    return plain(name, *how, **named)


def load_qt() -> None:
    """Load the binding; once it is loaded, this does nothing more.

    It compiles and loads, at every start, 80 KB of source that tells the signatures of Qt's
    functions, for its documentation and for the errors of calls that are wrong. That is put off
    until such an error.

    It also puts a hook before every import, for programs that choose its other spelling of Qt's
    names: the hook reads the source of each module that is imported from then on, and Python keeps
    that. This program chooses Qt's own spelling, and takes the hook away again.
    """
    if "PySide6.QtCore" in sys.modules:
        return
    plain = getattr(builtins, "__orig_import__", builtins.__import__)
    builtins.__import__ = partial(_import, plain)
    try:
        import PySide6.QtCore  # noqa: F401, PLC0415 - no command may load it with this module
    finally:
        builtins.__import__ = builtins.__orig_import__ = plain  # type: ignore[attr-defined] # the binding's own
    # What it keeps inside of it is found there, and else it takes its finder away again: a module
    # that is put off, and those that the binding's core asks for by itself, still need it.
    finder = sys.modules[_SUPPORT].__loader__
    if hasattr(finder, "find_spec"):
        sys.meta_path.append(finder)  # type: ignore[arg-type] # it finds as well as it loads
