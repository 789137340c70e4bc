//! The way of the records out of a run, and what the run's end means for them.

use crate::failure::{Failure, Kind};
use crate::render::Renderer;
use crate::settings::output::Output;
use crate::sink::Sink;

/// The output of a run: a renderer on a sink.
pub(crate) struct Delivery {
    /// Where records are written.
    pub(crate) renderer: Renderer<Sink>,
    to_file: bool,
}

impl Delivery {
    /// Opens the output that the settings describe.
    ///
    /// # Errors
    /// Local: the file cannot be made where it is asked for.
    pub(crate) fn open(output: Output) -> anyhow::Result<Self> {
        let sink = Sink::open(output.file.as_deref())?;
        Ok(Self {
            renderer: Renderer::new(output.style, sink),
            to_file: output.file.is_some(),
        })
    }

    /// Whether the records go to a file, which appears only when it is whole.
    pub(crate) fn to_file(&self) -> bool {
        self.to_file
    }

    /// Ends the output as the run ended: all of it in its place, or what came before a failure
    /// and nothing after. A file that is not whole does not appear.
    ///
    /// # Errors
    /// The run's own, `partial` where something was delivered before it; or what cannot be written.
    pub(crate) fn end(self, run: anyhow::Result<()>) -> anyhow::Result<()> {
        let delivered = self.renderer.rows() > 0 && !self.to_file;
        match run {
            Ok(()) => self.renderer.finish(true)?.commit(),
            Err(error) if Failure::kind_of(&error) == Kind::ReaderGone => Err(error),
            Err(error) => {
                self.renderer.finish(false)?;
                Err(if delivered { partial(error) } else { error })
            }
        }
    }
}

/// The same error, told as the end of a run that delivered something. A refusal of the token
/// stays one: whatever came before it, the person has to act on that.
fn partial(error: anyhow::Error) -> anyhow::Error {
    match Failure::of(&error) {
        Some(failure) if !matches!(failure.kind, Kind::Refused | Kind::Unknown) => {
            let message = format!("{error:#}");
            Failure {
                kind: Kind::Partial,
                message,
                ..failure.clone()
            }
            .into()
        }
        _ => error,
    }
}
