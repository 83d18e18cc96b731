"""Numbers as words, and times of day, in the languages that are known here.

They only explain how a translation may say a number of its source: a word is never held against
a translation. Forms are beginnings of words, so that endings and suffixes do not matter; of a
language without spaces, they may stand anywhere.
"""

from functools import lru_cache

from madoguchi.translate.digits import language

# from 0; a language's forms of one number stand together with |, and _ is a space
_COUNTED = {
    "en": "zero|no one|first|once|single|a|an|each|every|per two|second|twice|both|double|pair|couple three|third|triple four|fourth|quarter five|fifth six|sixth seven|seventh eight|eighth nine|ninth ten|tenth eleven|eleventh twelve|twelfth|dozen thirteen fourteen|fortnight fifteen sixteen seventeen eighteen nineteen",
    "es": "cero un|primer|cada|una_vez|solo dos|segund|ambos|ambas|doble|par tres|tercer|tercio|triple cuatro|cuart cinco|quint seis|sext siete|séptim ocho|octav nueve|noven diez|décim once|undécim doce|duodécim trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte veintiun veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve",
    "pt": "zero um|primeir|cada|só dois|duas|segund|ambos|ambas|dobro|par três|terceir|terço quatro|quart cinco|quint seis|meia_dúzia|sext sete|sétim oito|oitav nove|non dez|décim onze doze|dúzia treze catorze|quatorze quinze dezesseis|dezasseis dezessete|dezassete dezoito dezenove|dezanove",
    "vi": "không một|nhất|đầu|mỗi hai|đôi|cả_hai|nhì ba bốn|tư|bốn năm|lăm sáu bảy tám chín mười mười_một mười_hai|tá mười_ba mười_bốn mười_lăm mười_sáu mười_bảy mười_tám mười_chín",
    "id": "nol satu|se|pertama|tiap|setiap dua|kedua|sepasang tiga|ketiga|sepertiga empat|keempat|seperempat lima|kelima enam|keenam tujuh|ketujuh delapan|kedelapan sembilan|kesembilan sepuluh|kesepuluh sebelas|kesebelas dua_belas|kedua_belas|selusin tiga_belas empat_belas lima_belas enam_belas tujuh_belas delapan_belas sembilan_belas",
    "tl": "sero|wala isa|una|ika-isa|bawat|isang|uno|ala dalawa|ikalawa|pangalawa|kapwa|pareho|dos|doble|alas-dos tatlo|ikatlo|pangatlo|tres apat|ikaapat|ika-apat|pang-apat|kuwatro lima|ikalima|panlima|singko anim|ikaanim|ika-anim|seis pito|ikapito|siyete walo|ikawalo|otso siyam|ikasiyam|nuwebe sampu|ikasampu|diyes labing-isa|labing_isa|onse labindalawa|labingdalawa|dose|dosena labintatlo|trese labing-apat|katorse labinlima|kinse labing-anim|disisais labimpito|disisiyete labingwalo|labing-walo|disiotso labinsiyam|disinuwebe dalawampu|beinte",
    "ne": "शून्य एक|पहिलो|प्रत्येक|एउटा|हरेक दुई|दुइ|दोस्रो|दुवै|दोहोरो|जोडी तीन|तेस्रो|तिन|तेब्बर|तिहाइ|तिहाई चार|चौथो पाँच|पाँचौँ|पाचौ|पाँचौं छ सात आठ नौ दश|दस एघार बाह्र|बाह्|बार|दर्जन तेह्र चौध पन्ध्र सोह्र सत्र अठार उन्नाइस|उन्नाईस बीस|बिस एक्काइस बाइस तेइस चौबीस|चौबिस पच्चीस|पच्चिस छब्बीस सत्ताइस अट्ठाइस उनन्तीस तीस|तिस एकतीस",
    "ur": "صفر ایک|پہل|ہر|واحد دو|دوسر|دونوں|دوہر|جوڑا|دگن تین|تیسر|تینوں|تہائی چار|چوتھ|چاروں پانچ چھ|چھٹ سات آٹھ نو دس گیارہ بارہ|درجن تیرہ چودہ پندرہ سولہ سترہ اٹھارہ انیس بیس اکیس بائیس تئیس چوبیس پچیس چھبیس ستائیس اٹھائیس انتیس تیس اکتیس",
    "ko": "영 한|하나|일|첫|매 두|둘|이|양 세|셋|삼 네|넷|사 다섯|오 여섯|육|유월 일곱|칠 여덟|팔 아홉|구 열|십|시월 열한|열하나|십일 열두|열둘|십이 열세|십삼 열네|십사 열다섯|십오 열여섯|십육 열일곱|십칠 열여덟|십팔 열아홉|십구 스무|스물|이십",
    "zh": "零 一|首|第一|每|单|單|独 二|两|兩|双|雙|俩|第二 三 四 五 六 七 八 九 十",
}
_TENS = {
    "en": "twenty|twentieth thirty|thirtieth forty|fortieth fifty|fiftieth sixty|sixtieth seventy eighty ninety",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "pt": "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
    "vi": "hai_mươi ba_mươi bốn_mươi năm_mươi sáu_mươi bảy_mươi tám_mươi chín_mươi",
    "id": "dua_puluh tiga_puluh empat_puluh lima_puluh enam_puluh tujuh_puluh delapan_puluh sembilan_puluh",
    "tl": "dalawampu|beinte tatlumpu|treinta apatnapu|kuwarenta limampu|singkuwenta animnapu|sisenta pitumpu|sitenta walumpu|otsenta siyamnapu|nobenta",
    "ne": "बीस|बिस तीस|तिस चालीस|चालिस पचास साठी सत्तरी असी नब्बे",
    "ur": "بیس تیس چالیس پچاس ساٹھ ستر اسی نوے",
    "ko": "이십|스물|스무 삼십|서른 사십|마흔 오십|쉰 육십|예순 칠십|일흔 팔십|여든 구십|아흔",
}
# what joins tens and ones: twenty-one, vinte e um
_JOINED = {"en": "_", "es": "_y_", "pt": "_e_", "vi": "_", "id": "_", "ko": ""}
_MORE = {
    "en": {100: "hundred", 1000: "thousand"},
    "es": {100: "cien", 1000: "mil"},
    "pt": {100: "cem|cent", 1000: "mil"},
    "vi": {100: "một_trăm", 1000: "một_nghìn|một_ngàn", 24: "cả_ngày_lẫn_đêm"},
    "id": {100: "seratus", 1000: "seribu"},
    "tl": {100: "isang_daan|sandaan", 1000: "isang_libo|sanlibo"},
    "ne": {100: "सय|एक_सय", 1000: "हजार|एक_हजार"},
    "ur": {100: "سو|ایک_سو", 1000: "ہزار|ایک_ہزار"},
    "ko": {100: "백", 1000: "천", 10_000: "만"},
}
HALF = {
    "en": "half|semi|biannual",
    "es": "medi|mitad|semestr",
    "pt": "mei|metade|semestr",
    "vi": "nửa|rưỡi",
    "id": "setengah|separuh|separo",
    "tl": "kalahati|medya|kalahating",
    "ne": "आधा|साढे|डेढ|अढाई",
    "ur": "آدھ|ساڑھے|ڈیڑھ|ڈھائی|نصف|نیم",
    "ko": "반|절반",
    "zh": "半",
}
QUARTER = {
    "en": "quarter",
    "es": "cuart",
    "pt": "quart",
    "vi": "mười_lăm|kém_mười_lăm",
    "tl": "kinse",
    "ne": "सवा|पौने",
    "ur": "سوا|پونے|پون",
    "zh": "刻",
    "id": "seperempat",
}
WEEK = {
    "en": "week|fortnight",
    "es": "semana|quincena",
    "pt": "semana|quinzena",
    "vi": "tuần",
    "id": "minggu|pekan|seminggu",
    "tl": "linggo",
    "ne": "हप्ता|साता",
    "ur": "ہفت",
    "ko": "주",
    "zh": "周|週|星期|礼拜|禮拜",
}
TIMES = {
    # numbers after which a word multiplies: 10 mil, १० हजार
    "thousand": 1000,
    "k": 1000,
    "mil": 1000,
    "nghìn": 1000,
    "ngàn": 1000,
    "ribu": 1000,
    "rb": 1000,
    "libo": 1000,
    "libong": 1000,
    "हजार": 1000,
    "हज़ार": 1000,
    "ہزار": 1000,
    "هزار": 1000,
    "ألف": 1000,
    "آلاف": 1000,
    "тыс": 1000,
    "тысяч": 1000,
    "тысячи": 1000,
    "พัน": 1000,
    "หมื่น": 10_000,
    "မြောက်သောင်း": 10_000,
    "သောင်း": 10_000,
    "ထောင်": 1000,
    "ពាន់": 1000,
    "ម៉ឺន": 10_000,
    "แสน": 100_000,
    "ล้าน": 1_000_000,
    "သိန်း": 100_000,
    "tausend": 1000,
    "mille": 1000,
    "लाख": 100_000,
    "لاکھ": 100_000,
    "million": 1_000_000,
    "millones": 1_000_000,
    "milhões": 1_000_000,
    "milhão": 1_000_000,
    "triệu": 1_000_000,
    "juta": 1_000_000,
    "hundred": 100,
    "trăm": 100,
    "सय": 100,
    "سو": 100,
}


