//! The attacks as they are written down: `tests/attacks`, a file a class, one on each line.
//!
//! `{ran}` is a call that tells the test that it ran; `{hit}` an address and `{host}` a host and path
//! of the counting server; `{id}` the attack's own name. `{x200b}` is a sign by its number, and
//! `{times 20 <b>}` says it so often.

use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::support::root;

/// One of them.
#[derive(Clone, Debug)]
pub struct Payload {
    /// Its file and line.
    pub id: String,
    text: String,
}

/// All there are.
pub fn all() -> Result<Vec<Payload>> {
    let folder = root().join("tests/attacks");
    let entries = fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
    let mut files: Vec<_> = entries.map(|it| Ok(it?.path())).collect::<Result<_>>()?;
    files.sort();
    let mut all = Vec::new();
    for file in files {
        let class = file.file_stem().and_then(|it| it.to_str()).context("a file without a name")?;
        let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        let lines = text.lines().zip(1..).filter(|(line, _)| !line.is_empty());
        let payloads = lines.filter(|(line, _)| !line.starts_with("# "));
        all.extend(
            payloads
                .map(|(line, at)| Payload { id: format!("{class}-{at}"), text: line.to_owned() }),
        );
    }
    Ok(all)
}

impl Payload {
    /// What kind of attack it is.
    pub fn class(&self) -> &str {
        self.id.split_once('-').map_or("", |it| it.0)
    }

    /// As it is sent: the counting server is at `counter`, and nothing is said more than `most` times.
    pub fn html(&self, counter: &str, most: usize) -> Result<String> {
        let mut html = String::new();
        let mut rest = self.text.as_str();
        while let Some(at) = rest.find('{') {
            html.push_str(&rest[..at]);
            rest = &rest[at..];
            let (said, length) = self.said(rest, counter, most)?;
            html.push_str(&said);
            rest = &rest[length..];
        }
        html.push_str(rest);
        Ok(html)
    }

    /// What the blank at the start of `text` stands for, and how long it is. A brace alone is a brace.
    fn said(&self, text: &str, counter: &str, most: usize) -> Result<(String, usize)> {
        let end = |text: &str| text.find('}').map(|it| it + 1);
        let id = &self.id;
        for (blank, said) in [
            ("{ran}", format!("top.__ran(/{id}/)")),
            ("{hit}", format!("http://{counter}/{id}")),
            ("{host}", format!("{counter}/{id}")),
            ("{id}", id.clone()),
        ] {
            if text.starts_with(blank) {
                return Ok((said, blank.len()));
            }
        }
        if let Some(times) = text.strip_prefix("{times ") {
            let (count, piece) = times.split_once(' ').context("{times} without a text")?;
            // A blank inside closes itself first.
            let length = match piece.find('{').zip(piece.find('}')) {
                Some((open, close)) if open < close => closing(piece).context("{times} is open")?,
                _ => piece.find('}').context("{times} is open")?,
            };
            let inner = Payload { id: id.clone(), text: piece[..length].to_owned() };
            let count: usize = count.parse().with_context(|| format!("{id}: {count}"))?;
            let whole = "{times ".len() + times.len() - piece.len() + length + 1;
            return Ok((inner.html(counter, most)?.repeat(count.min(most)), whole));
        }
        let sign = end(text).map(|it| &text[1..it - 1]).and_then(|it| it.strip_prefix('x'));
        let sign = sign.filter(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_hexdigit()));
        let Some(sign) = sign else { return Ok(("{".to_owned(), 1)) };
        match u32::from_str_radix(sign, 16).ok().and_then(char::from_u32) {
            Some(it) => Ok((it.to_string(), sign.len() + 3)),
            None => bail!("{id}: no sign has the number {sign}"),
        }
    }
}

/// Where the brace stands that closes what is open at the start.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 1;
    text.char_indices().find_map(|(at, it)| {
        depth += match it {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        (depth == 0).then_some(at)
    })
}

#[test]
fn the_blanks_of_an_attack_are_filled() -> Result<()> {
    for (text, expected) in [
        ("<b onclick={ran}>", "<b onclick=top.__ran(/a-1/)>"),
        ("{hit}|{host}|{id}", "http://h:1/a-1|h:1/a-1|a-1"),
        ("p{color:red}{x41}{xy}", "p{color:red}A{xy}"),
        ("{times 3 <b>}x{times 2 {x42}-{id}}", "<b><b><b>xB-a-1B-a-1"),
        ("{times 99 ab}", "abababab"),
    ] {
        let payload = Payload { id: "a-1".to_owned(), text: text.to_owned() };
        assert_eq!(payload.html("h:1", 4)?, expected);
    }
    Ok(())
}

#[test]
fn there_are_attacks_of_every_class_and_no_two_are_one() -> Result<()> {
    let all = all()?;
    assert!(all.len() >= 300, "{} attacks", all.len());
    let mut texts: Vec<&str> = all.iter().map(|it| it.text.as_str()).collect();
    texts.sort_unstable();
    let twice: Vec<&[&str]> = texts.windows(2).filter(|it| it[0] == it[1]).collect();
    assert!(twice.is_empty(), "{twice:#?}");
    for it in &all {
        it.html("h:1", usize::MAX)?;
    }
    Ok(())
}
