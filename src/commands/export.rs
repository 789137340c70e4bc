//! placeholder
use crate::cli::Export;
use crate::settings::Settings;
use crate::talk::Talk;
use std::sync::Arc;
pub(super) fn run(_args: Export, _settings: &Settings, _talk: &Arc<Talk>) -> anyhow::Result<()> {
    Ok(())
}
