"""Sending to an address that somebody registered: https, out into the world, and nowhere else.

The name is resolved when it is sent, every address behind it is judged, and the connection goes to
the address that was judged: a name that points elsewhere a moment later changes nothing.
"""

import http.client
import ipaddress
import socket
import ssl
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 10
PORTS = (443, 8443)
# Addresses that stand for IPv4 ones: a private network could hide in them.
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


class Forbidden(OSError):
    """The address is not one to which the portal sends."""


def parts_of(url):
    """Return (host, port, path with query) of a lawful address; Forbidden for every other."""
    try:
        found = urlsplit(url)
        port = found.port or 443
    except ValueError:
        raise Forbidden("unreadable address") from None
    if found.scheme != "https" or not found.hostname or port not in PORTS:
        raise Forbidden("not https on port 443 or 8443")
    if found.username or found.password or found.fragment or not url.isascii() or " " in url:
        raise Forbidden("unreadable address")
    if any(ord(char) < 33 for char in url):
        raise Forbidden("unreadable address")
    path = found.path or "/"
    return found.hostname, port, f"{path}?{found.query}" if found.query else path


def is_public(address):
    """Say whether an IP address is out in the world: not private, local, shared or translated."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if ip.version == 6:
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if ip.sixtofour is not None or ip.teredo is not None or ip in TRANSLATED:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def public_address(host, port):
    """Return one IP address of a host; Forbidden where any of them is not out in the world."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [row[4][0] for row in found]
    if not addresses or not all(is_public(address) for address in addresses):
        raise Forbidden("not a public address")
    return addresses[0]


class _Connection(http.client.HTTPSConnection):
    """Connects to the address that was judged; the certificate is still that of the name."""

    def connect(self):
        """Open the connection."""
        plain = socket.create_connection(
            (public_address(self.host, self.port), self.port), self.timeout
        )
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)


def post(url, body, headers):
    """Send bytes; return the HTTP status of the answer. No redirect is followed.

    OSError where nothing came back (Forbidden among them: nothing was sent).
    """
    host, port, path = parts_of(url)
    connection = _Connection(
        host, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
    )
    try:
        connection.request("POST", path, body=body, headers=headers)
        return connection.getresponse().status
    except http.client.HTTPException as error:
        raise OSError(type(error).__name__) from error
    finally:
        connection.close()
