//! Which lines of a mail are quoted from earlier ones (T2). Works on plain text, in any language:
//! it looks at signs, never at words.

/// Quoted lines in the middle of a text that are answered one by one; more than these are folded.
const INLINE_LINES: usize = 3;
/// More lines than this below its mark are no signature: somebody wrote on.
const SIGNATURE_LINES: usize = 20;

/// A stretch of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// What its author wrote.
    Own(&'a str),
    /// A short quote that the author answers in place: shown.
    Inline(&'a str),
    /// What everybody has read before: folded.
    Folded(&'a str),
    /// Who its author is, below the line `-- ` (RFC 3676, 4.3): folded.
    Signature(&'a str),
}

/// Cuts `text` into what its author wrote and what is quoted. A text that is all quote is shown
/// whole: a fold alone would say nothing.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let tail = tail_of(&lines);
    let signature = signature_of(&lines[..tail]);
    let mut found: Vec<Piece> = Vec::new();
    let mut at = 0;
    while at < signature {
        let is_quote = is_quoted(lines[at]);
        let end = end_of_run(&lines, at, signature, is_quote);
        let run = stretch(text, &lines, at, end);
        found.push(match is_quote {
            false => Piece::Own(run),
            true if end - at <= INLINE_LINES => Piece::Inline(run),
            true => Piece::Folded(run),
        });
        at = end;
    }
    if signature < tail {
        found.push(Piece::Signature(stretch(text, &lines, signature + 1, tail)));
    }
    if tail < lines.len() {
        found.push(Piece::Folded(stretch(text, &lines, tail, lines.len())));
    }
    found.retain(|it| !it.text().trim().is_empty());
    if found.iter().any(|it| matches!(it, Piece::Own(_))) { found } else { vec![Piece::Own(text)] }
}

impl<'a> Piece<'a> {
    /// Its text, signs of quoting and all.
    pub fn text(self) -> &'a str {
        match self {
            Self::Own(text) | Self::Inline(text) | Self::Folded(text) | Self::Signature(text) => {
                text
            }
        }
    }
}

/// Without one level of `>`.
pub fn unquoted(text: &str) -> String {
    let line = |it: &str| {
        let it = it.strip_prefix('>').unwrap_or(it);
        it.strip_prefix(' ').unwrap_or(it).to_owned()
    };
    let lines: Vec<String> = text.trim_end().lines().map(line).collect();
    lines.join("\n")
}

/// Where the quote begins that a message ends with; the number of lines if there is none.
fn tail_of(lines: &[&str]) -> usize {
    let has_own = |end: usize| lines[..end].iter().any(|it| !is_blank(it) && !is_quoted(it));
    if let Some(at) = (1..lines.len()).find(|at| is_separator(lines, *at) && has_own(*at)) {
        return at;
    }
    let last = lines.iter().rposition(|it| !is_blank(it));
    let Some(last) = last.filter(|at| is_quoted(lines[*at])) else { return lines.len() };
    let mut start = last;
    while start > 0 && (is_quoted(lines[start - 1]) || is_blank(lines[start - 1])) {
        start -= 1;
    }
    with_attribution(lines, start)
}

/// Where the line above a signature is; the number of lines if there is none. A quote below it may
/// follow, as mail programs that answer on top have it; a text that is all signature has none.
fn signature_of(lines: &[&str]) -> usize {
    let is_mark = |it: &&str| matches!(it.trim_end_matches(['\r', '\n']), "-- " | "--\u{a0}");
    let mark = lines.iter().rposition(is_mark);
    let has_own = |at: usize| lines[..at].iter().any(|it| !is_blank(it));
    let is_short = |at: usize| lines.len() - at <= SIGNATURE_LINES;
    mark.filter(|at| has_own(*at) && is_short(*at)).unwrap_or(lines.len())
}

/// "On Thursday, Ann <ann@example.com> wrote:" above a quote belongs to it; it may take two lines.
fn with_attribution(lines: &[&str], start: usize) -> usize {
    let Some(above) = start.checked_sub(1) else { return start };
    if is_attribution(lines[above]) {
        return above;
    }
    let first = above.checked_sub(1);
    match first.filter(|_| ends_with_colon(lines[above])) {
        Some(first) if names_somebody(lines[first]) => first,
        _ => start,
    }
}

/// The line after which all is quoted without a sign: "-----Original message-----", a rule above a
/// head of a mail, or an attribution with an address whose quote has lost its signs.
fn is_separator(lines: &[&str], at: usize) -> bool {
    let line = lines[at].trim();
    let is_dashed = line.starts_with("-----")
        && line.ends_with("-----")
        && line.chars().any(char::is_alphabetic);
    let is_rule = line.len() >= 20
        && line.bytes().all(|it| it == b'_')
        && lines.get(at + 1).is_some_and(|it| it.contains([':', '：']));
    let is_bare = ends_with_colon(line)
        && has_address(line)
        && line.bytes().any(|it| it.is_ascii_digit())
        && lines[at + 1..].iter().all(|it| !is_quoted(it));
    is_dashed || is_rule || is_bare
}

fn end_of_run(lines: &[&str], start: usize, tail: usize, is_quote: bool) -> usize {
    let same = |it: &&str| is_quoted(it) == is_quote;
    start + lines[start..tail].iter().take_while(|it| same(it)).count()
}

/// The part of `text` that the lines from `start` to `end` are.
fn stretch<'a>(text: &'a str, lines: &[&str], start: usize, end: usize) -> &'a str {
    let length = |part: &[&str]| part.iter().map(|it| it.len()).sum::<usize>();
    let from = length(&lines[..start]);
    let to = from + length(&lines[start..end]);
    text.get(from..to).unwrap_or_default()
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

