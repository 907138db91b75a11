"""The steps of a path in Cypher: by which relationships failure travels, and under what condition.

Derived from the table of verbs. All steps lead from what is hurt to what it needs, against
which a failure travels. What is asked of a step is asked of one node or of the relationship
alone: only so can the database judge it while it walks, and need not try every way there is.
"""

from __future__ import annotations

from opmap.graphdb.statements import TURNED, VERB_TYPES
from opmap.kinds import KINDS, VERBS, Effect

TAKING_DOWN = [
    VERB_TYPES[verb.name]
    for verb in VERBS.values()
    if (verb.outage and verb.effect is Effect.DOWN) or verb.name == "member of"
]
STARTING = [VERB_TYPES[verb.name] for verb in VERBS.values() if verb.effect is Effect.IDLE]
_STARTS = "|".join(STARTING)
_TAKING = "|".join(TAKING_DOWN)
_AUTOMATIONS = [kind.name for kind in KINDS.values() if kind.layer == "automation"]
_TURNED = "|".join(label for label in TURNED.values() if label in TAKING_DOWN)


def shown(element: str) -> str:
    """Say that an element is shown by the current push.

    >>> shown("n")
    'n.from <= now AND n.until > now'
    """
    return f"{element}.from <= now AND {element}.until > now"


def taken(relation: str, *ends: str) -> str:
    """Say that a relation is believed, shown, and that some ends are more than a name that leads nowhere."""
    things = "".join(f" AND {end}.state <> 'dangling'" for end in ends)
    return f"{relation}.certainty <> 'possible' AND {shown(relation)}{things}"


def _is_gone() -> str:
    """Say that somebody has left, or that something is switched off that nothing at work has to call."""
    left = "one.attribute_left IS NULL OR (one.attribute_left =~ '[0-9].*' AND one.attribute_left > toString(date()))"
    working = f"call.group IS NULL AND NOT caller.inactive AND {taken('call', 'caller')}"
    called = f"EXISTS {{ MATCH (one)<-[call:CALLS|USES_TOOL]-(caller) WHERE {working} }}"
    return f"(NOT ({left})\n    OR (one.inactive AND NOT (one.kind IN {_AUTOMATIONS}\n      AND {called})))"


def _hard(step: str) -> str:
    """Say that the loss of one end takes the other down.

    What an agent is presumed to need, and reaches through a tool, it only may need.
    """
    return f"""{step}.strength = 'hard' AND {taken(step)}
      AND NOT ({step}.presumed AND startNode({step}).kind = 'agent' AND NOT {step}:{_TURNED} AND EXISTS {{
        MATCH (agent)-[tool:USES_TOOL]->(used)
        WHERE agent = startNode({step}) AND used = endNode({step}) AND {taken("tool")} }})"""


GONE = f"""CALL (now) {{
  MATCH (one:OpmapNode {{estate: $estate}})
  WHERE {shown("one")} AND {_is_gone()}
  RETURN collect(one) AS first
}}
CALL (now, first) {{
  UNWIND first AS carrier
  MATCH (carrier)<-[by:{_TAKING}]-(one)
  WHERE {_hard("by")} AND (by.group IS NULL OR COUNT {{
    MATCH (user)-[beside:{_TAKING}]->(other)
    WHERE user = one AND beside.group = by.group AND {taken("beside", "other")} AND NOT other IN first
    }} < by.group_need)
  RETURN collect(DISTINCT one) AS carried
}}
WITH now, first + carried AS gone"""
"""Gather who has left and what is switched off, and what cannot be without them; opmap itself follows that further."""


def without_stand_in(step: str, needed: str) -> str:
    """Say that of the alternatives to what is needed by a step too few are left to stand in for it."""
    things = "NOT {0} IN gone AND {0}.state <> 'dangling'"
    return f"""({step}.group IS NULL OR ({things.format(needed)} AND COUNT {{
        MATCH (user)-[beside:{_TAKING}]->(instead)
        WHERE user = startNode({step}) AND instead <> endNode({step}) AND beside.group = {step}.group
          AND {taken("beside")} AND {things.format("instead")} }} < {step}.group_need))"""


def fall(number: int = 1, *, back: bool = False, more: str = "") -> str:
    """Give a step by which the loss of one end takes the other down; ``back`` leads from what is hurt."""
    step, needed, hurt = f"r{number}", f"needed{number}", f"hurt{number}"
    ends = f"({hurt})-[{step}:{_TAKING}]->({needed})" if back else f"({needed})<-[{step}:{_TAKING}]-({hurt})"
    return f"""({ends}
      WHERE {more}{_hard(step)})"""


def start() -> str:
    """Give a step by which one end leaves the other without a start."""
    return f"""((starter)<-[s:{_STARTS}]-(started)
      WHERE {_starts("starter", "s", "started")})"""


def support(starts: int) -> str:
    """Give a step by which something goes without what is idle, so many starts away; who only calls it is answered."""
    idle = [f"idle{starts}{place}" for place in range(starts + 1)]
    steps = [f"s{starts}{place}" for place in range(starts)]
    path = "".join(f"<-[{step}:{_STARTS}]-({one})" for step, one in zip(steps, idle[1:], strict=True))
    said = [_starts(*three) for three in zip(idle, steps, idle[1:], strict=False)]
    hard = f"u{starts}.strength = 'hard' AND {taken(f'u{starts}')}"
    return f"""(({idle[0]}){path}<-[u{starts}:{VERB_TYPES["supports"]}]-(without{starts})
      WHERE {
        '''
      AND '''.join([*said, hard])
    })"""


def _starts(starter: str, step: str, started: str) -> str:
    """Say that one starts the other: nothing starts what is switched off, and what rests starts nothing."""
    called = f"EXISTS {{ ({starter})<-[call:CALLS|USES_TOOL]-(caller) WHERE {taken('call', 'caller')} }}"
    return f"""{taken(step)}
      AND NOT {started}.inactive AND (NOT {starter}.inactive OR {called})"""
