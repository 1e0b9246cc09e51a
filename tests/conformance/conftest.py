import pytest

# Their assertions tell what was compared, as those of tests do.
pytest.register_assert_rewrite("tests.conformance.scenarios", "tests.conformance.trial")
