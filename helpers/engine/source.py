"""What an answer's own source shows of the commonest slips in Python itself, whatever the exercise.

Each finding is a fact about the code that stands there, not a guess from its results. Where the source cannot be had,
nothing is found, and the check says what behaviour shows.
"""

import ast
import builtins

import numpy as np

from .trees import globals_used, told, trees_of

# Functions that change nothing: to call one and drop its result does nothing at all.
PURE = {"sum", "max", "min", "abs", "sorted", "list", "float", "int", "round", "len", "zip", "map", "reversed", "tuple"}
WRITES = {"copyto", "put_along_axis", "fill_diagonal", "place", "put", "putmask", "seterr", "set_printoptions"}


def certain(answer):
    """Return the first finding that no right function has, or None."""
    of_all = _left_open, _overwritten_builtin, _dropped, _renamed, _returns_at_once, _kept_default, _same_row
    return _first((*of_all, _same_object, _replaces_argument), answer)


def likely(answer):
    """Return the first finding that a right function could have, but a wrong one often has as its cause, or None."""
    return _first((_ignores_argument, _from_elsewhere), answer)


def _first(finders, answer):
    return next(filter(None, (find(tree, answer) for find in finders for tree in trees_of(answer))), None)


def _left_open(tree, answer):
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            dots = isinstance(child, ast.Constant) and child.value is ...
            if dots and not isinstance(node, (ast.Tuple, ast.Subscript)):
                return f"A `...` is left in your code, in {told(node)}: write your own code there."
    return None


def _overwritten_builtin(tree, answer):
    names = getattr(answer, "__globals__", {})
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == "np" and not isinstance(names.get("np", ast), type(ast)):
            return "`np` is no longer NumPy: the name was given to something else. Run `import numpy as np` again."
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            name = node.func.id
            if hasattr(builtins, name) and name in names and not callable(names[name]):
                return (
                    f"`{name}` is no longer Python's own: the name was given to something else. Run "
                    f"`del {name}`, and it is Python's again."
                )
    return None


def _dropped(tree, answer):
    for node in ast.walk(tree):
        if not isinstance(node, ast.Expr):
            continue
        value = node.value
        if isinstance(value, ast.Call):
            call = ast.unparse(value.func)
            module, _, last = call.rpartition(".")
            inputs = getattr(getattr(np, last, None), "nin", len(value.args))  # of a ufunc: what comes behind is `out`
            writes = last in WRITES or len(value.args) > inputs or any(word.arg == "out" for word in value.keywords)
            if call in PURE or (module in ("np", "numpy", "math") and not writes):
                return f"The result of {told(value)} is dropped: give it a name, or return it."
        elif isinstance(value, (ast.BinOp, ast.Compare, ast.UnaryOp, ast.Name, ast.Subscript, ast.ListComp)):
            return f"The line {told(value)} calculates something and keeps it nowhere: is an `=` or `return` missing?"
    return None


def _renamed(tree, answer):
    """A loop through a list that gives its own name a new value and uses it no more."""
    for loop in ast.walk(tree):
        if isinstance(loop, ast.For) and isinstance(loop.iter, ast.Name) and isinstance(loop.body[-1], ast.Assign):
            last = loop.body[-1]
            if ast.unparse(last.targets[0]) == ast.unparse(loop.target):
                return (
                    f"{told(last)} gives the loop's name a new value, and what the loop goes through, "
                    f"`{loop.iter.id}`, stays as it was: collect the results in a list."
                )
    return None


def _returns_at_once(tree, answer):
    for loop in ast.walk(tree):
        if isinstance(loop, (ast.For, ast.While)) and _always_returns(loop.body):
            if not any(isinstance(node, ast.Continue) for node in ast.walk(loop)):
                return (
                    f"`return` stands inside the loop {told(loop)}, so the function ends in its first round: "
                    "move it to the left, below the loop."
                )
    return None


def _always_returns(body):
    last = body[-1]
    if isinstance(last, ast.If):
        return bool(last.orelse) and _always_returns(last.body) and _always_returns(last.orelse)
    return isinstance(last, ast.Return)


def _kept_default(tree, answer):
    grown = set()
    for node in ast.walk(tree):
        match node:
            case ast.AugAssign(ast.Name(name)) | ast.Call(ast.Attribute(ast.Name(name), "append")):
                grown.add(name)
    named = tree.args.args[len(tree.args.args) - len(tree.args.defaults) :]
    for argument, default in zip(named, tree.args.defaults):
        if isinstance(default, (ast.List, ast.Dict)) and argument.arg in grown:
            return (
                f"The default of `{argument.arg}` is made once, where the function is defined, and keeps what earlier "
                "calls put into it. Begin the list inside the function."
            )
    return None


def _same_row(tree, answer):
    """`[[0] * n] * m`, filled in place by place."""
    filled, anew = set(), set()
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(ast.Subscript(ast.Name(name)), _, ast.Store()):
                filled.add(name)
            case ast.Subscript(ast.Name(name), _, ast.Store()):
                anew.add(name)
    for node in ast.walk(tree):
        match node:
            case ast.Assign([ast.Name(name)], ast.BinOp(ast.List([ast.List() | ast.BinOp(ast.List())]), ast.Mult())):
                if name in filled - anew:
                    return (
                        f"{told(node.value)} is one row, listed again and again: what is written into it stands in "
                        "every row. Make each row anew, in a loop."
                    )
    return None


def _same_object(tree, answer):
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Is, ast.IsNot)):
            if ast.unparse(node.comparators[0]) not in ("None", "...") and not ast.unparse(node).startswith("type("):
                return (
                    f"{told(node)}: `is` asks whether both are one and the same object, which equal numbers need not "
                    "be. Compare by `==`, and ask for nan with `np.isnan`."
                )
    return None


def _replaces_argument(tree, answer):
    given = {argument.arg for argument in tree.args.args}
    for line in tree.body:
        loaded = {n.id for n in ast.walk(line) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
        name = ast.unparse(line.targets[0]) if isinstance(line, ast.Assign) else getattr(line, "name", "")
        if name in given - loaded:
            return f"{told(line)} puts another value in the argument's place, so what was given is never used."
        given -= loaded
    return None


def _ignores_argument(tree, answer):
    loaded = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    for argument in tree.args.args:
        if argument.arg not in loaded:
            others = list(globals_used(tree, answer))
            instead = f", but `{others[0]}`, which comes from outside of it" if others else ""
            who = "Your function" if tree.name == answer.__name__ else f"`{tree.name}`"
            return f"{who} never uses its argument `{argument.arg}`{instead}."
    return None


def _from_elsewhere(tree, answer):
    for name in globals_used(tree, answer):
        return (
            f"Your function uses `{name}`, which it was not given: it is made outside of it. Let it use its argument "
            "and what it makes itself."
        )
    return None
