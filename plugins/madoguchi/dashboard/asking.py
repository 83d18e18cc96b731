"""Asks the sites of strangers, politely: whether an address still answers.

One request at a time to a host, with a pause before the next; HEAD, and GET where a server will not
answer that; a host that says it is busy is left alone. Addresses inside an office's own network are
not asked at all.
"""

import http.client
import ipaddress
import socket
import ssl
import string
import threading
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from queue import SimpleQueue
from urllib.error import URLError
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from madoguchi import __version__

USER_AGENT = f"madoguchi/{__version__} (link check)"


class Verdict(StrEnum):
    """What can be said of an address."""

    GOOD = "good"
    MOVED = "moved"
    """It answers, and says that it has a new address for good."""
    BROKEN = "broken"
    """There is nothing: its readers see an error."""
    UNKNOWN = "unknown"
    """It could not be asked, or does not answer programs; a person must look."""
    PRIVATE = "private"
    """It is inside a network of its own, where residents cannot go."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking."""

    verdict: Verdict
    reason: str = ""
    """An HTTP status ("404"), or a key of `lists.REASONS`."""
    new: str = ""
    """The address it moved to."""


def is_public(address: str) -> bool:
    """Whether an IP address can be reached from everywhere."""
    return ipaddress.ip_address(address.partition("%")[0]).is_global


@dataclass(frozen=True, slots=True)
class Manners:
    """How politely sites are asked."""

    pause: float = 1.0
    """Seconds between two requests to one host."""
    timeout: float = 10.0
    redirects: int = 3
    parallel: int = 4
    """Hosts that are asked at the same time."""
    may_ask: Callable[[str], bool] = is_public
    """Whether an IP address may be asked."""


@dataclass
class _Host:
    """A host that is asked one thing at a time."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    next: float = 0.0
    """When it may be asked again, on the monotonic clock."""
    refused: str = ""
    """Why it is left alone from now on."""
    timeouts: int = 0
    """In a row."""


class _Failed(Exception):
    """A request that brought no answer."""

    def __init__(self, answer: Answer, *, again: bool = False) -> None:
        super().__init__(answer.reason)
        self.answer = answer
        self.again = again
        """Whether another method may fare better."""


class Asker:
    """Asks addresses, and remembers when each host was last asked."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._hosts: dict[str, _Host] = {}
        self._guard = threading.Lock()
        self._stop = threading.Event()
        # an office's proxy is used; files, FTP and the like are not opened, and nothing is raised
        # or followed: that is decided here
        self._opener = urllib.request.OpenerDirector()
        self._opener.addheaders = []
        for handler in (
            urllib.request.ProxyHandler(),
            urllib.request.HTTPHandler(),
            urllib.request.HTTPSHandler(),
        ):
            self._opener.add_handler(handler)

    def all(self, addresses: Iterable[str]) -> Iterator[tuple[str, Answer]]:
        """Yield every address with its answer, as they come; those of one host one by one."""
        by_host: dict[str, list[str]] = {}
        for address in addresses:
            by_host.setdefault(host_of(address), []).append(address)
        answered: SimpleQueue[tuple[str, Answer] | BaseException] = SimpleQueue()

        def ask_host(group: list[str]) -> None:
            try:
                for address in group:
                    if self._stop.is_set():
                        return
                    answered.put((address, self.ask(address)))
            except BaseException as error:  # raised again where somebody waits for it
                answered.put(error)

        pool = ThreadPoolExecutor(self._manners.parallel)
        try:
            # the longest first: it decides when all are done
            for group in sorted(by_host.values(), key=len, reverse=True):
                pool.submit(ask_host, group)
            for _ in range(sum(map(len, by_host.values()))):
                answer = answered.get()
                if isinstance(answer, BaseException):
                    raise answer
                yield answer
        finally:
            self._stop.set()
            pool.shutdown(wait=False, cancel_futures=True)

    def ask(self, address: str) -> Answer:
        """Return what an address answers, after its redirects."""
        at, new, permanent = address, "", True
        for _ in range(self._manners.redirects + 1):
            try:
                status, to = self._answer(at)
                if to is None:
                    return _judged(status, new)
                at = urljoin(at, to)
            except _Failed as failed:
                return failed.answer
            except ValueError:  # sent on to what is no address
                return Answer(Verdict.BROKEN, "address")
            permanent = permanent and status in (301, 308)
            if permanent:
                new = at
        return Answer(Verdict.UNKNOWN, "redirects")

    def _answer(self, address: str) -> tuple[int, str | None]:
        """Return the status of an address, and where it redirects to."""
        parts = _wire(address)
        with self._guard:
            host = self._hosts.setdefault(parts.netloc, _Host())
        with host.lock:
            if host.refused:
                raise _Failed(Answer(Verdict.UNKNOWN, host.refused))
            self._allowed(parts)
            status, to, wait = 0, None, None
            for method in ("HEAD", "GET"):
                try:
                    status, to, wait = self._request(method, parts, host)
                except _Failed as failed:
                    if method == "HEAD" and failed.again:
                        continue
                    raise
                if status < 400 or status == 429 or wait is not None:
                    break  # many servers answer HEAD wrongly; none is pressed when busy
            if status == 429 or (status == 503 and wait is not None):
                host.refused = "busy"
            return status, to

    def _request(
        self, method: str, parts: SplitResult, host: _Host
    ) -> tuple[int, str | None, str | None]:
        """Return status, Location of a redirect, and Retry-After."""
        self._stop.wait(max(0.0, host.next - time.monotonic()))
        request = urllib.request.Request(
            urlunsplit(parts),
            method=method,
            headers={"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Language": "ja, en"},
        )
        try:
            with self._opener.open(request, timeout=self._manners.timeout) as response:
                status, headers = response.status, response.headers
        except Exception as error:  # whatever a stranger's server makes of it, there is an answer
            failed = _failure(error)
            host.timeouts = host.timeouts + 1 if failed.answer.reason == "timeout" else 0
            if host.timeouts >= 2:
                host.refused = "timeout"
            raise failed from error
        finally:
            host.next = time.monotonic() + self._manners.pause
        host.timeouts = 0
        to = headers.get("Location") if 300 <= status < 400 else None
        if to is not None:
            # headers are read as Latin-1; what a server wrote there in UTF-8 is taken back to bytes
            to = quote(to, encoding="iso-8859-1", errors="replace", safe=string.punctuation)
        return status, to, headers.get("Retry-After")

    def _allowed(self, parts: SplitResult) -> None:
        """Raise if the host is inside a network of its own, or there is none of that name."""
        name = parts.hostname or ""
        private = _Failed(Answer(Verdict.PRIVATE, "private"))
        try:
            if not self._manners.may_ask(name):
                raise private
            return
        except ValueError:
            pass  # a name, and no number
        proxies = urllib.request.getproxies()
        if proxies.get(parts.scheme) and not urllib.request.proxy_bypass(parts.netloc):
            # the proxy looks names up; the office's own machine may not be able to
            if "." not in name or name.endswith((".local", ".lan", ".internal", ".localhost")):
                raise private
            return
        try:
            found = socket.getaddrinfo(name, parts.port or 443, type=socket.SOCK_STREAM)
        except (OSError, ValueError) as error:
            raise _failure(error) from error
        if not all(self._manners.may_ask(str(info[4][0])) for info in found):
            raise private


