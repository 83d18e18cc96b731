"""Commands that translate, with real processes, and DeepL's adapter with a real HTTP server."""

import email.utils
import json
import re
import ssl
import subprocess
import sys
import textwrap
import threading
import time
import urllib.error
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from madoguchi.adapters import deepl
from madoguchi.adapters.deepl import DeepLError, Server
from madoguchi.errors import SettingsError
from madoguchi.schema import MachineTranslation
from madoguchi.translate import provider
from madoguchi.translate.provider import (
    Answer,
    ProviderError,
    Text,
    translate,
    volume,
    warning,
    without_secrets,
)

HANDBOOK = Path(__file__).parent.parent / "docs" / "handbook" / "machine-translation.md"
KEY = "0f3a7c11-aaaa-bbbb-cccc-5d2e8f9a1b2c:fx"
TEXTS = [
    Text("a", "在留カードを見せます。", "steps"),
    Text("b", "[市役所](a.md)へ{contact.desk.phone}", "steps", "{contact.desk.phone} = 窓口"),
    Text("c", "{本町|ほんまち}です", "heading"),
]

Script = Callable[..., MachineTranslation]


@pytest.fixture
def script(tmp_path: Path) -> Script:
    """Makes a command of a few lines; `asked` is the request, `answer(texts)` answers it."""

    def make(body: str, **settings: Any) -> MachineTranslation:
        path = tmp_path / "my command.py"
        path.write_text(
            "import json, os, sys, time\n"
            "def answer(texts): print(json.dumps({'version': 1, 'texts': texts}))\n"
            "asked = json.load(sys.stdin)\n" + textwrap.dedent(body),
            encoding="utf-8",
        )
        return MachineTranslation(command=("python", str(path)), **settings)

    return make


ECHO = "answer([{'id': t['id'], 'text': t['text']} for t in asked['texts']])"


def all_of(settings: MachineTranslation, **options: Any) -> list[Answer]:
    return list(translate(TEXTS, settings, target="vi", **options))


def test_answers_have_the_facts_and_links_of_the_source(script: Script) -> None:
    answers = all_of(script(ECHO))
    assert [(a.id, a.text, a.refused) for a in answers] == [
        ("a", "在留カードを見せます。", None),
        ("b", "[市役所](a.md)へ{contact.desk.phone}", None),
        ("c", "本町です", None),
    ]


def test_what_is_sent(script: Script, tmp_path: Path) -> None:
    out = tmp_path / "asked.json"
    settings = script(f"json.dump(asked, open({str(out)!r}, 'w'))\n{ECHO}")
    all_of(settings, glossary={"在留カード": "在留カード", "転入届": "x"})
    assert json.loads(out.read_text()) == {
        "version": 1,
        "source": "ja",
        "target": "vi",
        "glossary": [{"source": "在留カード", "target": "在留カード"}],
        "texts": [
            {"id": "1", "text": "在留カードを見せます。", "context": "steps", "note": ""},
            {
                "id": "2",
                "text": '<g id="1">市役所</g>へ<x id="2"/>',
                "context": "steps",
                "note": '<x id="2"/> = 窓口',
            },
            {"id": "3", "text": "本町です", "context": "heading", "note": "本町 = ほんまち"},
        ],
    }


def test_batches_and_texts_that_are_alike(script: Script, tmp_path: Path) -> None:
    log = tmp_path / "log"
    settings = script(
        f"open({str(log)!r}, 'a').write(f'{{len(asked[\"texts\"])}} ')\n{ECHO}", batch=2
    )
    texts = [Text(str(i), f"文{i % 3}") for i in range(7)]
    answers = list(translate(texts, settings, target="en"))
    assert sorted((a.id, a.text) for a in answers) == [(t.id, t.text) for t in texts]
    assert log.read_text().split() == ["2", "1"]
    assert volume(texts, settings) == (3, 6, 2)
    assert volume([], settings) == (0, 0, 0)
    assert list(translate([], settings, target="en")) == []
    assert log.read_text().split() == ["2", "1"]


def test_any_order_and_more_fields(script: Script) -> None:
    body = """
    answer([{'id': t['id'], 'text': t['text'], 'cost': 1} for t in reversed(asked['texts'])])
    """
    assert [a.id for a in all_of(script(body))] == ["a", "b", "c"]


