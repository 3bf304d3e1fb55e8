# SPDX-License-Identifier: Apache-2.0
"""Mistakes put into clean sentences, in the manner of real ones.

Three sources: substitutions that editors made, turned around (`Reversals`); mistakes of people who write in a second
language (articles, prepositions, verb forms, number, word order); slips of the keyboard.
"""

import collections
import difflib
import re

import sentences

PIECE = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*|\s+|\d[\d.,]*|.", re.S)

ARTICLES = ["a", "an", "the"]
PREPOSITIONS = "in on at of for to with by from into about over through during between".split()
CONFUSABLE = [
    line.split()
    for line in """its it's;their there they're;then than;to too;your you're;affect effect;loose lose;lead led;form from;
    an and;of off;where were;weather whether;who's whose;accept except;advice advise;quite quiet;this these;that those;
    which witch;passed past;here hear;our are;thought though through;much many;less fewer;other another;either neither;
    some any;every each;beside besides;later latter;setup set;make do;say tell;see look;which who;if whether;
    where when;because since;so such;like as;until by;who whom;good well;principal principle;complement compliment;
    ensure insure;allow enable;let allow;borrow lend;bring take;rise raise;lay lie;sometimes sometime;everyday every;
    especially specially;hard hardly;late lately;near nearly;economic economical;historic historical""".replace("\n", " ").split(";")
]
AUXILIARY = "is are was were be been being has have had do does did can could will would should may might must".split()
FORMS = [
    line.split()
    for line in """be is are was were been being;have has had having;do does did done doing;go goes went gone going;
    write writes wrote written writing;run runs ran running;make makes made making;take takes took taken taking;
    give gives gave given giving;get gets got gotten getting;see sees saw seen seeing;know knows knew known knowing;
    choose chooses chose chosen choosing;build builds built building;find finds found finding;
    keep keeps kept keeping;hold holds held holding;send sends sent sending;think thinks thought thinking;
    become becomes became becoming;begin begins began begun beginning;bring brings brought bringing;
    come comes came coming;fall falls fell fallen falling;feel feels felt feeling;grow grows grew grown growing;
    leave leaves left leaving;lose loses lost losing;mean means meant meaning;meet meets met meeting;
    pay pays paid paying;read reads reading;say says said saying;sell sells sold selling;show shows showed shown showing;
    speak speaks spoke spoken speaking;spend spends spent spending;stand stands stood standing;teach teaches taught teaching;
    tell tells told telling;understand understands understood understanding;win wins won winning;break breaks broke broken breaking;
    buy buys bought buying;draw draws drew drawn drawing;drive drives drove driven driving;eat eats ate eaten eating;
    forget forgets forgot forgotten forgetting;hide hides hid hidden hiding;lead leads led leading;learn learns learned learning;
    rise rises rose risen rising;throw throws threw thrown throwing;bind binds bound binding;catch catches caught catching;
    fit fits fitted fitting;try tries tried trying;use uses used using""".replace("\n", " ").split(";")
]
IRREGULAR_PLURALS = dict(
    pair.split(":")
    for pair in """person:people child:children man:men woman:women foot:feet criterion:criteria index:indices life:lives
    half:halves leaf:leaves analysis:analyses basis:bases datum:data medium:media""".split()
)
WRONG_FORMS = {
    "people": "peoples", "children": "childrens", "information": "informations", "advice": "advices", "software": "softwares",
    "equipment": "equipments", "feedback": "feedbacks", "knowledge": "knowledges", "research": "researches", "went": "goed",
    "built": "builded", "written": "writed", "chosen": "choosed", "better": "more better", "easier": "more easier",
    "faster": "more fast", "depends": "is depend", "cannot": "can not", "into": "in to", "without": "with out", "also": "also is",
    "although": "although that", "because": "because of", "despite": "despite of", "consists": "is consist", "discuss": "discuss about",
    "used": "use", "based": "base", "supposed": "suppose", "allows": "allow", "different": "differents",
    "every": "all", "most": "most of", "almost": "almost of", "such": "so", "themselves": "theirself", "himself": "hisself",
}
# What makes a text longer and no clearer, and what it stands for.
WORDY = [
    tuple(part.strip() for part in line.split("|"))
    for line in """to | in order to;to | so as to;because | due to the fact that;because | because of the fact that;can | is able to;
    can | has the ability to;can | have the ability to;now | at this point in time;if | in the event that;use | make use of;
    uses | makes use of;use | utilize;uses | utilizes;using | utilizing;before | prior to;after | subsequent to;about | with regard to;
    about | in regards to;for | for the purpose of;many | a large number of;several | a number of;most | the majority of;
    some | a certain number of;although | despite the fact that;when | at the time when;until | until such time as;
    must | is required to;need to | are required to;decide | make a decision;help | provide help to;start | commence;
    enough | a sufficient amount of;often | in many cases;usually | in most cases;always | in all cases;while | during the time that;
    during | during the course of;near | in close proximity to;like | such as for example;all | all of;both | both of;by | by means of;
    except | with the exception of;also | in addition also;finally | last but not least;again | once again;so | so therefore;
    first | first of all;then | and then;which | the one which;this | this particular;each | each and every;new | brand new;
    shows | provides an illustration of;explains | provides an explanation of;supports | provides support for;
    allows | makes it possible;lets you | allows you to;you can | it is possible for you to;you can | you have the option to;
    you need to | it is necessary for you to;lets | gives you the ability to;needs | has a need for;changes | makes changes to;
    considers | takes into consideration;consider | take into consideration;regularly | on a regular basis;daily | on a daily basis;
    though | in spite of the fact that;whether | as to whether;where | in the place where;has | is in possession of;
    matches | is a match for;contains | is inclusive of;result | end result;plan | advance plan;reason is that | reason is because""".replace("\n", " ").split(";")
]
FILLER = "basically actually really very simply just quite".split()
OPENERS = [
    "Note that ", "Please note that ", "It should be noted that ", "It is important to note that ", "Basically, ", "In general, ",
    "As you can see, ", "Keep in mind that ", "It is worth mentioning that ", "There is no doubt that ", "In this case, ",
]