def is_known(tag: str) -> bool:
    """Whether number words of the language are known here, so that a number's absence says something."""
    return language(tag) in _COUNTED


def _spread(said: str) -> list[str]:
    return [form.replace("_", " ") for form in said.split("|") if form]


@lru_cache
def words(tag: str) -> tuple[tuple[str, float], ...]:
    """Return beginnings of words with the numbers that they may mean."""
    lang = language(tag)
    found: list[tuple[str, float]] = []
    counted = [_spread(forms) for forms in _COUNTED.get(lang, "").split()]
    for number, forms in enumerate(counted):
        found += ((form, float(number)) for form in forms)
    for ten, said in enumerate(_TENS.get(lang, "").split(), 2):
        for form in _spread(said):
            found.append((form, ten * 10.0))
            if (joint := _JOINED.get(lang)) is not None:
                for one in range(1, 10):
                    found += (
                        (form + joint.replace("_", " ") + small, ten * 10.0 + one)
                        for small in counted[one]
                    )
    for number, said in _MORE.get(lang, {}).items():
        found += ((form, float(number)) for form in _spread(said))
    found += ((form, value) for form in _spread(HALF.get(lang, "")) for value in (0.5, 30.0, 2.0))
    found += ((form, v) for form in _spread(QUARTER.get(lang, "")) for v in (0.25, 15.0, 45.0))
    return tuple(found)


