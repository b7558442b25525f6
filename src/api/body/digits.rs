//! Integers that the browser's parser would round.

/// Puts quotes around integers of more than 15 digits outside strings.
///
/// The browser's parser rounds them above 2^53, and a rounded id is another ticket's. Ids are
/// read as text everywhere, so the quotes cost nothing where they matter.
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]
pub fn quote_long_integers(text: &str) -> std::borrow::Cow<'_, str> {
    const SAFE_DIGITS: usize = 15;
    let bytes = text.as_bytes();
    let mut out = String::new();
    let (mut copied, mut at, mut in_string) = (0, 0, false);
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if in_string => at += 1,
            b'"' => in_string = !in_string,
            b'-' | b'0'..=b'9' if !in_string => {
                let start = at;
                while at + 1 < bytes.len()
                    && matches!(bytes[at + 1], b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-')
                {
                    at += 1;
                }
                let number = &text[start..=at];
                if number.len() > SAFE_DIGITS
                    && number.trim_start_matches('-').bytes().all(|it| it.is_ascii_digit())
                {
                    out.push_str(&text[copied..start]);
                    out.push('"');
                    out.push_str(number);
                    out.push('"');
                    copied = at + 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    if copied == 0 {
        return text.into();
    }
    out.push_str(&text[copied..]);
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(quote_long_integers(text), expected);
    }

    #[test]
    fn long_ids_keep_every_digit() {
        check(
            r#"{"id":9007199254740993,"n":-12345678901234567}"#,
            r#"{"id":"9007199254740993","n":"-12345678901234567"}"#,
        );
    }

    #[test]
    fn everything_else_stays() {
        for text in [
            r#"{"id":42,"x":1.2345678901234567,"y":1e400}"#,
            r#"{"s":"12345678901234567890, \"9007199254740993\" \\"}"#,
            "[]",
            "12",
        ] {
            check(text, text);
        }
    }
}
