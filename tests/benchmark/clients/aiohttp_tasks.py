"""aiohttp on asyncio: `list csv`, `list ndjson`, or `transcripts` of the IDs on stdin."""

import asyncio
import sys
from collections import deque

import aiohttp
import rows


async def get(session, url):
    async with session.get(url) as answer:
        return await answer.json()


async def ordered(session, urls):
    """The answers in the order of the addresses, a few of them fetched ahead."""
    pending = deque()
    for url in urls:
        pending.append(asyncio.create_task(get(session, url)))
        if len(pending) == rows.AHEAD:
            yield await pending.popleft()
    while pending:
        yield await pending.popleft()


async def main():
    write = rows.writer()
    limit = aiohttp.TCPConnector(limit=rows.CONCURRENCY)
    async with aiohttp.ClientSession(
        connector=limit, headers=rows.HEADERS, raise_for_status=True
    ) as session:
        if sys.argv[1] == "list":
            first = await get(session, rows.page_url(1))
            write(first)
            others = map(rows.page_url, range(2, rows.last_page(first) + 1))
            async for page in ordered(session, others):
                write(page)
        else:
            ids = sys.stdin.read().split()
            answers = ordered(session, map(rows.transcript_url, ids))
            for id in ids:
                write(id, await anext(answers))


asyncio.run(main())
