//! The records of a ZIP file, by PKWARE's APPNOTE 6.3.10, sections 4.3 and 4.4.

/// Numbers in the order in which they lie, the least byte first.
pub(super) struct Fields<'a>(pub &'a [u8]);

impl<'a> Fields<'a> {
    pub fn bytes(&mut self, length: usize) -> Option<&'a [u8]> {
        self.0.split_off(..length)
    }

    pub fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes(self.bytes(2)?.try_into().ok()?))
    }

    pub fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.bytes(4)?.try_into().ok()?))
    }
}

/// What a file's header says both before the file and in the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    pub version_needed: u16,
    pub flags: u16,
    pub method: u16,
    pub time: u32,
    pub crc: u32,
    pub packed: u64,
    pub size: u64,
    pub name_length: u16,
    pub extra_length: u16,
}

impl Header {
    /// The length of these fields.
    pub const LENGTH: usize = 26;

    pub fn read(fields: &mut Fields<'_>) -> Option<Self> {
        Some(Self {
            version_needed: fields.u16()?,
            flags: fields.u16()?,
            method: fields.u16()?,
            time: fields.u32()?,
            crc: fields.u32()?,
            packed: fields.u32()?.into(),
            size: fields.u32()?.into(),
            name_length: fields.u16()?,
            extra_length: fields.u16()?,
        })
    }
}

/// The end of the directory, and of the archive.
pub(super) struct End {
    pub members: u16,
    pub size: u32,
    pub at: u32,
}

impl End {
    pub const LENGTH: usize = 22;
    const MAGIC: &[u8] = b"PK\x05\x06";

    /// Reads the last bytes of an archive; why there is no archive, in words.
    pub fn read(bytes: &[u8]) -> Result<Self, &'static str> {
        const NO_END: &str = "it is no ZIP file, or something was added behind it";
        let mut fields = Fields(bytes.strip_prefix(Self::MAGIC).ok_or(NO_END)?);
        let mut disks = || Some((fields.u16()?, fields.u16()?, fields.u16()?));
        let (disk, first_disk, here) = disks().ok_or(NO_END)?;
        let mut rest = || Some((fields.u16()?, fields.u32()?, fields.u32()?, fields.u16()?));
        let (members, size, at, comment) = rest().ok_or(NO_END)?;
        if members == u16::MAX || size == u32::MAX || at == u32::MAX {
            return Err("it has more than 65,534 files or 4 GB (ZIP64): unpack it, and verify the folder");
        }
        match (disk, first_disk, comment) {
            (0, 0, 0) if here == members => Ok(Self { members, size, at }),
            _ => Err(NO_END),
        }
    }
}

/// Whether extra fields say nothing that a file's name or content would depend on. Other times and owners they may tell.
pub(super) fn are_harmless(extra: &[u8]) -> bool {
    // ZIP64's sizes; another name; ways of encryption.
    const ACTING: [u16; 5] = [0x0001, 0x7075, 0x6375, 0x0017, 0x9901];
    let mut fields = Fields(extra);
    while !fields.0.is_empty() {
        let Some((id, length)) = fields.u16().zip(fields.u16()) else { return false };
        if ACTING.contains(&id) || fields.bytes(length.into()).is_none() {
            return false;
        }
    }
    true
}
