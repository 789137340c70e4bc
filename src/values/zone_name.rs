//! `--tz`: names of zones, and the zone that `local` means.

use std::ffi::OsStr;
use std::str::FromStr;

use super::zone::Zone;
use crate::error::{CliError, ErrorKind};
use crate::platform;

const EXPECTED: &str = "expected utc, local, or an IANA name such as Europe/Tallinn";

/// A zone as it can be typed: `utc`, `local`, or an IANA name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ZoneName {
    /// The zone of the machine.
    Local,
    /// A zone of the IANA database.
    Iana(Zone),
}

impl FromStr for ZoneName {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "local" => Ok(Self::Local),
            "utc" => Ok(Self::Iana(Zone::UTC)),
            name => Zone::iana(name).map(Self::Iana).ok_or(EXPECTED),
        }
    }
}

impl ZoneName {
    /// Returns the zone that is meant. `variable` is the value of `TZ`: where it is empty, `local`
    /// is UTC, as for every program; where it is unset, the system's zone.
    ///
    /// # Errors
    /// Settings: `local` where neither `TZ` nor the system names a zone of the IANA database.
    pub(crate) fn resolve(self, variable: Option<&OsStr>) -> Result<Zone, CliError> {
        let zone = match (self, variable) {
            (Self::Iana(zone), _) => return Ok(zone),
            (Self::Local, Some(variable)) => {
                named_by_variable(&variable.to_string_lossy()).ok_or("`TZ` is not an IANA name")
            }
            (Self::Local, None) => platform::system_zone()
                .and_then(|name| Zone::iana(&name))
                .ok_or("the system does not name one"),
        };
        zone.map_err(|reason| {
            let message = format!("cannot determine the local time zone: {reason}");
            CliError::new(ErrorKind::Settings, message)
                .hint("pass a name such as `--tz Europe/Tallinn`, or set `TZ` to one")
        })
    }
}

/// Returns all names.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    let zones = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
    ["utc", "local"].into_iter().chain(zones)
}

/// Returns the zone of a `TZ` such as `Europe/Tallinn`, `:Europe/Tallinn` or
/// `/usr/share/zoneinfo/Europe/Tallinn`.
fn named_by_variable(variable: &str) -> Option<Zone> {
    let name = variable.strip_prefix(':').unwrap_or(variable);
    match name.split_once("/zoneinfo/") {
        _ if name.is_empty() => Some(Zone::UTC),
        Some((_, name)) => Zone::iana(name),
        None => Zone::iana(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iana(name: &str) -> Zone {
        Zone::iana(name).unwrap()
    }

    fn read(text: &str) -> Result<ZoneName, &'static str> {
        text.parse()
    }

    #[test]
    fn zone_is_utc_local_or_an_iana_name() {
        assert_eq!(read("utc"), Ok(ZoneName::Iana(Zone::UTC)));
        assert_eq!(read("UTC"), Ok(ZoneName::Iana(Zone::UTC)));
        assert_eq!(read("local"), Ok(ZoneName::Local));
        assert_eq!(
            read("Europe/Tallinn"),
            Ok(ZoneName::Iana(iana("Europe/Tallinn")))
        );
        for wrong in [
            "",
            " utc",
            "utc ",
            "Local",
            "+03:00",
            "Mars/Base",
            "Europe",
            "EST5EDT,M3.2.0",
        ] {
            assert!(read(wrong).is_err(), "`{wrong}`");
        }
    }

    #[test]
    fn tz_variable_determines_local_zone() {
        let local = |variable: &str| ZoneName::Local.resolve(Some(OsStr::new(variable)));
        for (variable, name) in [
            ("", "UTC"),
            ("Europe/Tallinn", "Europe/Tallinn"),
            (":Asia/Kolkata", "Asia/Kolkata"),
            (":/usr/share/zoneinfo/Asia/Tokyo", "Asia/Tokyo"),
        ] {
            assert_eq!(local(variable).unwrap(), iana(name), "`{variable}`");
        }
        for nonsense in ["Mars/Base", "utc ", "JST-9", "/nonexistent/zone", "local"] {
            assert_eq!(local(nonsense).unwrap_err().kind, ErrorKind::Settings);
        }
        let named = ZoneName::Iana(iana("Asia/Kolkata")).resolve(Some(OsStr::new("Mars/Base")));
        assert_eq!(named.unwrap(), iana("Asia/Kolkata"));
    }
}
