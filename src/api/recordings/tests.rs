//! Links and file names of recordings.

use super::{EXTENSIONS, Recording, extension};
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

#[test]
fn file_extension_follows_content_type() {
    for (kind, expected) in [
        ("audio/mpeg", "mp3"),
        ("Audio/X-WAV; codecs=1", "wav"),
        ("audio/ogg;codecs=opus", "ogg"),
        ("audio/mp4", "m4a"),
        ("audio/basic", "bin"),
        ("audio/../../x", "bin"),
        ("binary/octet-stream", "bin"),
    ] {
        let extension = extension(kind).unwrap();
        assert_eq!(extension, expected, "{kind}");
        assert!(EXTENSIONS.contains(&extension), "{extension}");
    }
    for other in ["", "text/html", "application/json", "application/xml"] {
        assert_eq!(extension(other), None, "{other}");
    }
}
