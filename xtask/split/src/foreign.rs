//! Leaving out classes that a dependency exports to JS and nobody calls.
//!
//! `wasm-streams` comes with Leptos (through `server_fn`) and exports three classes, which keep
//! their functions, and all that these call, in every program that links it.

use anyhow::{Context as _, Result};

const CLASSES: [&str; 3] =
    ["IntoUnderlyingByteSource", "IntoUnderlyingSink", "IntoUnderlyingSource"];

/// Whether an export is a function of theirs. Without it, wasm-opt finds that nobody needs them.
pub fn is_theirs(export: &str) -> bool {
    let name = export.strip_prefix("__wbg_").unwrap_or(export);
    CLASSES.iter().any(|it| name.starts_with(&format!("{}_", it.to_lowercase())))
}

/// The glue without them.
///
/// # Errors
/// When a class does not end as wasm-bindgen ends them.
pub fn without_classes(js: &str) -> Result<String> {
    let mut js = js.to_owned();
    for class in CLASSES {
        for (start, end) in [
            (format!("export class {class} {{\n"), "\n}\n"),
            (format!("if (Symbol.dispose) {class}."), ";\n"),
            (format!("const {class}Finalization = "), ";\n"),
        ] {
            let Some(from) = js.find(&start) else { continue };
            let length = js[from..].find(end).with_context(|| format!("{start} never ends"))?;
            js.replace_range(from..from + length + end.len(), "");
        }
    }
    Ok(js)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_foreign_classes_go() {
        let js = "export class IntoUnderlyingSink {\n    free() {\n    }\n}\n\
            if (Symbol.dispose) IntoUnderlyingSink.prototype[Symbol.dispose] = 1;\n\
            export class Widget {\n}\n\
            const IntoUnderlyingSinkFinalization = (a)\n    ? b\n    : c;\n\
            const WidgetFinalization = d;\n";
        let left = without_classes(js).unwrap();
        assert_eq!(left, "export class Widget {\n}\nconst WidgetFinalization = d;\n");
    }
}
