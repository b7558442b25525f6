//! Numbers that come as text.

/// A decimal number such as `12` or `-0.25`; `None` for anything else, exponents too.
///
/// Not the standard library's parser: its table of powers is 10 kB that no compressor makes smaller, for
/// every visitor.
pub fn decimal(text: &str) -> Option<f64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1.0, digits),
        None => (1.0, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let count = |it: &str| {
        let is_plain = !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit());
        is_plain.then(|| it.bytes().fold(0.0, |sum, byte| sum * 10.0 + f64::from(byte - b'0')))
    };
    let scale = part.bytes().fold(1.0, |scale, _| scale * 10.0);
    Some(sign * (count(whole)? + count(part)? / scale))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_plain_is_read() {
        for (text, expected) in [
            ("0", Some(0.0)),
            ("1732406400123", Some(1_732_406_400_123.0)),
            ("1732406400.5", Some(1_732_406_400.5)),
            ("-3.25", Some(-3.25)),
            ("", None),
            (".5", None),
            ("5.", None),
            ("1e3", None),
            ("NaN", None),
            ("١٢", None),
        ] {
            assert_eq!(decimal(text), expected, "{text}");
        }
    }
}
