"""The pages of the workflow family: choose and launch, follow and look at, review, batches. They call its services."""
