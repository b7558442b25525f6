//! Looking a text up along the fallback chain, and filling its blanks.

use std::{cell::OnceCell, collections::BTreeMap};

use super::{Text, text};

/// Texts by whole key.
pub type Texts = BTreeMap<String, String>;

/// One language's translation, as far as it was read.
#[derive(Clone, Debug, Default)]
pub struct Pack {
    /// The language it is in.
    pub tag: String,
    /// What its file says: in a release the list, in one dropped in everything.
    pub texts: Texts,
    /// What chunks say, once it is here.
    pub more: OnceCell<Texts>,
    /// Where that is to be had; nowhere for a file dropped in.
    pub more_at: Option<String>,
}

impl Pack {
    /// The file itself has the first word: it may have been dropped in over one of the release.
    fn get(&self, key: &str) -> Option<&str> {
        self.texts.get(key).or_else(|| self.more.get()?.get(key)).map(String::as_str)
    }
}

/// A text as found: what it says, and the language it says it in.
#[derive(Debug, PartialEq, Eq)]
pub struct Found<'a> {
    /// With its blanks.
    pub text: &'a str,
    /// Index in the chain; the chain's length for the compiled English.
    pub depth: usize,
}

/// I3: finds `text` in the first language of `chain` that has it, English at last. `category`
/// gives the plural category of the count in a language, if there is a count.
pub fn look_up<'a>(
    chain: &'a [Pack],
    text: Text,
    category: Option<&dyn Fn(&str) -> String>,
) -> Found<'a> {
    let key = text.key();
    for (depth, pack) in chain.iter().enumerate() {
        if let Some(text) = in_language(key, &pack.tag, category, &|key| pack.get(key)) {
            return Found { text, depth };
        }
    }
    let text = in_language(key, "en", category, &text::english).unwrap_or(key);
    Found { text, depth: chain.len() }
}

/// The form of the count's category, or the general one.
fn in_language<'a>(
    key: &str,
    tag: &str,
    category: Option<&dyn Fn(&str) -> String>,
    get: &dyn Fn(&str) -> Option<&'a str>,
) -> Option<&'a str> {
    match category {
        None => get(key),
        Some(category) => {
            get(&format!("{key}_{}", category(tag))).or_else(|| get(&format!("{key}_other")))
        }
    }
}

/// Puts values into `{{blanks}}`, each isolated (U+2068 … U+2069) so that a name in another
/// script cannot turn the sentence round. A blank without a value stays visible.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else {
            break;
        };
        out.push_str(before);
        match values.iter().find(|(it, _)| *it == name.trim()) {
            Some((_, value)) => {
                out.push('\u{2068}');
                out.push_str(value);
                out.push('\u{2069}');
            }
            None => {
                out.push_str("{{");
                out.push_str(name);
                out.push_str("}}");
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_isolated_and_unknown_blanks_stay() {
        assert_eq!(
            fill("{{who}} wrote {{ what }}.", &[("who", "מיכאל")]),
            "\u{2068}מיכאל\u{2069} wrote {{ what }}."
        );
        assert_eq!(fill("a {{b", &[("b", "x")]), "a {{b");
    }

    fn french() -> Pack {
        let texts = [("list.title".into(), "Vos tickets".into())].into();
        Pack { tag: "fr".into(), texts, ..Pack::default() }
    }

    #[test]
    fn a_missing_text_comes_from_the_next_language() {
        let chain = [french()];
        assert_eq!(look_up(&chain, Text::ListTitle, None), Found { text: "Vos tickets", depth: 0 });
        assert_eq!(look_up(&chain, Text::ListMore, None).depth, 1);
    }

    #[test]
    fn what_came_later_is_said_and_the_file_itself_has_the_first_word() {
        text::add_english();
        let more = [
            ("list.title".into(), "Anciens tickets".into()),
            ("ticket.back".into(), "Retour".into()),
        ];
        let chain = [Pack { more: OnceCell::from(Texts::from(more)), ..french() }];
        assert_eq!(look_up(&chain, Text::ListTitle, None), Found { text: "Vos tickets", depth: 0 });
        assert_eq!(look_up(&chain, Text::TicketBack, None), Found { text: "Retour", depth: 0 });
    }

    #[test]
    fn plurals_follow_the_language_and_fall_back_to_other() {
        let arabic = Pack {
            tag: "ar".into(),
            texts: [
                ("list.skipped_few".into(), "few".into()),
                ("list.skipped_other".into(), "other".into()),
            ]
            .into(),
            ..Pack::default()
        };
        let chain = [arabic];
        let say = |category: &'static str| {
            look_up(&chain, Text::ListSkipped, Some(&|_: &str| category.to_owned())).text
        };
        assert_eq!((say("few"), say("two")), ("few", "other"));
    }
}
