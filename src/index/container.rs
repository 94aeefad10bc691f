//! The form of an index's file: a line of text, the parts one after the other, and checksums.
//!
//! ```text
//! rapporteur index 1, engine 0123456789abcdef, 6 parts\n
//! the length of each part, 8 bytes, the lowest first
//! the parts
//! the CRC-32 of each 64 KiB of all that stands before, 4 bytes, the lowest first
//! ```
//!
//! A CRC-32 finds every change of up to 32 bits in a row within its block; what is cut off, or written on,
//! no longer has the length that the lengths of the parts add up to.

use std::sync::Arc;

use super::Doubt;
use crate::record::Packed;

/// The engine that is running: a digest of what it was built from.
const ENGINE: &str = env!("RAPPORTEUR_ENGINE");
/// How the first line begins.
const MAGIC: &str = "rapporteur index 1, engine ";
const BLOCK: usize = 64 << 10;

/// Returns the file that holds some parts.
pub fn sealed(parts: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = format!("{MAGIC}{ENGINE}, {} parts\n", parts.len()).into_bytes();
    for part in parts {
        bytes.extend((part.len() as u64).to_le_bytes());
    }
    parts.iter().for_each(|part| bytes.extend(part));
    let sums: Vec<[u8; 4]> =
        bytes.chunks(BLOCK).map(|block| crc32fast::hash(block).to_le_bytes()).collect();
    bytes.extend(sums.concat());
    bytes
}

/// Returns the parts of a file, every block of it held against its checksum.
pub fn open(all: &Arc<Vec<u8>>) -> Result<Vec<Packed>, Doubt> {
    let line = all.iter().take(128).position(|byte| *byte == b'\n').ok_or(Doubt::Damaged)?;
    let words = std::str::from_utf8(&all[..line]).map_err(|_| Doubt::Damaged)?;
    let rest = words.strip_prefix(MAGIC).ok_or(Doubt::OtherEngine)?;
    let (engine, count) = rest.split_once(", ").ok_or(Doubt::Damaged)?;
    if engine != ENGINE {
        return Err(Doubt::OtherEngine);
    }
    let count = count.strip_suffix(" parts").and_then(|count| count.parse::<usize>().ok());
    let count = count.filter(|count| *count < 64).ok_or(Doubt::Damaged)?;
    let lengths = all.get(line + 1..line + 1 + count * 8).ok_or(Doubt::Damaged)?;
    let mut parts = Vec::with_capacity(count);
    let mut at = line + 1 + count * 8;
    for length in lengths.chunks_exact(8) {
        let length = u64::from_le_bytes(length.try_into().expect("chunks of eight"));
        let length = usize::try_from(length).map_err(|_| Doubt::Damaged)?;
        let end = at.checked_add(length).filter(|end| *end <= all.len()).ok_or(Doubt::Damaged)?;
        parts.push(Packed { all: Arc::clone(all), range: (at, end) });
        at = end;
    }
    let (body, sums) = all.split_at(at);
    if sums.len() != body.len().div_ceil(BLOCK) * 4 {
        return Err(Doubt::Damaged);
    }
    let holds =
        |(block, sum): (&[u8], &[u8])| crc32fast::hash(block).to_le_bytes().as_slice() == sum;
    let whole = body.chunks(BLOCK).zip(sums.chunks_exact(4)).all(holds);
    if whole { Ok(parts) } else { Err(Doubt::Damaged) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two() -> Vec<u8> {
        sealed(&[b"the first".to_vec(), vec![7; 100_000], Vec::new()])
    }

    #[test]
    fn what_was_sealed_opens() {
        let parts = open(&Arc::new(two())).unwrap();
        let lengths: Vec<usize> = parts.iter().map(|part| part.bytes().len()).collect();
        assert_eq!((parts[0].bytes(), lengths), (b"the first".as_slice(), vec![9, 100_000, 0]));
    }

    #[test]
    fn every_flipped_bit_is_found() {
        let file = two();
        // All of the line and the lengths, then a bit in each stretch of the rest.
        let places =
            (0..400).chain((400..file.len()).step_by(97)).chain(file.len() - 8..file.len());
        for at in places {
            for bit in 0..8 {
                let mut flipped = file.clone();
                flipped[at] ^= 1 << bit;
                assert!(open(&Arc::new(flipped)).is_err(), "bit {bit} of byte {at}");
            }
        }
    }

    #[test]
    fn every_bit_of_a_small_file_counts() {
        let file = sealed(&[b"the first".to_vec(), vec![7; 900], Vec::new()]);
        for at in 0..file.len() {
            for bit in 0..8 {
                let mut flipped = file.clone();
                flipped[at] ^= 1 << bit;
                assert!(open(&Arc::new(flipped)).is_err(), "bit {bit} of byte {at}");
            }
        }
    }

    #[test]
    fn every_cut_and_everything_written_on_is_found() {
        let file = sealed(&[b"the first".to_vec(), vec![7; 300], Vec::new()]);
        for length in 0..file.len() {
            assert!(open(&Arc::new(file[..length].to_vec())).is_err(), "cut to {length}");
        }
        assert!(open(&Arc::new([file, vec![0]].concat())).is_err());
    }

    #[test]
    fn what_another_engine_made_is_told_from_what_is_damaged() {
        let other = String::from_utf8_lossy(&two()[..80]).replace(ENGINE, "fedcba9876543210");
        let mut file = two();
        file[..80].copy_from_slice(&other.as_bytes()[..80]);
        assert_eq!(open(&Arc::new(file)).unwrap_err(), Doubt::OtherEngine);
    }
}
