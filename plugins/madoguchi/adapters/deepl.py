"""Machine translation by DeepL: `python -m madoguchi.adapters.deepl`, JSON from stdin to stdout.

The key comes from the environment variable DEEPL_AUTH_KEY and from nowhere else; DEEPL_SERVER_URL
names another server (DeepL's in Japan, a proxy of the city). Proxies are taken from the
environment (HTTPS_PROXY) or the system, as `urllib` does.

Words of the glossary are put into the text in the target language, in a tag whose content DeepL
leaves alone (`ignore_tags`). DeepL's own glossaries would have to be stored at DeepL first.

Written after DeepL's documentation, https://developers.deepl.com:
"Translate text" (/api-reference/translate/request-translation, and its openapi.yaml), "Translating
XML" (/docs/translate/translating-xml), "Error handling" (/docs/going-to-production/error-handling),
"Usage and limits" (/docs/resources/usage-limits), "Access and authentication"
(/docs/getting-started/auth), "Regional API endpoints" (/docs/getting-started/regional-endpoints),
"Languages supported" (/docs/getting-started/supported-languages).
"""

import email.utils
import http.client
import json
import os
import re
import ssl
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from madoguchi import __version__
from madoguchi.findings import Message

PRO = "https://api.deepl.com"
FREE = "https://api-free.deepl.com"
_TEXTS = 50
_BYTES = 120 * 1024
"""What a request may hold: DeepL takes 128 KiB."""
_CONTEXT = 4000
_ANSWER = 32 * 2**20
_TRIES = 6
_TRIES_UNREACHABLE = 3
_PATIENCE = 60.0
"""Seconds to wait in all, for a server that is busy."""
_SECONDS = 60.0
"""… and for one answer."""
_TARGETS = {"en": "EN-US", "pt": "PT-PT", "zh": "ZH-HANS", "fil": "TL", "no": "NB"}
"""Where DeepL's code is not the tag in capitals."""


class DeepLError(Exception):
    """Why there is no translation; for people, in both languages."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.en)
        self.message = message


def main() -> int:
    """Translate what standard input asks for; return the exit code."""
    try:
        request = _request(sys.stdin.buffer.read())
        server = Server.of(os.environ)
        answer = {"version": 1, "texts": list(translated(request, server))}
    except DeepLError as error:
        said = f"{error.message.ja}\n{error.message.en}\n"
        sys.stderr.buffer.write(said.encode("utf-8"))
        return 1
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8"))
    return 0


def _request(data: bytes) -> dict[str, Any]:
    """Return what was asked for, if it is version 1 of the protocol."""
    wrong = DeepLError(
        Message(
            "これは madoguchi translate machine が使うコマンドです。標準入力に、決まりの形の JSON（version 1）が要ります。",
            "This command is for `madoguchi translate machine`. It needs JSON of the protocol, version 1, on standard input.",
        )
    )
    try:
        request = json.loads(data.decode("utf-8-sig"))
        known = request["version"] == 1 and all(
            isinstance(value, str)
            for value in (
                request["source"],
                request["target"],
                *(item[key] for item in request["texts"] for key in ("id", "text")),
                *(item[key] for item in request["glossary"] for key in ("source", "target")),
            )
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        raise wrong from None
    if not known:
        raise wrong
    return dict(request)


def translated(request: Mapping[str, Any], server: "Server") -> Iterator[dict[str, str]]:
    """Yield the answers to a request of the protocol; raises DeepLError."""
    terms = {item["source"]: item["target"] for item in request["glossary"]}
    items = [(item["id"], with_terms(item["text"], terms)) for item in request["texts"]]
    fixed: dict[str, Any] = {
        "source_lang": code(request["source"], source=True),
        "target_lang": code(request["target"]),
        "model_type": "quality_optimized",
        "tag_handling": "xml",
        "tag_handling_version": "v2",
        "non_splitting_tags": ["g", "x", _TERM],
        "ignore_tags": [_TERM],
        "preserve_formatting": True,
    }
    if context := _context(request["texts"]):
        fixed["context"] = context
    for part in _parts(items, fixed):
        texts = server.translate({**fixed, "text": [text for _, text in part]})
        if len(texts) != len(part):
            raise _strange(f"{len(texts)} ≠ {len(part)}")
        for (id_, _), text in zip(part, texts, strict=True):
            yield {"id": id_, "text": _TERM_TAG.sub("", text)}


def code(tag: str, *, source: bool = False) -> str:
    """Return DeepL's code of a language; a source has no variant."""
    return tag.partition("-")[0].upper() if source else _TARGETS.get(tag, tag.upper())


_TERM = "term"
_TERM_TAG = re.compile(rf"</?{_TERM}\s*>")


