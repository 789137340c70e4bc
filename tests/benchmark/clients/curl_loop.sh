# curl and jq in a loop, one request at a time: `list csv`, or `transcripts` of the IDs on stdin.
# Responses are stored in the working directory.
set -eu
rows=$(dirname "$0")/rows.jq

get() {
    curl -sSfg -H "Authorization: Token $ENGAGEMENTS_TOKEN" \
        -H 'Accept: application/vnd.salemove.v1+json' -o "$1" "$2"
}

case $1 in
list)
    query=$(printf 'site_ids[]=%s,' "$ENGAGEMENTS_SITE_IDS" | sed 's/,$//; s/,/\&site_ids[]=/g')
    url="$ENGAGEMENTS_BASE_URL/engagements?$query&per_page=100"
    while [ "$url" != null ]; do
        get page.json "$url"
        jq -r -f "$rows" page.json
        url=$(jq -r .next_page page.json)
    done
    ;;
transcripts)
    while read -r id; do
        get "$id.json" "$ENGAGEMENTS_BASE_URL/engagements/$id/chat_transcript"
        jq -r -f "$rows" "$id.json"
    done
    ;;
esac
