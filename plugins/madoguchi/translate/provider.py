"""Machine translation by a command of the city's choice; no command, no translation.

Protocol, version 1. The command reads one JSON object from standard input:

    {"version": 1, "source": "ja", "target": "vi",
     "glossary": [{"source": "在留カード", "target": "thẻ lưu trú"}],
     "texts": [{"id": "1", "text": "…", "context": "steps", "note": "…"}]}

and writes one to standard output, with every id once, in any order:

    {"version": 1, "texts": [{"id": "1", "text": "…"}]}

`text` is a small XML fragment (see `protect`). The glossary has the terms that stand in these
texts. `context` is the kind of text, `note` what helps with it. If it cannot translate, the
command writes a message for people to standard error and ends with an exit code other than 0.
docs/handbook/machine-translation.md shows how to write one.
"""

import contextlib
import json
import locale
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any, NamedTuple

from madoguchi.errors import MadoguchiError, SettingsError
from madoguchi.findings import Message
from madoguchi.locales import SOURCE
from madoguchi.schema import MachineTranslation
from madoguchi.translate.protect import Protected, Refused, protect
from madoguchi.translate.rules import terms

VERSION = 1


@dataclass(frozen=True, slots=True)
class Text:
    """A text to translate."""

    id: str
    """The caller's; no two texts have the same."""
    text: str
    """Inline Markdown; readings in it become a note."""
    context: str = ""
    """What kind of text it is: `steps`, `heading`."""
    note: str = ""
    """What helps with it: what its facts stand for, how names are read."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a text: either a translation, or why there is none."""

    id: str
    text: str | None = None
    """Inline Markdown with the facts, links and marks of the source."""
    refused: Message | None = None


class ProviderError(MadoguchiError):
    """The command failed, or what it said is not the protocol."""


class Volume(NamedTuple):
    """How much would be sent for one language."""

    texts: int
    characters: int
    """Characters of language, as most providers count: tags are none."""
    calls: int
    """How often the command would run."""


