# The rows of the tool's CSV for a page of the list or a transcript. A transcript does not contain
# the engagement's ID; the name of its file does.
def last_segment: split("/") | last;

if type == "object" then
  .engagements[] |
  [.id, .engagement_type, .created_at, .duration, .visitor_name, .visitor_id, .cobrowsing_used,
   .video_used, .audio_used, .flagged, (.audio_recording_urls // [] | join(";")), .crm_forwarded,
   .summary_forwarded, .visitor.href, .chat_transcript.href,
   (.operators | map(.href | last_segment) | join(";")), (.operators | map(.href) | join(";"))]
else
  (input_filename | rtrimstr(".json")) as $id | .[] |
  [$id, .created_at, .sender.type, (.sender.href // "" | last_segment), .sender.name, .message]
end | @csv
