//! A writer that counts and hashes bytes.

use std::io::{self, Write};

use sha2::{Digest, Sha256};

/// Counts and hashes the bytes that the inner writer accepts. It belongs below any buffer.
#[derive(Debug)]
pub(super) struct HashingWriter<W> {
    /// What is written to it directly is not counted.
    pub(super) inner: W,
    bytes: u64,
    /// `None` without a receipt: hashing costs more than writing.
    hash: Option<Sha256>,
}

/// Size and hash of what was delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Checksum {
    /// Number of bytes.
    pub(crate) bytes: u64,
    /// Their SHA-256 in lower-case hexadecimal digits, as `sha256sum` prints it.
    pub(crate) sha256: String,
}

impl<W: Write> HashingWriter<W> {
    /// Wraps a writer. `hash`: whether to compute the checksum.
    pub(super) fn new(inner: W, hash: bool) -> Self {
        Self {
            inner,
            bytes: 0,
            hash: hash.then(Sha256::new),
        }
    }

    /// Returns the inner writer and the checksum, if there is one.
    pub(super) fn finish(self) -> (W, Option<Checksum>) {
        let checksum = self.hash.map(|hash| Checksum {
            bytes: self.bytes,
            sha256: hex(&hash.finalize()),
        });
        (self.inner, checksum)
    }
}

impl<W: Write> Write for HashingWriter<W> {
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
    fn only_accepted_bytes_are_hashed() {
        let mut room = [0_u8; 3];
        let mut out = HashingWriter::new(&mut room[..], true);
        assert!(out.write_all(b"abcdef").is_err());
        let (_, checksum) = out.finish();
        let checksum = checksum.unwrap();
        assert_eq!(checksum.bytes, 3);
        assert_eq!(
            checksum.sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(room, *b"abc");
    }
}
