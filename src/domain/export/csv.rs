//! A list as CSV, as RFC 4180 has it: comma, quotation marks, CR LF. It begins with the mark by which
//! spreadsheets know UTF-8.
//!
//! A spreadsheet takes a cell for a formula by how it begins, quoted or not; and one that takes
//! semicolons for borders finds beginnings within cells. An apostrophe makes each of them text.

use std::sync::Arc;

use super::on_the_clock;
use crate::domain::{Channel, Column, Priority, Ticket, Time};

/// The words of a table, in the customer's language, and their clock.
pub trait Terms {
    /// What stands above a column; of dates, with the time zone.
    fn head(&self, column: Column) -> String;
    /// Where a ticket stands.
    fn status(&self, ticket: &Ticket) -> String;
    /// How bad it is.
    fn priority(&self, priority: &Priority) -> String;
    /// How it came in.
    fn channel(&self, channel: Channel) -> String;
    /// How far their clock was before UTC then, in minutes.
    fn minutes_east(&self, at: Time) -> i32;
}

/// The rows of a list, as its columns have them.
pub fn csv(rows: &[Arc<Ticket>], columns: &[Column], terms: &dyn Terms) -> String {
    let mut out = String::from('\u{feff}');
    line(columns.iter().map(|it| terms.head(*it)), &mut out);
    for ticket in rows {
        line(columns.iter().map(|it| cell(ticket, *it, terms)), &mut out);
    }
    out
}

fn cell(ticket: &Ticket, column: Column, terms: &dyn Terms) -> String {
    let date = |at| on_the_clock(at, terms.minutes_east(at));
    match column {
        Column::Id => ticket.display_id.clone(),
        Column::Subject => ticket.subject.clone(),
        Column::Requester => ticket.requester.name.clone(),
        Column::Created => date(ticket.created_at),
        Column::Updated => date(ticket.updated_at),
        Column::Channel => terms.channel(ticket.channel),
        Column::Priority => {
            ticket.priority.as_ref().map(|it| terms.priority(it)).unwrap_or_default()
        }
        Column::Status => terms.status(ticket),
        Column::Assignee => ticket.assignee.as_ref().map(|it| it.name.clone()).unwrap_or_default(),
    }
}

fn line(cells: impl Iterator<Item = String>, out: &mut String) {
    for (at, it) in cells.enumerate() {
        if at > 0 {
            out.push(',');
        }
        write(&harmless(&it), out);
    }
    out.push_str("\r\n");
}

/// In quotation marks where it would not be read as it is.
fn write(cell: &str, out: &mut String) {
    if !cell.contains(['"', ',', ';', '\t', '\r', '\n']) && cell.trim() == cell {
        return out.push_str(cell);
    }
    out.push('"');
    out.push_str(&cell.replace('"', "\"\""));
    out.push('"');
}

/// With an apostrophe before whatever a spreadsheet would take for a formula.
fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 1);
    let begin = text.trim_start_matches(|it| is_taken_off(it) && !is_break(it));
    if begin.starts_with(is_break) || is_formula(begin) {
        out.push('\'');
    }
    let mut was_border = false;
    for (at, letter) in text.char_indices() {
        if was_border && text.get(at..).is_some_and(is_formula) {
            out.push('\'');
        }
        out.push(letter);
        was_border = letter == ';' || is_break(letter);
    }
    out
}

fn is_break(letter: char) -> bool {
    matches!(letter, '\t' | '\r' | '\n')
}

/// Whether it begins as formulas do, behind what readers take off.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches(is_taken_off).starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// Blanks, marks of quotation, signs that nobody sees.
fn is_taken_off(it: char) -> bool {
    let is_mark = matches!(it, '"' | '\'' | '`' | '“' | '”' | '‘' | '’' | '＂' | '＇');
    let is_unseen = matches!(it,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    it.is_whitespace() || it.is_control() || is_mark || is_unseen
}
