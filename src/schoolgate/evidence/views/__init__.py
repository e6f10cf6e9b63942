"""Pages of the room: a folder, an item, bundles. Whoever may not see a folder finds no page."""
