//! Files with their checksums.

use std::fs::File;
use std::io::{BufWriter, Write};

use chrono::NaiveDate;
use data_encoding::HEXLOWER;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::{DumpError, Moment, Name, contents};
use crate::storage::Store;

/// A file of the whole register; it is gone from the disk when the last reader is done.
#[derive(Debug)]
pub struct Dump {
    /// Which file.
    pub name: Name,
    /// The state of the register it is of.
    pub moment: Moment,
    /// How many rows it has; a header is none.
    pub rows: u64,
    /// The file as it is.
    pub plain: Stored,
    /// The same, compressed with gzip.
    pub compressed: Stored,
}

/// A file on the disk of this machine.
#[derive(Debug)]
pub struct Stored {
    file: NamedTempFile,
    /// How long it is, in bytes.
    pub length: u64,
    /// Its SHA-256.
    pub sha256: [u8; 32],
}

impl Stored {
    /// The file, from its beginning.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open(&self) -> std::io::Result<File> {
        self.file.reopen()
    }

    /// Its SHA-256 in hexadecimal digits.
    pub fn sha256_hex(&self) -> String {
        HEXLOWER.encode(&self.sha256)
    }
}

/// Writes the file, from one state of the register.
pub(super) fn write(store: &Store, name: Name, today: NaiveDate) -> Result<Dump, DumpError> {
    store.read(|conn| {
        let moment = Moment::of(conn, today)?;
        let mut plain = Counted::new()?;
        let mut compressed = GzEncoder::new(Counted::new()?, Compression::default());
        let rows = contents::write(conn, name, moment, &mut Both(&mut plain, &mut compressed))?;
        let compressed = compressed.finish()?.done()?;
        Ok(Dump { name, moment, rows, plain: plain.done()?, compressed })
    })
}

/// The same bytes to both.
struct Both<'a>(&'a mut Counted, &'a mut GzEncoder<Counted>);

impl Write for Both<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.write_all(bytes)?;
        self.1.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A file that is being written.
struct Counted {
    out: BufWriter<NamedTempFile>,
    length: u64,
    hasher: Sha256,
}

impl Counted {
    fn new() -> std::io::Result<Self> {
        let file = tempfile::Builder::new().prefix("stelselwacht-").tempfile()?;
        Ok(Self { out: BufWriter::with_capacity(64 * 1024, file), length: 0, hasher: Sha256::new() })
    }

    fn done(self) -> std::io::Result<Stored> {
        let file = self.out.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        Ok(Stored { file, length: self.length, sha256: self.hasher.finalize().into() })
    }
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.out.write_all(bytes)?;
        self.hasher.update(bytes);
        self.length += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}
