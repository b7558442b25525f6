//! Instants, and the one text form of them that crosses borders.

/// An instant: milliseconds since 1970-01-01T00:00:00Z, as the browser counts them.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Time(f64);

impl Time {
    /// From milliseconds since 1970 in UTC.
    pub fn from_millis(millis: f64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970 in UTC.
    pub fn millis(self) -> f64 {
        self.0
    }

    /// Reads RFC 3339 (`2026-11-20T14:05:00.25Z`, `…+09:00`).
    ///
    /// `None` for anything else: a date without a zone would be a guess, and a wrong time is worse
    /// than none.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let number = |from: usize, to: usize| -> Option<i64> {
            let digits = bytes.get(from..to)?;
            digits.iter().try_fold(0, |sum, byte| match byte {
                b'0'..=b'9' => Some(sum * 10 + i64::from(byte - b'0')),
                _ => None,
            })
        };
        let is = |at: usize, any: &[u8]| bytes.get(at).is_some_and(|byte| any.contains(byte));
        if !(is(4, b"-") && is(7, b"-") && is(10, b"Tt ") && is(13, b":") && is(16, b":")) {
            return None;
        }
        let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let mut at = 19;
        let mut millis = 0.0;
        if is(at, b".") {
            at += 1;
            let mut unit = 100.0;
            while let Some(digit @ b'0'..=b'9') = bytes.get(at) {
                millis += f64::from(digit - b'0') * unit;
                unit /= 10.0;
                at += 1;
            }
        }
        let offset = match bytes.get(at)? {
            b'Z' | b'z' if bytes.len() == at + 1 => 0,
            sign @ (b'+' | b'-') if bytes.len() == at + 6 && is(at + 3, b":") => {
                let minutes = number(at + 1, at + 3)? * 60 + number(at + 4, at + 6)?;
                if *sign == b'+' { minutes } else { -minutes }
            }
            _ => return None,
        };
        let minutes = (days_from_civil(year, month, day) * 24 + hour) * 60 + minute - offset;
        Some(Self((minutes * 60 + second) as f64 * 1000.0 + millis))
    }

    /// As `<time datetime>` wants it: RFC 3339 in UTC, to the second.
    pub fn to_rfc3339(self) -> String {
        let seconds = (self.0 / 1000.0).floor() as i64;
        let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        let (year, month, day) = civil_from_days(days);
        let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

/// Days since 1970 of a day of the Gregorian calendar (Howard Hinnant's method).
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The reverse of [`days_from_civil`].
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_index = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_index + 2) / 5 + 1;
    let month = if month_index < 10 { month_index + 3 } else { month_index - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(Time::parse(text).map(Time::to_rfc3339).as_deref(), expected, "{text}");
    }

    #[test]
    fn instants_survive_a_round_trip() {
        for text in [
            "1970-01-01T00:00:00Z",
            "2026-11-20T14:05:09Z",
            "2024-02-29T23:59:59Z",
            "1969-12-31T23:59:59Z",
        ] {
            check(text, Some(text));
        }
    }

    #[test]
    fn offsets_and_fractions_are_understood() {
        check("2026-11-20T14:05:00.250+09:00", Some("2026-11-20T05:05:00Z"));
        check("2026-11-20t14:05:00-05:30", Some("2026-11-20T19:35:00Z"));
    }

    #[test]
    fn a_date_without_a_zone_is_no_instant() {
        for text in [
            "",
            "2026-11-20",
            "2026-11-20T14:05:00",
            "2026-13-01T00:00:00Z",
            "2026-11-20.14:05:00",
            "2026-11-20T14:05:00+0700",
            "２026-11-20T14:05:00Z",
        ] {
            check(text, None);
        }
    }
}
