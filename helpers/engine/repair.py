"""Which one change in a learner's own code makes it right: a cause that was tried, and not only guessed."""

import ast
import functools
import itertools
import time
import warnings

from .meant import less, more, named, other
from .trees import globals_used, trees_of

MOST = 2000  # changes tried
SECONDS = 2  # of calculating, or twice as many on a busy machine
MEANT = named, less, other, more  # the likeliest first


def repaired(answer, right, forgotten=None):
    """Return which one change makes `answer` right, or None; `right(function)` says whether a function is.

    With `forgotten`, a name, only its use in another's place is tried.
    """
    trees = trees_of(answer)
    if any(tree.decorator_list for tree in trees) or not trees:
        return None
    end, latest = time.process_time() + SECONDS, time.monotonic() + 2 * SECONDS
    foreign = {name for tree in trees for name in globals_used(tree, answer)}
    for words in itertools.islice(_changes(trees, foreign, forgotten), MOST):
        around = dict(answer.__globals__)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                exec(compile(ast.fix_missing_locations(ast.Module(trees, [])), "<a change>", "exec"), around)
        except (SyntaxError, ValueError, TypeError, NameError):
            continue
        if right(around[trees[0].name]):
            return words if isinstance(words, str) else words()
        if time.process_time() > end or time.monotonic() > latest:
            return None
    return None


def _changes(trees, foreign, forgotten):
    """Change one thing in `trees` at a time, the likeliest first, and yield what."""
    found = []
    for tree in trees:
        nodes = list(ast.walk(tree))
        given = [argument.arg for argument in tree.args.args]
        names = [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
        names = [forgotten] if forgotten else list(dict.fromkeys([*given, *names]))
        places = [*_places(tree.args.defaults, tree), *_places(tree.body)]
        found.append((tree, given, names, places))
    for find in [named] if forgotten else (*MEANT[:-1], None, MEANT[-1]):
        for tree, given, names, places in found:
            if find is None:
                yield from _moved([tree.body, *(node.body for node in ast.walk(tree) if isinstance(node, ast.For))])
                yield from _exchanged(tree, given, names)
                continue
            for holder, place, node, line in places:
                before, why = ast.unparse(line).split("\n")[0], ""
                if forgotten:
                    why = f"`{forgotten}` is calculated and never used. "
                elif isinstance(node, ast.Name) and node.id in foreign:
                    why = f"`{node.id}` comes from outside the function. "
                for new in find(node, names, given):
                    holder[place] = new
                    yield functools.partial(_told, node, new, line, before, why, places)
                    holder[place] = node
    if not forgotten:
        for _, given, names, places in found:
            yield from _everywhere(names, given, places)


def _told(node, new, line, before, why, places):
    """Say, after `why`, that `new` in the place of `node` makes it right; `before` is what the line was."""
    old, now = ast.unparse(node), ast.unparse(new if node is line else line).split("\n")[0]
    if isinstance(new, ast.Pass):
        again = any(each is not node and ast.unparse(each) == old for *_, each, _ in places)
        return f"{why}The check passes without the line {_quoted(old)}{f' (line {node.lineno})' * again}."
    if isinstance(node, ast.Call) and new in node.args:
        why = f"`{ast.unparse(node.func)}` is one step too many. "
    if isinstance(node, (ast.Name, ast.Constant)) or node is line or before.count(old) > 1:
        return f"{why}The check passes with {_quoted(now)} in place of {_quoted(before)}."
    return f"{why}The check passes with {_quoted(ast.unparse(new))} in place of {_quoted(old)}, in {_quoted(before)}."


def _exchanged(tree, given, names):
    for one, two in itertools.combinations(names, 2):
        both = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id in (one, two)]
        both = [node for node in both if one in given or isinstance(node.ctx, ast.Load)]
        for there in True, False:  # and back
            for node in both:
                node.id = two if node.id == one else one
            if there:
                yield f"The check passes with `{one}` and `{two}` exchanged."


def _everywhere(names, given, places):
    """Change all that is written alike in a function in the same way."""
    groups = {}
    for holder, place, node, line in places:
        of = holder.get("arg") if isinstance(holder, dict) else None
        groups.setdefault((of, ast.unparse(node)), []).append((holder, place, node, line))
    for (of, old), group in groups.items():
        for find in MEANT if len(group) > 1 else ():
            where = f", first in {_first(group[0][3])}" * (not of and len(old) < 9)
            for news in zip(*(list(find(node, names, given)) for _, _, node, _ in group)):
                for (holder, place, *_), new in zip(group, news):
                    holder[place] = new
                many = "both times" if len(group) == 2 else f"all {len(group)} times"
                now, was = (f"{of}={text}" if of else text for text in (ast.unparse(news[0]), old))
                yield f"The check passes with {_quoted(now)} in place of {_quoted(was)}, {many}{where}."
                for holder, place, node, _ in group:
                    holder[place] = node


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


def _moved(bodies):
    """Exchange two lines, move some from before a loop into it, or the first or last line of a loop out of it."""
    for body in bodies:
        lines = list(body)
        for place, (one, two) in enumerate(itertools.pairwise(lines[:-1])):
            body[place : place + 2] = two, one
            yield f"The check passes with {_first(two)} before {_first(one)}."
            body[:] = lines
        for place, loop in enumerate(lines):
            if not isinstance(loop, ast.For):
                continue
            inside, before, after = list(loop.body), lines[:place], lines[place + 1 :]
            moves = [(inside[0], "before", inside[1:], [*before, inside[0], loop, *after])]
            moves += [(inside[-1], "behind", inside[:-1], [*before, loop, inside[-1], *after])]
            for at, one in enumerate(before[:-1]):
                moves += [(one, "at the beginning of", [*before[at:], *inside], [*before[:at], loop, *after])]
            of = _first(loop)
            for holder, at, node, _ in [each for each in _places(loop.body) if isinstance(each[2], ast.Call)]:
                holder[at] = ast.Name("_once", ast.Load())
                body[:] = [*before, ast.Assign([ast.Name("_once", ast.Store())], node, lineno=0), loop, *after]
                yield f"The check passes with {_quoted(ast.unparse(node))} calculated once, before the loop {of}."
                holder[at], body[:] = node, lines
            for into in [node for node in ast.walk(loop) if isinstance(node, ast.For)]:
                rest = list(into.body)
                for one in before:
                    into.body[:], body[:] = [one, *rest], [line for line in lines if line is not one]
                    yield f"The check passes with {_first(one)} at the beginning of the loop {_first(into)}."
                into.body[:], body[:] = rest, lines
            for line, where, loop.body[:], body[:] in moves:
                more = len(loop.body) - len(inside) - 1
                also = f" and the line{'s' * (more > 1)} below it" if more > 0 else ""
                if loop.body:
                    yield f"The check passes with {_first(line)}{also} {where} the loop {of}."
            loop.body[:], body[:] = inside, lines


def _first(node):
    return _quoted(ast.unparse(node).split("\n")[0])