def volume(texts: Sequence[Text], settings: MachineTranslation) -> Volume:
    """Return what translating `texts` into one language would send; nothing is sent."""
    parcels = _parcels(texts, SOURCE)
    characters = sum(parcel.protected.characters for parcel in parcels)
    return Volume(len(parcels), characters, -(-len(parcels) // settings.batch))


def translate(
    texts: Sequence[Text],
    settings: MachineTranslation | None,
    *,
    target: str,
    source: str = SOURCE,
    glossary: Mapping[str, str] | None = None,
) -> Iterator[Answer]:
    """Translate `texts` into `target`, a batch at a time; yield an answer for each of them.

    `glossary` has the target's words for terms of the source. A text of which something was lost
    has an answer that says so.

    Raises SettingsError if no command is set, or there is no such command; ProviderError, between
    two answers, if it fails: what was yielded before is good.
    """
    if settings is None:
        raise SettingsError(_NOT_SET)
    return _translated(texts, settings, _resolved(settings.command), source, target, glossary or {})


_NOT_SET = Message(
    "機械翻訳は設定していないので、どこにも送っていません。使うときは、site.yml に\n"
    "translation:\n  machine:\n    command: [python, -m, madoguchi.adapters.deepl]\n"
    "のように書いてください（手引き: 機械で翻訳する）。",
    "Machine translation is not set up, and nothing was sent. To use it, write in site.yml\n"
    "translation:\n  machine:\n    command: [python, -m, madoguchi.adapters.deepl]\n"
    "as the handbook shows (docs/handbook/machine-translation.md).",
)


class _Parcel(NamedTuple):
    """A text to send, once for all who want it."""

    texts: tuple[Text, ...]
    protected: Protected

    def request(self, id_: str) -> dict[str, str]:
        first = self.texts[0]
        note = "\n".join(filter(None, (first.note, *self.protected.readings)))
        return {
            "id": id_,
            "text": self.protected.text,
            "context": first.context,
            "note": self.protected.explained(note),
        }


def _parcels(texts: Sequence[Text], target: str) -> list[_Parcel]:
    """Return what to send; what stands on several pages alike is sent and paid for once."""
    same: dict[tuple[str, str, str], list[Text]] = {}
    for text in texts:
        same.setdefault((text.text, text.context, text.note), []).append(text)
    return [_Parcel(tuple(group), protect(key[0], target)) for key, group in same.items()]


def _translated(
    texts: Sequence[Text],
    settings: MachineTranslation,
    command: tuple[str, ...],
    source: str,
    target: str,
    glossary: Mapping[str, str],
) -> Iterator[Answer]:
    parcels = _parcels(texts, target)
    for start in range(0, len(parcels), settings.batch):
        batch = {
            str(start + i + 1): p for i, p in enumerate(parcels[start : start + settings.batch])
        }
        wanted = dict.fromkeys(
            term for p in batch.values() for term in terms.in_text(p.protected.source, glossary)
        )
        request = {
            "version": VERSION,
            "source": source,
            "target": target,
            "glossary": [{"source": term, "target": glossary[term]} for term in wanted],
            "texts": [parcel.request(id_) for id_, parcel in batch.items()],
        }
        # ASCII only, so that no command has to know in which encoding it reads
        output = _run(command, json.dumps(request).encode("ascii"), settings)
        answers = _answers(output, list(batch), settings)
        for id_, parcel in batch.items():
            text, refused = _checked(parcel.protected, answers[id_], target, glossary)
            for one in parcel.texts:
                yield Answer(one.id, text, refused)


def _checked(
    protected: Protected, answer: str, target: str, glossary: Mapping[str, str]
) -> tuple[str | None, Message | None]:
    """Return the translation, or why it is none."""
    try:
        text = protected.restore(answer)
    except Refused as error:
        return None, error.message
    missing = terms.missing(protected.source, text, target, glossary)
    if missing:
        names = [f"{term} → {glossary[term]}" for term in missing]
        return None, Message(
            f"機械の翻訳を使いませんでした。決めた訳のことばがありません: {'、'.join(names)}。"
            "人が訳すか、words/terms.yml の translations を直してください。",
            f"The machine's translation was not used: it has not the words of the glossary: "
            f"{', '.join(names)}. Let a person translate it, or change words/terms.yml.",
        )
    return text, None


# the protocol


def _answers(output: bytes, ids: list[str], settings: MachineTranslation) -> dict[str, str]:
    """Return the answers by their ids; raise ProviderError if one is missing or makes no sense."""

    def wrong(ja: str, en: str) -> ProviderError:
        return _failed(
            settings,
            f"の答えが決まりの形ではありません（{ja}）。コマンドを作った人に聞いてください。",
            f"does not answer as the protocol says ({en}). Ask who wrote it.",
        )

    try:
        data: Any = json.loads(output.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise wrong("UTF-8 ではない", "not UTF-8") from error
    except (ValueError, RecursionError) as error:
        start = output[:60].decode("utf-8", "replace").strip()
        raise wrong(
            f"JSON ではない: {start or '何もない'}", f"not JSON: {start or 'nothing'}"
        ) from error
    if not isinstance(data, dict) or data.get("version") != VERSION:
        raise wrong('"version": 1 がない', 'no "version": 1')
    texts = data.get("texts")
    if not isinstance(texts, list):
        raise wrong('"texts" が一覧ではない', '"texts" is no list')
    answers: dict[str, str] = {}
    for item in texts:
        id_ = item.get("id") if isinstance(item, dict) else None
        text = item.get("text") if isinstance(item, dict) else None
        if not isinstance(id_, str) or not isinstance(text, str):
            raise wrong(
                '"texts" に、文字の "id" と "text" がないものがある',
                'an item of "texts" has no "id" or "text" that is a string',
            )
        if id_ in answers:
            raise wrong(f'"id": "{id_[:20]}" が2回ある', f'the id "{id_[:20]}" is there twice')
        answers[id_] = text
    lost = [id_ for id_ in ids if id_ not in answers]
    extra = [id_ for id_ in answers if id_ not in ids]
    if lost:
        raise wrong(f'"id": "{lost[0]}" の答えがない', f'no answer for the id "{lost[0]}"')
    if extra:
        raise wrong(
            f'頼んでいない "id": "{extra[0][:20]}" がある',
            f'the id "{extra[0][:20]}" was not asked for',
        )
    return answers


# the command

_MOST = 16 * 2**20
"""Bytes that a command may say: a thousand texts are far less."""
_MOST_TOLD = 100_000
_GRACE = 5.0
"""Seconds in which what is killed must be gone."""


def _resolved(command: tuple[str, ...]) -> tuple[str, ...]:
    """Return the command with the program's full path.

    Raises SettingsError if there is no such program.
    """
    name = command[0]
    if name in ("python", "python3"):
        return (sys.executable, *command[1:])
    program = shutil.which(name)
    if program is None:
        raise SettingsError(
            Message(
                f"機械翻訳のコマンド「{name}」がありません。site.yml の translation.machine.command を直してください。",
                f'There is no command "{name}". Correct translation.machine.command in site.yml.',
            )
        )
    return (program, *command[1:])


def _run(command: tuple[str, ...], data: bytes, settings: MachineTranslation) -> bytes:
    """Run the command, never through a shell; return what it says.

    Raises ProviderError if it fails, takes too long or says too much.
    """
    end = time.monotonic() + settings.timeout
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # adapters in Python would write cp932 on a Japanese Windows
            env={**os.environ, "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"},
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise _failed(
            settings,
            f"を始められません（{why}）。site.yml の translation.machine.command を直してください。",
            f"cannot be started ({why}). Correct translation.machine.command in site.yml.",
        ) from error
    assert process.stdin and process.stdout and process.stderr
    writer = threading.Thread(target=_write, args=(process.stdin, data), daemon=True)
    said, told = _Reader(process.stdout, _MOST), _Reader(process.stderr, _MOST_TOLD, drain=True)
    try:
        for thread in (writer, said, told):
            thread.start()
        said.join(max(end - time.monotonic(), 0.0))
        if said.too_much:
            raise _failed(
                settings,
                "の答えが大きすぎます。コマンドを作った人に聞いてください。",
                "says far too much. Ask who wrote it.",
            )
        if said.is_alive():
            raise subprocess.TimeoutExpired(command, settings.timeout)
        code = process.wait(max(end - time.monotonic(), 0.1))
        told.join(1)
    except subprocess.TimeoutExpired as error:
        _end(process)
        raise _failed(
            settings,
            f"が{settings.timeout:g}秒で終わりませんでした。site.yml の translation.machine の timeout を大きくするか、batch を小さくしてください。",
            f"took longer than {settings.timeout:g} seconds. In site.yml, set a longer timeout or a smaller batch under translation.machine.",
            told.text,
        ) from error
    except BaseException:
        _end(process)
        raise
    finally:
        for thread in (writer, said, told):
            thread.join(_GRACE)
    if code != 0:
        raise _failed(
            settings,
            f"が失敗しました（終了コード {code}）。下の説明を読んで直してください。",
            f"failed (exit code {code}). What it says:",
            told.text or "（説明はありません / it says nothing）",
        )
    return bytes(said.data)


def _write(stream: IO[bytes], data: bytes) -> None:
    # a command may end before it has read all; its exit code says what that means
    with contextlib.suppress(OSError), stream:
        stream.write(data)


class _Reader(threading.Thread):
    """Reads a stream to its end, or as far as is allowed."""

    def __init__(self, stream: IO[bytes], most: int, *, drain: bool = False) -> None:
        super().__init__(daemon=True)
        self.stream = stream
        self.most = most
        self.drain = drain
        """Read on and forget the rest, so that who writes is not held up."""
        self.data = bytearray()
        self.too_much = False

    def run(self) -> None:
        """Read until there is no more."""
        with contextlib.suppress(OSError, ValueError), self.stream:
            while chunk := self.stream.read(65_536):
                self.data += chunk[: self.most - len(self.data)]
                self.too_much = self.too_much or len(self.data) >= self.most
                if self.too_much and not self.drain:
                    return

    @property
    def text(self) -> str:
        """What was read, for people: no control characters, no secrets."""
        data = bytes(self.data)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode(locale.getpreferredencoding(False), "replace")
        shown = re.sub(r"\x1b\[[0-9;]*[A-Za-z]|[^\t\n\x20-\x7e\xa0-\U0010ffff]", "", text)
        return without_secrets(shown).strip()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a command and all that it started."""
    if sys.platform == "win32":
        subprocess.run(
            ["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False
        )
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_GRACE)


def _failed(settings: MachineTranslation, ja: str, en: str, told: str = "") -> ProviderError:
    command = without_secrets(" ".join(settings.command))
    more = f"\n{told}" if told else ""
    return ProviderError(
        Message(
            f"機械翻訳のコマンド「{command}」{ja}{more}",
            f'The machine translation command "{command}" {en}{more}',
        )
    )


# keys

_SECRET_NAME = re.compile(r"KEY|TOKEN|SECRET|PASSW|CREDENTIAL", re.IGNORECASE)
_KEY = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?::fx)?"
    r"|(?:key|token|secret|password)\s*[=:]\s*\S{8,}"
    r"|\b(?:sk|pk|AKIA|AIza|ghp)[-_]?[A-Za-z0-9_-]{16,}",
    re.IGNORECASE,
)


def without_secrets(text: str) -> str:
    """Return `text` with dots in place of keys: those of the environment, and what looks like one."""
    for name, value in os.environ.items():
        if _SECRET_NAME.search(name) and len(value.strip()) >= 8:
            text = text.replace(value.strip(), "•••")
    return _KEY.sub("•••", text)


def warning(settings: MachineTranslation) -> Message | None:
    """Return what to tell an editor whose site.yml, which everybody reads, seems to hold a key."""
    if _KEY.search(" ".join(settings.command)) is None:
        return None
    return Message(
        "site.yml の translation.machine.command に鍵（キー）のようなものがあります。site.yml はだれでも読めます。"
        "消して、環境変数（DEEPL_AUTH_KEY など）に入れ、その鍵は新しいものに替えてください。",
        "translation.machine.command in site.yml seems to hold a key, and everybody can read site.yml. "
        "Remove it, put it into an environment variable (DEEPL_AUTH_KEY …), and have a new key made.",
    )