def test_a_text_that_lost_something_is_refused_alone(script: Script) -> None:
    body = """
    answer([{'id': t['id'], 'text': t['text'].replace('<x id="2"/>', '')} for t in asked['texts']])
    """
    first, second, third = all_of(script(body))
    assert first.text and third.text and second.text is None
    assert second.refused is not None and "{contact.desk.phone}" in second.refused.ja


def test_the_words_of_the_glossary_are_wanted(script: Script) -> None:
    body = """
    answer([{'id': t['id'], 'text': t['text'].replace('在留カード', 'thẻ')} for t in asked['texts']])
    """
    first, second, _ = all_of(script(body), glossary={"在留カード": "thẻ lưu trú"})
    assert second.text is not None and first.refused is not None
    assert "在留カード → thẻ lưu trú" in first.refused.ja


WRONG = [
    ("print('hello')", "JSON"),
    ("", "JSON"),
    ("print('[' * 100000)", "JSON"),
    ("print('[]')", '"version": 1'),
    ("print('{\"version\": 2, \"texts\": []}')", '"version": 1'),
    ("print('{\"version\": 1, \"texts\": {}}')", '"texts"'),
    ("answer([])", '"id": "1" の答えがない'),
    ("answer([{'id': '1', 'text': ''}])", '"id": "2" の答えがない'),
    ("answer([{'id': 1, 'text': ''}])", '"id" と "text"'),
    ("answer([{'id': '1', 'text': None}])", '"id" と "text"'),
    ("answer(['1'])", '"id" と "text"'),
    ("answer([{'id': '1', 'text': ''}] * 2)", "2回ある"),
    ("answer([{'id': str(i), 'text': ''} for i in range(1, 9)])", '頼んでいない "id": "4"'),
    ("sys.stdout.buffer.write('日本'.encode('cp932'))", "UTF-8 ではない"),
    ("while True: sys.stdout.write('x' * 65536)", "大きすぎます"),
    ("sys.exit(3)", "終了コード 3"),
    ("sys.exit('キーがありません')", "終了コード 1）。下の説明を読んで直してください。\nキーがありません"),
    ("raise KeyError('x')", "KeyError"),
    ("sys.stderr.buffer.write('だめ'.encode('cp932')); sys.exit(1)", "終了コード 1"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "named"), WRONG)
def test_what_a_command_does_wrong(script: Script, body: str, named: str) -> None:
    with pytest.raises(ProviderError) as error:
        all_of(script(body))
    message = error.value.message
    assert named in message.ja
    assert "my command.py" in message.ja and "my command.py" in message.en


def test_windows_encoding_does_not_matter(script: Script) -> None:
    body = """
    print(json.dumps({'version': 1, 'texts': asked['texts']}, ensure_ascii=False))
    """
    assert all_of(script(body))[0].text == "在留カードを見せます。"


def test_earlier_batches_are_kept(script: Script) -> None:
    answers = translate(
        TEXTS,
        script(f"if asked['texts'][0]['id'] == '3': sys.exit('x')\n{ECHO}", batch=2),
        target="vi",
    )
    assert [next(answers).id, next(answers).id] == ["a", "b"]
    with pytest.raises(ProviderError):
        next(answers)


@pytest.mark.parametrize(
    "body",
    [
        "time.sleep(60)",
        "import subprocess; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])",
        "os.close(1); time.sleep(60)",
    ],
)
def test_time_out(script: Script, body: str) -> None:
    begin = time.monotonic()
    with pytest.raises(ProviderError, match="終わりませんでした") as error:
        all_of(script(body, timeout=0.4))
    assert "timeout" in error.value.message.en
    # a wait, not work: the clock on the wall is what counts, and the commands sleep for a minute
    assert time.monotonic() - begin < 30


def test_a_command_need_not_read(tmp_path: Path) -> None:
    path = tmp_path / "deaf.py"
    path.write_text("import sys; sys.exit('no')", encoding="utf-8")
    settings = MachineTranslation(command=("python", str(path)))
    texts = [Text(str(i), "文" * 1000 + str(i)) for i in range(50)]
    with pytest.raises(ProviderError, match="no"):
        list(translate(texts, settings, target="en"))


def test_no_shell(script: Script, tmp_path: Path) -> None:
    made = tmp_path / "made"
    settings = script("sys.exit(sys.argv[1])")
    argument = f"; touch {made} & echo %PATH% $(touch {made})"
    settings = settings.model_copy(update={"command": (*settings.command, argument)})
    with pytest.raises(ProviderError) as error:
        all_of(settings)
    assert error.value.message.ja.endswith(argument)
    assert not made.exists()


