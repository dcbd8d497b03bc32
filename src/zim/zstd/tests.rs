use super::*;
use proptest::prelude::*;
use ruzstd::decoding::StreamingDecoder;
use std::io::Read;

fn unpacked(frame: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    StreamingDecoder::new(frame).unwrap().read_to_end(&mut out).unwrap();
    out
}

/// Numbers that follow no rule one could see, the same in each run.
fn noise(count: usize) -> impl Iterator<Item = u32> {
    std::iter::successors(Some(1_u32), |last| Some(last.wrapping_mul(1_664_525).wrapping_add(1_013_904_223)))
        .map(|number| number >> 8)
        .take(count)
}

#[test]
fn what_repeats_takes_little() {
    let (far, near) = ("far away ".repeat(30_000), "x".repeat(300_000));
    for (text, most) in [(far.as_bytes(), 60), (near.as_bytes(), 60), (b"".as_slice(), 9), (b"a", 10), (b"abcd", 13)] {
        let small = compress(text);
        assert_eq!(unpacked(&small), text);
        assert!(small.len() <= most, "{} became {}", text.len(), small.len());
    }
}

/// All that the headers of literals and sequences can say, at the edges: how many bytes, of how many kinds, how often each.
#[test]
fn every_form_is_read_again() {
    for kinds in [1, 2, 3, 16, 129, 200, 256] {
        for size in
            [0, 1, 2, 31, 32, 255, 256, 257, 1023, 1024, 4095, 4096, 16_383, 16_384, BLOCK - 1, BLOCK, BLOCK + 1]
        {
            let even: Vec<u8> = noise(size).map(|number| (number % kinds) as u8).collect();
            // Each kind is half as frequent as the one before.
            let uneven: Vec<u8> = noise(size).map(|number| (number.trailing_zeros() % kinds) as u8).collect();
            let high: Vec<u8> = even.iter().map(|byte| 255 - byte).collect();
            for text in [even, uneven, high] {
                assert!(unpacked(&compress(&text)) == text, "{size} bytes of {kinds} kinds");
            }
        }
    }
}

/// Repetitions of every length and distance, alone and following on each other, with the distances that readers remember.
#[test]
fn every_repetition_is_read_again() {
    let noise_of = |count| noise(count).map(|number| number as u8);
    let base: Vec<u8> = noise_of(70_000).collect();
    let lengths =
        (4..40).chain([42, 43, 50, 51, 66, 67, 98, 99, 130, 131, 258, 259, 1026, 4099, 32_771, 65_538, 65_539]);
    for length in lengths {
        for gap in [0, 1, 17, 64, 5000] {
            let mut text = base[..length + 2000].to_vec();
            for (turn, from) in noise(12).enumerate() {
                let from = if turn % 3 == 0 { from as usize % 1000 } else { 500 };
                text.extend_from_slice(&base[from..from + length]);
                text.extend(noise_of(gap + turn).skip(turn));
            }
            assert!(unpacked(&compress(&text)) == text, "length {length}, gap {gap}");
        }
    }
}

/// Many small repetitions in one block, and more than one block has.
#[test]
fn many_sequences_are_read_again() {
    let words: Vec<[u8; 6]> =
        noise(200).map(|number| [1, 2, 3, 5, 7, 11].map(|by| ((number * by) >> 8) as u8)).collect();
    let text: Vec<u8> = noise(40_000).flat_map(|number| words[number as usize % words.len()]).collect();
    let small = compress(&text);
    assert_eq!(unpacked(&small), text);
    assert!(small.len() < text.len() / 3, "{}", small.len());
    let [longest_short, long, longest] = [0x7EFF, 0x7F00, 0x17EFF].map(sequences::count);
    assert_eq!(longest_short, Some(vec![0xFE, 0xFF]));
    assert_eq!((long, longest), (Some(vec![255, 0, 0]), Some(vec![255; 3])));
}

proptest! {
    #[test]
    fn what_is_compressed_unpacks(
        kinds in 1_u8..=255,
        parts in prop::collection::vec((any::<u8>(), 1_usize..3000, any::<bool>()), 0..40),
    ) {
        let mut text: Vec<u8> = Vec::new();
        for (seed, length, again) in parts {
            if again && !text.is_empty() {
                let from = text.len() * usize::from(seed) / 256;
                text.extend_from_within(from..(from + length).min(text.len()));
            } else {
                text.extend(noise(length).map(|number| (number.wrapping_mul(u32::from(seed) | 1) >> 3) as u8 % kinds));
            }
        }
        prop_assert_eq!(unpacked(&compress(&text)), text);
    }
}
