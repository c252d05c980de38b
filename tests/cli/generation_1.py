#!/usr/bin/python3
"""Takes from an archive's database what later generations added: generation_1.py DATABASE"""
import sqlite3
import sys

database = sqlite3.connect(sys.argv[1])
database.executescript("""
    DROP VIEW newly_against;
    ALTER TABLE standing_finding DROP COLUMN since;
    CREATE VIEW newly_against AS SELECT number FROM standing_finding;
    DROP INDEX case_file_submission;
    DROP INDEX case_file_sha256;
    DROP INDEX case_file_developer;
    DROP TABLE request;
    DROP TABLE former_reading;
    PRAGMA user_version = 1;
""")
database.close()