def test_nothing_runs_unless_it_is_set_up() -> None:
    with pytest.raises(SettingsError, match=r"madoguchi\.adapters\.deepl"):
        translate(TEXTS, None, target="vi")
    with pytest.raises(SettingsError, match="no-such-command"):
        translate(TEXTS, MachineTranslation(command=("no-such-command",)), target="vi")


def test_a_command_that_cannot_start(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.write_text("#!/no/such/interpreter\n", encoding="utf-8")
    broken.chmod(0o755)
    with pytest.raises((ProviderError, SettingsError), match="broken"):
        list(translate(TEXTS, MachineTranslation(command=(str(broken),)), target="vi"))


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"command": []},
        {"command": [""]},
        {"command": "python x.py"},
        {"command": ["x"], "batch": 0},
        {"command": ["x"], "timeout": 0},
        {"command": ["x"], "key": "x"},
    ],
)
def test_settings_that_are_wrong(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        MachineTranslation.model_validate(wrong)


@given(
    st.binary(max_size=50)
    | st.recursive(
        st.none() | st.integers() | st.text(max_size=3) | st.just("1"),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["version", "texts", "id", "text"]), inner, max_size=4
            )
        ),
        max_leaves=12,
    ).map(lambda value: json.dumps({"version": 1, "texts": value}).encode())
)
def test_any_output_is_an_answer_or_an_error(output: bytes) -> None:
    try:
        answers = provider._answers(output, ["1"], MachineTranslation(command=("x",)))
    except ProviderError as error:
        assert error.message.ja and "Traceback" not in error.message.en
    else:
        assert list(answers) == ["1"]


# keys


