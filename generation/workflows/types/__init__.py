"""One module a type of workflow: what it asks for, its tiers, its steps. The catalogue lists them."""
