//! Where a ticket has what was looked for, in its row: marked in the subject, or a line from the
//! conversation (L5).

use web_sys::Element;

use super::columns;
use crate::{
    dom::js,
    domain::{Match, MatchField, TicketId},
    state::desk::Desk,
};

/// Letters before what was found.
const LEAD: usize = 16;

/// Draws it; what was drawn before goes. `ticket`: nothing for a row whose ticket is on its way.
pub fn draw(desk: Desk, row: &Element, ticket: Option<&TicketId>) {
    columns::arrange(desk, row);
    let matched = ticket.and_then(|it| desk.match_of(it));
    let find = |selector: &str| row.query_selector(selector).ok().flatten();
    let Some(link) = find(".row__link") else { return };
    if let Some(old) = find(".row__snippet") {
        old.remove();
    }
    if find(".row__link mark").is_some() {
        // The tooltip is the subject, as it is.
        link.set_text_content(link.get_attribute("title").as_deref());
    }
    let Some(matched) = &matched else { return };
    if matched.field == MatchField::Subject {
        let is_whole = link.get_attribute("title").as_deref() == Some(matched.snippet.as_str());
        if is_whole {
            link.set_text_content(None);
            fill(&link, matched, 0);
            return;
        }
    }
    let (Some(cell), Some(line)) = (find(".cell--subject"), element("span")) else { return };
    let _ = line.set_attribute("class", "row__snippet");
    let _ = line.set_attribute("dir", "auto");
    // A row is narrow: what was found is near the beginning of its line.
    let found = matched.ranges.first().map_or(0, |it| it.0 as usize);
    fill(&line, matched, found.saturating_sub(LEAD));
    let _ = cell.append_child(&line);
}

/// The snippet from a letter on, what was found in it marked. Its text becomes text nodes, whatever stands
/// in it.
fn fill(parent: &Element, matched: &Match, start: usize) {
    let letters: Vec<char> = matched.snippet.chars().collect();
    let text =
        |from: usize, to: usize| letters.get(from..to).map(String::from_iter).unwrap_or_default();
    let mut at = start;
    if start > 0 {
        append(parent, "\u{2026}");
    }
    for (from, to) in &matched.ranges {
        let (from, to) = (*from as usize, *to as usize);
        append(parent, &text(at, from));
        if let Some(mark) = element("mark") {
            mark.set_text_content(Some(&text(from, to)));
            let _ = parent.append_child(&mark);
        }
        at = to;
    }
    append(parent, &text(at, letters.len()));
}

fn append(parent: &Element, text: &str) {
    let _ = js::call(parent, "append", &[text.into()]);
}

fn element(tag: &str) -> Option<Element> {
    web_sys::window()?.document()?.create_element(tag).ok()
}
