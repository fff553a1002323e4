"""The ground: everything that touches the network, in and out. Imports no app; its rows carry plain ids."""
