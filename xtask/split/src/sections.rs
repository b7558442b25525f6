//! Leaving the linker's own sections out of a file that is not split: nothing else does, and they
//! are most of its weight.

use anyhow::{Context as _, Result, bail};

const HEADER: usize = 8;
const CUSTOM: u8 = 0;

/// The module without its `linking` and `reloc.*` sections.
pub fn without_relocations(wasm: &[u8]) -> Result<Vec<u8>> {
    if !wasm.starts_with(b"\0asm") {
        bail!("this is no wasm file");
    }
    let mut out = wasm.get(..HEADER).context("the header is cut off")?.to_vec();
    let mut rest = &wasm[HEADER..];
    while let Some((&id, after)) = rest.split_first() {
        let (size, body) = number(after)?;
        let (section, next) = body.split_at_checked(size).context("a section is cut off")?;
        if id != CUSTOM || !is_linkers(section)? {
            out.extend_from_slice(&rest[..rest.len() - next.len()]);
        }
        rest = next;
    }
    Ok(out)
}

fn is_linkers(section: &[u8]) -> Result<bool> {
    let (length, name) = number(section)?;
    let name = name.get(..length).context("a section's name is cut off")?;
    Ok(name == b"linking" || name.starts_with(b"reloc."))
}

/// A LEB128 number and what follows it.
fn number(bytes: &[u8]) -> Result<(usize, &[u8])> {
    let mut value = 0;
    for (at, &byte) in bytes.iter().enumerate().take(5) {
        value |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Ok((value, &bytes[at + 1..]));
        }
    }
    bail!("a number is cut off")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_linkers_sections_go() {
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        let keep = [&[0, 5, 4][..], b"name", &[1, 1, 0]].concat();
        wasm.extend_from_slice(&keep);
        wasm.extend_from_slice(
            &[&[0, 8, 7][..], b"linking", &[0, 12, 10], b"reloc.CODE\x01"].concat(),
        );
        let out = without_relocations(&wasm).unwrap();
        assert_eq!(out[8..], keep);
    }
}
