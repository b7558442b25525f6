//! What the widget says in a language, read from the release under test.

use std::fs;

use anyhow::{Context as _, Result};
use serde_json::{Map, Value};

use super::site::dist;

/// All that the release says in one language.
pub struct Words(Map<String, Value>);

impl Words {
    pub fn of(tag: &str) -> Result<Self> {
        let mut words = read(&format!("locales/{tag}.json"))?;
        // English is whole.
        if tag != "en" {
            words.extend(read(&format!("locales/more/{tag}.json"))?);
        }
        Ok(Self(words))
    }

    /// A text without blanks.
    pub fn say(&self, key: &str) -> Result<String> {
        self.fill(key, &[])
    }

    /// A text with its blanks filled.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> Result<String> {
        let text =
            self.0.get(key).and_then(Value::as_str).with_context(|| format!("no text {key}"))?;
        let fill = |text: String, (name, value): &(&str, &str)| {
            text.replace(&format!("{{{{{name}}}}}"), value)
        };
        let text = values.iter().fold(text.to_owned(), fill);
        // As a screen is read: spaces that do not break are spaces.
        Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

fn read(file: &str) -> Result<Map<String, Value>> {
    let text = fs::read_to_string(dist().join(file)).with_context(|| format!("reading {file}"))?;
    serde_json::from_str(&text).with_context(|| format!("reading {file}"))
}
