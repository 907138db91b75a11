"""What an automation is, in any engine, and the facts that follow from it.

A connector of a workflow engine gives one ``Automation`` for each automation that it reads:
what sets it going, its steps, what these do and need, and which controls its definition
shows. Its entities and relations are derived here, in one place, so that all engines speak alike.
"""

from opmap.automations.deriving import expanded
from opmap.automations.values import CONTROLS, Automation, Control, Effect, How, Set, Starter, Step

__all__ = ["CONTROLS", "Automation", "Control", "Effect", "How", "Set", "Starter", "Step", "expanded"]
