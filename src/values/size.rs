//! Sizes as users type them: `500`, `64k`, `100MB`, `4GiB`.

/// Parses a number of bytes with an optional unit. All units are powers of 1024.
///
/// # Errors
/// The text is no size.
pub(crate) fn parse_size(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|last: char| last.is_ascii_alphabetic());
    let unit = text[digits.len()..].to_ascii_lowercase();
    let exponent = match unit.trim_end_matches('b').trim_end_matches('i') {
        "" => 0,
        "k" => 1,
        "m" => 2,
        "g" => 3,
        "t" => 4,
        _ => u32::MAX,
    };
    let number = Some(digits).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    let number: Option<u64> = number.and_then(|digits| digits.parse().ok());
    let size = number.zip(1024_u64.checked_pow(exponent));
    size.and_then(|(number, unit)| number.checked_mul(unit))
        .ok_or_else(|| "expected a size such as 500MB, 4GiB, or a number of bytes".to_owned())
}

#[cfg(test)]
mod tests {
    use super::parse_size;

    #[test]
    fn size_is_bytes_or_has_a_unit() {
        for (text, expected) in [
            ("0", 0),
            ("500", 500),
            ("500B", 500),
            ("64k", 64 << 10),
            ("100MB", 100 << 20),
            ("4GiB", 4 << 30),
            ("2t", 2 << 40),
        ] {
            assert_eq!(parse_size(text), Ok(expected), "{text}");
        }
        for text in [
            "",
            "G",
            "-1",
            "+1",
            "1.5G",
            "4 GiB",
            "1x",
            "99999999T",
            "1ib1",
        ] {
            assert!(parse_size(text).is_err(), "{text}");
        }
    }
}
