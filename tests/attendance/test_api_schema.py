"""The API holds what its description promises, whatever it is asked: no server error, no lie.

schemathesis makes requests out of the published description, good and bad ones, and sends them
through the whole portal as a server would.
"""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from bekasi_wfh.api import api
from units.services.tokens import make_token

from .conftest import MONDAY

CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]
OPERATIONS = sorted(
    (path, method) for path, methods in api.get_openapi_schema()["paths"].items()
    for method in methods
)  # fmt: skip
EXAMPLES = settings(
    max_examples=20, deadline=None, derandomize=True, database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.fixture
def described(city, monday, settings):
    """The description as a program fetches it, from a portal that counts nothing."""
    settings.ALLOWED_HOSTS = ["*"]
    often = {"api": "1000000/m/key", "api_unknown": "1000000/m/ip"}
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | often
    portal = get_wsgi_application()

    def server(environ, start_response):
        plain = {name: value for name, value in environ.items() if name != "HTTP_ACCEPT_ENCODING"}
        return portal({"REMOTE_ADDR": "127.0.0.1", **plain}, start_response)

    # A server closes old connections around each request; here all run in the test's transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", server)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def bearer(city, monday):
    _token, secret = make_token(
        "Uji", office="BKPSDM", actor=city.wati.user, expires_on=MONDAY,
        scopes=["reports:read", "days:read", "names:read", "figures:read", "absences:write",
                "activities:write"],
    )  # fmt: skip
    return {"Authorization": f"Bearer {secret}"}


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_nothing_that_is_asked_breaks_it(described, bearer, path, method, mode):
    asked = []

    @EXAMPLES
    @given(case=described[path][method.upper()].as_strategy(generation_mode=mode))
    def ask(case):
        asked.append(case.call_and_validate(headers=bearer, checks=CHECKS).status_code)

    ask()
    assert len(asked) >= 10
    assert {status // 100 for status in asked} <= {2, 4}
    assert mode is GenerationMode.NEGATIVE or 401 not in asked


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_without_a_token_nothing_comes_back(described, path, method):
    @settings(EXAMPLES, max_examples=10)
    @given(
        case=described[path][method.upper()].as_strategy(),
        secret=st.text("abcdefgh_", min_size=1, max_size=20),
    )
    def ask(case, secret):
        response = case.call(headers={"Authorization": f"Bearer {secret}"})
        assert response.status_code == 401
        assert "rows" not in response.json()

    ask()
