//! L11: what a reader of CSV reads is what was there; what a spreadsheet reads is no formula.

use std::sync::Arc;

use deskpane::domain::{
    Channel, Column, Priority, Ticket, Time,
    export::{Terms, csv},
};
use proptest::{prelude::*, test_runner::TestRunner};

use super::ticket;

/// One hour east of Greenwich, in plain words.
struct Plain;

impl Terms for Plain {
    fn head(&self, column: Column) -> String {
        match column {
            Column::Created | Column::Updated => format!("{} (CET)", column.name()),
            _ => column.name().to_owned(),
        }
    }

    fn status(&self, ticket: &Ticket) -> String {
        format!("{:?}", ticket.turn())
    }

    fn priority(&self, priority: &Priority) -> String {
        priority.label.clone()
    }

    fn channel(&self, channel: Channel) -> String {
        format!("{channel:?}")
    }

    fn minutes_east(&self, _: Time) -> i32 {
        60
    }
}

fn written(rows: &[Ticket], columns: &[Column]) -> String {
    let rows: Vec<Arc<Ticket>> = rows.iter().cloned().map(Arc::new).collect();
    csv(&rows, columns, &Plain)
}

/// Reads as RFC 4180 has it, and takes nothing else: every line ends in CR LF, a quotation mark stands
/// around a cell or twice in it.
fn read(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{feff}').expect("the mark of UTF-8");
    let mut letters = text.chars().peekable();
    let (mut lines, mut cells, mut cell) = (Vec::new(), Vec::new(), String::new());
    while let Some(first) = letters.next() {
        if first == '"' {
            loop {
                match letters.next().expect("a closing mark") {
                    '"' if letters.next_if_eq(&'"').is_some() => cell.push('"'),
                    '"' => break,
                    it => cell.push(it),
                }
            }
        } else if !matches!(first, ',' | '\r') {
            cell.push(first);
            while let Some(it) = letters.next_if(|it| !matches!(it, ',' | '\r')) {
                assert!(!matches!(it, '"' | '\n'), "{it:?} in a cell without marks");
                cell.push(it);
            }
        }
        let border = if matches!(first, ',' | '\r') && cell.is_empty() {
            first
        } else {
            letters.next().expect("an end")
        };
        cells.push(std::mem::take(&mut cell));
        match border {
            ',' if letters.peek() != Some(&'\r') => {}
            ',' => {
                cells.push(String::new());
                assert_eq!((letters.next(), letters.next()), (Some('\r'), Some('\n')));
                lines.push(std::mem::take(&mut cells));
            }
            '\r' => {
                assert_eq!(letters.next(), Some('\n'));
                lines.push(std::mem::take(&mut cells));
            }
            other => panic!("{other:?} behind a cell"),
        }
    }
    assert!(cells.is_empty(), "no end of the last line");
    lines
}

/// The cell that a subject becomes.
fn cell(subject: &str) -> String {
    let lines = read(&written(&[ticket("#1", subject, "Ann")], &[Column::Subject]));
    assert_eq!(lines.len(), 2, "{lines:?}");
    lines[1][0].clone()
}

#[test]
fn a_list_has_its_columns_its_words_and_the_customers_clock() {
    let text = written(&[ticket("#1042", "Ink, \"red\"", "Zoé")], &Column::ALL);
    let expected = "\u{feff}id,subject,requester,created (CET),updated (CET),type,priority,status,assignee\r\n\
        #1042,\"Ink, \"\"red\"\"\",Zoé,2026-11-20 15:05,2026-11-22 00:30,Other,,OnHold,Zoé\r\n";
    assert_eq!(text, expected);
}

#[test]
fn a_list_has_the_columns_that_were_chosen_in_their_order() {
    let text = written(&[ticket("#7", "Ink", "Ann")], &[Column::Status, Column::Id]);
    assert_eq!(text, "\u{feff}status,id\r\nOnHold,#7\r\n");
    assert_eq!(written(&[], &[Column::Id]), "\u{feff}id\r\n");
}

#[test]
fn what_begins_as_a_formula_is_text() {
    for sign in ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"] {
        for before in
            ["", " ", "\u{a0}", "\u{3000}", "\"", "'", " \"'", "\u{200b}", "\u{feff}", "\0"]
        {
            let typed = format!("{before}{sign}cmd|' /C calc'!A0");
            assert_eq!(cell(&typed), format!("'{typed}"), "{typed:?}");
        }
    }
}

#[test]
fn what_would_begin_a_cell_for_another_reader_is_text_there_too() {
    for (typed, expected) in [
        ("a;=1+1", "a;'=1+1"),
        ("a\t =1", "a\t' =1"),
        ("a\n\"=x", "a\n'\"=x"),
        ("a;;@x;+", "a;;'@x;'+"),
        ("a;b-c\r\nd", "a;b-c\r\nd"),
    ] {
        assert_eq!(cell(typed), expected);
    }
}

#[test]
fn what_is_no_formula_stays_as_it_is() {
    for typed in
        ["#1042", "a=b", "1-2", "mia@example.com", "'tis", "\"quoted\"", "", " ", "日本語", "(-1)"]
    {
        assert_eq!(cell(typed), typed);
    }
}

/// Without the apostrophes that may have been added.
fn bare(text: &str) -> String {
    text.replace('\'', "")
}

#[test]
fn what_is_read_back_is_what_went_in_but_for_the_apostrophe() {
    let typed = proptest::collection::vec(
        ("[a-z0-9#=+@-]{1,8}", "([=+@,;\"'\r\n\t＝ a-]|\\PC){0,20}", "\\PC{0,12}"),
        0..5,
    );
    let ran = TestRunner::default().run(&typed, |rows| {
        let tickets: Vec<Ticket> = rows.iter().map(|it| ticket(&it.0, &it.1, &it.2)).collect();
        let lines = read(&written(&tickets, &[Column::Id, Column::Subject, Column::Requester]));
        prop_assert_eq!(lines.len(), rows.len() + 1);
        for (line, ticket) in lines[1..].iter().zip(&tickets) {
            let typed = [&ticket.display_id, &ticket.subject, &ticket.requester.name];
            prop_assert_eq!(line.len(), typed.len());
            for (cell, typed) in line.iter().zip(typed) {
                prop_assert_eq!(bare(cell), bare(typed));
                prop_assert!(
                    !cell.trim_start().starts_with(['=', '+', '-', '@', '＝']),
                    "{:?}",
                    cell
                );
            }
        }
        Ok(())
    });
    ran.unwrap();
}
