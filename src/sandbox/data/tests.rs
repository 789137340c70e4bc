use super::*;
use serde_json::Value;

const NOW: &str = "2026-03-01T15:00:00Z";

fn archive(seed: u64) -> Archive {
    Archive::new(seed, 250, NOW.parse().unwrap())
}

fn listed(archive: &Archive) -> Vec<String> {
    let write = |position| {
        let mut out = String::new();
        archive.write_listed(position, &mut out);
        out
    };
    (0..archive.len()).map(write).collect()
}

fn parsed(archive: &Archive) -> Vec<Value> {
    listed(archive)
        .iter()
        .map(|record| serde_json::from_str(record).unwrap())
        .collect()
}

fn milliseconds(time: &str) -> i64 {
    time.parse::<DateTime<Utc>>().unwrap().timestamp_millis()
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    assert_eq!(listed(&archive(7)), listed(&archive(7)));
    assert_ne!(
        listed(&archive(7))[SAMPLES.len()..],
        listed(&archive(8))[SAMPLES.len()..]
    );
    let all = |archive: &Archive| {
        (0..archive.len())
            .map(|at| archive.transcript(at))
            .collect()
    };
    let (one, same): (Vec<_>, Vec<_>) = (all(&archive(7)), all(&archive(7)));
    assert_eq!(one, same);
}

#[test]
fn the_samples_come_first_and_word_for_word() {
    let archive = archive(7);
    for (sample, record) in SAMPLES.iter().zip(listed(&archive)) {
        assert_eq!(record, sample.record);
        let position = archive.find(sample.id).unwrap();
        assert_eq!(archive.record(position), sample.record);
        assert_eq!(archive.transcript(position), sample.transcript);
    }
}

#[test]
fn records_are_valid_ordered_in_time_and_found_by_their_id() {
    let archive = archive(7);
    let records = parsed(&archive);
    assert_eq!(records.len(), 254);
    for (position, record) in (0..).zip(&records) {
        let id = record["id"].as_str().unwrap();
        assert_eq!(archive.find(id), Some(position));
        assert_eq!(archive.id(position), id);
        let alone: Value = serde_json::from_str(&archive.record(position)).unwrap();
        assert_eq!(alone["visitor_name"], record["visitor_name"]);
        assert!(record.get("legs").is_none());
    }
    assert!(records.is_sorted_by_key(|record| record["created_at"].to_string()));
    assert_eq!(archive.find("00000000-0000-4000-8000-000000000000"), None);
    assert_eq!(
        archive.find(&id::of(7, 250).to_string()),
        None,
        "not there yet"
    );
}

#[test]
fn keys_are_in_the_order_of_the_document() {
    let document: Value = serde_json::from_str(SAMPLES[3].record).unwrap();
    let order: Vec<_> = document.as_object().unwrap().keys().collect();
    for record in parsed(&archive(7)) {
        let known = record
            .as_object()
            .unwrap()
            .keys()
            .filter(|key| order.contains(key));
        let places = known.map(|key| order.iter().position(|known| known == &key));
        assert!(places.is_sorted());
    }
}

#[test]
fn records_show_what_clients_meet_in_the_field() {
    let archive = archive(7);
    let records = parsed(&archive);
    let some = |what: &dyn Fn(&Value) -> bool| records.iter().filter(|r| what(r)).count();
    assert!(some(&|record| record.get("audio_used").is_none()) > 5);
    assert!(some(&|record| record["visitor_name"].is_null()) > 5);
    assert!(some(&|record| record.get("source").is_none()) > 20);
    assert!(some(&|record| record.get("mood").is_some()) > 20);
    assert!(some(&|record| record["queue_wait_time"].is_u64()) > 20);
    assert!(some(&|record| record["operators"].as_array().unwrap().len() == 2) > 5);
    assert!((50..150).contains(&some(&|record| record["crm_forwarded"] == true)));
    let legs = |at| serde_json::from_str::<Value>(&archive.record(at)).unwrap()["legs"].clone();
    for (position, record) in (0..)
        .zip(&records)
        .filter(|(_, record)| !record["source"].is_null())
    {
        assert_eq!(
            legs(position).as_array().map(Vec::len),
            record["operators"].as_array().map(Vec::len)
        );
    }
}

#[test]
fn windows_include_both_their_ends() {
    let archive = archive(7);
    let newest_sample = milliseconds("2016-07-07T13:47:21.150Z");
    assert_eq!(archive.window(None, None), 0..254);
    assert_eq!(archive.window(None, Some(newest_sample)), 0..4);
    assert_eq!(archive.window(None, Some(newest_sample - 1)), 0..3);
    assert_eq!(archive.window(Some(newest_sample), None), 3..254);
    assert_eq!(
        archive.window(Some(newest_sample + 1), Some(newest_sample - 1)),
        4..4
    );
    for position in 0..254 {
        let at = archive.created_at(position);
        assert_eq!(archive.window(Some(at), Some(at)), position..position + 1);
    }
}

#[test]
fn an_export_marks_the_record_and_is_counted() {
    let mut archive = archive(7);
    let before = parsed(&archive);
    let position = (4..)
        .zip(&before[4..])
        .find(|(_, r)| r["crm_forwarded"] == false)
        .unwrap()
        .0;
    archive.export(position);
    archive.export(position);
    let after = parsed(&archive);
    let changed: Vec<_> = (0..)
        .zip(before.iter().zip(&after))
        .filter(|(_, (a, b))| a != b)
        .collect();
    assert_eq!(changed.len(), 1);
    assert_eq!(
        (changed[0].0, &changed[0].1.1["crm_forwarded"]),
        (position, &Value::Bool(true))
    );
    assert_eq!(
        archive.exports().collect::<Vec<_>>(),
        [(archive.id(position), 2)]
    );
}

#[test]
fn arrivals_are_newer_than_all_others_and_change_nothing_else() {
    let mut archive = archive(7);
    let before = listed(&archive);
    let now: DateTime<Utc> = "2026-03-01T15:00:00.000999Z".parse().unwrap();
    let arrived = [
        archive.arrive(now),
        archive.arrive(now),
        archive.arrive(DateTime::UNIX_EPOCH),
    ];
    assert_eq!(arrived, [254, 255, 256]);
    assert_eq!(listed(&archive)[..254], before);
    assert_eq!(
        archive.created_at(256),
        milliseconds("2026-03-01T15:00:00.001Z")
    );
    assert_eq!(archive.window(None, Some(now.timestamp_millis())), 0..254);
    assert_eq!(archive.find(&archive.id(256)), Some(256));
}
