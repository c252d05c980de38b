#!/usr/bin/python3
"""Takes from an archive's database what later generations added: generation_1.py DATABASE"""
import os
import sqlite3
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import merkle  # noqa: E402

KEEPS = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'event'"


def subtrees(leaves):
    """(level, root) of each complete subtree, one where the size has that bit."""
    size = len(leaves)
    if size == 0:
        return []
    first = 1 << size.bit_length() - 1
    return [(first.bit_length() - 1, merkle.root(leaves[:first]).hex())] + subtrees(leaves[first:])


database = sqlite3.connect(sys.argv[1])
database.row_factory = sqlite3.Row
triggers = database.execute(KEEPS).fetchall()
for trigger in triggers:
    database.execute(f"DROP TRIGGER {trigger['name']}")
database.executescript("""
    DROP TABLE listing;
    DROP INDEX submission_listed;
    ALTER TABLE submission_package DROP COLUMN device;
    ALTER TABLE app ADD COLUMN listed INTEGER REFERENCES submission;
    DROP INDEX blacklist_entry_look_1;
    DROP INDEX blacklist_entry_look_2;
    DROP INDEX blacklist_entry_look_3;
    DROP INDEX blacklist_entry_look_4;
    DROP INDEX posting_look_1;
    DROP INDEX posting_look_2;
    DROP INDEX posting_look_3;
    DROP INDEX posting_look_4;
    DROP INDEX submission_came;
    ALTER TABLE submission DROP COLUMN came;
    DROP INDEX event_time;
    ALTER TABLE event DROP COLUMN account;
    ALTER TABLE event DROP COLUMN today;
    DROP VIEW newly_against;
    ALTER TABLE finding DROP COLUMN packages;
    ALTER TABLE standing_finding DROP COLUMN packages;
    ALTER TABLE case_finding DROP COLUMN packages;
    ALTER TABLE finding_outcome DROP COLUMN verdict;
    ALTER TABLE finding_outcome DROP COLUMN entry;
    ALTER TABLE standing_finding DROP COLUMN since;
    CREATE VIEW newly_against AS SELECT number FROM standing_finding;
    DROP INDEX case_file_submission;
    DROP INDEX case_file_sha256;
    DROP INDEX case_file_developer;
    DROP TABLE request;
    DROP TABLE former_reading;
    DELETE FROM tree;
    PRAGMA user_version = 1;
""")
leaves = []
for row in database.execute("SELECT * FROM event ORDER BY number").fetchall():
    leaves.append(merkle.leaf(dict(row)))
    database.execute("UPDATE event SET leaf = ? WHERE number = ?", (leaves[-1].hex(), row["number"]))
database.executemany("INSERT INTO tree VALUES (?, ?)", subtrees(leaves))
for trigger in triggers:
    database.execute(trigger["sql"])
database.commit()
database.close()
