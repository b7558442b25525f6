//! The words of a table, in the language in force.

use crate::{
    dom::zone,
    domain::{Channel, Column, Priority, Ticket, Time, export::Terms},
    i18n::{Text, Words},
    view::parts::{channel_text, priority_look, status_look},
};

/// Words, and the customer's clock.
pub struct InWords {
    words: Words,
    zone: String,
}

impl InWords {
    /// In `words`.
    pub fn new(words: Words) -> Self {
        Self { words, zone: zone::name() }
    }
}

impl Terms for InWords {
    fn head(&self, column: Column) -> String {
        let Self { words, zone } = self;
        let text = |it| words.text(it);
        match column {
            Column::Id => text(Text::ColumnId),
            Column::Subject => text(Text::ColumnSubject),
            Column::Requester => text(Text::ColumnRequester),
            Column::Created | Column::Updated => {
                let is_created = column == Column::Created;
                let head = text(if is_created { Text::ColumnCreated } else { Text::ColumnUpdated });
                let values = [("column", head.as_str()), ("zone", zone.as_str())];
                // Signs that isolate are nothing for programs.
                if zone.is_empty() {
                    head
                } else {
                    words.fill(Text::ExportHead, &values).replace(['\u{2068}', '\u{2069}'], "")
                }
            }
            Column::Channel => text(Text::ColumnType),
            Column::Priority => text(Text::ColumnPriority),
            Column::Status => text(Text::ColumnStatus),
            Column::Assignee => text(Text::ColumnAssignee),
        }
    }

    fn status(&self, ticket: &Ticket) -> String {
        status_look(ticket, self.words).label.0
    }

    fn priority(&self, priority: &Priority) -> String {
        priority_look(Some(priority), self.words).map(|it| it.label.0).unwrap_or_default()
    }

    fn channel(&self, channel: Channel) -> String {
        self.words.text(channel_text(channel))
    }

    fn minutes_east(&self, at: Time) -> i32 {
        zone::minutes_east(at)
    }
}
