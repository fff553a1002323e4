"""The palette and the search page: pages, actions, documents and the organization's things, behind one address."""
