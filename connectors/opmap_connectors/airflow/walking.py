"""A file's statements, followed without running any: what they define, and which DAGs they make.

Names are kept as they are assigned. A loop over a list that is written down is followed
item by item; any other is followed once, and what it makes is marked as partial. A function
of the file is followed where it is called.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from opmap_connectors.airflow.literals import value_of
from opmap_connectors.airflow.making import Maker
from opmap_connectors.airflow.values import Function, Group, Made, Unknown, Value, jobs_in

_MOST_STEPS = 100_000
_MOST_ROUNDS = 100
_DEEPEST = 8


class TooMuch(Exception):
    """A file makes more than is followed."""


@dataclass(eq=False)
class Walk:
    """One way through a file, or through one of its functions."""

    maker: Maker
    names: dict[str, Value] = field(default_factory=dict)
    outer: Walk | None = None
    depth: int = 0
    returned: Value | None = None

    # what literals ask

    def named(self, name: str) -> Value | None:
        """Give what a name stands for, here or further out."""
        here: Walk | None = self
        while here is not None:
            if name in here.names:
                return here.names[name]
            here = here.outer
        return None

    def dotted(self, expression: ast.expr) -> str:
        """Give the whole name of what is imported or defined; empty for what is no name."""
        if isinstance(expression, ast.Name):
            return self.maker.imports.get(expression.id, expression.id)
        if isinstance(expression, ast.Attribute):
            before = self.dotted(expression.value)
            return f"{before}.{expression.attr}" if before else expression.attr
        return ""

    def called(self, call: ast.Call) -> Value:
        """Give what a call gives: a DAG, a task, or what a function of the file returns."""
        return self.maker.called(call, self)

    def linked(self, first: Value, then: Value) -> None:
        """Let one task run after another."""
        above = jobs_in(first)
        for job in jobs_in(then):
            job.above += [each for each in above if each not in job.above]

    # statements

    def follow(self, statements: list[ast.stmt]) -> None:
        """Follow statements one by one."""
        for statement in statements:
            self.maker.steps += 1
            if self.maker.steps > _MOST_STEPS:
                raise TooMuch
            self._follow(statement)

    def _follow(self, statement: ast.stmt) -> None:  # noqa: C901, PLR0912 - one case for each form
        match statement:
            case ast.Import(names=aliases):
                self.maker.imports |= {each.asname: each.name for each in aliases if each.asname}
            case ast.ImportFrom(module=module, names=aliases):
                self.maker.imports |= {each.asname or each.name: f"{module}.{each.name}" for each in aliases}
            case ast.Assign(targets=targets, value=value):
                self._assign(targets, value_of(value, self))
            case ast.AnnAssign(target=target, value=value) if value is not None:
                self._assign([target], value_of(value, self))
            case ast.AugAssign(target=target, value=value):
                joined = ast.copy_location(ast.BinOp(_read(target), statement.op, value), statement)
                self._assign([target], value_of(joined, self))
            case ast.Expr(value=value):
                value_of(value, self)
            case ast.Return(value=value):
                self.returned = value_of(value, self)
            case ast.With(items=items, body=body):
                self._within(items, body)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self.names[statement.name] = Value(self._function(statement), statement.lineno)
            case ast.For(target=target, iter=over, body=body, orelse=other):
                self._loop(target, value_of(over, self), body)
                self.follow(other)
            case ast.If(test=test, body=body, orelse=other):
                self.follow([] if "__main__" in ast.unparse(test)[:200] else body)
                self.follow(other)
            case ast.While(body=body):
                self._once(body)
            case ast.Try(body=body, handlers=handlers, orelse=other, finalbody=last):
                self.follow([*body, *(each for handler in handlers for each in handler.body), *other, *last])

    def _assign(self, targets: list[ast.expr], value: Value) -> None:
        for target in targets:
            if isinstance(target, ast.Name):
                self.names[target.id] = value
            elif isinstance(target, (ast.Tuple, ast.List)):
                items = value.held if isinstance(value.held, list) else []
                for index, inner in enumerate(target.elts):
                    self._assign([inner], items[index] if index < len(items) else Value(Unknown(), value.line))
            elif isinstance(target, ast.Subscript):
                whole, key = value_of(target.value, self), value_of(target.slice, self)
                if isinstance(whole.held, dict):
                    whole.held[key.text] = value

    def _within(self, items: list[ast.withitem], body: list[ast.stmt]) -> None:
        """Follow what stands within a DAG or a group."""
        before = len(self.maker.around)
        for item in items:
            value = value_of(item.context_expr, self)
            if item.optional_vars is not None:
                self._assign([item.optional_vars], value)
            if isinstance(value.held, (Made, Group)):
                self.maker.around.append(value.held)
        self.follow(body)
        del self.maker.around[before:]

    def _loop(self, target: ast.expr, over: Value, body: list[ast.stmt]) -> None:
        items = list(over.held) if isinstance(over.held, (list, dict)) else None
        if items is None or len(items) > _MOST_ROUNDS or any(isinstance(_held(item), Unknown) for item in items):
            self._assign([target], Value(Unknown(), over.line))
            self._once(body)
            return
        for item in items:
            self._assign([target], item if isinstance(item, Value) else Value(item, over.line))
            self.follow(body)

    def _once(self, body: list[ast.stmt]) -> None:
        """Follow once what a run may do any number of times, and mark the DAGs that it makes or changes."""
        with self.maker.partly():
            self.follow(body)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Function:
        """Define a function: a DAG, a task or a group where a decorator of Airflow's says so."""
        for decorator in node.decorator_list:
            call = decorator.func if isinstance(decorator, ast.Call) else decorator
            name = self.dotted(call)
            sort = {"dag": "dag", "task_group": "group"}.get(name.rpartition(".")[2], "")
            words = f".{name}."
            sort = sort or ("task" if ".task." in words or words.endswith(".task.") else "")
            if sort:
                given = self.maker.given(decorator, self) if isinstance(decorator, ast.Call) else {}
                return Function(node, sort, name, given, self)
        return Function(node, home=self)

    # functions of the file

    def run(self, function: Function, given: dict[str, Value]) -> Value:
        """Follow a function of the file with what it is given; give what it returns."""
        line = function.node.lineno
        if self.depth >= _DEEPEST:
            return Value(Unknown(function.node.name), line)
        inner = Walk(self.maker, {}, function.home, self.depth + 1)
        arguments = function.node.args
        named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        usual = dict(zip([each.arg for each in arguments.args][::-1], arguments.defaults[::-1], strict=False))
        usual |= {
            each.arg: value for each, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if value
        }
        for each in named:
            inner.names[each.arg] = given.get(each.arg) or (
                value_of(usual[each.arg], self) if each.arg in usual else Value(Unknown(each.arg), line)
            )
        inner.follow(function.node.body)
        return inner.returned or Value(None, line)


def _held(item: object) -> object:
    return item.held if isinstance(item, Value) else item


def _read(target: ast.expr) -> ast.expr:
    """Read what is assigned to: the name alone."""
    return ast.copy_location(ast.Name(target.id, ast.Load()), target) if isinstance(target, ast.Name) else target
