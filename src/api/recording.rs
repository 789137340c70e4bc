//! An audio recording, as a link in the record of its engagement names it.

use std::fmt;

use crate::error::{CliError, ErrorKind};
use crate::id::Id;

/// The first segment of a recording's path (API documentation, `GET /engagements`).
const ROOT: &str = "sub_engagements";

/// An audio recording of an engagement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Recording {
    engagement: Id,
    index: usize,
    /// The IDs of the sub-engagement, of the kind of recording, and of the recording.
    ids: [Id; 3],
}

impl Recording {
    /// Reads a link of `audio_recording_urls`, with its index, from 1.
    ///
    /// Only the IDs at the end of its path are used, so that a link cannot lead a request, and the token
    /// with it, to another host.
    ///
    /// # Errors
    /// API: the path is not that of a recording.
    pub(crate) fn new(engagement: &Id, index: usize, link: &str) -> Result<Self, CliError> {
        let engagement = engagement.clone();
        if let Some(ids) = ids(link) {
            return Ok(Self {
                engagement,
                index,
                ids,
            });
        }
        // The query may be a signature.
        let path = link.split(['?', '#']).next().unwrap_or_default();
        let message = format!(
            "invalid link to recording {index} of engagement `{engagement}`: expected \
             `/{ROOT}/ID/recordings/ID` at the end of `{path}`"
        );
        Err(CliError::new(ErrorKind::Api, message))
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

    /// Returns the path below the base URL.
    pub(super) fn segments(&self) -> [&str; 4] {
        let [sub_engagement, kind, id] = self.ids.each_ref().map(Id::as_str);
        [ROOT, sub_engagement, kind, id]
    }
}

impl fmt::Display for Recording {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            engagement, index, ..
        } = self;
        write!(formatter, "recording {index} of engagement `{engagement}`")
    }
}

/// Returns the IDs in `…/sub_engagements/ID/recordings/ID`. The documentation's samples also have
/// `twilio_recordings`.
fn ids(link: &str) -> Option<[Id; 3]> {
    let mut segments = link.rsplit('/');
    let [id, kind, sub_engagement] = [segments.next()?, segments.next()?, segments.next()?];
    if segments.next()? != ROOT || !kind.ends_with("recordings") || link.contains(['?', '#']) {
        return None;
    }
    Some([
        sub_engagement.parse().ok()?,
        kind.parse().ok()?,
        id.parse().ok()?,
    ])
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
        assert!(
            why.message.ends_with("of `https://x.example/a.mp3`"),
            "{why}"
        );
    }
}
