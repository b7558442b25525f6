//! Times as text: whether they are RFC 3339 in UTC, and which comes first.

/// A time in UTC as text that sorts as time does, or what is wrong with it.
pub fn utc(text: &str) -> Result<String, &'static str> {
    const ODD: &str = "is no RFC 3339 time";
    let bytes = text.as_bytes();
    let is = |at: usize, any: &[u8]| bytes.get(at).is_some_and(|it| any.contains(it));
    let number = |from: usize, to: usize| -> Option<u32> {
        let digits = text.get(from..to).filter(|it| it.bytes().all(|it| it.is_ascii_digit()))?;
        digits.parse().ok()
    };
    let marks = [(4, "-"), (7, "-"), (10, "Tt"), (13, ":"), (16, ":")];
    if !marks.iter().all(|(at, any)| is(*at, any.as_bytes())) {
        return Err(ODD);
    }
    let parts = [(0, 4), (5, 7), (8, 10), (11, 13), (14, 16), (17, 19)];
    let parts: Option<Vec<u32>> = parts.iter().map(|(from, to)| number(*from, *to)).collect();
    let Some([year, month, day, hour, minute, second]) = parts.as_deref() else {
        return Err(ODD);
    };
    let in_range = (1..=12).contains(month)
        && (1..=days(*year, *month)).contains(day)
        && *hour < 24
        && *minute < 60
        && *second <= 60;
    let rest = text.get(19..).filter(|_| in_range).ok_or(ODD)?;
    let (fraction, zone) = match rest.strip_prefix('.') {
        Some(rest) => {
            let end = rest.find(|it: char| !it.is_ascii_digit()).unwrap_or(rest.len());
            if end == 0 {
                return Err(ODD);
            }
            rest.split_at(end)
        }
        None => ("", rest),
    };
    match zone {
        "Z" | "z" | "+00:00" | "-00:00" => Ok(format!("{} {fraction:0<9}", &text[..19])),
        "" => Err("names no zone"),
        _ if zone.starts_with(['+', '-']) => Err("is not in UTC"),
        _ => Err(ODD),
    }
}

fn days(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_time_in_utc_is_one() {
        for text in ["2026-11-20T14:05:00Z", "2024-02-29T00:00:00.25Z", "2026-11-20T14:05:00+00:00"]
        {
            assert!(utc(text).is_ok(), "{text}");
        }
        let check = |text: &str, why: &str| assert_eq!(utc(text), Err(why), "{text}");
        check("2026-11-20T14:05:00+09:00", "is not in UTC");
        check("2026-11-20T14:05:00", "names no zone");
        check("2026-11-20", "is no RFC 3339 time");
        check("2026-02-29T00:00:00Z", "is no RFC 3339 time");
        check("2026-11-20 14:05:00Z", "is no RFC 3339 time");
        check("2026-11-20T14:05:00.Z", "is no RFC 3339 time");
        check("2026-11-20T14:05:0éZ", "is no RFC 3339 time");
        check("yesterday", "is no RFC 3339 time");
    }

    #[test]
    fn earlier_times_sort_first() {
        let all = ["2026-11-20T14:05:00Z", "2026-11-20T14:05:00.05Z", "2026-11-20T14:05:00.5Z"];
        let mut sorted = all.map(|it| utc(it).unwrap());
        sorted.reverse();
        sorted.sort();
        assert_eq!(sorted, all.map(|it| utc(it).unwrap()));
    }
}