def test_keys_are_not_shown(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_API_KEY", "hunter2hunter2")
    with pytest.raises(ProviderError) as error:
        all_of(script("sys.exit(f'wrong key: {os.environ[\"MY_API_KEY\"]}\\x1b[31m')"))
    assert "hunter2" not in str(error.value.message)
    assert error.value.message.en.endswith("wrong key: •••")


@pytest.mark.parametrize(
    ("command", "warned"),
    [
        (["python", "-m", "madoguchi.adapters.deepl"], False),
        (["translate", "--model", "opus-mt-ja-vi", "--token-limit", "500"], False),
        (["curl", KEY], True),
        (["x", "--key=abcdef123456"], True),
        (["x", "-H", "api_token: abcdef123456"], True),
        (["x", "sk-abcdefghijklmnop1234"], True),
    ],
)
def test_a_key_in_the_settings_is_told(command: list[str], warned: bool) -> None:
    message = warning(MachineTranslation(command=tuple(command)))
    assert (message is not None) == warned
    assert KEY not in without_secrets(" ".join(command))


# DeepL

Reply = tuple[int, dict[str, str], bytes]


@dataclass
class FakeDeepL:
    """A server that behaves as DeepL, after the replies it was told to give first."""

    url: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    replies: list[Reply | None] = field(default_factory=list)
    """None: the connection is dropped."""
    mangle: Callable[[str], str] = str

    def answer(self, headers: dict[str, str], body: dict[str, Any]) -> Reply | None:
        self.headers.append(headers)
        self.requests.append(body)
        if self.replies:
            return self.replies.pop(0)
        if headers.get("Authorization") != f"DeepL-Auth-Key {KEY}":
            return json_reply(403, {"message": "Forbidden"})
        if len(body["text"]) > 50 or int(headers["Content-Length"]) > 128 * 1024:
            return json_reply(413, {"message": "Request Entity Too Large"})
        if body["target_lang"] in ("XX", "EO"):
            return json_reply(400, {"message": "Value for 'target_lang' not supported."})
        texts = [self.mangle(self.translated(text)) for text in body["text"]]
        said = [{"detected_source_language": "JA", "text": text} for text in texts]
        return json_reply(200, {"translations": said})

    @staticmethod
    def translated(text: str) -> str:
        """Words in capitals stand for a translation; what is in <term> stays."""
        parts = re.split(r"(<term>.*?</term>|<[^>]*>)", text)
        return "".join(
            part if part.startswith("<") else re.sub(r"[ぁ-ん]+", " X ", part) for part in parts
        )


def json_reply(status: int, value: Any, **headers: str) -> Reply:
    sent = {"Content-Type": "application/json", **headers}
    return status, sent, json.dumps(value, ensure_ascii=False).encode()


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeDeepL]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked = json.loads(body) if self.path == "/v2/translate" else {"path": self.path}
            reply = told.answer(dict(self.headers), asked)
            if reply is None:
                return
            status, headers, data = reply
            self.send_response(status)
            for name, value in {"Content-Length": str(len(data)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def do_GET(self) -> None:
            told.headers.append(dict(self.headers))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<html>")

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told = FakeDeepL(f"http://127.0.0.1:{server.server_address[1]}")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("DEEPL_AUTH_KEY", KEY)
    monkeypatch.setenv("DEEPL_SERVER_URL", told.url)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield told
    server.shutdown()
    thread.join()
    server.server_close()


DEEPL = MachineTranslation(command=("python", "-m", "madoguchi.adapters.deepl"))


def ask(*texts: str, target: str = "vi", glossary: dict[str, str] | None = None) -> dict[str, Any]:
    terms = [{"source": s, "target": t} for s, t in (glossary or {}).items()]
    items = [{"id": str(i), "text": text} for i, text in enumerate(texts)]
    return {"version": 1, "source": "ja", "target": target, "glossary": terms, "texts": items}


@dataclass
class Client:
    """The adapter's server object, with a clock that does not wait."""

    fake: FakeDeepL
    waits: list[float] = field(default_factory=list)

    def translate(self, request: dict[str, Any]) -> list[str]:
        server = Server(self.fake.url, KEY, self.waits.append)
        return [answer["text"] for answer in deepl.translated(request, server)]


@pytest.fixture
def client(fake: FakeDeepL) -> Client:
    return Client(fake)


def test_through_the_command(fake: FakeDeepL) -> None:
    answers = all_of(DEEPL, glossary={"在留カード": "thẻ lưu trú (zairyū kādo)"})
    assert [a.refused for a in answers] == [None] * 3
    assert [a.text for a in answers] == [
        "thẻ lưu trú (zairyū kādo) X 見 X 。",
        "[市役所](a.md) X {contact.desk.phone}",
        "本町 X",
    ]
    (body,) = fake.requests
    assert body["text"] == [
        "<term>thẻ lưu trú (zairyū kādo)</term>を見せます。",
        '<g id="1">市役所</g>へ<x id="2"/>',
        "本町です",
    ]
    assert body["context"] == "窓口\n本町 = ほんまち"
    assert body["source_lang"] == "JA" and body["target_lang"] == "VI"
    assert body["tag_handling"] == "xml" and body["ignore_tags"] == ["term"]
    (headers,) = fake.headers
    assert headers["Authorization"] == f"DeepL-Auth-Key {KEY}"
    assert headers["User-Agent"].startswith("madoguchi/")


@pytest.mark.parametrize(
    ("status", "named"),
    [(403, "DEEPL_AUTH_KEY"), (456, "文字の数を超えました"), (404, "DEEPL_SERVER_URL"), (418, "HTTP 418")],
)  # fmt: skip
def test_what_deepl_refuses_is_told(fake: FakeDeepL, status: int, named: str) -> None:
    fake.replies = [json_reply(status, {"message": f"no: {KEY}"})]
    with pytest.raises(ProviderError) as error:
        all_of(DEEPL)
    assert named in error.value.message.ja
    assert f"HTTP {status}: no: •••" in error.value.message.ja
    assert KEY not in str(error.value.message)
    assert len(fake.requests) == 1


def test_tags_that_come_back_wrong_are_refused(fake: FakeDeepL) -> None:
    fake.mangle = lambda text: text.replace("<x ", "<y ")
    assert [a.refused is None for a in all_of(DEEPL)] == [True, False, True]


def test_batches_of_fifty(client: Client) -> None:
    texts = [f"文{i}" for i in range(120)]
    assert client.translate(ask(*texts)) == texts
    assert [len(body["text"]) for body in client.fake.requests] == [50, 50, 20]


def test_requests_are_small_enough(client: Client) -> None:
    texts = [chr(0x4E00 + i) * 9000 for i in range(12)]
    assert client.translate(ask(*texts)) == texts
    assert [len(body["text"]) for body in client.fake.requests] == [4, 4, 4]
    with pytest.raises(DeepLError, match="too long"):
        client.translate(ask("字" * 60_000))


BUSY = json_reply(429, {"message": "Too many requests"})


@pytest.mark.parametrize(
    ("replies", "waits"),
    [
        ([BUSY], [1]),
        ([BUSY, json_reply(503, {}), json_reply(529, {}), BUSY], [1, 2, 4, 8]),
        ([json_reply(429, {}, **{"Retry-After": "7"}), BUSY], [7, 2]),
        ([json_reply(500, {}, **{"Retry-After": "soon"})], [1]),
        ([None], [1]),
        ([None, BUSY], [1, 2]),
        ([(200, {"Content-Length": "500"}, b'{"translations')], [1]),
    ],
)
def test_tries_again(client: Client, replies: list[Reply | None], waits: list[float]) -> None:
    client.fake.replies = list(replies)
    assert client.translate(ask("本")) == ["本"]
    assert client.waits == waits


def test_waits_until_a_date(client: Client) -> None:
    date = email.utils.formatdate(time.time() + 20, usegmt=True)
    client.fake.replies = [json_reply(429, {}, **{"Retry-After": date})]
    client.translate(ask("本"))
    assert 15 < client.waits[0] <= 20


@pytest.mark.parametrize(
    ("replies", "waits", "named"),
    [
        ([BUSY] * 9, [1, 2, 4, 8, 16], "429"),
        ([json_reply(429, {}, **{"Retry-After": "3600"})], [], "429"),
        ([json_reply(429, {}, **{"Retry-After": "25"})] * 9, [25, 25], "429"),
        ([json_reply(503, {"message": "down"})] * 9, [1, 2, 4, 8, 16], "503: down"),
        ([None] * 9, [1, 2], "cannot be reached"),
    ],
)
def test_gives_up(
    client: Client, replies: list[Reply | None], waits: list[float], named: str
) -> None:
    client.fake.replies = list(replies)
    with pytest.raises(DeepLError, match=named):
        client.translate(ask("本"))
    assert client.waits == waits


@pytest.mark.parametrize(
    "data",
    [
        b"<html>proxy</html>", b"", b"[]", b"{}", b'{"translations": []}', b'{"translations": [{"text": 1}]}',
        b'{"translations": [{"text": "a"}, {"text": "b"}]}', b"\xff", b"[" * 100_000,
    ],
)  # fmt: skip
def test_an_answer_that_makes_no_sense(client: Client, data: bytes) -> None:
    client.fake.replies = [(200, {}, data)]
    with pytest.raises(DeepLError, match="makes no sense"):
        client.translate(ask("本"))


def test_a_redirect_does_not_get_the_key(client: Client) -> None:
    for status in (302, 307):
        client.fake.headers.clear()
        client.fake.replies = [(status, {"Location": f"{client.fake.url}/elsewhere"}, b"")]
        with pytest.raises(DeepLError):
            client.translate(ask("本"))
        assert all("Authorization" not in headers for headers in client.fake.headers[1:])


def test_nobody_there() -> None:
    waits: list[float] = []
    server = Server("http://127.0.0.1:9", KEY, waits.append)
    with pytest.raises(DeepLError, match="HTTPS_PROXY") as error:
        server.translate({"text": ["本"]})
    assert KEY not in str(error.value.message) and KEY not in repr(server)
    assert waits == [1, 2]


def test_a_certificate_of_the_citys_own() -> None:
    problem = urllib.error.URLError(ssl.SSLCertVerificationError("self-signed"))
    assert "SSL_CERT_FILE" in Server("https://a.example", KEY)._unreachable(problem).message.ja


def test_a_language_deepl_does_not_have(client: Client) -> None:
    with pytest.raises(DeepLError, match="does not translate into this language"):
        client.translate(ask("本", target="eo"))


@pytest.mark.parametrize(
    ("tag", "wanted"),
    [
        ("en", "EN-US"), ("pt-BR", "PT-BR"), ("pt", "PT-PT"), ("zh-Hans", "ZH-HANS"), ("zh-Hant", "ZH-HANT"),
        ("vi", "VI"), ("ne", "NE"), ("tl", "TL"), ("fil", "TL"), ("ur", "UR"), ("ko", "KO"), ("es-419", "ES-419"),
    ],
)  # fmt: skip
def test_codes(tag: str, wanted: str) -> None:
    assert deepl.code(tag) == wanted
    assert deepl.code("ja-Latn", source=True) == "JA"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("転出証明書と転出", "<term>certificate</term>と<term>moving &amp; out</term>"),
        ('<g id="1">転出</g>', '<g id="1"><term>moving &amp; out</term></g>'),
        ('g id 1 <x id="1"/>', '<term>G</term> id 1 <x id="1"/>'),
        ("A&amp;B", "<term>AB</term>"),
    ],
)
def test_with_terms(text: str, wanted: str) -> None:
    terms = {"転出": "moving & out", "転出証明書": "certificate", "g": "G", "A&B": "AB"}
    assert deepl.with_terms(text, terms) == wanted
    assert deepl.with_terms(text, {}) == text


