//! Counting and hashing what passes to a writer.

use std::io::{self, Write};

use sha2::{Digest as _, Sha256};

/// A writer that remembers how much it delivered, and its hash.
///
/// It belongs below any buffer: what the inner writer did not accept is not counted.
#[derive(Debug)]
pub(crate) struct Digest<W> {
    inner: W,
    bytes: u64,
    /// Absent where nobody asks for it: hashing costs more than writing.
    hash: Option<Sha256>,
}

/// The size and the hash of what was delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sum {
    /// How many bytes.
    pub(crate) bytes: u64,
    /// Their SHA-256 in lower-case hexadecimal digits, as `sha256sum` prints it.
    pub(crate) sha256: String,
}

impl<W: Write> Digest<W> {
    /// A writer that is watched from now on, if anybody asks for it.
    pub(crate) fn new(inner: W, watch: bool) -> Self {
        Self {
            inner,
            bytes: 0,
            hash: watch.then(Sha256::new),
        }
    }

    /// What was delivered until now, if it was watched.
    pub(crate) fn sum(&self) -> Option<Sum> {
        let hash = self.hash.clone()?;
        Some(Sum {
            bytes: self.bytes,
            sha256: hex(&hash.finalize()),
        })
    }

    /// The writer below; what is written to it here is not watched.
    pub(crate) fn inner_mut(&mut self) -> &mut W {
        &mut self.inner
    }
}

impl<W: Write> Write for Digest<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let accepted = self.inner.write(bytes)?;
        if let Some(hash) = &mut self.hash {
            hash.update(&bytes[..accepted]);
        }
        self.bytes += accepted as u64;
        Ok(accepted)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_the_hash_of_nothing() {
        let sum = Digest::new(io::sink(), true).sum().unwrap();
        assert_eq!(sum.bytes, 0);
        assert_eq!(
            sum.sha256,
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }

    #[test]
    fn only_what_the_writer_accepted_counts() {
        let mut room = [0_u8; 3];
        let mut digest = Digest::new(&mut room[..], true);
        assert!(digest.write_all(b"abcdef").is_err());
        let sum = digest.sum().unwrap();
        assert_eq!(sum.bytes, 3);
        assert_eq!(
            sum.sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(room, *b"abc");
    }
}
