"""Safe connections: whose certificate is taken, and how one that cannot be made is told."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from ipaddress import IPv4Address
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from connectors.contract.errors import (
    OutcomeUnknown,
    Unavailable,
)
from connectors.http.messages import reading, writing
from connectors.http.retry import BackOff
from tests.connectors.http.bench import Bench, failure
from tests.connectors.http.server import reply


def test_a_certificate_nobody_vouches_for_stops_the_call(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise requests.exceptions.SSLError("certificate verify failed")

    monkeypatch.setattr(requests.Session, "send", refuse)
    client = bench.client(back_off=BackOff(tries=1))
    error = failure(client, writing("change_thing", "PUT", "https://shop.example/x", b"{}"))
    client.close()
    assert (type(error), error.code) == (Unavailable, "tls")


@pytest.fixture
def safe_server(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A server that speaks https, and the file with its own certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a test")])
    address = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2090, 1, 1, tzinfo=UTC))
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain, secret = tmp_path / "server.pem", tmp_path / "server.key"
    chain.write_bytes(certificate.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, secret)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)

        def serve() -> None:
            with suppress(OSError), context.wrap_socket(listener.accept()[0], server_side=True) as connection:
                connection.recv(4096)
                connection.sendall(reply())

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"https://127.0.0.1:{listener.getsockname()[1]}", chain
        thread.join()


def test_no_environment_has_the_secrets_of_a_safe_connection_written_down(
    bench: Bench, safe_server: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, chain = safe_server
    written = tmp_path / "secrets.log"
    monkeypatch.setenv("SSLKEYLOGFILE", str(written))
    client = bench.client(ca_file=chain)
    assert client.send(reading("fetch_things", f"{address}/x")).ok
    client.close()
    assert not written.exists()


@pytest.mark.parametrize("fault", ["nobody vouches for it", "it is another one's"])
def test_a_real_certificate_that_does_not_fit_stops_the_call(
    bench: Bench, safe_server: tuple[str, Path], fault: str
) -> None:
    address, chain = safe_server
    if fault == "nobody vouches for it":
        client = bench.client(back_off=BackOff(tries=1))
    else:
        client = bench.client(back_off=BackOff(tries=1), ca_file=chain)
        address = address.replace("127.0.0.1", "localhost")
    error = failure(client, writing("change_thing", "PUT", f"{address}/x", b"{}"))
    client.close()
    assert (type(error), error.code) == (Unavailable, "tls")


@contextmanager
def plain_server(answer: bytes) -> Iterator[str]:
    """Says the same to whoever connects, whatever the greeting was, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"https://127.0.0.1:{listener.getsockname()[1]}"
        thread.join()


def test_a_server_that_speaks_no_https_is_told_apart_from_one_with_a_bad_certificate(bench: Bench) -> None:
    with plain_server(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n") as address:
        client = bench.client(back_off=BackOff(tries=1))
        error = failure(client, writing("change_thing", "PUT", f"{address}/x", b"{}"))
        client.close()
    assert (type(error), error.code) == (Unavailable, "no_https")
    assert "does not speak https" in error.text
    assert "certificate" not in error.text


def test_a_safe_connection_that_is_hung_up_says_nothing_of_certificates_nor_of_what_was_done(bench: Bench) -> None:
    with plain_server(b"") as address:
        client = bench.client(back_off=BackOff(tries=1))
        error = failure(client, writing("change_thing", "PUT", f"{address}/x", b"{}"))
        client.close()
    assert (type(error), error.code) == (OutcomeUnknown, "no_answer")
