"""Sound and moving pictures: plans as pure data, rendered in a child process. Plain Python, no Django."""
