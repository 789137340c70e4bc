//! The records and the conversation of the API documentation, verbatim.

use super::DatasetEntry;
use super::choices::OPERATOR_IDS;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use uuid::Uuid;

/// Records and transcripts, oldest first.
pub(super) const SAMPLES: [(&str, &str); 4] = [
    (include_str!("samples/engagement-98ad3576.json"), "[]"),
    (include_str!("samples/engagement-37e9f0f4.json"), "[]"),
    (include_str!("samples/engagement-52f8e590.json"), "[]"),
    (
        include_str!("samples/engagement-65f68744.json"),
        include_str!("samples/transcript-65f68744.json"),
    ),
];

/// URL paths of their recordings.
pub(super) const SAMPLE_RECORDINGS: [&str; 2] = [
    "/sub_engagements/1120220/twilio_recordings/4994",
    "/sub_engagements/1122834/recordings/XaMiTQI",
];

#[derive(Deserialize)]
struct Fields {
    id: Uuid,
    created_at: DateTime<Utc>,
}

/// Returns the entries of the samples, oldest first.
pub(super) fn entries() -> serde_json::Result<Vec<DatasetEntry>> {
    let entry = |(record, _): (&str, &str)| {
        let Fields { id, created_at } = serde_json::from_str(record)?;
        let operator = OPERATOR_IDS.iter().position(|id| record.contains(id));
        Ok(DatasetEntry {
            id,
            created_at,
            site: 0,
            operators: operator.into_iter().collect(),
            visitor: 0,
            recordings: Vec::new(),
            seed: 0,
        })
    };
    SAMPLES.into_iter().map(entry).collect()
}
