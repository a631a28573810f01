//! A file read under limits, which remembers what went wrong.

use std::io::{Error, Read, Result, Seek, SeekFrom};

use super::Unread;

/// How often the whole file may be read: finding the store, the hash, and the boxes again for each.
const TIMES: u64 = 8;
/// What a small file may be read in bytes and calls, whatever its size.
const BYTES_FREE: u64 = 64 << 20;
/// Every box costs a call or two, and about 200 bytes of memory in the library.
const CALLS_FREE: u64 = 4 << 20;
/// A sound file is read in larger pieces than this, in bytes.
const PIECE: u64 = 4096;

/// A source that hands out a bounded number of bytes in a bounded number of calls.
pub(super) struct Bounded<S> {
    inner: S,
    len: u64,
    bytes_left: u64,
    calls_left: u64,
    fault: Option<Unread>,
}

impl<S: Read + Seek> Bounded<S> {
    pub(super) fn new(mut inner: S) -> Result<Self> {
        let len = inner.seek(SeekFrom::End(0))?;
        inner.rewind()?;
        Ok(Self {
            inner,
            len,
            bytes_left: len.saturating_mul(TIMES).saturating_add(BYTES_FREE),
            calls_left: CALLS_FREE.saturating_add(len / PIECE),
            fault: None,
        })
    }

    /// The length of the source in bytes.
    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// Why it could not be read to the end, if that is so.
    pub(super) fn fault(&self) -> Option<Unread> {
        self.fault.clone()
    }

    fn count(&mut self) -> Result<()> {
        match self.calls_left.checked_sub(1) {
            Some(left) => self.calls_left = left,
            None => return Err(self.spent()),
        }
        Ok(())
    }

    fn spent(&mut self) -> Error {
        self.fault.get_or_insert(Unread::TooMuchWork);
        Error::other("too much work for one file")
    }

    fn noted<T>(&mut self, result: Result<T>) -> Result<T> {
        result.inspect_err(|error| {
            if error.kind() != std::io::ErrorKind::Interrupted {
                self.fault.get_or_insert(Unread::Io { detail: error.to_string() });
            }
        })
    }
}

impl<S: Read + Seek> Read for Bounded<S> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        self.count()?;
        let result = self.inner.read(into);
        let read = self.noted(result)?;
        match self.bytes_left.checked_sub(read as u64) {
            Some(left) => self.bytes_left = left,
            None => return Err(self.spent()),
        }
        Ok(read)
    }
}

impl<S: Read + Seek> Seek for Bounded<S> {
    // A seek to before the start is a number in the file that is wrong, not a fault of the disk.
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        self.count()?;
        self.inner.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    struct Broken;

    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> Result<usize> {
            Err(Error::other("bad sector"))
        }
    }

    impl Seek for Broken {
        fn seek(&mut self, _: SeekFrom) -> Result<u64> {
            Ok(100)
        }
    }

    #[test]
    fn a_small_file_cannot_be_read_for_ever() {
        let mut bounded = Bounded::new(Cursor::new(vec![0; 1 << 20])).unwrap();
        let mut into = vec![0; 1 << 20];
        let passes = (0..1000)
            .take_while(|_| bounded.rewind().and_then(|()| bounded.read_exact(&mut into)).is_ok())
            .count();
        assert_eq!(passes as u64, TIMES + 64);
        assert_eq!(bounded.fault(), Some(Unread::TooMuchWork));
    }

    #[test]
    fn endless_small_steps_end() {
        let mut bounded = Bounded::new(Cursor::new(vec![0; 8])).unwrap();
        let mut calls = 0_u64;
        while bounded.rewind().is_ok() {
            calls += 1;
        }
        assert_eq!(calls, CALLS_FREE);
    }

    #[test]
    fn a_failing_disk_is_remembered() {
        let mut bounded = Bounded::new(Broken).unwrap();
        assert!(bounded.read(&mut [0; 4]).is_err());
        assert_eq!(bounded.fault(), Some(Unread::Io { detail: "bad sector".into() }));
    }
}
