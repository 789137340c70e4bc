// Node's own fetch: `list csv`, or `transcripts` of the IDs on stdin.

import { readFileSync, writeSync } from "node:fs";

const { ENGAGEMENTS_BASE_URL: base, ENGAGEMENTS_TOKEN: token } = process.env;
const concurrency = Number(process.env.CONCURRENCY);
const what = process.argv[2];
const headers = {
  Authorization: `Token ${token}`,
  Accept: "application/vnd.salemove.v1+json",
};

async function get(url) {
  const response = await fetch(url, { headers });
  if (!response.ok) throw new Error(`${response.status}: ${url}`);
  return response.json();
}

// Yields the responses in the order of the URLs, with CONCURRENCY requests in flight.
async function* ordered(urls) {
  const pending = [];
  for (const url of urls) {
    pending.push(get(url));
    if (pending.length === concurrency) yield await pending.shift();
  }
  while (pending.length) yield await pending.shift();
}

function pageUrl(number) {
  const query = new URLSearchParams({ per_page: 100, page: number });
  for (const site of process.env.ENGAGEMENTS_SITE_IDS.split(",")) query.append("site_ids[]", site);
  return `${base}/engagements?${query}`;
}

const lastSegment = (href) => href.slice(href.lastIndexOf("/") + 1);

const engagement = (record) => {
  const operators = record.operators.map((operator) => operator.href);
  return [
    record.id, record.engagement_type, record.created_at, record.duration, record.visitor_name,
    record.visitor_id, record.cobrowsing_used, record.video_used, record.audio_used,
    record.flagged, (record.audio_recording_urls ?? []).join(";"), record.crm_forwarded,
    record.summary_forwarded, record.visitor.href, record.chat_transcript.href,
    operators.map(lastSegment).join(";"), operators.join(";"),
  ];
};

const message = (id) => ({ created_at, sender, message }) =>
  [id, created_at, sender.type, lastSegment(sender.href ?? ""), sender.name, message];

function cell(value) {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const csv = (row) => row.map(cell).join(",");

function write(lines) {
  const text = Buffer.from(lines.map((line) => line + "\n").join(""));
  for (let done = 0; done < text.length; ) done += writeSync(1, text, done);
}

if (what === "list") {
  const print = (page) => write(page.engagements.map((record) => csv(engagement(record))));
  const first = await get(pageUrl(1));
  print(first);
  const last = Number(new URL(first.last_page).searchParams.get("page"));
  const others = Array.from({ length: last - 1 }, (_, index) => pageUrl(index + 2));
  for await (const page of ordered(others)) print(page);
} else {
  const ids = readFileSync(0, "utf8").split("\n").filter(Boolean);
  const answers = ordered(ids.map((id) => `${base}/engagements/${id}/chat_transcript`));
  for (const id of ids) {
    const { value: messages } = await answers.next();
    write(messages.map((each) => csv(message(id)(each))));
  }
}
