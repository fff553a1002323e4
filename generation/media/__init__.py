"""Sound and moving pictures: plans as pure data, rendered in a child process. Plain Python, no Django; imports
`wire.errors` and the dataclasses of `generation.providers.base`, nothing else of ours."""
