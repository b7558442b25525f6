//! What a customer takes away as a file: a list as CSV (L11), a ticket as Markdown or HTML (T5).
//!
//! What is written was typed by anybody. Nothing of it becomes a formula, a form or a part of the file
//! that it is not.

mod csv;
mod document;
mod html;
mod markdown;

pub use csv::{Terms, csv};
pub use document::{Document, Entry, Fact, Part, Said, file_name};
pub use html::{STYLE, STYLE_HASH};

/// The moment on the clock of a place that is so many minutes east of Greenwich: `2026-11-20 14:05`.
pub fn on_the_clock(at: super::Time, minutes_east: i32) -> String {
    let there = super::Time::from_millis(at.millis() + f64::from(minutes_east) * 60_000.0);
    let text = there.to_rfc3339();
    text.get(..16).unwrap_or_default().replace('T', " ")
}

#[cfg(test)]
mod tests {
    use super::on_the_clock;
    use crate::domain::Time;

    #[test]
    fn a_moment_is_told_by_the_clock_of_the_place() {
        let at = Time::parse("2026-11-20T23:35:59Z");
        for (minutes, expected) in
            [(0, "2026-11-20 23:35"), (330, "2026-11-21 05:05"), (-210, "2026-11-20 20:05")]
        {
            assert_eq!(at.map(|it| on_the_clock(it, minutes)).as_deref(), Some(expected));
        }
    }
}
