#!/usr/bin/python3
"""Copies what an archive has of one submission, its app, its developer and its case: many.py ARCHIVE NUMBER [own]

With own, of several submissions, each in its turn, as others of its own app.

The rows are those of the tables alone, to see how long a command takes: none of them is in the log.
"""
import hashlib
import os
import sqlite3
import sys

number = int(sys.argv[2])
database = sqlite3.connect(os.path.join(sys.argv[1], "prelist.db"))


def copy(table, **changes):
    names = [column[1] for column in database.execute(f"PRAGMA table_info({table})")]
    rows = database.execute(f"SELECT * FROM {table}").fetchall()
    more = ([changes[name](i) if name in changes else value for name, value in zip(names, rows[(i - 1) % len(rows)])]
            for i in range(len(rows) + 1, number + 1))
    database.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(names))})", more)


own, sha256 = (lambda i: i), (lambda i: hashlib.sha256(b"%d" % i).hexdigest())
copy("package", sha256=sha256)
copy("submission_package", number=own, sha256=sha256)
app, developer = (lambda i: f"com.many.app{i}"), (lambda i: f"many-{i}")
if len(sys.argv) > 3:
    copy("submission", number=own, request_id=developer)
else:
    copy("submission", number=own, request_id=developer, app_id=app, state=lambda i: "delisted")
    copy("case_file", number=own, app_id=lambda i: app(i) if i % 2 else None, submission=lambda i: None, developer=lambda i: None if i % 2 else developer(i))
    copy("developer", number=own, id=developer)
    copy("developer_identity", developer=own, since=own)
    copy("developer_app", developer=own, since=own, app_id=app)
database.commit()
