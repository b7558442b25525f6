//! Which declarations of a `style` attribute may stand: what says how text looks, and nothing that
//! fetches, covers or leaves its box (Q1).

use super::policy::holds;

/// Properties whose values say how text looks, and how it stands in its own box.
const PROPERTIES: &str = "background background-color border border-bottom border-bottom-color \
    border-bottom-style border-bottom-width border-collapse border-color border-left border-left-color \
    border-left-style border-left-width border-radius border-right border-right-color \
    border-right-style border-right-width border-spacing border-style border-top border-top-color \
    border-top-style border-top-width border-width clear color direction display float font \
    font-family font-size font-style font-variant font-weight height letter-spacing line-height \
    list-style list-style-position list-style-type margin margin-bottom margin-left margin-right \
    margin-top max-height max-width min-height min-width overflow-wrap padding padding-bottom \
    padding-left padding-right padding-top text-align text-decoration text-indent text-transform \
    unicode-bidi vertical-align white-space width word-break word-spacing word-wrap";

/// The only functions a value may call: none of them fetches.
const FUNCTIONS: &[&str] = &["rgb", "rgba", "hsl", "hsla", "calc"];

/// Longest text of declarations that is looked at.
const LONGEST_STYLE: usize = 4000;

/// The declarations of a `style` attribute that may stand, as text to be read by the browser again.
/// What is left cannot name an address: no value holds an escape, a colon, or a function but those
/// listed, so it cannot become another declaration either.
pub fn declarations(style: &str) -> String {
    let mut out = String::new();
    if style.len() > LONGEST_STYLE {
        return out;
    }
    for declaration in style.split(';') {
        let Some((name, value)) = declaration.split_once(':') else { continue };
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
        let stands = holds(PROPERTIES, &name) && is_harmless(value) && suits(&name, value);
        if stands {
            for part in [&name, ":", value, ";"] {
                out.push_str(part);
            }
        }
    }
    out
}

/// A table's or a flexible box's place in a page is not a mail's to choose.
fn suits(name: &str, value: &str) -> bool {
    let value = value.trim_end_matches("!important").trim_end();
    match name {
        "display" => {
            value.eq_ignore_ascii_case("none")
                || value.eq_ignore_ascii_case("block")
                || value.eq_ignore_ascii_case("inline")
                || value.eq_ignore_ascii_case("inline-block")
                || value.eq_ignore_ascii_case("list-item")
                || value.get(..5).is_some_and(|it| it.eq_ignore_ascii_case("table"))
        }
        _ => true,
    }
}

/// Letters of names and numbers, in any script.
pub fn is_plain(it: char) -> bool {
    it.is_alphanumeric() || " \t\r\n#%.,-+/()'\"!_".contains(it)
}

fn is_harmless(value: &str) -> bool {
    let quotes = |quote: char| value.matches(quote).count().is_multiple_of(2);
    if value.is_empty() || !value.chars().all(is_plain) || !quotes('\'') || !quotes('"') {
        return false;
    }
    let mut rest = value;
    let mut open = 0_u32;
    while let Some(at) = rest.find(['(', ')']) {
        let (before, after) = rest.split_at(at);
        if after.starts_with(')') {
            let Some(fewer) = open.checked_sub(1) else { return false };
            open = fewer;
        } else {
            let start = before.rfind(|it: char| !it.is_alphanumeric() && it != '-' && it != '_');
            let name = before.get(start.map_or(0, |it| it + 1)..).unwrap_or_default();
            let is_group = name.is_empty() && open > 0;
            if !is_group && !FUNCTIONS.iter().any(|it| name.eq_ignore_ascii_case(it)) {
                return false;
            }
            open += 1;
        }
        rest = after.get(1..).unwrap_or_default();
    }
    open == 0
}

/// Whether declarations that stand change colours: such a body brings its own paper in the dark.
pub fn colours(declarations: &str) -> bool {
    declarations.split(';').any(|it| {
        let name = it.split_once(':').map_or("", |it| it.0);
        matches!(name, "color" | "background" | "background-color")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_property_is_broken_in_two() {
        let all: Vec<&str> = PROPERTIES.split(' ').collect();
        assert!(all.is_sorted() && all.iter().all(|it| !it.starts_with('-') && !it.ends_with('-')));
        for (style, expected) in [
            ("margin-bottom:1em;letter-spacing:1px", "margin-bottom:1em;letter-spacing:1px;"),
            (
                "border-top-color:red;text-decoration:none",
                "border-top-color:red;text-decoration:none;",
            ),
            ("bottom:0;top:0;style:x;spacing:y", ""),
        ] {
            assert_eq!(declarations(style), expected, "{style}");
        }
    }

    #[test]
    fn declarations_keep_looks_and_lose_addresses() {
        for (style, expected) in [
            ("color: red; position: fixed", "color:red;"),
            ("COLOR:#fff;background:rgb( 1, 2,3 )", "color:#fff;background:rgb( 1, 2,3 );"),
            ("background: url(//x)", ""),
            ("background:URL (x);color:red", "color:red;"),
            ("background: u\\72l(x)", ""),
            ("background:image-set('x' 1x)", ""),
            ("width: expression(alert(1))", ""),
            ("width:calc((1px + 2px)*2)", ""),
            ("width:calc((1px + 2px)/2)", "width:calc((1px + 2px)/2);"),
            ("color:red/*;*/;x:y", ""),
            (
                "font-family:'Segoe UI',\"ＭＳ ゴシック\"",
                "font-family:'Segoe UI',\"ＭＳ ゴシック\";",
            ),
            ("font-family:'x", ""),
            ("color:var(--deskpane-x);--x:y", ""),
            ("display:flex;display:Table-Cell;display:none", "display:Table-Cell;display:none;"),
            ("color:red}:host{x:y", ""),
            ("content:'x';z-index:9;transform:none", ""),
        ] {
            assert_eq!(declarations(style), expected, "{style}");
        }
        assert_eq!(declarations(&"color:red;".repeat(1000)), "");
    }
}
