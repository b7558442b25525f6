//! Time: where it comes from, how seeds and answers write it.

use std::sync::Arc;

use anyhow::{Context, Result, bail};
use jiff::{SignedDuration, Timestamp};

/// Where the time comes from; tests bring their own.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The machine's clock.
#[must_use]
pub fn system() -> Clock {
    Arc::new(Timestamp::now)
}

/// Milliseconds since 1970 as RFC 3339 in UTC.
///
/// # Errors
/// Beyond the year 9999.
pub fn rfc3339(ms: i64) -> Result<String> {
    let at = Timestamp::from_millisecond(ms).context("a time out of range")?;
    Ok(at.to_string())
}

/// An offset such as `-3d 4h 20m` from `now`, in milliseconds since 1970.
///
/// Seeds name offsets so that the demo always looks fresh.
///
/// # Errors
/// When it is not an offset.
pub fn offset(text: &str, now: Timestamp) -> Result<i64> {
    let (sign, rest) = match text.as_bytes().first() {
        Some(b'-') => (-1, &text[1..]),
        Some(b'+') => (1, &text[1..]),
        _ => bail!("`{text}` is not an offset: it begins with neither + nor -"),
    };
    let mut seconds = 0_i64;
    for part in rest.split_whitespace() {
        let number = part.trim_end_matches(|it: char| it.is_ascii_alphabetic());
        let unit = match &part[number.len()..] {
            "d" => 86_400,
            "h" => 3_600,
            "m" => 60,
            "s" => 1,
            _ => bail!("`{text}`: `{part}` has no unit of d, h, m, s"),
        };
        let number: i64 = number.parse().with_context(|| format!("`{text}`: `{part}`"))?;
        seconds += number * unit;
    }
    let at = now
        .checked_add(SignedDuration::from_secs(sign * seconds))
        .with_context(|| format!("`{text}` is too far away"))?;
    Ok(at.as_second() * 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        let now: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
        assert_eq!(rfc3339(offset(text, now).unwrap()).unwrap(), expect);
    }

    #[test]
    fn offsets_add_up() {
        check("-3d 4h 20m", "2026-02-26T07:40:00Z");
        check("+1d 2h", "2026-03-02T14:00:00Z");
        check("-40m", "2026-03-01T11:20:00Z");
    }

    #[test]
    fn what_is_not_an_offset_is_refused() {
        for text in ["", "3d", "-3", "-3w", "-d"] {
            assert!(offset(text, Timestamp::UNIX_EPOCH).is_err(), "{text}");
        }
    }
}
