#!/usr/bin/python3
"""Makes of an archive's readings such as readers before the first generation made, and logged: older_readers.py DATABASE"""
import hashlib
import sqlite3
import sys

database = sqlite3.connect(sys.argv[1])
database.execute("UPDATE package SET readers = 0")
for sha256, reading in database.execute("SELECT sha256, reading FROM package").fetchall():
    digest = hashlib.sha256(b"readers 0\0" + reading).hexdigest()
    database.execute("UPDATE submission_package SET reading = ? WHERE sha256 = ?", (digest, sha256))
database.commit()
