//! Short names for what main file and glue say to each other.
//!
//! wasm-bindgen's imports end in a hash and its closures carry the compiler's mangled names. They
//! stand in both files, no minifier may touch them, and no compressor can guess them: this saves
//! about 2 kB on the first load.

use std::collections::HashMap;

/// The names given so far.
#[derive(Default)]
pub struct Short(HashMap<String, String>);

impl Short {
    /// The short name that stands for `long` from now on. `$` keeps it apart from the glue's own.
    pub fn of(&mut self, long: &str) -> String {
        let next = format!("${}", self.0.len());
        self.0.entry(long.to_owned()).or_insert(next).clone()
    }

    /// The glue with every identifier that has a short name replaced.
    pub fn apply(&self, js: &str) -> String {
        let mut out = String::with_capacity(js.len());
        let mut rest = js;
        while !rest.is_empty() {
            let word = rest.find(|it: char| !part_of_name(it)).unwrap_or(rest.len());
            if word > 0 {
                out.push_str(self.0.get(&rest[..word]).map_or(&rest[..word], String::as_str));
                rest = &rest[word..];
            }
            let gap = rest.find(part_of_name).unwrap_or(rest.len());
            out.push_str(&rest[..gap]);
            rest = &rest[gap..];
        }
        out
    }
}

fn part_of_name(it: char) -> bool {
    it.is_alphanumeric() || it == '_' || it == '$'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_names_are_replaced() {
        let mut names = Short::default();
        assert_eq!(names.of("__wbg_get_1a"), "$0");
        assert_eq!(names.of("__wbg_get_1a2b"), "$1");
        assert_eq!(names.of("__wbg_get_1a"), "$0");
        assert_eq!(
            names.apply("{ __wbg_get_1a2b: f, x__wbg_get_1a: g }"),
            "{ $1: f, x__wbg_get_1a: g }"
        );
    }
}
