//! The records and the conversation of the API's own document, word for word.

/// An engagement of the document.
pub(crate) struct Sample {
    /// Its id.
    pub(crate) id: &'static str,
    /// Its record as the document prints it, line breaks and all.
    pub(crate) record: &'static str,
    /// Its `created_at`, in Unix milliseconds.
    pub(crate) created_at: i64,
    /// Who handled it, as a place in the operators' list.
    pub(crate) operator: usize,
    /// Its conversation; empty where the document gives none.
    pub(crate) transcript: &'static str,
}

/// All of them, oldest first.
pub(crate) static SAMPLES: [Sample; 4] = [
    Sample {
        id: "98ad3576-849f-48e0-b456-a5bddfd83055",
        record: include_str!("samples/engagement-98ad3576.json").trim_ascii_end(),
        created_at: 1_467_804_234_508,
        operator: 0,
        transcript: "[]",
    },
    Sample {
        id: "37e9f0f4-c62e-4103-8ff6-f4e8024a4204",
        record: include_str!("samples/engagement-37e9f0f4.json").trim_ascii_end(),
        created_at: 1_467_805_597_569,
        operator: 0,
        transcript: "[]",
    },
    Sample {
        id: "52f8e590-72af-4f20-8428-dfaf95de889e",
        record: include_str!("samples/engagement-52f8e590.json").trim_ascii_end(),
        created_at: 1_467_806_267_656,
        operator: 0,
        transcript: "[]",
    },
    Sample {
        id: "65f68744-40c5-4278-968a-6ee33df0722a",
        record: include_str!("samples/engagement-65f68744.json").trim_ascii_end(),
        created_at: 1_467_899_241_150,
        operator: 1,
        transcript: include_str!("samples/transcript-65f68744.json").trim_ascii_end(),
    },
];

impl Sample {
    /// Writes the record; once exported it says so, and nothing else of it changes.
    pub(crate) fn write(&self, exported: bool, out: &mut String) {
        const NOT_YET: &str = "\"crm_forwarded\": false";
        match self.record.split_once(NOT_YET) {
            Some((before, after)) if exported => {
                out.push_str(before);
                out.push_str("\"crm_forwarded\": true");
                out.push_str(after);
            }
            _ => out.push_str(self.record),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::data::calendar::stamp;
    use crate::sandbox::data::people::OPERATOR_IDS;
    use serde_json::Value;

    #[test]
    fn what_the_table_says_is_what_the_records_say() {
        for sample in &SAMPLES {
            let record: Value = serde_json::from_str(sample.record).unwrap();
            assert_eq!(record["id"], sample.id);
            assert_eq!(record["created_at"], stamp(sample.created_at));
            let href = record["operators"][0]["href"].as_str().unwrap();
            assert!(href.ends_with(OPERATOR_IDS[sample.operator]));
        }
        assert!(SAMPLES.is_sorted_by_key(|sample| sample.created_at));
    }

    #[test]
    fn an_export_changes_one_field_only() {
        for sample in &SAMPLES {
            let (mut before, mut after) = (String::new(), String::new());
            sample.write(false, &mut before);
            sample.write(true, &mut after);
            assert_eq!(before, sample.record);
            let field = "\"crm_forwarded\": ";
            let expected = before.replace(&format!("{field}false"), &format!("{field}true"));
            assert_eq!(after, expected);
            assert_ne!(after, before);
        }
    }

    #[test]
    fn the_conversation_is_the_documents() {
        let messages: Value = serde_json::from_str(SAMPLES[3].transcript).unwrap();
        assert_eq!(messages.as_array().map(Vec::len), Some(4));
        assert_eq!(messages[1]["message"], "Sure, Ill take you there");
        assert_eq!(messages[3]["sender"].get("href"), None);
    }
}
