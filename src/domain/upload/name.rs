//! The name of a file, as it may be shown and saved.

/// Letters a name keeps; what is longer loses its middle, never its ending.
const LONGEST: usize = 120;

/// A name without what hides its ending or leads elsewhere: paths, signs that turn letters round
/// (`exe.pdf` out of `fdp.exe`), signs and rows of blanks that nobody sees, dots that end it.
pub fn clean_name(name: &str) -> String {
    let seen: String = name.chars().filter(|it| !is_unseen(*it)).collect();
    let name = seen.rsplit(['/', '\\']).next().unwrap_or_default();
    let mut clean: Vec<char> = Vec::new();
    for it in name.chars() {
        let last = clean.last().copied();
        match it {
            // What joins letters of Persian or parts of pictures joins nothing else.
            _ if is_joiner(it) && last.is_none_or(|it| it.is_ascii()) => {}
            _ if it.is_whitespace() => {
                if last.is_some_and(|it| it != ' ') {
                    clean.push(' ');
                }
            }
            _ => clean.push(it),
        }
    }
    while clean.last().is_some_and(|it| matches!(it, ' ' | '.') || is_joiner(*it)) {
        clean.pop();
    }
    // Names of drives; each may have had a blank behind it.
    let mut from = 0;
    while let [drive, ':', rest @ ..] = &clean[from..]
        && drive.is_ascii_alphabetic()
    {
        from += 2 + usize::from(rest.first() == Some(&' '));
    }
    clean.drain(..from);
    if clean.len() > LONGEST {
        let end = clean.split_off(clean.len() - 24);
        clean.truncate(LONGEST - 25);
        clean.push('…');
        clean.extend(end);
    }
    clean.into_iter().collect()
}

fn is_joiner(it: char) -> bool {
    matches!(it, '\u{200c}' | '\u{200d}')
}

/// Turns letters round, or cannot be seen at all.
fn is_unseen(it: char) -> bool {
    let is_unseen = matches!(it,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}');
    is_unseen || it.is_control()
}
