//! Where a mail repeats what everybody has read: quoted mail and signatures, told by the marks that
//! mail programs leave.

/// What begins at an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// It is quoted mail.
    Quote,
    /// It stands above the quote that follows: "Ann wrote:".
    Above,
    /// It, and all that follows in the mail, is quoted.
    Rest,
    /// It is a signature.
    Signature,
}

/// The marks of an element, as they stand in it.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// `class`.
    pub class: String,
    /// `id`.
    pub id: String,
    /// `type`, or Gmail's mark of a signature.
    pub kind: String,
    /// `style`.
    pub style: String,
}

/// Gmail, Yahoo, Proton and others wrap quotes in these.
const QUOTES: [&str; 5] =
    ["gmail_quote", "gmail_extra", "yahoo_quoted", "protonmail_quote", "zmail_extra"];
/// Outlook on the web and on phones begins quotes with these.
const RESTS: [&str; 4] =
    ["appendonsend", "divRplyFwdMsg", "mail-editor-reference-message-container", "x_divRplyFwdMsg"];
/// What Outlook writes above the head of a quoted mail, in any language of its words.
const RULES: [&str; 3] =
    ["border-top:solid#e1e1e1", "border-top:solid#b5c4df", "border-top:1pxsolid#b5c4df"];

/// What begins at an element of this name with these marks.
pub fn begins(name: &str, marks: &Marks) -> Option<Fold> {
    let has = |word: &str| marks.class.split_ascii_whitespace().any(|it| it == word);
    let is_rule = || {
        let style: String = marks.style.split_ascii_whitespace().collect();
        let style = style.to_ascii_lowercase();
        style.contains("border:none") && RULES.iter().any(|it| style.contains(it))
    };
    match name {
        "blockquote" if marks.kind.eq_ignore_ascii_case("cite") => Some(Fold::Quote),
        "blockquote" | "div" | "span" if QUOTES.iter().any(|it| has(it)) => Some(Fold::Quote),
        "div" if marks.id.starts_with("yahoo_quoted") => Some(Fold::Quote),
        "div" if RESTS.contains(&&*marks.id) || is_rule() => Some(Fold::Rest),
        "div" | "p" if has("moz-cite-prefix") || has("gmail_attr") => Some(Fold::Above),
        _ if has("gmail_signature")
            || has("moz-signature")
            || has("protonmail_signature_block") =>
        {
            Some(Fold::Signature)
        }
        _ if marks.kind == "gmail_signature" => Some(Fold::Signature),
        "div" if matches!(&*marks.id, "Signature" | "ms-outlook-mobile-signature") => {
            Some(Fold::Signature)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, marks: [&str; 4], expected: Option<Fold>) {
        let [class, id, kind, style] = marks.map(str::to_owned);
        assert_eq!(begins(name, &Marks { class, id, kind, style }), expected);
    }

    #[test]
    fn mail_programs_are_known_by_their_marks() {
        check("blockquote", ["", "", "cite", ""], Some(Fold::Quote));
        check("div", ["gmail_quote gmail_quote_container", "", "", ""], Some(Fold::Quote));
        check("div", ["", "divRplyFwdMsg", "", ""], Some(Fold::Rest));
        let word = "border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm";
        check("div", ["", "", "", word], Some(Fold::Rest));
        check("div", ["moz-cite-prefix", "", "", ""], Some(Fold::Above));
        check("div", ["", "", "gmail_signature", ""], Some(Fold::Signature));
    }

    #[test]
    fn a_quotation_by_its_author_is_no_quoted_mail() {
        check("blockquote", ["", "", "", "border-left: 1px solid"], None);
        check("div", ["quote", "", "", ""], None);
        check("p", ["", "divRplyFwdMsg", "", ""], None);
    }
}
