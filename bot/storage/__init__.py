"""The storage room: tables, the desk and its threads, one file per kind of record. Knows no rules; rows never leave."""
