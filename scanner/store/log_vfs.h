/*
 * log_vfs - SQLite's own way to files, but for its write-ahead log: what a transaction writes there goes out in one piece.
 *
 * SQLite writes every page of it by two calls, each of which makes the file longer. They are gathered until the transaction's last
 * page is there, or anything else is asked of the file: who reads it finds what he would have found. A new log's header is not made
 * durable before its first transaction but with it.
 *
 * source   SQLite, "WAL-mode File Format"
 */
#ifndef PRELIST_STORE_LOG_VFS_H
#define PRELIST_STORE_LOG_VFS_H

/* The name for sqlite3_open_v2; NULL where it could not be made, which is SQLite's own way. Any thread may call it. */
const char *log_vfs_name(void);

#endif