def with_terms(text: str, terms: Mapping[str, str]) -> str:
    """Return a text of the protocol with the glossary's words in it, each in a tag of its own."""
    if not terms:
        return text
    escaped = {_escaped(source): _escaped(target) for source, target in terms.items()}
    longest = sorted(escaped, key=len, reverse=True)
    # a tag is matched first, so that nothing in it is taken for a word
    either = re.compile("<[^<>]*>|" + "|".join(map(re.escape, longest)))

    def put(match: re.Match[str]) -> str:
        word = escaped.get(match[0])
        return match[0] if word is None else f"<{_TERM}>{word}</{_TERM}>"

    return either.sub(put, text)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _context(texts: list[dict[str, Any]]) -> str:
    """Return what the notes say, each line once: how names are read, what facts stand for.

    DeepL does not translate it, nor count it.
    """
    notes = (str(item.get("note") or "") for item in texts)
    lines = dict.fromkeys(
        re.sub(r"(?:<[^<>]*>)+\s*=\s*", "", line).strip()
        for note in notes
        for line in note.splitlines()
    )
    # the kind of a text (`heading`) says nothing to DeepL
    return "\n".join(line for line in lines if not re.fullmatch("[a-z]*", line))[:_CONTEXT]


def _parts(
    items: list[tuple[str, str]], fixed: Mapping[str, Any]
) -> Iterator[list[tuple[str, str]]]:
    """Yield the texts in parts that one request may hold."""
    base = len(_encoded(fixed))
    part: list[tuple[str, str]] = []
    size = base
    for item in items:
        more = len(_encoded(item[1])) + 2
        if base + more > _BYTES:
            raise DeepLError(
                Message(
                    f"長すぎる文があります（{more}バイト）。文を分けてください。",
                    f"A text is too long for DeepL ({more} bytes). Divide it.",
                )
            )
        if part and (len(part) == _TEXTS or size + more > _BYTES):
            yield part
            part, size = [], base
        part.append(item)
        size += more
    if part:
        yield part