FREE = {"DEEPL_AUTH_KEY": KEY}


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        (FREE, "https://api-free.deepl.com"),
        ({"DEEPL_AUTH_KEY": f" {KEY[:-3]}\n"}, "https://api.deepl.com"),
        ({**FREE, "DEEPL_SERVER_URL": "https://api-jp.deepl.com/"}, "https://api-jp.deepl.com"),
        ({**FREE, "DEEPL_SERVER_URL": "http://localhost:80"}, "http://localhost:80"),
        ({}, "DEEPL_AUTH_KEY"),
        ({"DEEPL_AUTH_KEY": " "}, "DEEPL_AUTH_KEY"),
        ({"DEEPL_AUTH_KEY": f"{KEY}\r\nX-Evil: 1"}, "DEEPL_AUTH_KEY"),
        ({"DEEPL_AUTH_KEY": "キー" + KEY}, "DEEPL_AUTH_KEY"),
        ({**FREE, "DEEPL_SERVER_URL": "http://api.deepl.com"}, "https://"),
        ({**FREE, "DEEPL_SERVER_URL": "file:///etc/passwd"}, "https://"),
        ({**FREE, "DEEPL_SERVER_URL": "https://[x"}, "https://"),
    ],
)
def test_where_it_goes(environment: dict[str, str], wanted: str) -> None:
    try:
        server = Server.of(environment)
    except DeepLError as error:
        assert wanted in error.message.ja
        assert KEY not in str(error.message)
    else:
        assert server.url == wanted
        assert server.key in (KEY, KEY[:-3])


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[]", b"\xff", b'{"version": 2}', b'{"version": 1, "source": "ja", "target": 1, "texts": [], "glossary": []}'],
)  # fmt: skip
def test_the_command_alone(data: bytes, tmp_path: Path, fake: FakeDeepL) -> None:

    result = subprocess.run(
        [sys.executable, "-m", "madoguchi.adapters.deepl"],
        input=data,
        capture_output=True,
        check=False,
    )
    assert result.returncode == 1 and not result.stdout
    assert "JSON" in result.stderr.decode() and b"Traceback" not in result.stderr
    assert not fake.requests