fn ends_with_colon(line: &str) -> bool {
    line.trim_end().ends_with([':', '：'])
}

fn has_address(line: &str) -> bool {
    line.split_once('<').is_some_and(|(_, rest)| rest.contains('@') && rest.contains('>'))
}

fn names_somebody(line: &str) -> bool {
    line.contains('@') || line.bytes().any(|it| it.is_ascii_digit())
}

fn is_attribution(line: &str) -> bool {
    ends_with_colon(line) && names_somebody(line) && line.len() <= 300
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One letter a piece, and its text between bars.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let sketch: Vec<String> = pieces(text)
            .into_iter()
            .map(|it| match it {
                Piece::Own(text) => format!("own|{}|", text.trim()),
                Piece::Inline(text) => format!("inline|{}|", text.trim()),
                Piece::Folded(text) => format!("folded|{}|", text.trim()),
                Piece::Signature(text) => format!("signature|{}|", text.trim()),
            })
            .collect();
        assert_eq!(sketch.join(" "), expected);
    }

    #[test]
    fn a_quote_at_the_end_is_folded_with_its_attribution() {
        check(
            "Agreed.\n\nOn Thursday at 10:02, Ann <a@relay.example> wrote:\n> May I close it?",
            "own|Agreed.| folded|On Thursday at 10:02, Ann <a@relay.example> wrote:\n> May I close it?|",
        );
        check(
            "了解しました。\n\n11月3日 10:02、アン さん：\n\n> 閉じても\n>\n> よいですか？\n",
            "own|了解しました。| folded|11月3日 10:02、アン さん：\n\n> 閉じても\n>\n> よいですか？|",
        );
    }

    #[test]
    fn an_attribution_may_take_two_lines() {
        check(
            "Yes.\nOn Thu, 5 Nov 2026 at 10:02, Ann Lee <a@relay.example>\nwrote:\n> Really?",
            "own|Yes.| folded|On Thu, 5 Nov 2026 at 10:02, Ann Lee <a@relay.example>\nwrote:\n> Really?|",
        );
    }

    #[test]
    fn short_quotes_that_are_answered_in_place_stay() {
        check(
            "> Which version?\n8.4\n> Since when?\nMonday",
            "inline|> Which version?| own|8.4| inline|> Since when?| own|Monday|",
        );
        check("> a\n> b\n> c\n> d\nSee above.", "folded|> a\n> b\n> c\n> d| own|See above.|");
    }

    #[test]
    fn quotes_without_signs_are_known_by_what_stands_above_them() {
        check(
            "Thanks.\n\n-----Ursprüngliche Nachricht-----\nVon: Ann\n\nBitte prüfen.",
            "own|Thanks.| folded|-----Ursprüngliche Nachricht-----\nVon: Ann\n\nBitte prüfen.|",
        );
        check(
            "Merci.\nLe 5 nov. 2026, Ann <a@relay.example> a écrit :\nBonjour.",
            "own|Merci.| folded|Le 5 nov. 2026, Ann <a@relay.example> a écrit :\nBonjour.|",
        );
    }

    #[test]
    fn a_signature_is_folded_by_its_mark() {
        check(
            "It works.\n\n-- \nMia Laurent\nNorthwind",
            "own|It works.| signature|Mia Laurent\nNorthwind|",
        );
        check(
            "Yes.\n-- \nMia\n\nOn Thursday at 10:02, Ann <a@relay.example> wrote:\n> Really?",
            "own|Yes.| signature|Mia| folded|On Thursday at 10:02, Ann <a@relay.example> wrote:\n> Really?|",
        );
        check("a\n--\nb", "own|a\n--\nb|");
        check("-- \nMia", "own|-- \nMia|");
        let long = format!("a\n-- \n{}", "b\n".repeat(30));
        check(&long, &format!("own|{}|", long.trim()));
    }

    #[test]
    fn what_only_looks_like_a_quote_stays() {
        check("Three steps:\n1. Open 2. Close", "own|Three steps:\n1. Open 2. Close|");
        check("> all of it\n> is quoted", "own|> all of it\n> is quoted|");
        check("", "own||");
    }

    #[test]
    fn one_level_of_signs_is_taken_off() {
        assert_eq!(unquoted("> a\n>> b\nc\n"), "a\n> b\nc");
    }
}
