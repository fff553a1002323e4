"""Places, one small file per family of them; each signs up in the registry. May import the stage, shapes and solids."""