# the handbook


def blocks(language: str) -> list[str]:
    found = re.findall(
        rf"^( *)```{language}\n(.*?)^\1```", HANDBOOK.read_text("utf-8"), re.S | re.M
    )
    return [textwrap.dedent(text) for _, text in found]


def test_the_handbooks_adapter_works(
    fake: FakeDeepL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (code,) = blocks("python")
    assert len(code.splitlines()) <= 27
    path = tmp_path / "libretranslate.py"
    path.write_text(code, encoding="utf-8")
    settings = MachineTranslation(command=("python", str(path)))

    with pytest.raises(ProviderError, match="LIBRETRANSLATE_URL"):
        all_of(settings)
    monkeypatch.setenv("LIBRETRANSLATE_URL", fake.url)
    fake.replies = [
        json_reply(200, {"translatedText": ["thẻ", '<g id="1">Tòa</g> <x id="2"></x>', "Honmachi"]}),
        json_reply(400, {"error": "no"}),
        json_reply(200, {"translatedText": ["one"]}),
    ]  # fmt: skip
    assert [a.text for a in all_of(settings)] == [
        "thẻ",
        "[Tòa](a.md) {contact.desk.phone}",
        "Honmachi",
    ]
    assert fake.requests == [{"path": "/translate"}]
    for named in ("400", "LibreTranslate で訳せません"):
        with pytest.raises(ProviderError, match=named) as error:
            all_of(settings)
        assert "Traceback" not in error.value.message.ja


def test_the_handbooks_settings_are_right() -> None:
    for text in blocks("yaml"):
        MachineTranslation.model_validate(yaml.safe_load(text)["translation"]["machine"])
    asked, said = (json.loads(text) for text in blocks("json"))
    assert {text["id"] for text in asked["texts"]} == {text["id"] for text in said["texts"]}
    assert set(asked) == {"version", "source", "target", "glossary", "texts"}
