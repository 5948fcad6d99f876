"""Reads a page that `sojourn report` made, strictly: what a browser would run, apply and fetch.

page_reader.py PAGE [EXPRESSION...]: fails where the page could run or fetch anything but its own; then prints each
expression, in which `data` is the page's data and `texts(name, column)` the texts of a list's column.
"""
import base64
import hashlib
import html.parser
import json
import re
import sys


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.policy, self.scripts, self.styles, self.data, self.inside, self.tags = None, [], [], [], None, []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.tags.append(tag)
        assert not any(name.startswith("on") for name in attributes), (tag, attributes)
        assert not {"src", "srcset", "style", "srcdoc", "action", "data"} & set(attributes), (tag, attributes)
        assert attributes.get("href", "#").startswith("#"), attributes
        if attributes.get("http-equiv") == "Content-Security-Policy":
            assert self.policy is None and not self.scripts and not self.styles, "the policy comes first, and once"
            self.policy = attributes["content"]
        if tag in ("script", "style"):
            kept = self.styles if tag == "style" else self.data if "type" in attributes else self.scripts
            kept.append("")
            self.inside = kept

    def handle_endtag(self, tag):
        if tag in ("script", "style"):
            self.inside = None

    def handle_data(self, text):
        if self.inside is not None:
            self.inside[-1] += text


def source_hash(text):
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    assert "\r" not in text and "\0" not in text, "a browser would hash other bytes"
    page = Page(text)
    assert len(page.scripts) == 2 and len(page.styles) == 1 and len(page.data) == 2, page.tags
    rules = dict(rule.split(" ", 1) for rule in page.policy.split("; "))
    assert rules == {"default-src": "'none'", "script-src": " ".join(map(source_hash, page.scripts)),
                     "style-src": source_hash(page.styles[0]), "base-uri": "'none'", "form-action": "'none'"}, rules
    assert not re.search("[<>&\u2028\u2029\u202a-\u202e\u2066-\u2069]", "".join(page.data))
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", ".html("):
        assert forbidden not in page.scripts[1], forbidden
    return json.loads(page.data[0]) | {"records": json.loads(page.data[1])}


if __name__ == "__main__":
    data = read(sys.argv[1])

    def texts(name, column):
        table = data[name]
        at = table["columns"].index(column)
        return [table["texts"][row[at]] if at in table["coded"] and row[at] is not None else row[at]
                for row in table["rows"]]

    for expression in sys.argv[2:]:
        print(eval(expression))
