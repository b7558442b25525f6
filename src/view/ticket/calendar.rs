//! An entry for the customer's own calendar (E7), as a link that downloads it. iCalendar, RFC 5545.
//!
//! A `data:` address needs no script and passes every policy.

use leptos::prelude::*;

use crate::{
    domain::Time,
    i18n::{Text, Words},
    view::parts::Icon,
};

/// When an entry is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum When {
    /// From, to.
    Hours(Time, Option<Time>),
    /// A whole day of the customer's own calendar: year, month, day.
    Day(u32, u32, u32),
}

/// What goes into a calendar.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The same for the same thing, so that a second download replaces the first.
    pub key: String,
    /// What it is called.
    pub title: String,
    /// What else is to be known.
    pub note: String,
    /// When.
    pub when: When,
    /// When what it says was last true.
    pub as_of: Time,
}

/// The day on which `at` falls where the customer is.
pub fn day_of(at: Time) -> When {
    let date = js_sys::Date::new(&at.millis().into());
    When::Day(date.get_full_year(), date.get_month() + 1, date.get_date())
}

/// A link that downloads `entry`.
pub fn link(entry: &Entry, label: Text) -> AnyView {
    let words = Words::here();
    let file = js_sys::encode_uri_component(&text_of(entry));
    let href = format!("data:text/calendar;charset=utf-8,{file}");
    let name = format!("{}.ics", entry.key);
    view! { <a class="button" href=href download=name>{Icon::PLUS.show()}{words.say(label)}</a> }
        .into_any()
}

fn text_of(entry: &Entry) -> String {
    let stamp = basic(entry.as_of);
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Deskpane//EN".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}@deskpane", escaped(&entry.key)),
        format!("DTSTAMP:{stamp}"),
        format!("SUMMARY:{}", escaped(&entry.title)),
    ];
    match entry.when {
        When::Hours(start, end) => {
            lines.push(format!("DTSTART:{}", basic(start)));
            lines.extend(end.map(|it| format!("DTEND:{}", basic(it))));
        }
        // A day without an end is that one day; it does not block it.
        When::Day(year, month, day) => {
            lines.push(format!("DTSTART;VALUE=DATE:{year:04}{month:02}{day:02}"));
            lines.push("TRANSP:TRANSPARENT".to_owned());
        }
    }
    if !entry.note.is_empty() {
        lines.push(format!("DESCRIPTION:{}", escaped(&entry.note)));
    }
    lines.extend(["END:VEVENT", "END:VCALENDAR"].map(str::to_owned));
    lines.iter().map(|it| folded(it)).collect()
}

/// `20261120T140500Z`.
fn basic(at: Time) -> String {
    at.to_rfc3339().replace(['-', ':'], "")
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace(';', "\\;")
        .replace(',', "\\,")
        .replace("\r\n", "\\n")
        .replace(['\r', '\n'], "\\n")
}

/// A line of at most 75 bytes, the rest behind a break and a space; never within a letter.
fn folded(line: &str) -> String {
    let mut out = String::new();
    let mut length = 0;
    for letter in line.chars() {
        if length + letter.len_utf8() > 75 {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(letter);
        length += letter.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(when: When) -> Entry {
        Entry {
            key: "CP-1234".into(),
            title: "Fix; or not".into(),
            note: "one\ntwo, three".into(),
            when,
            as_of: Time::from_millis(0.0),
        }
    }

    #[test]
    fn a_call_has_its_hours_and_an_estimate_its_day() {
        let call =
            text_of(&entry(When::Hours(Time::from_millis(0.0), Some(Time::from_millis(3.6e6)))));
        assert!(call.contains("DTSTART:19700101T000000Z\r\nDTEND:19700101T010000Z\r\n"), "{call}");
        let day = text_of(&entry(When::Day(2026, 1, 9)));
        assert!(day.contains("DTSTART;VALUE=DATE:20260109\r\nTRANSP:TRANSPARENT\r\n"), "{day}");
    }

    #[test]
    fn what_has_a_meaning_of_its_own_is_escaped() {
        let text = text_of(&entry(When::Day(2026, 1, 9)));
        assert!(text.contains("SUMMARY:Fix\\; or not\r\n"), "{text}");
        assert!(text.contains("DESCRIPTION:one\\ntwo\\, three\r\n"), "{text}");
    }

    #[test]
    fn no_line_is_longer_than_75_bytes_and_no_letter_is_cut() {
        let long = "解".repeat(60);
        let text = folded(&long);
        assert!(text.split("\r\n").all(|it| it.len() <= 75), "{text}");
        assert_eq!(text.replace("\r\n ", "").trim_end(), long);
    }
}
