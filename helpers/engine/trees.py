"""The source of an answer, where it can be had, as syntax trees, and which names it makes, uses and takes."""

import ast
import builtins
import inspect
import textwrap
import types

import numpy as np


def tree_of(answer):
    """Return the syntax tree of a function and of nothing else, or None where its source cannot be had."""
    if not hasattr(answer, "__globals__"):  # a library's function, or one that a cache or the like is wrapped around
        return None
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(answer)))
    except (OSError, TypeError, SyntaxError, ValueError):
        return None
    found = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == answer.__name__]
    return found[0] if found else None


def trees_of(answer):
    """Return the tree of `answer` and those of the learner's functions that it calls, its own first."""
    found, asked = {}, [answer]
    while asked:
        function = asked.pop(0)
        tree = tree_of(function)
        if tree is None or tree.name in found:
            continue
        found[tree.name] = tree
        names = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
        used = [function.__globals__.get(name) for name in names]
        asked += [
            each for each in used if isinstance(each, types.FunctionType) and each.__globals__ is function.__globals__
        ]
    return list(found.values())


def told(node):
    """Return a line of code as it is quoted."""
    text = ast.unparse(node).split("\n")[0]
    return f"`{text if len(text) <= 70 else text[:67] + '...'}`"


def unused(answer):
    """Return a name that is calculated and never used, or ""."""
    for tree in trees_of(answer):
        nodes = list(ast.walk(tree))
        loaded = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
        for name in [ast.unparse(node.targets[0]) for node in nodes if isinstance(node, ast.Assign)]:
            if name.isidentifier() and name not in loaded and name != "_":
                return name
    return ""


def too_late(answer):
    """Return the last line, quoted, that gives a name a value below all its uses, or ""."""
    tree = tree_of(answer)
    lines = tree.body if tree else []
    if any(isinstance(node, (ast.FunctionDef, ast.Lambda)) for line in lines for node in ast.walk(line)):
        return ""  # they may be called below
    for place, line in enumerate(lines):
        later = {node.id for rest in lines[place + 1 :] for node in ast.walk(rest) if isinstance(node, ast.Name)}
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name) and line.targets[0].id not in later:
            return told(line)
    return ""


def globals_used(tree, answer):
    """Yield the names of numbers and arrays of other cells that the function reads."""
    its = getattr(answer, "__globals__", {})
    own = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    own |= {argument.arg for argument in ast.walk(tree) if isinstance(argument, ast.arg)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id not in own and not hasattr(builtins, node.id):
            if isinstance(its.get(node.id), (int, float, list, tuple, np.ndarray)):
                yield node.id


def differs(answer, source):
    """Whether `answer` is known to be written otherwise than `source`, but for names of functions and remarks."""
    tree = tree_of(answer)
    return tree is not None and ast.dump(ast.Module(tree.body, [])) != ast.dump(
        ast.Module(ast.parse(source).body[-1].body, [])
    )
