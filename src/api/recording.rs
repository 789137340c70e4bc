//! Which recording: what a record's link to one says, to be laid on our own base URL.

use std::fmt;

use crate::error::{CliError, ErrorKind};
use crate::id::Id;

/// The words with which the path of a recording begins (API document, `GET /engagements`).
const ROOT: &str = "sub_engagements";

/// An audio recording of an engagement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Recording {
    engagement: Id,
    part: usize,
    /// The sub-engagement, the kind of recording and its id.
    ids: [Id; 3],
}

impl Recording {
    /// The recording that is number `part`, from 1, among the `audio_recording_urls` of an
    /// engagement, where `link` stands for it.
    ///
    /// Of the link only the ids at the end of its path are used. Whoever wrote the record cannot
    /// lead a request, and the token with it, anywhere else.
    ///
    /// # Errors
    /// Service: the path is none of a recording.
    pub(crate) fn new(engagement: &Id, part: usize, link: &str) -> Result<Self, CliError> {
        if let Some(ids) = ids(link) {
            let engagement = engagement.clone();
            return Ok(Self {
                engagement,
                part,
                ids,
            });
        }
        // What follows the path may be a signature.
        let path = link.split(['?', '#']).next().unwrap_or_default();
        let message = format!(
            "the link to recording {part} of engagement `{engagement}` is not what the API \
             documents: `{path}`"
        );
        let hint = format!("the API's links end with `/{ROOT}/ID/recordings/ID`");
        Err(CliError::new(ErrorKind::Api, message).hint(hint))
    }

    /// Returns the name of its file, without the extension. It consists of letters, digits, `-`, `_`
    /// and `.`, and no other recording has the same: the IDs, which may contain `-` but no `.`, are
    /// joined by `.` if `-` would be ambiguous.
    ///
    /// The index in the record is not part of it: the API may insert a recording before another.
    pub(crate) fn file_stem(&self) -> String {
        let [sub_engagement, kind, id] = self.ids.each_ref().map(Id::as_str);
        let is_ambiguous = [sub_engagement, kind, id].iter().any(|id| id.contains('-'));
        let separator = if is_ambiguous { "." } else { "-" };
        [self.engagement.as_str(), sub_engagement, kind, id].join(separator)
    }

    /// The path below the API's address.
    pub(super) fn segments(&self) -> [&str; 4] {
        let [sub_engagement, kind, id] = self.ids.each_ref().map(Id::as_str);
        [ROOT, sub_engagement, kind, id]
    }
}

impl fmt::Display for Recording {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            engagement, part, ..
        } = self;
        write!(formatter, "recording {part} of engagement `{engagement}`")
    }
}

/// What names a recording in a link: `…/sub_engagements/ID/recordings/ID`, or another kind of
/// recordings: the document's samples have `twilio_recordings`.
fn ids(link: &str) -> Option<[Id; 3]> {
    if link.contains(['?', '#']) {
        return None;
    }
    let mut segments = link.rsplit('/');
    let mut next = || segments.next();
    let (id, kind, sub_engagement, root) = (next()?, next()?, next()?, next()?);
    let is_recording = root == ROOT && kind.ends_with("recordings");
    let ids = [sub_engagement, kind, id].map(|id| id.parse().ok());
    let [Some(sub_engagement), Some(kind), Some(id)] = ids else {
        return None;
    };
    is_recording.then_some([sub_engagement, kind, id])
}

#[cfg(test)]
mod tests {
    use super::Recording;
    use crate::error::{CliError, ErrorKind};

    fn recording(link: &str) -> Result<String, CliError> {
        let recording = Recording::new(&"e1".parse().unwrap(), 2, link)?;
        assert_eq!(recording.to_string(), "recording 2 of engagement `e1`");
        Ok(recording.segments().join("/"))
    }

    #[test]
    fn recording_link_keeps_last_ids() {
        for (link, expected) in [
            (
                "https://api.salemove.com/sub_engagements/1122834/recordings/XaMiTQI",
                "sub_engagements/1122834/recordings/XaMiTQI",
            ),
            (
                "https://api.salemove.com/sub_engagements/1120220/twilio_recordings/4994",
                "sub_engagements/1120220/twilio_recordings/4994",
            ),
            (
                "https://evil.example/a/sub_engagements/1/recordings/2",
                "sub_engagements/1/recordings/2",
            ),
            (
                "/sub_engagements/1/recordings/2",
                "sub_engagements/1/recordings/2",
            ),
        ] {
            assert_eq!(recording(link).unwrap(), expected);
        }
    }

    #[test]
    fn file_stems_do_not_collide() {
        let stem = |engagement: &str, link: &str| {
            let engagement = engagement.parse().unwrap();
            let link = format!("/sub_engagements/{link}");
            Recording::new(&engagement, 1, &link).unwrap().file_stem()
        };
        for (engagement, link, expected) in [
            ("e-1", "7/recordings/A", "e-1-7-recordings-A"),
            ("e", "1-7/recordings/A", "e.1-7.recordings.A"),
            ("e", "7/recordings/1-A", "e.7.recordings.1-A"),
            (
                "e-7-recordings-1",
                "A/recordings/B",
                "e-7-recordings-1-A-recordings-B",
            ),
            (
                "e",
                "7/recordings/1-A-recordings-B",
                "e.7.recordings.1-A-recordings-B",
            ),
        ] {
            assert_eq!(stem(engagement, link), expected);
        }
    }

    #[test]
    fn link_without_recording_is_rejected() {
        for link in [
            "",
            "https://api.salemove.com/engagements/e1",
            "https://api.salemove.com/sub_engagements/1/transcripts/2",
            "https://api.salemove.com/sub_engagements/1/recordings",
            "https://api.salemove.com/sub_engagements/1/recordings/",
            "https://api.salemove.com/sub_engagements/1/recordings/..",
            "https://api.salemove.com/sub_engagements/%2e%2e/recordings/1",
            "https://api.salemove.com/sub_engagements/1/recordings/2/3",
            "https://api.salemove.com/engagements/1/recordings/2",
            "https://x.example/?a=/sub_engagements/1/recordings/2",
            "https://x.example/#/sub_engagements/1/recordings/2",
            "sub_engagements\\1\\recordings\\2",
        ] {
            assert_eq!(recording(link).unwrap_err().kind, ErrorKind::Api, "{link}");
        }
        let why = recording("https://x.example/a.mp3?signature=s").unwrap_err();
        assert!(why.message.ends_with("`https://x.example/a.mp3`"), "{why}");
    }
}
