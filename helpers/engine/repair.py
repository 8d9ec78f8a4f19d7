"""Which one change in a learner's own code makes it right: a cause that was tried, and not only guessed."""

import ast
import itertools
import time
import warnings

from . import source

MOST = 800  # changes tried
SECONDS = 2  # how long they are tried
ALIKE = [  # signs that are taken for each other
    (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv),
    (ast.Mult, ast.MatMult),
    (ast.BitXor, ast.Pow),
    (ast.Lt, ast.LtE),
    (ast.Gt, ast.GtE),
]
PAIRS = "sum mean max min argmax argmin any all maximum minimum ones zeros".split()  # functions, too


def repaired(answer, right, forgotten=None):
    """Return which one change makes `answer` right, or None; `right(function)` says whether a function is.

    With `forgotten`, a name, only its use in another's place is tried.
    """
    tree = source.tree_of(answer)
    if tree is None or tree.decorator_list:
        return None
    end = time.monotonic() + SECONDS
    foreign = set(source.globals_used(tree, answer))
    for words in itertools.islice(_changes(tree, foreign, forgotten), MOST):
        around = dict(answer.__globals__)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                exec(compile(ast.fix_missing_locations(ast.Module([tree], [])), "<a change>", "exec"), around)
        except (SyntaxError, ValueError, TypeError, NameError):
            continue
        if right(around[tree.name]):
            return words
        if time.monotonic() > end:
            return None
    return None


def _changes(tree, foreign, forgotten):
    """Change one thing in `tree` at a time, the likeliest first, and yield what."""
    given = [argument.arg for argument in tree.args.args]
    made = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    names = [forgotten] if forgotten else list(dict.fromkeys([*given, *made]))
    places = list(_places(tree.body))
    for find in [_named] if forgotten else [_named, _less, _other]:
        for holder, place, node, line in places:
            before, old = ast.unparse(line).split("\n")[0], ast.unparse(node)
            short = isinstance(node, (ast.Name, ast.Constant)) or node is line or before.count(old) > 1
            why = f"`{old}` comes from outside the function. " if old in foreign else ""
            if forgotten:
                why = f"`{forgotten}` is calculated and never used. "
            for new in find(node, names, given):
                holder[place] = new
                now = ast.unparse(new if node is line else line).split("\n")[0]
                if short:
                    told = f"with {_quoted(now)} in place of {_quoted(before)}"
                else:
                    told = f"with {_quoted(ast.unparse(new))} in place of {_quoted(old)}, in {_quoted(before)}"
                if isinstance(new, ast.Pass):
                    told = f"without the line {_quoted(old)}"
                less = isinstance(node, ast.Call) and new in node.args
                yield (
                    f"`{ast.unparse(node.func)}` is one step too many. " if less else why
                ) + f"The check passes {told}."
                holder[place] = node
    for one, two in itertools.combinations(given if not forgotten else [], 2):
        both = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id in (one, two)]
        for words in f"The check passes with `{one}` and `{two}` exchanged.", None:  # there and back
            for node in both:
                node.id = two if node.id == one else one
            if words:
                yield words
    if not forgotten:
        yield from _moved([tree.body, *(node.body for node in ast.walk(tree) if isinstance(node, ast.For))])


def _quoted(code):
    return f"`{code if len(code) <= 90 else code[:87] + '...'}`"


def _places(holder, line=None):
    """Yield every statement and value below `holder`: what holds it and where, itself, and its statement."""
    for place, child in list(enumerate(holder) if isinstance(holder, list) else holder.items()):
        if isinstance(child, ast.stmt):
            line = child
        if isinstance(child, (ast.stmt, ast.expr)) and not isinstance(getattr(child, "ctx", None), ast.Store):
            yield holder, place, child, line
        if isinstance(child, ast.AST):
            yield from _places(vars(child), line)
        elif isinstance(child, list):
            yield from _places(child, line)


def _named(node, names, given):
    """Yield another of the function's names."""
    if isinstance(node, ast.Name):
        yield from (ast.Name(name, ast.Load()) for name in names if name != node.id)


def _less(node, names, given):
    """Yield a part of a value in place of the whole, a call without one of its keywords, and no line at all."""
    if isinstance(node, ast.expr):
        parts = node.args if isinstance(node, ast.Call) else ast.iter_child_nodes(node)
        yield from (part for part in parts if isinstance(part, ast.expr) and not isinstance(part, ast.Slice))
    if isinstance(node, ast.Call):
        for word in node.keywords:
            yield ast.Call(node.func, node.args, [other for other in node.keywords if other is not word])
    if isinstance(node, (ast.Assign, ast.AugAssign)):
        yield ast.Pass()


def _other(node, names, given):
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
        case ast.Assign([ast.Name() as target], value):
            yield ast.AugAssign(target, ast.Add(), value)
        case ast.Attribute(value, "pi"):
            yield ast.BinOp(ast.Constant(2), ast.Mult(), node)
        case ast.Attribute(value, name):
            yield ast.Call(node, [], [])
            if name in PAIRS:
                yield ast.Attribute(value, PAIRS[PAIRS.index(name) ^ 1], ast.Load())
        case ast.For(target, values, body):
            rest = ast.Subscript(values, ast.Slice(ast.Constant(1)), ast.Load())
            yield ast.copy_location(ast.For(target, rest, body, []), node)
        case ast.Call(ast.Name("len"), [value]):
            yield ast.parse(f"{ast.unparse(value)}.shape[1]", mode="eval").body
        case ast.Call(ast.Attribute(_, "zeros_like" | "empty_like" | "ones_like" | "full_like" | "array"), args, words):
            yield ast.Call(node.func, args, [*words, ast.keyword("dtype", ast.Name("float", ast.Load()))])
        case ast.Call(ast.Attribute(value, "copy"), []):
            yield ast.Call(ast.Attribute(value, "astype", ast.Load()), [ast.Name("float", ast.Load())], [])
        case ast.Call(ast.Attribute(value, "reshape")):
            yield ast.Attribute(value, "T", ast.Load())
        case ast.Call(one, [ast.Call(two, [*args], inner)], outer):
            yield ast.Call(two, [ast.Call(one, args, outer)], inner)
            if isinstance(two, ast.Attribute) and not args:
                yield ast.Call(ast.Attribute(ast.Call(one, [two.value], []), two.attr, ast.Load()), [], inner)
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


def _alike(sign):
    return [other() for group in ALIKE if type(sign) in group for other in group if other is not type(sign)]


def _moved(bodies):
    """Move a line from before a loop into it, or the first or last line of a loop out of it."""
    for body in bodies:
        lines = list(body)
        for place, loop in enumerate(lines):
            if not isinstance(loop, ast.For):
                continue
            inside, before, after = list(loop.body), lines[:place], lines[place + 1 :]
            moves = [(inside[0], "before", inside[1:], [*before, inside[0], loop, *after])]
            moves += [(inside[-1], "behind", inside[:-1], [*before, loop, inside[-1], *after])]
            for one in before:
                others = [line for line in before if line is not one]
                moves += [(one, "at the beginning of", [one, *inside], [*others, loop, *after])]
            of = _first(loop)
            for line, where, loop.body[:], body[:] in moves:
                if loop.body:
                    yield f"The check passes with {_first(line)} {where} the loop {of}."
            loop.body[:], body[:] = inside, lines


def _first(node):
    return _quoted(ast.unparse(node).split("\n")[0])
