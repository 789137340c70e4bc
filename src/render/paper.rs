//! x
use crate::settings::zone::Zone;
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paper {
    pub(crate) terminal: bool,
    pub(crate) width: usize,
    pub(crate) colour: bool,
    pub(crate) zone: Zone,
    pub(crate) header: bool,
}
