from tests.stories.conftest import api, maker, own_store, work  # noqa: F401 - fixtures
