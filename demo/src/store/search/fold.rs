//! What counts as the same when somebody searches: letters without case, width, accents and vowel
//! points, in units that are looked for.
//!
//! A unit is a word, or one character of a script that puts no spaces between words (Chinese,
//! Japanese, Thai, Lao, Khmer, Burmese): of those any piece may be looked for.

use unicode_normalization::{
    UnicodeNormalization,
    char::{canonical_combining_class, decompose_compatible, is_combining_mark},
};

/// A word, or a character that stands for itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Unit {
    /// Folded.
    pub text: String,
    /// Where each of its folded characters came from: from which character of the text to which.
    pub origins: Vec<(usize, usize)>,
    /// One character of a script without spaces.
    pub is_dense: bool,
    /// It stands right behind another dense one.
    pub is_glued: bool,
}

/// The units of a text, in order.
pub(super) fn units(text: &str) -> Vec<Unit> {
    let mut units = Vec::new();
    let mut word = Unit::default();
    let mut was_dense = false;
    fold(text, |it, origin| match kind(it) {
        Kind::Word => {
            word.text.push(it);
            word.origins.push(origin);
            was_dense = false;
        }
        Kind::Dense => {
            flush(&mut word, &mut units);
            let origins = vec![origin];
            let is_glued = was_dense;
            units.push(Unit { text: it.into(), origins, is_dense: true, is_glued });
            was_dense = true;
        }
        Kind::Between => {
            flush(&mut word, &mut units);
            was_dense = false;
        }
    });
    flush(&mut word, &mut units);
    units
}

fn flush(word: &mut Unit, units: &mut Vec<Unit>) {
    if !word.text.is_empty() {
        units.push(std::mem::take(word));
    }
}

#[derive(PartialEq, Eq)]
enum Kind {
    Word,
    Dense,
    Between,
}

fn kind(it: char) -> Kind {
    let is_dense = matches!(it,
        '\u{0e01}'..='\u{0e3a}' | '\u{0e40}'..='\u{0e4e}' | '\u{0e80}'..='\u{0ecf}' | '\u{0edc}'..='\u{0eff}'
        | '\u{1000}'..='\u{103f}' | '\u{1050}'..='\u{108f}' | '\u{1780}'..='\u{17d3}'
        | '々'..='〇' | 'ぁ'..='ゖ' | '\u{3099}'..='ゟ' | 'ァ'..='ヺ' | 'ー'..='ヿ' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
    if is_dense {
        Kind::Dense
    } else if it.is_alphanumeric() || canonical_combining_class(it) != 0 {
        Kind::Word
    } else {
        Kind::Between
    }
}

/// Gives each folded character, and the characters of the text that it was made of.
fn fold(text: &str, mut give: impl FnMut(char, (usize, usize))) {
    let mut chars = text.chars().enumerate().peekable();
    while let Some((start, first)) = chars.next() {
        let is_alone = chars.peek().is_none_or(|it| !goes_on(it.1));
        if is_alone && (first.is_ascii() || is_plain(first)) {
            give(first.to_ascii_lowercase(), (start, start + 1));
            continue;
        }
        let mut cluster = String::from(first);
        let mut end = start + 1;
        while let Some((_, it)) = chars.next_if(|it| goes_on(it.1)) {
            cluster.push(it);
            end += 1;
        }
        let mut bare = String::new();
        for it in cluster.chars() {
            decompose_compatible(it, |it| {
                if !is_dropped(it) {
                    bare.extend(it.to_lowercase());
                }
            });
        }
        for it in bare.nfc() {
            match alike(it) {
                Some(same) => same.chars().for_each(|it| give(it, (start, end))),
                // Lower case may bring a mark of its own: the dot of a Turkish İ.
                None if is_dropped(it) => {}
                None => give(it, (start, end)),
            }
        }
    }
}

/// What is the same in any form, and most of the text where it is.
fn is_plain(it: char) -> bool {
    matches!(it, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '\u{4e00}'..='\u{9fff}' | '\u{0e01}'..='\u{0e32}')
}

/// Belongs to the character before: a mark, half a Korean syllable, a Japanese voicing of half width.
fn goes_on(it: char) -> bool {
    !it.is_ascii()
        && (is_combining_mark(it)
            || matches!(it, '\u{1160}'..='\u{11ff}' | '\u{ff9e}' | '\u{ff9f}'))
}

/// Accents, Hebrew and Arabic points, the line that draws Arabic letters out, and what cannot be seen.
/// Marks that make other letters (Indic and Thai vowels, Japanese voicing) stay.
fn is_dropped(it: char) -> bool {
    matches!(it,
        '\u{0300}'..='\u{036f}' | '\u{0591}'..='\u{05bd}' | '\u{05bf}' | '\u{05c1}'..='\u{05c7}'
        | '\u{0610}'..='\u{061a}' | '\u{0640}' | '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{06d6}'..='\u{06ed}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{00ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Letters that people write for each other, and that no decomposition brings together.
fn alike(it: char) -> Option<&'static str> {
    Some(match it {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ł' => "l",
        'ı' => "i",
        'ς' => "σ",
        'ى' | 'ی' => "ي",
        'ک' => "ك",
        'ة' => "ه",
        'ٱ' => "ا",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let units = units(text);
        let mut shown = String::new();
        for it in &units {
            if !shown.is_empty() && !it.is_glued {
                shown.push(' ');
            }
            shown.push_str(&it.text);
        }
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn case_width_and_accents_make_no_difference() {
        check("Résumé, RESUME; re\u{301}sume\u{301}", "resume resume resume");
        check("ＡＢＣ１２３ ｶﾞｲﾄﾞ", "abc123 ガイド");
        check(
            "Straße STRASSE İstanbul ıssız Łódź Ærø ﬁn",
            "strasse strasse istanbul issiz lodz aero fin",
        );
        check("ΣΊΣΥΦΟΣ σίσυφος", "σισυφοσ σισυφοσ");
        check("Ёлка ёлка", "елка елка");
    }

    #[test]
    fn arabic_is_read_without_points_and_drawn_out_letters() {
        check("مُحَمَّد مـــحمد", "محمد محمد");
        check("إلى أحمد آخر مدرسة", "الي احمد اخر مدرسه");
        check("שָׁלוֹם", "שלום");
    }

    #[test]
    fn marks_that_make_other_letters_stay() {
        check("がき かき", "がき かき");
        check("か\u{3099}き ﾊﾟｽ", "がき パス");
        check("ที่นี่ ทีนี", "ที่นี่ ทีนี");
        check("हिन्दी", "हिन्दी");
        check("\u{1112}\u{1161}\u{11ab}글", "한글");
    }

    #[test]
    fn what_cannot_be_seen_is_not_there() {
        check("in\u{ad}voice \u{200f}INV\u{200b}-7\u{feff} a\u{0}b", "invoice inv 7 a b");
        check("", "");
        check("!?… — 🫖", "");
    }

    #[test]
    fn each_character_knows_where_it_came_from() {
        let units = units("xｶﾞ ß");
        assert_eq!(units[0].origins, [(0, 1)]);
        assert_eq!((units[1].text.as_str(), &units[1].origins[..]), ("ガ", &[(1, 3)][..]));
        assert_eq!((units[2].text.as_str(), &units[2].origins[..]), ("ss", &[(4, 5), (4, 5)][..]));
    }
}