NEIGHBOURS = {
    key: row[max(0, i - 1) : i] + row[i + 1 : i + 2]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for i, key in enumerate(row)
}
SOUNDS = [
    pair.split(":")
    for pair in """ie:ei ei:ie ant:ent ent:ant ance:ence ence:ance able:ible ible:able tion:sion sion:tion ph:f ll:l ss:s tt:t mm:m
    rr:r pp:p cc:c nn:n l:ll s:ss t:tt m:mm r:rr p:pp c:cc n:nn e:a a:e i:e e:i o:u u:o y:i i:y c:s s:c k:c qu:kw ough:of ely:ly ally:aly
    ous:us ful:full eous:ious ght:gth wh:w kn:n our:or ea:ee ee:ea ai:ia ue:eu au:a""".split()
]


def pieces(text):
    """The text in pieces `(kind, string)`, kind one of word, space, number, mark, protected."""
    result, position = [], 0

    def plain(part):
        for match in PIECE.finditer(part):
            string = match.group()
            kind = "word" if string[0].isalpha() else "space" if string.isspace() else "number" if string[0].isdigit() else "mark"
            result.append([kind, string])

    for match in sentences.PROTECTED.finditer(text):
        plain(text[position : match.start()])
        result.append(["protected", match.group()])
        position = match.end()
    plain(text[position:])
    return result


def joined(parts):
    """The text, with one space where pieces that were taken out leave two."""
    text, last = "", None
    for kind, string in parts:
        if kind == "space":
            string = "" if last == "space" else re.sub(r"  +", " ", string)
        text, last = text + string, kind
    return text.strip()


def like(word, example):
    """The word with the capitals of the example."""
    if example[:1].isupper() and len(example) > 1 and example.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if example[:1].isupper() else word


