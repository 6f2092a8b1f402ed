//! A stable content hash: BLAKE3 over length-prefixed parts.
//!
//! Digests decide what may be reused, so two different inputs must never be told apart
//! only by luck: parts are length-prefixed, and a value is hashed through its one
//! serialised form.

use std::fmt;
use std::io::Write;

use serde::Serialize;

/// The BLAKE3 digest of some content, 32 bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of one run of bytes.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// The digest of a file of any size, and its length in bytes.
    ///
    /// # Errors
    ///
    /// Those of the reader.
    pub fn of_reader(reader: impl std::io::Read) -> std::io::Result<(u64, Self)> {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(reader)?;
        Ok((hasher.count(), Self(*hasher.finalize().as_bytes())))
    }

    /// The digest of several parts, each preceded by its length, so that moving a byte
    /// from one part to the next gives another digest.
    pub fn of_parts<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        Self(*hasher.finalize().as_bytes())
    }

    /// The digest of a value, taken over its JSON form.
    pub fn of_value<T: Serialize + ?Sized>(value: &T) -> Self {
        let mut writer = std::io::BufWriter::with_capacity(8192, blake3::Hasher::new());
        serde_json::to_writer(&mut writer, value)
            .expect("view values have string keys and a hasher never fails to write");
        writer.flush().expect("a hasher never fails to write");
        Self(*writer.get_ref().finalize().as_bytes())
    }

    /// The bytes, for combining digests.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The first eight hexadecimal digits: enough for the name of a published asset.
    pub fn short(&self) -> String {
        self.to_string()[..8].to_owned()
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({})", self.short())
    }
}

#[cfg(test)]
mod tests {
    use super::Digest;

    #[test]
    fn moving_a_byte_between_parts_changes_the_digest() {
        assert_ne!(
            Digest::of_parts([b"ab".as_slice(), b"c"]),
            Digest::of_parts([b"a".as_slice(), b"bc"]),
        );
    }
}
