"""Whom to trust on an encrypted connection."""

import functools
import os
import ssl


def verified() -> ssl.SSLContext:
    """Checks the certificate and the name of whoever answers, by this machine's authorities.

    SSL_CERT_FILE and SSL_CERT_DIR name other authorities, such as a private one.
    """
    return _loaded(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))


@functools.cache  # reading a machine's authorities takes longer than sending a message
def _loaded(file: str | None, folder: str | None) -> ssl.SSLContext:
    return ssl.create_default_context()