def _encoded(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


@dataclass(frozen=True)
class Server:
    """DeepL, or a server that speaks as it does."""

    url: str
    key: str
    wait: Callable[[float], None] = time.sleep

    def __repr__(self) -> str:
        """Without the key."""
        return f"Server({self.url!r})"

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Server":
        """Return the server that the environment names; raises DeepLError."""
        key = environment.get("DEEPL_AUTH_KEY", "").strip()
        if not key:
            raise DeepLError(
                Message(
                    "環境変数 DEEPL_AUTH_KEY がありません。DeepL のアカウントの「API キー」を入れてください（手引き: 機械で翻訳する）。",
                    "The environment variable DEEPL_AUTH_KEY is not set. Put the API key of your DeepL account into it.",
                )
            )
        if not re.fullmatch(r"[!-~]+", key):
            raise DeepLError(
                Message(
                    "環境変数 DEEPL_AUTH_KEY に、空白か日本語の文字があります。キーだけを入れてください。",
                    "The environment variable DEEPL_AUTH_KEY has a space or a letter that no key has. Put the key only.",
                )
            )
        url = environment.get("DEEPL_SERVER_URL", "").strip().rstrip("/")
        if not url:
            return cls(FREE if key.endswith(":fx") else PRO, key)
        try:
            parts = urllib.parse.urlsplit(url)
            host = parts.hostname or ""
        except ValueError:
            parts, host = urllib.parse.urlsplit(""), ""
        near = host in ("127.0.0.1", "localhost", "::1")
        if not host or not (parts.scheme == "https" or (near and parts.scheme == "http")):
            raise DeepLError(
                Message(
                    "環境変数 DEEPL_SERVER_URL は https:// で始まるアドレスにしてください（キーを送るため）。",
                    "DEEPL_SERVER_URL must be an address that begins with https://, as the key is sent there.",
                )
            )
        return cls(url, key)

    def translate(self, body: Mapping[str, Any]) -> list[str]:
        """Return the translations of the texts of one request; raises DeepLError."""
        data = self._asked(_encoded(body))
        try:
            texts = [item["text"] for item in json.loads(data.decode("utf-8"))["translations"]]
        except (ValueError, KeyError, TypeError, RecursionError):
            raise _strange(self._safe(data)) from None
        if not all(isinstance(text, str) for text in texts):
            raise _strange("text")
        return texts

    def _asked(self, body: bytes) -> bytes:
        """Send a request until there is an answer, or no hope of one."""
        left = _PATIENCE
        for tries in range(1, _TRIES + 1):
            again: float | None = None
            most = _TRIES
            try:
                return self._sent(body)
            except urllib.error.HTTPError as error:
                with error:
                    problem = self._problem(error.code, self._said(error))
                    if error.code == 429 or error.code >= 500:
                        again = _retry_after(error.headers.get("Retry-After"))
                    else:
                        raise problem from None
            except (OSError, http.client.HTTPException) as error:
                problem = self._unreachable(error)
                most = 1 if _untrusted(error) else _TRIES_UNREACHABLE
            pause = again if again is not None else 2.0 ** (tries - 1)
            if tries >= most or pause > left:
                raise problem
            left -= pause
            self.wait(pause)
        raise AssertionError  # the last try returns or raises

    def _sent(self, body: bytes) -> bytes:
        request = urllib.request.Request(f"{self.url}/v2/translate", body, method="POST")
        request.add_header("Content-Type", "application/json")
        request.add_header("User-Agent", f"madoguchi/{__version__}")
        # a redirect must not carry the key to another server
        request.add_unredirected_header("Authorization", f"DeepL-Auth-Key {self.key}")
        with urllib.request.urlopen(request, timeout=_SECONDS) as response:
            data: bytes = response.read(_ANSWER)
            length = response.headers.get("Content-Length", "")
            if length.isdecimal() and len(data) < int(length):
                raise http.client.IncompleteRead(data)
            return data

    def _said(self, error: urllib.error.HTTPError) -> str:
        """Return DeepL's own explanation."""
        try:
            data = error.read(10_000)
        except (OSError, http.client.HTTPException):
            return ""
        try:
            said = json.loads(data)
            parts = [said.get("message"), said.get("detail")]
            text = " ".join(part for part in parts if isinstance(part, str))
        except (ValueError, AttributeError):
            return self._safe(data)
        return self._safe(text.encode())

    def _safe(self, data: bytes) -> str:
        """Return the beginning of what a server said, on one line and without the key."""
        text = data.decode("utf-8", "replace").replace(self.key, "•••")
        return " ".join(re.sub(r"[^\x20-\x7e\xa0-\U0010ffff]", " ", text).split())[:300]

    def _problem(self, status: int, said: str) -> DeepLError:
        """Return the error of an HTTP status, with what to do."""
        if status == 400 and "target_lang" in said:
            cure = Message(
                "この言語は DeepL では訳せません。人が訳すか、ほかのサービスを使ってください。",
                "DeepL does not translate into this language. Let a person translate it, or use another provider.",
            )
        else:
            cure = _CURES.get(status, _CURES[500] if status >= 500 else _CURES[400])
        told = f"HTTP {status}" + (f": {said}" if said else "")
        return DeepLError(Message(f"DeepL: {cure.ja}（{told}）", f"DeepL: {cure.en} ({told})"))

    def _unreachable(self, error: OSError | http.client.HTTPException) -> DeepLError:
        host = urllib.parse.urlsplit(self.url).netloc.rpartition("@")[2]
        why = self._safe(
            str(getattr(error, "reason", None) or error or type(error).__name__).encode()
        )
        if _untrusted(error):
            return DeepLError(
                Message(
                    f"DeepL（{host}）の証明書を確かめられません（{why}）。庁内の証明書があるときは、そのファイルを環境変数 SSL_CERT_FILE に書いてください。",
                    f"The certificate of DeepL ({host}) cannot be verified ({why}). If your network has its own, name its file in SSL_CERT_FILE.",
                )
            )
        return DeepLError(
            Message(
                f"DeepL（{host}）につながりません（{why}）。ネットワークと、プロキシ（環境変数 HTTPS_PROXY）を確かめてください。",
                f"DeepL ({host}) cannot be reached ({why}). Look at the network and the proxy (HTTPS_PROXY).",
            )
        )


_CURES = {
    400: Message(
        "頼み方が正しくありません。開発者に知らせてください。",
        "The request is not as it must be. Tell the developers.",
    ),
    403: Message(
        "キーが正しくありません。環境変数 DEEPL_AUTH_KEY を確かめてください。無料のキーは「:fx」で終わります。",
        "The key is wrong. Look at the environment variable DEEPL_AUTH_KEY; a free key ends in :fx.",
    ),
    404: Message(
        "このアドレスに DeepL はありません。環境変数 DEEPL_SERVER_URL を確かめてください。",
        "There is no DeepL at this address. Look at the environment variable DEEPL_SERVER_URL.",
    ),
    407: Message(
        "プロキシが名前とパスワードを求めています。環境変数 HTTPS_PROXY を確かめてください。",
        "The proxy asks for a name and a password. Look at the environment variable HTTPS_PROXY.",
    ),
    413: Message(
        "一度に送る量が多すぎます。site.yml の batch を小さくしてください。",
        "Too much was sent at once. Set a smaller batch in site.yml.",
    ),
    429: Message(
        "今、頼みが多すぎます。少し待ってから、もう一度してください。",
        "There are too many requests now. Wait a little and try again.",
    ),
    456: Message(
        "今月使うことができる文字の数を超えました。来月まで待つか、DeepL の契約か上限を変えてください。",
        "The characters of this month are used up. Wait for the next one, or change the plan or its limit at DeepL.",
    ),
    500: Message(
        "DeepL が今、動いていません。少し待ってから、もう一度してください。",
        "DeepL has a problem of its own. Wait a little and try again.",
    ),
}


def _untrusted(error: Exception) -> bool:
    reason = getattr(error, "reason", error)
    return isinstance(reason, ssl.SSLCertVerificationError)


def _retry_after(value: str | None) -> float | None:
    """Return how many seconds a server asks to wait: a number, or a date."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        date = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(date.timestamp() - time.time(), 0.0)


def _strange(said: str) -> DeepLError:
    return DeepLError(
        Message(
            f"DeepL の答えが読めません（{said}）。DEEPL_SERVER_URL とプロキシを確かめて、少し待ってから、もう一度してください。",
            f"DeepL's answer makes no sense ({said}). Look at DEEPL_SERVER_URL and the proxy, wait a little and try again.",
        )
    )


if __name__ == "__main__":
    sys.exit(main())
