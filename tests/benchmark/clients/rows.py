"""Shared by the Python clients: URLs, and the tool's rows for a response."""

import csv
import json
import os
import sys
from urllib.parse import parse_qs, urlencode, urlsplit

BASE = os.environ["ENGAGEMENTS_BASE_URL"]
CONCURRENCY = int(os.environ["CONCURRENCY"])
HEADERS = {
    "Authorization": "Token " + os.environ["ENGAGEMENTS_TOKEN"],
    "Accept": "application/vnd.salemove.v1+json",
}
# Responses that may wait for their turn, so that memory stays constant.
AHEAD = 2 * CONCURRENCY


def page_url(number):
    sites = os.environ["ENGAGEMENTS_SITE_IDS"].split(",")
    query = [("site_ids[]", site) for site in sites] + [("per_page", 100), ("page", number)]
    return f"{BASE}/engagements?{urlencode(query)}"


def transcript_url(id):
    return f"{BASE}/engagements/{id}/chat_transcript"


def last_page(page):
    return int(parse_qs(urlsplit(page["last_page"]).query)["page"][0])


def text(value):
    return str(value).lower() if isinstance(value, bool) else value


def engagement(record):
    operators = [operator["href"] for operator in record["operators"]]
    return [
        record["id"],
        record["engagement_type"],
        record["created_at"],
        record["duration"],
        record["visitor_name"],
        record["visitor_id"],
        text(record.get("cobrowsing_used")),
        text(record.get("video_used")),
        text(record.get("audio_used")),
        text(record.get("flagged")),
        ";".join(record.get("audio_recording_urls") or []),
        text(record.get("crm_forwarded")),
        text(record.get("summary_forwarded")),
        record["visitor"]["href"],
        record["chat_transcript"]["href"],
        ";".join(href.rsplit("/", 1)[-1] for href in operators),
        ";".join(operators),
    ]


def message(id, message):
    sender = message["sender"]
    href = sender.get("href") or ""
    return [
        id,
        message["created_at"],
        sender["type"],
        href.rsplit("/", 1)[-1],
        sender["name"],
        message["message"],
    ]


def writer():
    """Takes a page of the list, or the messages of an id, and prints them."""
    sys.stdout.reconfigure(encoding="utf-8", newline="")
    if sys.argv[1:] == ["list", "ndjson"]:
        dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
        return lambda page: sys.stdout.writelines(
            dumps(record) + "\n" for record in page["engagements"]
        )
    rows = csv.writer(sys.stdout, lineterminator="\n").writerows
    if sys.argv[1] == "list":
        return lambda page: rows(map(engagement, page["engagements"]))
    return lambda id, messages: rows(message(id, each) for each in messages)
