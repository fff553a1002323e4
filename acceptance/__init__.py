"""What is too long for every change: the long forms of tests, run by `make acceptance`. May import everything, tests
included.
"""
