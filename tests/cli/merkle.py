#!/usr/bin/python3
"""The log of an archive by an implementation of its own: records from the database, RFC 6962 as its text has it.

merkle.py ARCHIVE            compares every head, inclusion and consistency proof that prelist gives with its own
merkle.py --signature HEAD KEY.pub   checks a head's signature (lines or JSON) with openssl
"""
import base64
import calendar
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time

FIELDS = ["account", "content", "detail", "kind", "person", "subject", "time", "today"]
MAY_LACK = ("account", "today")


def sha256(data):
    return hashlib.sha256(data).digest()


def record_bytes(record):
    fields = [field for field in FIELDS if field not in MAY_LACK or record.get(field) is not None]
    texts = [(record[field] or "").encode() for field in fields]
    return b"".join(b"%s %d %s\n" % (field.encode(), len(text), text) for field, text in zip(fields, texts))


def leaf(record):
    return sha256(b"\0" + record_bytes(record))


def split(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def root(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha256(b"\1" + root(leaves[:k]) + root(leaves[k:]))


def inclusion(m, leaves):
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return inclusion(m, leaves[:k]) + [root(leaves[k:])]
    return inclusion(m - k, leaves[k:]) + [root(leaves[:k])]


def consistency(m, leaves, known=True):
    if m == len(leaves):
        return [] if known else [root(leaves)]
    k = split(len(leaves))
    if m <= k:
        return consistency(m, leaves[:k], known) + [root(leaves[k:])]
    return consistency(m - k, leaves[k:], False) + [root(leaves[:k])]


def prelist(*args):
    return json.loads(subprocess.run(["prelist", *args, "--format", "json"], check=True, capture_output=True).stdout)


def compare(archive):
    database = sqlite3.connect(os.path.join(archive, "prelist.db"))
    database.row_factory = sqlite3.Row
    records = [dict(row) for row in database.execute("SELECT * FROM event ORDER BY number")]
    leaves = [leaf(record) for record in records]
    assert [record["leaf"] for record in records] == [one.hex() for one in leaves]
    head = prelist("archive", "head")
    assert (head["size"], head["root"]) == (len(leaves), root(leaves).hex()), head
    for size in range(1, len(leaves) + 1):
        with open("head-of", "w", encoding="utf-8") as file:
            file.write(f"prelist log head\nsize {size}\nroot {root(leaves[:size]).hex()}\ntime 2026-01-01T00:00:00Z\n")
        event = size // 2 + 1
        proof = prelist("archive", "prove", str(event), "--head", "head-of")
        assert proof["path"] == [one.hex() for one in inclusion(event - 1, leaves[:size])], proof
        assert leaf(proof["record"]).hex() == proof["leaf"] == leaves[event - 1].hex()
        proof = prelist("archive", "consistency", str(size))
        assert proof["path"] == [one.hex() for one in consistency(size, leaves)], proof
        assert (proof["first_root"], proof["root"]) == (root(leaves[:size]).hex(), root(leaves).hex())
    print(f"{len(leaves)} events, head and proofs of every size agree")


def read_head(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if text.startswith("{"):
        return json.loads(text)
    return dict(line.split(" ", 1) for line in text[text.index("\nsize ") + 1:].split("\n") if line)


def signature(path, key):
    head = read_head(path)
    milliseconds = calendar.timegm(time.strptime(head["time"], "%Y-%m-%dT%H:%M:%SZ")) * 1000
    message = b"\0\1" + milliseconds.to_bytes(8, "big") + int(head["size"]).to_bytes(8, "big") + bytes.fromhex(head["root"])
    with open(key, encoding="ascii") as file:
        der = base64.b64decode("".join(file.read().split("\n")[1:-2]))
    assert head["key"] == sha256(der).hex()
    with tempfile.TemporaryDirectory() as folder:
        for name, data in (("message", message), ("signature", bytes.fromhex(head["signature"]))):
            with open(os.path.join(folder, name), "wb") as file:
                file.write(data)
        subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin", "-in", folder + "/message",
                        "-sigfile", folder + "/signature"], check=True)


if __name__ == "__main__":
    if sys.argv[1] == "--signature":
        signature(sys.argv[2], sys.argv[3])
    else:
        compare(sys.argv[1])
