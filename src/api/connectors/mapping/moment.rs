//! Moments as desks write them.

use crate::{
    api::{Kind, Raw, decimal},
    domain::Time,
};

/// How a moment is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// RFC 3339.
    Standard,
    /// Seconds since 1970.
    Seconds,
    /// Milliseconds since 1970.
    Millis,
    /// As strftime writes it; the zone where the text has none, such as `+01:00`.
    Pattern(Vec<Piece>, String),
}

/// A piece of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A character as it is; a blank takes any white space.
    Itself(char),
    /// `%Y`, `%m`, `%d`, `%H`, `%M`, `%S`, and `%f` for a fraction of a second.
    Number(char),
    /// `%z`: `Z`, `+0700` or `+07:00`.
    Zone,
}

/// Takes a strftime format apart.
///
/// # Errors
/// The letter that is not known.
pub fn pattern(text: &str) -> Result<Vec<Piece>, char> {
    let mut pieces = Vec::new();
    let mut letters = text.chars();
    while let Some(it) = letters.next() {
        pieces.push(match it {
            '%' => match letters.next() {
                Some(it @ ('Y' | 'm' | 'd' | 'H' | 'M' | 'S' | 'f')) => Piece::Number(it),
                Some('z') => Piece::Zone,
                Some('%') => Piece::Itself('%'),
                other => return Err(other.unwrap_or('%')),
            },
            other => Piece::Itself(other),
        });
    }
    Ok(pieces)
}

/// Whether it is a zone that [`Format::Pattern`] can take: `Z`, or hours and minutes.
pub fn is_zone(text: &str) -> bool {
    Time::parse(&format!("2000-01-01T00:00:00{text}")).is_some()
}

/// `None` for what is no moment, and for 1970: some desks write it for "never".
pub fn read(raw: &Raw, format: &Format) -> Option<Time> {
    let number = || match raw.kind() {
        Kind::Number => raw.as_number(),
        Kind::Text(it) => decimal(it.trim()),
        _ => None,
    };
    let time = match format {
        Format::Standard => Time::parse(raw.as_text()?.trim())?,
        Format::Seconds => Time::from_millis(number()? * 1000.0),
        Format::Millis => Time::from_millis(number()?),
        Format::Pattern(pieces, zone) => Time::parse(&rewritten(&raw.as_text()?, pieces, zone)?)?,
    };
    // The last moment that RFC 3339 can name; beyond it a number counts something else.
    const END: f64 = 253_402_300_799_999.0;
    const DAY: f64 = 86_400_000.0;
    (DAY..=END).contains(&time.millis()).then_some(time)
}

/// In RFC 3339.
fn rewritten(text: &str, pieces: &[Piece], zone: &str) -> Option<String> {
    let (mut year, mut month, mut day) = ("1970", "01", "01");
    let (mut hour, mut minute, mut second) = ("00", "00", "00");
    let (mut fraction, mut zone) = ("", zone.to_owned());
    let mut rest = text.trim();
    for piece in pieces {
        match piece {
            Piece::Itself(it) if it.is_whitespace() => rest = rest.trim_start(),
            Piece::Itself(it) => rest = rest.strip_prefix(*it)?,
            Piece::Number(letter) => {
                let most = match letter {
                    'Y' => 4,
                    'f' => 9,
                    _ => 2,
                };
                let digits = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
                if digits == 0 || (*letter != 'f' && digits != most) {
                    return None;
                }
                let (number, after) = rest.split_at(digits);
                rest = after;
                match letter {
                    'Y' => year = number,
                    'm' => month = number,
                    'd' => day = number,
                    'H' => hour = number,
                    'M' => minute = number,
                    'S' => second = number,
                    _ => fraction = number,
                }
            }
            Piece::Zone => {
                let length = if rest.starts_with(['Z', 'z']) {
                    1
                } else if rest.as_bytes().get(3) == Some(&b':') {
                    6
                } else {
                    5
                };
                let (found, after) = rest.split_at_checked(length)?;
                rest = after;
                zone = match length {
                    5 => format!("{}:{}", found.get(..3)?, found.get(3..)?),
                    _ => found.to_owned(),
                };
            }
        }
    }
    let point = if fraction.is_empty() { "" } else { "." };
    rest.trim()
        .is_empty()
        .then(|| format!("{year}-{month}-{day}T{hour}:{minute}:{second}{point}{fraction}{zone}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, format: &str, zone: &str, expected: Option<&str>) {
        let format = Format::Pattern(pattern(format).unwrap(), zone.to_owned());
        let time = read(&Raw::of_text(text), &format).map(Time::to_rfc3339);
        assert_eq!(time.as_deref(), expected, "{text}");
    }

    #[test]
    fn odd_dates_are_read() {
        check("2026-11-23.12:40:59", "%Y-%m-%d.%H:%M:%S", "Z", Some("2026-11-23T12:40:59Z"));
        check("2026-11-23 12:40:59", "%Y-%m-%d %H:%M:%S", "+01:00", Some("2026-11-23T11:40:59Z"));
        check(
            "2015-10-08T14:42:00.250+0700",
            "%Y-%m-%dT%H:%M:%S.%f%z",
            "Z",
            Some("2015-10-08T07:42:00Z"),
        );
        check("23/11/2026", "%d/%m/%Y", "Z", Some("2026-11-23T00:00:00Z"));
    }

    #[test]
    fn what_does_not_fit_is_no_moment() {
        for text in ["", "2026-11-23", "2026-11-23 12:40:59 and more", "2026-13-23 12:40:59"] {
            check(text, "%Y-%m-%d %H:%M:%S", "Z", None);
        }
        check("é2345", "%z", "Z", None);
    }

    #[test]
    fn never_is_no_moment() {
        check("1970-01-01 00:00:00", "%Y-%m-%d %H:%M:%S", "Z", None);
        assert_eq!(read(&Raw::of_number(0.0), &Format::Seconds), None);
        assert_eq!(read(&Raw::of_number(f64::NAN), &Format::Millis), None);
        assert_eq!(read(&Raw::of_number(1e300), &Format::Millis), None);
    }
}
