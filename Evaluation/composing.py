# SPDX-License-Identifier: Apache-2.0
"""What emend writes about topics: outlines, lists of ideas and whole drafts, counted by rules that share no code with emend."""

import json
import re
import subprocess

TOPICS = [
    "Why small models are enough", "How to bake sourdough bread", "A weekend in Lisbon with children",
    "Moving a web application from MySQL to PostgreSQL", "What bees do in winter", "Remote work for shy people",
    "The history of the bicycle", "Saving water in the garden", "Writing good error messages",
    "Our first year with a four-day week", "Learning the violin as an adult", "Release notes for a text editor",
    "How vaccines work", "A beginner's guide to birdwatching", "Why our team stopped estimating",
    "Choosing a first telescope", "Warum kleine Modelle für die meisten Aufgaben genügen",
    "Comment faire du pain sans machine", "Consejos para viajar con un perro", "小さな庭で野菜を育てる",
]

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
COMMON = set("a about after all also an and any are as at be because been before but by can could do does for from had has "
             "have how i if in into is it its just let like make may more most must my no not of on one or our out over own "
             "should so some such than that the their them then there these they this to too up use using very was we were "
             "what when where which who why will with without would you your".split())


def content(text, topic=()):
    """The words that say something, without those of the topic, cut to their beginnings."""
    words = {word[:5] for word in WORD.findall(text.lower()) if word not in COMMON and len(word) > 2}
    return words - {word[:5] for word in WORD.findall(" ".join(topic).lower())} or words


def duplicates(texts, topic=""):
    """How many texts say what one before them says: the same words, or four fifths of the words that say something."""
    found = 0
    for index, text in enumerate(texts):
        own = content(text, [topic])
        for other in texts[:index]:
            theirs = content(other, [topic])
            if WORD.findall(text.lower()) == WORD.findall(other.lower()) or (
                    len(own | theirs) >= 3 and len(own & theirs) >= 0.8 * len(own | theirs)):
                found += 1
                break
    return found


LIST = re.compile(r"(?:- \S[^\n]*\n)+")
OUTLINE = re.compile(r"# \S[^\n]*\n(?:\n## \S[^\n]*\n\n(?:- \S[^\n]*\n)+)+")
POST = re.compile(r"# \S[^\n]*\n(?:\n## \S[^\n]*\n(?:\n(?:(?:- \S[^\n]*\n)+|[^\s#-][^\n]*\n))+)+")


def sentences(text):
    return [sentence for sentence in re.split(r"(?<=[.!?…。])[\"”’)]*\s+|(?<=。)", text) if sentence.strip()]


def run(program, *arguments):
    result = subprocess.run([program, *arguments, "--output-format", "json"], capture_output=True, text=True)
    report = json.loads(result.stdout) if result.stdout.startswith("{") else {"files": [{}], "stats": {}}
    file = report["files"][0]
    # A text that holds both, in a draft sections that kept their points, is a text.
    reason = file["kept"][0]["reason"] if file.get("kept") and not file.get("text") else ""
    kept = len(file.get("kept", [])) if file.get("text") else 0
    return {"text": file.get("text") or "", "reason": reason, "kept": kept, "status": result.returncode,
            "notices": [notice["detail"] for notice in file.get("notices", [])], "seconds": report["stats"].get("seconds", 0),
            "tokens": report["stats"].get("generatedTokens", 0)}


def judge(kind, topic, text):
    lines = text.splitlines()
    points = [line[2:] for line in lines if line.startswith("- ")]
    headings = [line.lstrip("#").strip() for line in lines if line.startswith("##")]
    prose = [line for line in lines if line and line[0] not in "#-"]
    said = [sentence for line in prose for sentence in sentences(line)]
    pattern = {"outline": OUTLINE, "brainstorm": LIST, "draft": POST}[kind]
    return {
        "valid": bool(pattern.fullmatch(text)), "items": len(points), "sections": len(headings), "sentences": len(said),
        "duplicates": duplicates(points, topic) + duplicates(headings, topic), "repeated": duplicates(said),
        "open": sum(1 for line in prose if not re.search(r"[.!?…。][\"”’)]*$", line)),
        "torn": sum(1 for point in points if re.search(r"(?i)[,;:(]$|\b(the|a|an|of|and|or|with|for|to)$", point)),
    }


def evaluate(program):
    rows = []
    for topic in TOPICS:
        for kind, arguments in [("outline", ["outline", topic]), ("brainstorm", ["brainstorm", topic]),
                                ("draft", ["draft", "--topic", topic])]:
            row = {"topic": topic, "kind": kind, **run(program, *arguments, "--no-cache")}
            if row["text"]:
                row.update(judge(kind, topic, row["text"]))
            rows.append(row)
    return rows


def table(rows):
    lines = ["| | topics | texts | none | of the promised shape | duplicates | torn | open ends | repeated sentences | "
             "sections kept as points | seconds (median) |", "| --- |" + " ---: |" * 10]
    for kind in ["outline", "brainstorm", "draft"]:
        own = [row for row in rows if row["kind"] == kind]
        texts = [row for row in own if row["text"]]
        reasons = {}
        for row in own:
            if not row["text"]:
                reasons[row["reason"]] = reasons.get(row["reason"], 0) + 1
        none = ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items())) or "0"
        total = {key: sum(row[key] for row in texts) for key in ["duplicates", "torn", "open", "repeated", "kept"]}
        seconds = sorted(row["seconds"] for row in own)[len(own) // 2]
        of = {"outline": f"{sum(row['items'] + row['sections'] for row in texts)} lines",
              "brainstorm": f"{sum(row['items'] for row in texts)} ideas", "draft": ""}[kind]
        lines.append(
            f"| {kind} | {len(own)} | {len(texts)} | {none} | {sum(row['valid'] for row in texts)} | {total['duplicates']}"
            f"{' of ' + of if of else ''} | {total['torn']} | {total['open']} | {total['repeated']} of "
            f"{sum(row['sentences'] for row in texts)} | {total['kept']} of {sum(row['sections'] for row in texts)} | "
            f"{seconds:.1f} |")
    return "\n".join(lines)
