//! Base64 (RFC 4648, 4): with some desks files travel in JSON, as text.

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// In one line, padded.
pub fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for piece in bytes.chunks(3) {
        let group = piece.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte));
        let group = group << (8 * (3 - piece.len()));
        for at in 0..4 {
            let letter = LETTERS[(group >> (18 - 6 * at) & 63) as usize];
            out.push(if at <= piece.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

/// Of any number of lines; `None` where it is something else.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut group, mut bits) = (0_u32, 0);
    for letter in text.trim_end_matches(['=', '\n', '\r']).bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'\n' | b'\r' => continue,
            _ => return None,
        };
        group = group << 6 | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((group >> bits) as u8);
        }
    }
    // Six bits left over are a letter that stands for nothing.
    (bits < 6).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_standard_go_there_and_back() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text).as_deref(), Some(bytes.as_bytes()));
        }
    }

    #[test]
    fn every_byte_goes_there_and_back_in_lines() {
        let all: Vec<u8> = (0..=255).collect();
        let text = encode(&all);
        let lines = text.as_bytes().chunks(76).map(String::from_utf8_lossy);
        assert_eq!(decode(&lines.map(|it| it + "\r\n").collect::<String>()), Some(all));
    }

    #[test]
    fn what_is_something_else_is_nothing() {
        for text in ["Zg=x", "Z", "Zm9vYg==Zg==", "é", "a b"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
