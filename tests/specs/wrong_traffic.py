"""Tests that fail by nothing but their traffic. test_plugin.py runs this file in a run of its own; no other does."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests.connectors.woocommerce.simulator_shop import ORDERS, Shop


def test_right_traffic() -> None:
    assert Shop(3).get(ORDERS, dp=4).status == 200


def test_a_parameter_that_nobody_knows() -> None:
    assert Shop(3).get(ORDERS, since="Grünwald").status == 200


@pytest.mark.requests_by_hand
def test_the_same_by_hand() -> None:
    assert Shop(3).get(ORDERS, since="Grünwald").status == 200


@pytest.mark.requests_by_hand
def test_an_answer_with_a_field_too_many() -> None:
    shop = Shop(3)
    order = next(iter(shop.simulator.shop.visible()))
    order.billing["nickname"] = "Grünwald"
    order.rendered.clear()
    assert shop.get(f"{ORDERS}/{order.id}").json["billing"]["nickname"]


@pytest.mark.requests_by_hand
def test_a_record_that_was_spoilt_on_purpose() -> None:
    shop = Shop(3)
    shop.do("bad_record")
    assert len(shop.listed()) == 4


def test_a_simulator_in_a_process_of_its_own() -> None:
    command = [sys.executable, "-m", "connectors.simulation", "woocommerce", "--orders", "1"]
    with subprocess.Popen(
        command, cwd=Path(__file__).parents[2], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        url = json.loads(child.stdout.readline())["url"]
        assert requests.get(f"{url}/wp-json/?since=Grünwald", timeout=5).status_code == 200
        child.stdin.close()
        assert child.wait(timeout=60) == 0
