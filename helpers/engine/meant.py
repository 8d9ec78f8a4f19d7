"""What may have been meant by a part of a learner's code: the changes that `repair` tries in its place."""

import ast

ALIKE = [  # signs that are taken for each other
    (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv),
    (ast.Mult, ast.MatMult),
    (ast.BitXor, ast.Pow),
    (ast.BitAnd, ast.BitOr),
    (ast.Lt, ast.LtE),
    (ast.Gt, ast.GtE),
]
PAIRS = "sum mean max min argmax argmin any all maximum minimum ones zeros".split()  # functions, too


def named(node, names, given):
    """Yield another of the function's names."""
    if isinstance(node, ast.Name):
        yield from (ast.Name(name, ast.Load()) for name in names if name != node.id)


def less(node, names, given):
    """Yield a part of a value in place of the whole, a call without one of its keywords, and no line at all."""
    if isinstance(node, ast.expr):
        parts = node.args if isinstance(node, ast.Call) else ast.iter_child_nodes(node)
        yield from (part for part in parts if isinstance(part, ast.expr) and not isinstance(part, ast.Slice))
    if isinstance(node, ast.Call):
        for word in node.keywords:
            yield ast.Call(node.func, node.args, [other for other in node.keywords if other is not word])
    if isinstance(node, (ast.Assign, ast.AugAssign, ast.Return)):
        yield ast.Pass()


def other(node, names, given):
    """Yield what may have been meant: another sign, other brackets, a call, another order, a length for a number."""
    match node:
        case ast.BinOp(one, sign, two):
            yield from (ast.BinOp(one, other, two) for other in _alike(sign))
            yield ast.Call(ast.Name("abs", ast.Load()), [node], [])
            if isinstance(one, ast.BinOp):
                yield ast.BinOp(one.left, one.op, ast.BinOp(one.right, sign, two))
            for call, put in ((one, lambda arg: (arg, sign, two)), (two, lambda arg: (one, sign, arg))):
                for place, arg in enumerate(call.args if isinstance(call, ast.Call) else ()):
                    args = [*call.args[:place], ast.BinOp(*put(arg)), *call.args[place + 1 :]]
                    yield ast.Call(call.func, args, call.keywords)
        case ast.Compare(one, [sign], two):
            yield from (ast.Compare(one, [other], two) for other in _alike(sign))
        case ast.Break():
            yield ast.Continue()
        case ast.Assign([ast.Name() | ast.Subscript() as target], value):
            yield ast.AugAssign(target, ast.Add(), value)
        case ast.BoolOp(sign, [one, two]):
            yield ast.BinOp(one, ast.BitAnd() if isinstance(sign, ast.And) else ast.BitOr(), two)
        case ast.Attribute(value, "pi"):
            yield ast.BinOp(ast.Constant(2), ast.Mult(), node)
        case ast.Attribute(value, name):
            yield ast.Call(node, [], [])
            if name in PAIRS:
                yield ast.Attribute(value, PAIRS[PAIRS.index(name) ^ 1], ast.Load())
        case ast.Call(ast.Name("len"), [value]):
            yield ast.parse(f"{ast.unparse(value)}.shape[1]", mode="eval").body
        case ast.Call(ast.Attribute(_, "zeros_like" | "empty_like" | "ones_like" | "full_like" | "array"), args, words):
            yield ast.Call(node.func, args, [*words, ast.keyword("dtype", ast.Name("float", ast.Load()))])
        case ast.Call(ast.Attribute(value, "copy"), []):
            yield ast.Call(ast.Attribute(value, "astype", ast.Load()), [ast.Name("float", ast.Load())], [])
        case ast.Call(one, [ast.Call(two, [*args], inner)], outer):
            yield ast.Call(two, [ast.Call(one, args, outer)], inner)
        case ast.Call(function, [*rest, one, two], words):
            yield ast.Call(function, [*rest, two, one], words)
            if isinstance(function, ast.Attribute) and function.attr in ("max", "min"):
                yield ast.Call(ast.Attribute(function.value, function.attr + "imum", ast.Load()), node.args, words)
        case ast.Subscript(value, ast.Tuple([one, two])):
            yield ast.Subscript(value, ast.Tuple([two, one], ast.Load()), ast.Load())
        case ast.Constant(int() | float() as value) if not isinstance(value, bool):
            parts = ("{}", "len({})", "{}.shape[1]") if value not in (0, 1) else ()  # those are no fixed sizes
            for code in [part.format(name) for name in given for part in parts]:
                yield ast.parse(code, mode="eval").body
            yield from (ast.Constant(other) for other in (0, 1, value - 1, value + 1))
            yield from map(_typed, ("float('inf')", "-float('inf')"))


def more(node, names, given):
    """Yield what may be missing: a power of e, a square, an axis, a kept dimension, a factor, a length."""
    match node:
        case ast.BinOp(ast.Constant() | ast.Attribute(), ast.Pow(), power):
            yield _typed("np.exp({})", power)
        case ast.BinOp(one, ast.Sub() | ast.Add() as sign, two):
            if isinstance(sign, ast.Sub):
                yield ast.BinOp(node, ast.Pow(), ast.Constant(2))
            yield from (ast.BinOp(one, sign, _typed("{} * ({})", ast.Name(name, ast.Load()), two)) for name in names)
    match node:
        case ast.BinOp(one, sign, two):
            yield ast.BinOp(one, sign, _typed("({})[:, None]", two))
            if isinstance(sign, ast.MatMult):
                flat = (
                    each.value if isinstance(each, ast.Attribute) and each.attr == "T" else each for each in (one, two)
                )
                yield _typed("({}) * ({})", *flat)
        case ast.Tuple([one, two], ast.Load()):
            yield ast.BinOp(one, ast.Add(), two)
        case ast.Subscript(value, index, ast.Load()):
            yield from (ast.Name(name, ast.Load()) for name in names)
            parts = index.elts if isinstance(index, ast.Tuple) else [index]
            for place, part in enumerate(parts):
                for name in names if isinstance(part, (ast.Constant, ast.BinOp)) else ():
                    new = [*parts[:place], ast.Name(name, ast.Load()), *parts[place + 1 :]]
                    yield ast.Subscript(value, ast.Tuple(new, ast.Load()) if len(new) > 1 else new[0], ast.Load())
        case ast.Call(ast.Attribute(value, "sum" | "mean" | "max" | "min" | "argmax" | "any" | "all"), args, words):
            told = {word.arg for word in words}
            for more in ("keepdims=True", "axis=0", "axis=1", "axis=1, keepdims=True", "axis=0, keepdims=True"):
                new = ast.parse(f"f({more})", mode="eval").body.keywords
                if not told & {word.arg for word in new} and ("axis" in told) == (more == "keepdims=True"):
                    yield ast.Call(node.func, args, [*words, *new])
        case ast.Return(value) if value:
            yield from (ast.Return(_typed(f"{call}({name})")) for name in names for call in ("sum", "np.mean"))


def _typed(code, *parts):
    """Return the tree of `code` with the trees `parts` in its places."""
    return ast.parse(code.format(*map(ast.unparse, parts)), mode="eval").body


def _alike(sign):
    return [other() for group in ALIKE if type(sign) in group for other in group if other is not type(sign)]
