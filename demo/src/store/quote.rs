//! Finding the quoted mail at the end of a mail.

/// Where the quoted mail at the end begins, in characters: the lines with `>`
/// and the line before them that says who wrote.
pub(super) fn quoted_from(text: &str) -> Option<u32> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let is_quote = |it: &str| it.starts_with('>');
    let own =
        lines.iter().rposition(|it| !is_quote(it) && !it.trim().is_empty()).map_or(0, |it| it + 1);
    let mut first = own + lines[own..].iter().position(|it| is_quote(it))?;
    let said_by = lines[..first].iter().rposition(|it| !it.trim().is_empty());
    if let Some(at) = said_by.filter(|at| lines[*at].trim_end().ends_with([':', '：'])) {
        first = at;
    }
    let before = lines[..first].iter().map(|it| it.chars().count()).sum::<usize>();
    u32::try_from(before).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, own: Option<&str>) {
        let at = quoted_from(text).map(|it| text.chars().take(it as usize).collect::<String>());
        assert_eq!(at.as_deref(), own, "{text:?}");
    }

    #[test]
    fn the_quote_at_the_end_begins_with_who_wrote_it() {
        check("Ça va\n\nOn Monday, Ana wrote:\n> Hello\n>\n> Bye", Some("Ça va\n\n"));
        check("Yes\n\n> Hello\n\n", Some("Yes\n\n"));
        check("はい。\n\n山本様:\n> はい", Some("はい。\n\n"));
    }

    #[test]
    fn an_answer_below_the_quote_is_not_hidden() {
        check("> Hello?\n\nYes", None);
        check("No quote", None);
        check("", None);
    }
}