@lru_cache
def weeks(tag: str) -> tuple[str, ...]:
    """Return words for a week."""
    return tuple(_spread(WEEK.get(language(tag), "")))


# What tells the half of the day, before or after the time
MORNING_AFTER = {
    "en": r"a\.?\s?m\b",
    "vi": r"(?:giờ\s)?sáng",
    "pt": r"(?:horas\s)?da\smanhã",
    "es": r"(?:horas\s)?de\sla\smañana|a\.\s?m\.",
    "tl": r"ng\sumaga|a\.?m\b",
    "ar": "صباح",
}
EVENING_AFTER = {
    "en": r"p\.?\s?m\b",
    "vi": r"(?:giờ\s)?(?:chiều|tối)",
    "pt": r"(?:horas\s)?da\s(?:tarde|noite)",
    "es": r"(?:horas\s)?de\sla\s(?:tarde|noche)|p\.\s?m\.",
    "tl": r"ng\s(?:hapon|gabi)|p\.?m\b",
    "ar": "مساء",
}
MORNING_BEFORE = {"zh": "上午|早上", "ko": "오전|아침", "ne": "बिहान", "ur": "صبح"}
EVENING_BEFORE = {"zh": "下午|晚上", "ko": "오후|저녁", "ne": "साँझ|बेलुका|दिउँसो", "ur": "شام|دوپہر"}
