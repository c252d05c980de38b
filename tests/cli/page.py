#!/usr/bin/python3
"""page.py FILE - parses a public page: says which elements stay open, how many rows its tables have, and which ids are
named and not there."""
import html.parser
import sys

VOID = ("meta", "wbr", "br", "img", "link", "input")


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.rows, self.ids, self.named = [], 0, set(), set()

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        self.rows += tag == "th" and attributes.get("scope") == "row"
        self.ids.add(attributes.get("id"))
        self.named.add(attributes.get("aria-labelledby"))
        self.named.add(attributes["href"][1:] if attributes.get("href", "").startswith("#") else None)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            sys.exit(f"</{tag}> closes another element")


page = Page()
with open(sys.argv[1], encoding="utf-8") as file:
    page.feed(file.read())
page.close()
print(f"open {page.open}, rows {page.rows}, not there {sorted(page.named - page.ids)}")
