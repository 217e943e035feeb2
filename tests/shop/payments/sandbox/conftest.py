import pytest

from tests.shop.payments.sandbox.asking import plums


@pytest.fixture
def client(sandbox):
    return sandbox.client()


@pytest.fixture
def session(client):
    """Two boxes of plums and their freight, 148.00 yuan, not yet paid."""
    return client.v1.checkout.sessions.create(plums())