class Reversals:
    """What editors replaced, by what they put in its place."""

    WORDS = re.compile(r"`[^`]*`|[\w'’-]+|[^\w\s]")

    def __init__(self, pairs, most=3):
        counts = collections.Counter()
        for pair in pairs:
            before, after = self.WORDS.findall(pair["source"]), self.WORDS.findall(pair["target"])
            matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
            seen = set()
            for tag, a, b, c, d in matcher.get_opcodes():
                if tag == "equal" or b - a > most or d - c > most:
                    continue
                if a == b or c == d:  # with a neighbour, so that there is a place for it
                    if c == 0:
                        continue
                    a, c = a - 1, c - 1
                old, new = " ".join(before[a:b]), " ".join(after[c:d])
                if any(mark in old + new for mark in "`<>[](){}$|\\") or re.search(r"\d", old + new) or not new:
                    continue
                seen.add((new, old))
            for new, old in sorted(seen):
                counts[new, old] += 1
        self.by_target = collections.defaultdict(list)
        for (new, old), count in counts.items():
            # A single replacement of one ordinary word by another says more about the text than about the language.
            spelling = difflib.SequenceMatcher(a=new, b=old).ratio() > 0.7
            if count >= 2 or spelling:
                self.by_target[new].append((old, min(count, 40)))

    def apply(self, text, random, number):
        words = list(re.finditer(r"[\w'’-]+|[^\w\s]", text))
        places = []
        for i in range(len(words)):
            for length in (1, 2, 3):
                if i + length > len(words):
                    break
                key = " ".join(match.group() for match in words[i : i + length])
                if key in self.by_target:
                    places.append((words[i].start(), words[i + length - 1].end(), self.by_target[key]))
        protected = [match.span() for match in sentences.PROTECTED.finditer(text)]
        places = [p for p in places if not any(p[0] < end and begin < p[1] for begin, end in protected)]
        changed = []
        for _ in range(number):
            if not places:
                break
            weights = [sum(count for _, count in options) ** 0.5 for _, _, options in places]
            place = random.choices(places, weights)[0]
            old = random.choices([o for o, _ in place[2]], [c for _, c in place[2]])[0]
            changed.append((place[0], place[1], re.sub(r" ([,.;:!?])", r"\1", old)))
            places = [p for p in places if p[1] <= place[0] or place[1] <= p[0]]
        for start, end, old in sorted(changed, reverse=True):
            text = text[:start] + old + text[end:]
        return joined(pieces(text))


