//! The download of a recording: a temporary address of the API, and the audio behind it.

use std::io::Write;

use super::answer::Answer;
use super::recording::Recording;
use super::storage::Address;
use super::{Call, Client, expect_success};
use crate::failure::{Failure, Kind};

impl Client {
    /// Downloads a recording (facts, "Fields") into what `open` makes for a file with this
    /// extension; it is called anew for each attempt. What comes back is whole.
    ///
    /// # Errors
    /// Any refusal or outage. Service: it is not ready yet (204), or is not what the facts say.
    /// Local: it cannot be written, which ends the run.
    pub(crate) fn download<W: Write>(
        &self,
        recording: &Recording,
        open: impl Fn(&str) -> anyhow::Result<W>,
    ) -> Result<W, Failure> {
        let download = || {
            let address = self.address(recording)?;
            self.storage.download(&address, &self.transport, &open)
        };
        let (mut sent, mut file) = download()?;
        if let Some(400 | 401 | 403 | 404 | 410) = sent.status() {
            // An address lives about 15 minutes. What is said behind them is its storage's own.
            (sent, file) = download()?;
        }
        let subject = recording.to_string();
        let answer = expect_success(sent, &subject).map_err(|why| from_storage(why, &subject))?;
        file.ok_or_else(|| from_storage(answer.failure(&subject), &subject))
    }

    /// The temporary address of a recording.
    fn address(&self, recording: &Recording) -> Result<Address, Failure> {
        let call = Call::Recording(recording);
        let answer = expect_success(self.transport.send(call)?, &call.subject())?;
        if answer.head.status == 204 {
            return Err(not_ready(&answer, recording));
        }
        let address = self.storage.address(&answer);
        address.map_err(|why| Answer::unexpected(&answer.head, &call.subject(), why))
    }
}

fn not_ready(answer: &Answer, recording: &Recording) -> Failure {
    let status = answer.head.status;
    let message = format!("{recording} is not ready yet ({status})");
    Failure {
        status: Some(status),
        request_id: answer.head.request_id.clone(),
        ..Failure::new(Kind::Service, message)
            .hint("run the same command again later: it fetches only what is missing")
    }
}

/// The failure of a download, which says nothing of our token or of the engagement.
fn from_storage(failure: Failure, subject: &str) -> Failure {
    match failure.status {
        Some(status @ 200..500) if status != 429 => Failure {
            kind: Kind::Service,
            message: format!("the storage of {subject} does not give it ({status})"),
            hint: Some("run the same command again: it asks for a new address".to_owned()),
            ends_run: false,
            ..failure
        },
        _ => Failure {
            // The next one would find the same disk.
            ends_run: failure.ends_run || failure.kind == Kind::Local,
            ..failure
        },
    }
}
