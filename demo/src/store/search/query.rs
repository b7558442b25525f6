//! What somebody typed: words that must all be there, and phrases in quotes.

use super::fold::{Unit, units};

/// Most words that are looked for; the others say little.
const MOST_WORDS: usize = 64;
/// Most units of one word: a line of Japanese is one.
const MOST_UNITS: usize = 64;

/// One word, or a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub units: Vec<Unit>,
    /// Its last unit may go on: it is being typed.
    pub is_open: bool,
}

/// The words of what was typed; each once.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    // Every second piece stands in quotes; the last is still being typed where they are not closed.
    for (at, piece) in text.split(is_quote).enumerate() {
        let is_quoted = at % 2 == 1;
        let parts: Vec<&str> =
            if is_quoted { vec![piece] } else { piece.split_whitespace().collect() };
        for part in parts {
            let mut units = units(part);
            units.truncate(MOST_UNITS);
            let word = Word { units, is_open: !is_quoted };
            if !word.units.is_empty() && !words.contains(&word) && words.len() < MOST_WORDS {
                words.push(word);
            }
        }
    }
    words
}

fn is_quote(it: char) -> bool {
    matches!(it, '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』' | '＂')
}

impl Word {
    /// As FTS5 is asked: only letters, digits and spaces stand between its quotes.
    pub fn expression(&self) -> String {
        let stream = stream(&self.units, Ending::GoesOn);
        let last = self.units.last();
        // Of one letter there would be too many; one character of a dense script begins pairs.
        let goes_on = last.is_some_and(|it| match it.is_dense {
            true => !it.is_glued,
            false => self.is_open && it.text.chars().count() > 1,
        });
        format!("\"{stream}\"{}", if goes_on { "*" } else { "" })
    }

    /// Where it stands in a text: from which character to which.
    pub fn places(&self, text: &[Unit]) -> Vec<(usize, usize)> {
        let length = self.units.len();
        let mut places = Vec::new();
        let mut at = 0;
        while at + length <= text.len() {
            match self.end_at(&text[at..at + length]) {
                Some(end) => {
                    places.push((text[at].origins[0].0, end));
                    at += length;
                }
                None => at += 1,
            }
        }
        places
    }

    fn end_at(&self, text: &[Unit]) -> Option<usize> {
        let last = self.units.len() - 1;
        for (at, (own, other)) in self.units.iter().zip(text).enumerate() {
            if own.is_dense != other.is_dense || (own.is_glued && !other.is_glued) {
                return None;
            }
            let may_go_on = at == last && self.is_open && own.text.chars().count() > 1;
            let is_meant = match may_go_on {
                true => other.text.starts_with(&own.text),
                false => own.text == other.text,
            };
            if !is_meant {
                return None;
            }
        }
        let shown = self.units[last].origins.len();
        Some(text[last].origins[shown - 1].1)
    }
}

/// Whether a run of dense characters may go on where the units end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// As in a query.
    GoesOn,
    /// As in a text.
    Ends,
}

/// What FTS5 is given: words as they are, runs of dense characters as pairs, and as one more at the
/// end of the run, so that any piece of it, down to one character, is a row of tokens.
pub(super) fn stream(units: &[Unit], ending: Ending) -> String {
    let mut out = String::new();
    for (at, it) in units.iter().enumerate() {
        let next = units.get(at + 1);
        let is_paired = next.is_some_and(|it| it.is_glued);
        let is_cut = next.is_none() && ending == Ending::GoesOn && it.is_glued;
        if is_cut {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&it.text);
        if let (true, Some(next)) = (is_paired, next) {
            out.push_str(&next.text);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let words: Vec<String> = words(text).iter().map(Word::expression).collect();
        assert_eq!(words, expected, "{text}");
    }

    #[test]
    fn words_may_go_on_and_phrases_stand_as_they_are() {
        check("Late  ORDERS", &["\"late\"*", "\"orders\"*"]);
        check("late \"order list\" a", &["\"late\"*", "\"order list\"", "\"a\""]);
        check("HD-1042 a@b.example", &["\"hd 1042\"*", "\"a b example\"*"]);
        check("late late “late”", &["\"late\"*", "\"late\""]);
        check("\"order list", &["\"order list\""]);
    }

    #[test]
    fn dense_scripts_are_looked_for_in_pairs() {
        check("猫", &["\"猫\"*"]);
        check("注文", &["\"注文\""]);
        check("注文が", &["\"注文 文が\""]);
        check("注文1", &["\"注文 文 1\""]);
        check("4月", &["\"4 月\"*"]);
        let text = stream(&units("ご注文は4月、"), Ending::Ends);
        assert_eq!(text, "ご注 注文 文は は 4 月");
    }

    #[test]
    fn nothing_typed_is_syntax() {
        check(
            "NOT (a* OR b^) NEAR/2 -c +d: {e}",
            &["\"not\"*", "\"a\"", "\"or\"*", "\"b\"", "\"near 2\"", "\"c\"", "\"d\"", "\"e\""],
        );
        check("\" ' ; -- \0 * \u{fffd}", &[]);
        check(&"x ".repeat(10_000), &["\"x\""]);
        let long: Vec<String> = (0..5_000).map(|it| format!("w{it}")).collect();
        assert_eq!(words(&long.join(" ")).len(), MOST_WORDS);
    }

    #[test]
    fn places_are_those_of_the_text_as_it_was_written() {
        for (query, text, expected) in [
            ("resume", "My Résumé, and resumes.", &[(3, 9), (15, 21)][..]),
            ("\"resume\"", "My Résumé, and resumes.", &[(3, 9)]),
            ("文が", "注文が届く。文が。文 が", &[(1, 3), (6, 8)]),
            ("محمد", "إلى مُحَمَّد", &[(4, 12)]),
            ("late order", "late", &[(0, 4)]),
            ("a", "a ab A", &[(0, 1), (5, 6)]),
            ("ss", "Straße Fluss ssh", &[(13, 15)]),
        ] {
            let text = units(text);
            let places: Vec<_> = words(query).iter().flat_map(|it| it.places(&text)).collect();
            assert_eq!(places, expected, "{query}");
        }
    }
}