def host_of(address: str) -> str:
    """Return who is asked: name and port; even a wrong address has something there."""
    return address.split("/")[2].lower()


def _wire(address: str) -> SplitResult:
    """Return an address as it goes over the wire: ASCII, no fragment.

    Raises _Failed if it is none, or not one of the web.
    """
    broken = _Failed(Answer(Verdict.BROKEN, "address"))
    try:
        parts = urlsplit(address)
        name = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except (ValueError, UnicodeError) as error:
        raise broken from error
    if parts.scheme not in ("http", "https") or not name:
        raise broken
    # a name and password in a public address are nobody's to send
    netloc = f"[{name}]" if ":" in name else name
    netloc += f":{port}" if port is not None else ""
    path = quote(parts.path or "/", safe="%/:=&~+!$,;'@()*")
    query = quote(parts.query, safe="%/:=&?~+!$,;'@()*[]")
    return SplitResult(parts.scheme, netloc, path, query, "")


_GONE = (404, 410)


def _judged(status: int, new: str) -> Answer:
    if 200 <= status < 300:
        return Answer(Verdict.MOVED, "", new) if new else Answer(Verdict.GOOD)
    verdict = Verdict.BROKEN if status in _GONE else Verdict.UNKNOWN
    return Answer(verdict, str(status))


# Of a certificate: its date is past, it is another host's, it is signed by the site itself. Others
# (no chain to a known root) browsers often mend by themselves.
_BAD_CERTIFICATE = (10, 62, 18)
_NO_SUCH_NAME = {
    getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name)
}


def _failure(error: Exception) -> _Failed:
    """Return what an exception of the network says about the address."""
    if isinstance(error, URLError) and isinstance(error.reason, Exception):
        error = error.reason
    if isinstance(error, ssl.SSLCertVerificationError):
        bad = error.verify_code in _BAD_CERTIFICATE
        return _Failed(Answer(Verdict.BROKEN if bad else Verdict.UNKNOWN, "tls"))
    if isinstance(error, ssl.SSLError):
        return _Failed(Answer(Verdict.UNKNOWN, "tls"))
    if isinstance(error, socket.gaierror):
        gone = error.errno in _NO_SUCH_NAME
        return _Failed(Answer(Verdict.BROKEN if gone else Verdict.UNKNOWN, "dns"))
    if isinstance(error, ValueError):
        return _Failed(Answer(Verdict.BROKEN, "address"))
    if isinstance(error, TimeoutError):
        return _Failed(Answer(Verdict.UNKNOWN, "timeout"))
    # a server that hangs up on HEAD may still answer GET
    again = isinstance(error, (http.client.HTTPException, ConnectionResetError))
    return _Failed(Answer(Verdict.UNKNOWN, "connection"), again=again)
