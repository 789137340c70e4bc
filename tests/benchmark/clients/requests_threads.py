"""requests on a pool of threads: `list csv`, `list ndjson`, or `transcripts` of the IDs on stdin."""

import sys
import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor

import requests
import rows

local = threading.local()


def get(url):
    if not hasattr(local, "session"):
        local.session = requests.Session()
        local.session.headers.update(rows.HEADERS)
    answer = local.session.get(url)
    answer.raise_for_status()
    return answer.json()


def ordered(pool, urls):
    """The answers in the order of the addresses, a few of them fetched ahead."""
    pending = deque()
    for url in urls:
        pending.append(pool.submit(get, url))
        if len(pending) == rows.AHEAD:
            yield pending.popleft().result()
    while pending:
        yield pending.popleft().result()


write = rows.writer()
with ThreadPoolExecutor(rows.CONCURRENCY) as pool:
    if sys.argv[1] == "list":
        first = get(rows.page_url(1))
        write(first)
        others = map(rows.page_url, range(2, rows.last_page(first) + 1))
        for page in ordered(pool, others):
            write(page)
    else:
        ids = sys.stdin.read().split()
        for id, messages in zip(ids, ordered(pool, map(rows.transcript_url, ids))):
            write(id, messages)