class Corruption:
    """Puts mistakes into sentences; what words have which forms it learns from the texts it is given."""

    def __init__(self, texts, reversals):
        self.counts = collections.Counter(
            word.lower() for text in texts for kind, word in pieces(text) if kind == "word"
        )
        self.reversals = reversals
        self.forms = {}
        for family in FORMS:
            for form in family:
                self.forms[form] = [other for other in family if other != form]
        self.kinds = [
            (14, self.article), (10, self.preposition), (12, self.verb), (11, self.number), (16, self.spelling), (5, self.confusion),
            (6, self.missing), (9, self.comma), (2, self.doubled), (3, self.order), (3, self.case), (3, self.joining), (3, self.wrong_form),
            (2, self.ending), (2, self.apostrophe), (2, self.extra), (1, self.splice),
        ]  # fmt: skip

    def known(self, word, least=3):
        return self.counts[word] >= least

    def mistaken(self, text, random):
        """The sentence with mistakes: mostly one or two, at times as many as learners make."""
        number = random.choices([1, 2, 3, 4, 5, 6], [34, 27, 16, 11, 7, 5])[0]
        length = len(text.split())
        number = max(1, min(number, length // 4))
        if random.random() < 0.3:
            text = self.reversals.apply(text, random, random.choice([1, 1, 2]))
            number -= 1
        parts = pieces(text)
        for _ in range(number):
            for _ in range(6):
                kind = random.choices([k for _, k in self.kinds], [w for w, _ in self.kinds])[0]
                if kind(parts, random):
                    break
        return joined(parts)

    def wordy(self, text, random):
        """The sentence with more words than it needs."""
        for _ in range(random.choice([1, 1, 2])):
            options = []
            for short, long in WORDY:
                for match in re.finditer(rf"(?<![\w`/.-]){re.escape(short)}(?![\w`/.-])", text):
                    options.append((match.span(), long))
            protected = [match.span() for match in sentences.PROTECTED.finditer(text)]
            options = [o for o in options if not any(o[0][0] < e and b < o[0][1] for b, e in protected)]
            if options and random.random() < 0.85:
                (start, end), long = random.choice(options)
                text = text[:start] + long + text[end:]
            elif random.random() < 0.5 and re.match(r"(The|This|You|It|If|When|We|A|An|These|In|To) ", text):
                text = random.choice(OPENERS) + text[0].lower() + text[1:]
            else:
                match = re.search(r"\b(is|are|can|will|must|should|has|have) (?=[a-z])", text)
                if match and not any(b < match.end() and match.start() < e for b, e in protected):
                    text = text[: match.end()] + random.choice(FILLER) + " " + text[match.end() :]
        return text

    # Each takes the pieces and changes one place; false where there is none.

    @staticmethod
    def words(parts, test=lambda word: True):
        return [i for i, (kind, string) in enumerate(parts) if kind == "word" and test(string)]

    @staticmethod
    def next_word(parts, i):
        """The place of the word that follows after one space, or none."""
        if i + 2 < len(parts) and parts[i + 1][0] == "space" and parts[i + 2][0] == "word":
            return i + 2
        return None

    def remove(self, parts, i):
        """Takes a word away, with the space after it; the next word begins the sentence if this one did."""
        following = self.next_word(parts, i)
        if following is not None and parts[i][1][0].isupper() and parts[following][1].islower():
            parts[following][1] = parts[following][1].capitalize()
        del parts[i : i + (2 if i + 1 < len(parts) and parts[i + 1][0] == "space" else 1)]

    def article(self, parts, random):
        places = self.words(parts, lambda word: word.lower() in ARTICLES)
        choice = random.random()
        if places and choice < 0.75:
            i = random.choice(places)
            if choice < 0.5:
                self.remove(parts, i)
            else:
                others = [article for article in ARTICLES if article != parts[i][1].lower()]
                parts[i][1] = like(random.choice(others), parts[i][1])
            return True
        bare = self.words(parts, lambda w: w.islower() and len(w) > 3 and w not in self.forms and self.known(w, 20) and self.known(self.plural(w), 5))
        bare = [i for i in bare if i >= 2 and parts[i - 1][0] == "space" and parts[i - 2][0] == "word"
                and parts[i - 2][1].lower() in PREPOSITIONS + ["and", "or", "is", "are", "use", "using", "has", "have"]]  # fmt: skip
        if not bare:
            return False
        i = random.choice(bare)
        parts[i:i] = [["word", random.choice(["the", "the", "a"])], ["space", " "]]
        return True

    def preposition(self, parts, random):
        places = self.words(parts, lambda word: word.lower() in PREPOSITIONS)
        if not places:
            return False
        i = random.choice(places)
        choice = random.random()
        if choice < 0.6:
            common = ["in", "on", "at", "of", "for", "to", "with", "by", "from"]
            parts[i][1] = like(random.choice([p for p in common if p != parts[i][1].lower()]), parts[i][1])
        elif choice < 0.9:
            self.remove(parts, i)
        else:
            j = self.next_word(parts, i)
            if j is None:
                return False
            parts[j:j] = [["word", random.choice(["to", "of", "for", "in", "on"])], ["space", " "]]
        return True

    def plural(self, word):
        if word in IRREGULAR_PLURALS:
            return IRREGULAR_PLURALS[word]
        if re.search(r"[^aeiou]y$", word):
            return word[:-1] + "ies"
        return word + ("es" if re.search(r"(s|x|z|ch|sh)$", word) else "s")

    def singular(self, word):
        for one, many in IRREGULAR_PLURALS.items():
            if many == word:
                return one
        if word.endswith("ies") and self.known(word[:-3] + "y"):
            return word[:-3] + "y"
        if word.endswith("es") and re.search(r"(s|x|z|ch|sh)es$", word) and self.known(word[:-2]):
            return word[:-2]
        if word.endswith("s") and not word.endswith(("ss", "us", "is")) and self.known(word[:-1]):
            return word[:-1]
        return None

    def verb_forms(self, word):
        """The other forms of a verb; those of a regular one are taken from the words that are there."""
        if word in self.forms:
            return self.forms[word]
        stem = None
        for ending, rest in (("ing", ""), ("ing", "e"), ("ied", "y"), ("ed", ""), ("ed", "e"), ("ies", "y"), ("es", ""), ("s", "")):
            if word.endswith(ending) and len(word) > len(ending) + 2 and self.known(word[: -len(ending)] + rest):
                stem = word[: -len(ending)] + rest
                break
        stem = stem or word
        bare = stem[:-1] if stem.endswith("e") else stem
        family = {stem, self.plural(stem), bare + "ing", (stem[:-1] + "ied") if re.search(r"[^aeiou]y$", stem) else bare + "ed"}
        # In an order that is the same in every run.
        present = [form for form in sorted(family) if self.known(form)]
        # With an -ing and an -ed it is a verb.
        if not any(f.endswith("ing") for f in present) or not any(f.endswith("ed") for f in present) or stem not in present:
            return []
        return [form for form in present if form != word]

    def verb(self, parts, random):
        agreement = {"is": "are", "are": "is", "was": "were", "were": "was", "has": "have", "have": "has", "does": "do", "do": "does",
                     "don't": "doesn't", "doesn't": "don't", "isn't": "aren't", "aren't": "isn't"}  # fmt: skip
        places = self.words(parts, lambda word: word.lower() in agreement)
        if places and random.random() < 0.35:
            i = random.choice(places)
            parts[i][1] = like(agreement[parts[i][1].lower()], parts[i][1])
            return True
        options = [(i, forms) for i in self.words(parts, lambda w: w[1:].islower()) for forms in [self.verb_forms(parts[i][1].lower())] if forms]
        if not options:
            return False
        i, forms = random.choice(options)
        parts[i][1] = like(random.choice(forms), parts[i][1])
        return True

    def number(self, parts, random):
        options = []
        for i in self.words(parts, lambda w: w[1:].islower() and len(w) > 2):
            word = parts[i][1].lower()
            other = self.singular(word) or (self.plural(word) if self.known(self.plural(word)) else None)
            if other and word not in AUXILIARY:
                options.append((i, other))
        if not options:
            return False
        i, other = random.choice(options)
        parts[i][1] = like(other, parts[i][1])
        return True

    def spelling(self, parts, random):
        places = self.words(parts, lambda w: len(w) > 3 and w[1:].islower())
        if not places:
            return False
        i = random.choices(places, [len(parts[i][1]) for i in places])[0]
        word = parts[i][1]
        wrong = self.misspelt(word, random)
        if wrong == word or self.known(wrong.lower(), 30):
            return False
        parts[i][1] = wrong
        return True

    @staticmethod
    def misspelt(word, random):
        at = random.randrange(1, len(word))
        choice = random.random()
        if choice < 0.34:
            options = [(old, new, m.start()) for old, new in SOUNDS for m in re.finditer(old, word[1:])]
            if options:
                old, new, at = random.choice(options)
                return word[: at + 1] + new + word[at + 1 + len(old) :]
        if choice < 0.52:
            return word[:at] + word[at + 1 :]
        if choice < 0.70 and at + 1 < len(word):
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        if choice < 0.80:
            return word[:at] + word[at] + word[at:]
        if choice < 0.90:
            return word[:at] + random.choice(NEIGHBOURS.get(word[at], "e") or "e") + word[at + 1 :]
        return word[:at] + random.choice("aeioutnrsl") + word[at:]

    def confusion(self, parts, random):
        options = [(i, [w for w in group if w != parts[i][1].lower()]) for i in self.words(parts) for group in CONFUSABLE if parts[i][1].lower() in group]
        if not options:
            return False
        i, others = random.choice(options)
        parts[i][1] = like(random.choice(others), parts[i][1])
        return True

    def missing(self, parts, random):
        small = AUXILIARY + ["that", "it", "you", "and", "which", "there", "as", "so", "also", "when", "this"]
        places = self.words(parts, lambda w: w.lower() in small)
        if not places:
            return False
        self.remove(parts, random.choice(places))
        return True

    def extra(self, parts, random):
        places = [i for i in self.words(parts) if self.next_word(parts, i) is not None and i > 0]
        if not places:
            return False
        i = self.next_word(parts, random.choice(places))
        parts[i:i] = [["word", random.choice(["the", "of", "to", "is", "be", "that", "it", "have", "for", "are"])], ["space", " "]]
        return True

    def comma(self, parts, random):
        commas = [i for i, part in enumerate(parts) if part[1] == ","]
        if commas and random.random() < 0.75:
            del parts[random.choice(commas)]
            return True
        places = [i for i in self.words(parts) if self.next_word(parts, i) is not None]
        before = [i for i in places if parts[self.next_word(parts, i)][1] in ("and", "or", "that", "which", "because", "if", "when", "to", "is", "but", "with", "for")]
        if not (before or places):
            return False
        i = random.choice(before or places)
        parts.insert(i + 1, ["mark", ","])
        return True

    def doubled(self, parts, random):
        places = self.words(parts, lambda w: w.islower() and len(w) < 6)
        if not places:
            return False
        i = random.choice(places)
        parts[i + 1 : i + 1] = [["space", " "], ["word", parts[i][1]]]
        return True

    def order(self, parts, random):
        places = [i for i in self.words(parts, str.islower) if self.next_word(parts, i) and parts[i + 2][1].islower()]
        if not places:
            return False
        i = random.choice(places)
        parts[i][1], parts[i + 2][1] = parts[i + 2][1], parts[i][1]
        return True

    def case(self, parts, random):
        capitals = self.words(parts, lambda w: w[0].isupper() and w[1:].islower() or w == "I")
        if capitals and random.random() < 0.7:
            i = random.choice(capitals)
            parts[i][1] = parts[i][1].lower()
            return True
        places = self.words(parts, lambda w: w.islower() and len(w) > 4)
        if not places:
            return False
        i = random.choice(places)
        parts[i][1] = parts[i][1].capitalize()
        return True

    def joining(self, parts, random):
        hyphens = [i for i, part in enumerate(parts) if part[1] == "-" and 0 < i < len(parts) - 1 and parts[i - 1][0] == parts[i + 1][0] == "word"]
        if hyphens and random.random() < 0.7:
            i = random.choice(hyphens)
            parts[i] = ["space", random.choice([" ", " ", ""])]
            return True
        compounds = [(i, at) for i in self.words(parts, lambda w: w.islower() and len(w) > 6) for at in range(3, len(parts[i][1]) - 2)
                     if self.known(parts[i][1][:at], 40) and self.known(parts[i][1][at:], 40)]  # fmt: skip
        pairs = [i for i in self.words(parts, lambda w: w.islower()) if self.next_word(parts, i) and self.known(parts[i][1] + parts[i + 2][1])]
        if compounds and random.random() < 0.6:
            i, at = random.choice(compounds)
            parts[i][1] = parts[i][1][:at] + random.choice([" ", "-"]) + parts[i][1][at:]
            return True
        places = pairs or [i for i in self.words(parts, str.islower) if self.next_word(parts, i) and len(parts[i][1]) > 2]
        if not places:
            return False
        i = random.choice(places)
        parts[i + 1][1] = random.choice(["-", ""]) if pairs else "-"
        return True

    def wrong_form(self, parts, random):
        places = self.words(parts, lambda w: w.lower() in WRONG_FORMS)
        if not places:
            return False
        i = random.choice(places)
        parts[i][1] = like(WRONG_FORMS[parts[i][1].lower()], parts[i][1])
        return True

    def ending(self, parts, random):
        """The wrong part of speech: easily for easy, or the other way round."""
        options = []
        for i in self.words(parts, lambda w: w.islower() and len(w) > 3):
            word = parts[i][1]
            for old, new in (("ly", ""), ("", "ly"), ("ily", "y"), ("ity", "e"), ("ence", "ent"), ("ent", "ence"), ("ance", "ant"),
                             ("tion", "te"), ("ic", "ical"), ("al", ""), ("ness", ""), ("ful", "")):  # fmt: skip
                if word.endswith(old) and self.known(word[: len(word) - len(old)] + new) and new + old:
                    options.append((i, word[: len(word) - len(old)] + new))
        if not options:
            return False
        i, other = random.choice(options)
        parts[i][1] = other
        return True

    def apostrophe(self, parts, random):
        places = self.words(parts, lambda w: "'" in w or "’" in w)
        if places:
            i = random.choice(places)
            parts[i][1] = parts[i][1].replace("'", "").replace("’", "")
            return True
        places = self.words(parts, lambda w: w.islower() and len(w) > 3 and w.endswith("s") and self.singular(w))
        if not places:
            return False
        i = random.choice(places)
        parts[i][1] = parts[i][1][:-1] + "'s"
        return True

    def splice(self, parts, random):
        """A comma where a full stop, a semicolon or a colon belongs, or no mark at all."""
        places = [i for i, part in enumerate(parts[:-2]) if part[1] in ".;:" and parts[i + 1][0] == "space" and parts[i + 2][0] == "word"]
        if not places:
            return False
        i = random.choice(places)
        parts[i][1] = random.choice([",", ""])
        parts[i + 2][1] = parts[i + 2][1][0].lower() + parts[i + 2][1][1:]
        return True
