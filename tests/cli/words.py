#!/usr/bin/python3
"""Prints each English word of the catalogues in a folder of rules that has more than one Chinese word, and how many words there are."""
import collections
import glob
import sys


def pairs(path):
    """English and Chinese, as scanner/judge/catalogue_word.h has them."""
    with open(path, encoding="utf-8") as file:
        head, *rows = [line.rstrip("\n").split("\t") for line in file if not line.startswith("#") and line.strip()]
    for i, column in enumerate(head):
        stem = column.removesuffix("_en")
        chinese = next((name for name in (stem + "_zh", stem) if name in head and name != column), None)
        if chinese is not None and not column.endswith("_zh"):
            for row in rows:
                yield row[i].rstrip("."), row[head.index(chinese)].rstrip("。")


def main():
    words = collections.defaultdict(set)
    for path in glob.glob(sys.argv[1] + "/catalogue/*.tsv"):
        for english, chinese in pairs(path):
            if english and chinese:
                words[english].add(chinese)
    for english, chinese in sorted(words.items()):
        if len(chinese) > 1:
            print(english, *sorted(chinese))
    print(len(words), "words")


if __name__ == "__main__":
    main()
