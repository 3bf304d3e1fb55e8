# SPDX-License-Identifier: Apache-2.0
"""The words that the rules exchange, and the set phrases in which they mean something else."""

COUNTS = "two three four five six seven eight nine ten twelve twenty hundred thousand".split()
UNITS = [["seconds", "minutes", "hours", "days", "weeks", "months", "years"],
         ["bytes", "kilobytes", "megabytes"], ["KB", "MB", "GB", "TB"], ["ms", "s", "min"],
         ["second", "minute", "hour", "day", "week", "month", "year"], ["kHz", "MHz", "GHz"]]

NEGATE = [(word, f"{word} not") for word in "is are will does was were should must".split()]
NEGATE += [("can", "cannot"), ("has been", "has not been")]
DENY = [("is not", "is"), ("are not", "are"), ("cannot", "can"), ("can['’]t", "can"), ("will not", "will"),
        ("won['’]t", "will"), ("doesn['’]t", "does"), ("don['’]t", "do"), ("isn['’]t", "is"), ("never", "always"),
        ("without", "with"), ("no longer", "still"), ("not", ""), ("unless", "if"), ("nor", "and"), ("no(?! longer)", "some")]
NO_DENIAL = (r"\bnot (only|just|least|limited)\b|\b(or|if|why|but|than|of course) not\b|\b(can)?not of course\b|^no\b"
             r"|don['’]t have")

HEDGES = "usually often probably typically generally sometimes perhaps possibly mostly likely occasionally".split()

ABOUT = ["about", "around", "over", "nearly", "almost", "roughly", "at least", "at most", "up to", "more than", "fewer than"]

MODALITY = [("must", "should"), ("must(?! not)", "may"), ("should", "must"), ("should", "can"), ("need to", "can"),
            ("have to", "can"), ("are required to", "are free to"), ("is required to", "is free to"),
            ("be required to", "be free to"), ("optional", "required"), ("recommended", "required")]
NO_DUTY = (r"(n['’]t|not|may|might|will|would|could|\w'll|to|necessarily|never) (need|have) to"
           r"|should (you|anyone) |not required to")
OPPOSITES = [("before", "after"), ("more", "less"), ("always", "never"), ("all", "some"), ("first", "last"),
             ("faster", "slower"), ("enabled", "disabled"), ("increase", "decrease"), ("larger", "smaller"),
             ("public", "private"), ("possible", "impossible"), ("safe", "unsafe"), ("likely", "unlikely")]
SET_PHRASES = (r"more (information|details?|about|specific)|hi all|as possible|(when|if|where) possible|one or more"
               r"|not always|but first|at all|you all|all you|as it did before")
