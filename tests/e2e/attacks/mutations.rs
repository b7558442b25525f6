//! Attacks made out of attacks: cut, joined, wrapped and spelt otherwise. The same seed makes the same
//! ones, on every machine.

use anyhow::Result;

use super::payloads::Payload;

/// What the next number comes from.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Any number: a counter, well stirred.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let it = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        it ^ (it >> 31)
    }

    /// One below `end`; 0 where there is none.
    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// What a text is put into.
const AROUND: [(&str, &str); 34] = [
    ("<p>", "</p>"),
    ("<b>", "</i>"),
    ("<a href=https://shop.example/>", "</a>"),
    ("<form>", "</form>"),
    ("<form><input name=childNodes>", "</form><form>"),
    ("<svg>", "</svg>"),
    ("<svg><style>", "</style></svg>"),
    ("<svg><foreignObject>", "</foreignObject></svg>"),
    ("<svg><desc><p>", "</p></desc></svg>"),
    ("<math><mtext>", "</mtext></math>"),
    ("<math><annotation-xml encoding=text/html>", "</annotation-xml></math>"),
    ("<math><mi><mglyph><style>", "</style></math>"),
    ("<table>", "</table>"),
    ("<table><tr><td>", "</td></tr></table>"),
    ("<table><caption>", "</caption></table>"),
    ("<select><option>", "</option></select>"),
    ("<template>", "</template>"),
    ("<div><template shadowrootmode=open>", "</template></div>"),
    ("<noscript>", "</noscript>"),
    ("<textarea>", "</textarea>"),
    ("<title>", "</title>"),
    ("<xmp>", "</xmp>"),
    ("<iframe>", "</iframe>"),
    ("<style>", "</style>"),
    ("<!--", "-->"),
    ("<![CDATA[", "]]>"),
    ("<!--[if mso]>", "<![endif]-->"),
    ("<p title=\"", "\">"),
    ("<p title='", "'>"),
    ("<p title=", ">"),
    ("<p style=\"", "\">"),
    ("<blockquote type=cite>", "</blockquote>"),
    ("<div class=gmail_quote>", "</div>"),
    ("<object><video><audio>", "</audio></video></object>"),
];

/// What is put between two signs.
const BETWEEN: [&str; 18] = [
    "\0", "\t", "\n", "\r", "\u{c}", "\u{b}", "\u{200b}", "\u{feff}", "\u{a0}", "<!---->", "/**/",
    "/", "\\", "&Tab;", "&#0;", "&", "<", ">",
];

/// As many as wanted; the id of each names its number and what it began with.
pub fn of(
    payloads: &[Payload],
    counter: &str,
    seed: u64,
    count: usize,
) -> Result<Vec<(String, String)>> {
    // What is only long says nothing more when it is cut.
    const MOST: usize = 12;
    let chance = &mut Chance::new(seed);
    (0..count)
        .map(|at| {
            let first = &payloads[at % payloads.len()];
            let id = format!("m{at}-{}", first.id);
            let mut text: Vec<char> = named(first, &id).html(counter, MOST)?.chars().collect();
            for _ in 0..=chance.below(4) {
                let other = named(chance.one(payloads), &id).html(counter, MOST)?;
                text = mutated(text, &other.chars().collect::<Vec<_>>(), chance);
            }
            text.truncate(6000);
            Ok((id, text.into_iter().collect()))
        })
        .collect()
}

/// Under another name, which is then told when it runs.
fn named(payload: &Payload, id: &str) -> Payload {
    let mut it = payload.clone();
    it.id = id.to_owned();
    it
}

fn mutated(text: Vec<char>, other: &[char], chance: &mut Chance) -> Vec<char> {
    let tags = tags(&text);
    let (from, to) = *tags.get(chance.below(tags.len())).unwrap_or(&(0, text.len()));
    let at = chance.below(text.len());
    let put = |piece: &[char], at: usize| [&text[..at], piece, &text[at..]].concat();
    match chance.below(14) {
        // The head of one and the tail of another.
        0 => [&text[..at], &other[chance.below(other.len())..]].concat(),
        // One inside another, between tags.
        1 => put(other, to),
        // One inside a tag of another.
        2 => put(other, from + chance.below(to - from)),
        // An attribute of another, or something like one.
        3 => {
            let (start, end) = *chance.one(&self::tags(other)).min(&(0, other.len()));
            let piece = &other[start..end];
            let space = piece.iter().position(|it| it.is_whitespace()).unwrap_or_default();
            let piece = [&[' '], &piece[space..piece.len().max(1) - 1]].concat();
            put(&piece, to.max(1) - 1)
        }
        4 | 5 => {
            let (before, after) = *chance.one(&AROUND);
            [before.chars().collect(), text, after.chars().collect()].concat()
        }
        6 => put(&text[from..to], to),
        7 => [&text[..from], &text[to..]].concat(),
        8 => spelt(&text, chance),
        9 => {
            let piece: Vec<char> = chance.one(&BETWEEN).chars().collect();
            put(&piece, from + chance.below(to - from))
        }
        10 => {
            let piece: Vec<char> = chance.one(&BETWEEN).chars().collect();
            put(&piece, at)
        }
        11 => quoted(&text, chance),
        12 => text.iter().map(|it| cased(*it, chance)).collect(),
        _ => text[..at].to_vec(),
    }
}

/// From where to where tags go.
fn tags(text: &[char]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = None;
    for (at, it) in text.iter().enumerate() {
        match (it, from) {
            ('<', _) => from = Some(at),
            ('>', Some(start)) => {
                found.push((start, at + 1));
                from = None;
            }
            _ => {}
        }
    }
    if found.is_empty() {
        found.push((0, text.len()));
    }
    found
}

/// Some of its signs as references.
fn spelt(text: &[char], chance: &mut Chance) -> Vec<char> {
    let often = 2 + chance.below(30);
    let mut spelt = String::new();
    for it in text {
        let number = u32::from(*it);
        match chance.below(often * 4) {
            0 => spelt.push_str(&format!("&#{number};")),
            1 => spelt.push_str(&format!("&#x{number:x};")),
            2 => spelt.push_str(&format!("&#X000{number:X}")),
            3 if number < 256 => spelt.push_str(&format!("%{number:02x}")),
            _ => spelt.push(*it),
        }
    }
    spelt.chars().collect()
}

/// One kind of quote for another.
fn quoted(text: &[char], chance: &mut Chance) -> Vec<char> {
    let (from, to) = (*chance.one(&['"', '\'']), *chance.one(&["\"", "'", "`", "", "&quot;"]));
    text.iter().fold(Vec::new(), |mut all, it| {
        match *it == from {
            true => all.extend(to.chars()),
            false => all.push(*it),
        }
        all
    })
}

fn cased(it: char, chance: &mut Chance) -> char {
    match chance.below(3) {
        0 => it.to_ascii_uppercase(),
        1 => it.to_ascii_lowercase(),
        _ => it,
    }
}

#[test]
fn the_same_seed_makes_the_same_attacks_and_another_seed_others() -> Result<()> {
    let payloads = super::payloads::all()?;
    let make = |seed| of(&payloads, "h:1", seed, 2000);
    let (first, again, other) = (make(7)?, make(7)?, make(8)?);
    assert!(first == again && first != other);
    let mut texts: Vec<&str> = first.iter().map(|it| it.1.as_str()).collect();
    texts.sort_unstable();
    texts.dedup();
    assert!(texts.len() > 1900, "{} differ", texts.len());
    Ok(())
}
