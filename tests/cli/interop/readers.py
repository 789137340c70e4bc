"""Reads list.csv, list.ndjson and excel.csv of a directory with common Python libraries, compares them
with list.json, and prints the number of equal cells."""

import csv
import json
import os
import re
import sys

import duckdb
import pandas

os.chdir(sys.argv[1])
# Numbers keep their digits.
with open("list.json", encoding="utf-8") as file:
    RECORDS = json.load(file, parse_int=str, parse_float=str)


def text(value):
    """Formats a value like a CSV cell."""
    if isinstance(value, list):
        return ";".join(value)
    return {None: "", True: "true", False: "false"}.get(value, value)


def cell(record, column):
    """Computes a column from the record."""
    hrefs = [operator["href"] for operator in record.get("operators") or []]
    if column == "operator_hrefs":
        return ";".join(hrefs)
    if column == "operator_ids":
        return ";".join(href.rsplit("/", 1)[-1] for href in hrefs)
    if column.endswith("_href"):
        return text((record.get(column.removesuffix("_href")) or {}).get("href"))
    if column == "queues" and record.get(column) is not None:
        return json.dumps(record[column], separators=(",", ":"), ensure_ascii=False)
    return text(record.get(column))


def unguarded(value):
    """Normalizes a cell of `--excel`: without guards, NUL and the format of times."""
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", value):
        value = value[:19].replace("T", " ")
    return value.replace("'", "").replace("\0", "")


def count(reader, columns, rows, is_excel=False):
    """Compares every cell with the record."""
    rows = [list(row) for row in rows]
    assert len(rows) == len(RECORDS), (reader, len(rows))
    for record, row in zip(RECORDS, rows):
        expected = [cell(record, column) for column in columns]
        found = [value or "" for value in row]
        if is_excel:
            found = [unguarded(value) for value in found]
            expected = [unguarded(value) for value in expected]
        assert found == expected, (reader, found, expected)
    print(reader, len(rows) * len(columns))


def python_csv(name, encoding):
    with open(name, encoding=encoding, newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows


def of_duckdb(query):
    found = duckdb.sql(query)
    return found.columns, found.fetchall()


count("csv", *python_csv("list.csv", "utf-8"))
count("excel", *python_csv("excel.csv", "utf-8-sig"), is_excel=True)
RFC_4180 = "all_varchar = true, header = true, delim = ',', quote = '\"', escape = '\"'"
count("duckdb", *of_duckdb(f"select * from read_csv('list.csv', {RFC_4180})"))
frame = pandas.read_csv("list.csv", dtype=str, keep_default_na=False)
count("pandas", list(frame.columns), frame.values)

NAMES = ["id", "visitor_name"]
query = "select id::text, visitor_name from read_json('list.ndjson', format = 'newline_delimited')"
count("duckdb-ndjson", NAMES, of_duckdb(query)[1])
frame = pandas.read_json("list.ndjson", lines=True, dtype=False)
rows = frame[NAMES].astype(object).where(frame[NAMES].notna(), None).values
count("pandas-ndjson", NAMES, rows)
