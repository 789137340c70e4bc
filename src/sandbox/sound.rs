//! Sound: a tone of half a second as a WAV file, the same each time.

/// Samples a second, each one byte.
const RATE: u32 = 8_000;

/// A tone of so many hertz, below half the rate.
pub(super) fn wav(frequency: u32) -> Vec<u8> {
    let samples = (0..RATE / 2).map(|number| sample(number * frequency % RATE));
    let samples: Vec<u8> = samples.collect();
    let length = RATE / 2;
    let mut file = Vec::new();
    file.extend(b"RIFF");
    file.extend((36 + length).to_le_bytes());
    file.extend(b"WAVEfmt ");
    // The size of what follows; plain samples, one channel.
    file.extend([16, 0, 0, 0, 1, 0, 1, 0]);
    file.extend(RATE.to_le_bytes());
    file.extend(RATE.to_le_bytes());
    // Bytes and bits of a sample.
    file.extend([1, 0, 8, 0]);
    file.extend(b"data");
    file.extend(length.to_le_bytes());
    file.extend(samples);
    file
}

/// The sine at a phase below [`RATE`], which is one turn, by Bhaskara's formula: it needs no
/// fractions, so that every machine has the same bytes.
fn sample(phase: u32) -> u8 {
    const HALF: u32 = RATE / 2;
    const LOUD: u32 = 127;
    let rest = phase % HALF;
    let bow = rest * (HALF - rest);
    let height = u64::from(LOUD * 16) * u64::from(bow) / u64::from(5 * HALF * HALF - 4 * bow);
    let height = u8::try_from(height).unwrap_or(0);
    if phase < HALF {
        128 + height
    } else {
        128 - height
    }
}

#[cfg(test)]
mod tests {
    use super::{RATE, sample, wav};

    #[test]
    fn a_turn_goes_up_and_down() {
        let at = |twelfth| sample(RATE * twelfth / 12);
        assert_eq!(
            [0, 1, 3, 5, 6, 7, 9, 11].map(at),
            [128, 191, 255, 191, 128, 65, 1, 65]
        );
    }

    #[test]
    fn a_file_says_how_long_it_is() {
        let file = wav(440);
        let number = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().unwrap());
        assert_eq!((&file[..4], &file[8..16]), (&b"RIFF"[..], &b"WAVEfmt "[..]));
        assert_eq!(number(4) as usize, file.len() - 8);
        assert_eq!(
            (&file[36..40], number(40) as usize),
            (&b"data"[..], file.len() - 44)
        );
        assert_ne!(file, wav(441));
    }
}
