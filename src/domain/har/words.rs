//! Strings and numbers of JSON.

/// How long the number is that stands here.
pub fn number(bytes: &[u8]) -> Option<usize> {
    let digits = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        rest.iter().take_while(|it| it.is_ascii_digit()).count()
    };
    let mut at = usize::from(bytes.first() == Some(&b'-'));
    match digits(at) {
        0 => return None,
        more if more > 1 && bytes.get(at) == Some(&b'0') => return None,
        more => at += more,
    }
    if bytes.get(at) == Some(&b'.') {
        let more = digits(at + 1);
        if more == 0 {
            return None;
        }
        at += 1 + more;
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        at += 1 + usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        let more = digits(at);
        if more == 0 {
            return None;
        }
        at += more;
    }
    Some(at)
}

/// What a string says. Half of a pair that stands alone cannot be said, and becomes �.
pub fn decode(quoted: &str) -> String {
    let inside = quoted.strip_prefix('"').and_then(|it| it.strip_suffix('"')).unwrap_or(quoted);
    let mut out = String::with_capacity(inside.len());
    let mut rest = inside;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let escape = rest.as_bytes().get(at + 1).copied().unwrap_or_default();
        rest = rest.get(at + 2..).unwrap_or_default();
        match escape {
            b'b' => out.push('\u{8}'),
            b'f' => out.push('\u{c}'),
            b'n' => out.push('\n'),
            b'r' => out.push('\r'),
            b't' => out.push('\t'),
            b'u' => {
                let mut code = unit(rest).unwrap_or(0xfffd);
                rest = rest.get(4..).unwrap_or_default();
                let low = rest.strip_prefix("\\u").and_then(unit);
                if let (0xd800..0xdc00, Some(low @ 0xdc00..0xe000)) = (code, low) {
                    code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                    rest = &rest[6..];
                }
                out.push(char::from_u32(code).unwrap_or('\u{fffd}'));
            }
            other => out.push(other.into()),
        }
    }
    out.push_str(rest);
    out
}

fn unit(hex: &str) -> Option<u32> {
    u32::from_str_radix(hex.get(..4)?, 16).ok()
}

pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for it in text.chars() {
        match it {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            ..' ' => {
                const DIGITS: &[u8; 16] = b"0123456789abcdef";
                let code = it as usize;
                out.push_str("\\u00");
                out.push(DIGITS[code >> 4].into());
                out.push(DIGITS[code & 15].into());
            }
            _ => out.push(it),
        }
    }
    out.push('"');
    out
}

/// The host of an address, without port and name.
pub fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = match host.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|it| it.is_ascii_digit()) => host,
        _ => host,
    };
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}
