"""No rows of its own: Django tells only apps with this module that `migrate` is done (`studio.apps`)."""
