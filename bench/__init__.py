"""Benchmarks beside the peers they name. May import everything, and the test suite's servers."""
