"""First-order changes of a piece of code, and inputs like an exercise's own: the oracle of the books of slips."""

import ast
import copy
import re

import numpy as np

SWAPS = {
    "max": ["min", "mean", "sum"],
    "min": ["max"],
    "sum": ["max", "mean"],
    "mean": ["sum"],
    "maximum": ["minimum", "max"],
    "minimum": ["maximum"],
    "all": ["any"],
    "any": ["all"],
}
OPERATORS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.MatMult: ast.Mult}
COMPARISONS = {ast.Gt: ast.Lt, ast.Lt: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.GtE: ast.LtE, ast.LtE: ast.GtE}


def variants(node):
    """Yield what may stand in a node's place: another axis, function or operator, no keepdims, a step less."""
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        for other in SWAPS.get(name, []):
            yield ast.Call(ast.Attribute(node.func.value, other, ast.Load()), node.args, node.keywords)
        for place, word in enumerate(node.keywords):
            rest = node.keywords[:place] + node.keywords[place + 1 :]
            yield ast.Call(node.func, node.args, rest)
            if word.arg == "axis":
                for axis in {"0", "1", "-1"} - {ast.unparse(word.value)}:
                    yield ast.Call(node.func, node.args, [ast.keyword("axis", ast.parse(axis).body[0].value), *rest])
        if len(node.args) == 1 and not node.keywords and name in ("exp", "log"):
            yield node.args[0]
    elif isinstance(node, ast.BinOp):
        if type(node.op) in OPERATORS:
            yield ast.BinOp(node.left, OPERATORS[type(node.op)](), node.right)
            yield node.left
            yield node.right
            yield ast.BinOp(node.right, node.op, node.left)
    elif isinstance(node, ast.Compare):
        yield ast.Compare(node.left, [COMPARISONS[type(node.ops[0])]()], node.comparators)


def changes(source):
    """Yield every source that differs from `source` in one place, its value returned with a minus among them."""
    tree = ast.parse(source)
    seen = {ast.unparse(tree)}
    places = [node for node in ast.walk(tree) if isinstance(node, ast.expr)]
    for place, old in enumerate(places):
        found = list(variants(old))
        if isinstance(old, ast.Name | ast.BinOp | ast.Call) and _is_returned(tree, old):
            found.append(ast.UnaryOp(ast.USub(), old))
        for new in found:
            changed = copy.deepcopy(tree)
            target = [node for node in ast.walk(changed) if isinstance(node, ast.expr)][place]
            text = ast.unparse(ast.fix_missing_locations(_Put(target, copy.deepcopy(new)).visit(changed)))
            if text not in seen:
                seen.add(text)
                yield text


def _is_returned(tree, node):
    return any(isinstance(each, ast.Return) and each.value is node for each in ast.walk(tree))


class _Put(ast.NodeTransformer):
    def __init__(self, old, new):
        self.old, self.new = old, new

    def visit(self, node):
        return self.new if node is self.old else self.generic_visit(node)


def zeroed(solution):
    """Return a solution after which its answer is, or returns, nothing but zeros."""
    name = re.findall(r"^(?:def )?(\w+)(?: =|\()", solution, re.M)[-1]
    return f"""{solution}
right = {name}
if callable(right):
    {name} = lambda *args: 0 * np.asarray(right(*args))
else:
    {name} = [0 * part for part in right] if isinstance(right, (list, tuple)) else 0 * right
"""


def likes(probes, count, seed=0):
    """Yield `count` arguments like those in `probes`: the same shapes and dtypes, other numbers."""
    rng = np.random.default_rng(seed)
    for number in range(count):
        args = probes[number % len(probes)]
        yield tuple(rng.permutation(arg) if _are_labels(arg, args) else _like(arg, rng) for arg in args)


def _are_labels(arg, args):
    """Whether `arg` holds the class numbers of a batch beside it, which stay class numbers when they are shuffled."""
    return len(args) > 1 and np.ndim(arg) == 1 and arg.dtype.kind in "iu"


def _like(arg, rng):
    if not isinstance(arg, np.ndarray):
        return arg
    if arg.dtype.kind == "b":
        return rng.random(arg.shape) < 0.7
    positive = (arg >= 0).all()
    spread = min(float(np.nanstd(np.where(np.isfinite(arg), arg, 0))) or 1.0, 1000.0)
    values = rng.normal(size=arg.shape) * spread + rng.normal()
    if positive:  # with zeros among them, as a ReLU gives them, where there are some
        values = np.maximum(0, values) if (arg == 0).any() else np.abs(values)
    return values.astype(arg.dtype)
