"""Owns the question whether modules import each other in a circle, imports inside functions included.

A lazy import hides a circle from Python, not from the person who has to change one of its modules.
"""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

Graph = dict[str, set[str]]
_HOLDS_STATEMENTS = (ast.stmt, ast.excepthandler, ast.match_case)


def module_name(path: Path, root: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_for_types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}


def imports(tree: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    """Every import statement that can run, at any depth."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.If) and is_for_types_only(node):
            for other in node.orelse:
                yield from imports(ast.Module([other], []))
        elif isinstance(node, _HOLDS_STATEMENTS):
            yield from imports(node)


def targets(node: ast.Import | ast.ImportFrom, module: str, is_package: bool) -> Iterator[str]:
    """Names that the statement may load, the longest first per name; the caller knows which are modules."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield alias.name
        return
    base = node.module or ""
    if node.level:
        parts = module.split(".")
        parts = parts[: len(parts) - node.level + is_package]
        base = ".".join([*parts, *filter(None, [node.module])])
    for alias in node.names:
        yield f"{base}.{alias.name}"


def graph_of(sources: Mapping[str, tuple[str, bool]]) -> Graph:
    """Who imports whom, from name to (text, is it a package's __init__)."""
    graph: Graph = {}
    for module, (text, is_package) in sources.items():
        graph[module] = set()
        for node in imports(ast.parse(text)):
            for name in targets(node, module, is_package):
                known = name if name in sources else name.rpartition(".")[0]
                if known in sources and known != module:
                    graph[module].add(known)
    return graph


def circles(graph: Graph) -> list[list[str]]:
    """One circle out of each knot of modules, shortest first, as the names along it."""
    found = []
    left = set(graph)
    while left:
        start = min(left)
        circle = shortest_way_back(graph, start)
        if circle:
            found.append(circle)
            left -= set(circle)
        left.discard(start)
    return sorted(found, key=len)


def shortest_way_back(graph: Graph, start: str) -> list[str]:
    came_from: dict[str, str] = {}
    edge = [start]
    while edge:
        following = []
        for module in edge:
            for target in sorted(graph[module]):
                if target == start:
                    way = [module]
                    while way[-1] != start:
                        way.append(came_from[way[-1]])
                    return [*reversed(way), start]
                if target not in came_from:
                    came_from[target] = module
                    following.append(target)
        edge = following
    return []


def read(root: Path, packages: tuple[str, ...]) -> dict[str, tuple[str, bool]]:
    return {
        module_name(path, root): (path.read_text(encoding="utf-8"), path.name == "__init__.py")
        for package in packages
        for path in sorted((root / package).rglob("*.py"))
    }
