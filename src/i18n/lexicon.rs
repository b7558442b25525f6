//! Looking a text up along the fallback chain, and filling its blanks.

use std::cell::OnceCell;

use super::{Text, text};
use crate::json::{Kind, Raw};

/// Texts by whole key: what a file says, as it was read.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    file: Raw,
    /// By key, as the build writes them. A file that somebody dropped in is as they wrote it.
    is_sorted: bool,
}

impl Texts {
    /// The texts of a JSON object; `None` of one without any, and of anything else.
    pub fn parse(json: &str) -> Option<Self> {
        let file = Raw::parse(json.as_bytes()).ok()?;
        let is_sorted = file.fields().is_sorted_by(|one, next| one.0 <= next.0);
        let texts = Self { file, is_sorted };
        texts.keys().next()?;
        Some(texts)
    }

    /// The text under a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        let fields = self.file.fields();
        let at = if self.is_sorted {
            fields.binary_search_by(|it| (*it.0).cmp(key)).ok()?
        } else {
            fields.iter().position(|it| &*it.0 == key)?
        };
        text_of(&fields.get(at)?.1)
    }

    /// Those under which there is a text. What begins with `@` is for translators.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let fields = self.file.fields().iter();
        fields.filter(|it| !it.0.starts_with('@') && text_of(&it.1).is_some()).map(|it| &*it.0)
    }
}

fn text_of(it: &Raw) -> Option<&str> {
    match it.kind() {
        Kind::Text(text) => Some(text),
        _ => None,
    }
}

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
        self.texts.get(key).or_else(|| self.more.get()?.get(key))
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
    if values.is_empty() {
        return text.to_owned();
    }
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

    fn texts(json: &str) -> Texts {
        Texts::parse(json).unwrap()
    }

    #[test]
    fn a_file_says_its_texts_in_any_order_and_nothing_else() {
        for json in [
            r#"{"@@locale": "fr", "a": "1", "b": 2, "c": "3"}"#,
            r#"{"c": "3", "b": 2, "a": "1", "@@locale": "fr"}"#,
        ] {
            let texts = texts(json);
            let said = ["a", "b", "c", "d"].map(|it| texts.get(it));
            assert_eq!(said, [Some("1"), None, Some("3"), None]);
            assert_eq!(texts.keys().count(), 2);
        }
        for json in ["{}", "[\"a\"]", r#"{"@a": "1", "b": 2}"#, "no"] {
            assert!(Texts::parse(json).is_none(), "{json}");
        }
    }

    fn french() -> Pack {
        let texts = texts(r#"{"list.title": "Vos tickets"}"#);
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
        let more = texts(r#"{"list.title": "Anciens tickets", "ticket.back": "Retour"}"#);
        let chain = [Pack { more: OnceCell::from(more), ..french() }];
        assert_eq!(look_up(&chain, Text::ListTitle, None), Found { text: "Vos tickets", depth: 0 });
        assert_eq!(look_up(&chain, Text::TicketBack, None), Found { text: "Retour", depth: 0 });
    }

    #[test]
    fn plurals_follow_the_language_and_fall_back_to_other() {
        let arabic = Pack {
            tag: "ar".into(),
            texts: texts(r#"{"list.skipped_few": "few", "list.skipped_other": "other"}"#),
            ..Pack::default()
        };
        let chain = [arabic];
        let say = |category: &'static str| {
            look_up(&chain, Text::ListSkipped, Some(&|_: &str| category.to_owned())).text
        };
        assert_eq!((say("few"), say("two")), ("few", "other"));
    }
}
