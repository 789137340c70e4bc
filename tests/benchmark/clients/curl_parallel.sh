# One curl for all requests concurrently, then one jq for all responses, which are stored in the
# working directory: `list csv`, or `transcripts` of the IDs on stdin.
set -eu
rows=$(dirname "$0")/rows.jq

get() {
    curl -sSfg --parallel --parallel-max "$CONCURRENCY" \
        -H "Authorization: Token $ENGAGEMENTS_TOKEN" \
        -H 'Accept: application/vnd.salemove.v1+json' "$@"
}

case $1 in
list)
    query=$(printf 'site_ids[]=%s,' "$ENGAGEMENTS_SITE_IDS" | sed 's/,$//; s/,/\&site_ids[]=/g')
    url="$ENGAGEMENTS_BASE_URL/engagements?$query&per_page=100"
    get "$url" -o page-00001.json
    last=$(jq -r '.last_page | capture("[?&]page=(?<page>[0-9]+)").page' page-00001.json)
    seq 2 "$last" | while read -r page; do
        printf 'url = "%s&page=%d"\noutput = "page-%05d.json"\n' "$url" "$page" "$page"
    done > requests
    [ "$last" = 1 ] || get -K requests
    jq -r -f "$rows" page-*.json
    ;;
transcripts)
    while read -r id; do
        printf 'url = "%s/engagements/%s/chat_transcript"\noutput = "%s.json"\n' \
            "$ENGAGEMENTS_BASE_URL" "$id" "$id"
        echo "$id.json" >> files
    done > requests
    get -K requests
    xargs jq -r -f "$rows" < files
    ;;
esac
