from __future__ import annotations

from opmap.app.catalogue import recipe, shipped_catalogue


def test_the_catalogue_that_ships_knows_vendors_and_their_products() -> None:
    kinds = {entity.kind for entity in shipped_catalogue().entities}
    assert {"vendor", "service"} <= kinds


def test_the_recipe_is_the_same_each_time_it_is_asked_for() -> None:
    assert recipe() == recipe()
