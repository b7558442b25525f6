//! What a list shows of each ticket (L1).

use super::SortKey;

/// A column of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The number that people quote.
    Id,
    /// What it is about: the row's link.
    Subject,
    /// Who asked.
    Requester,
    /// When it began.
    Created,
    /// Last activity.
    Updated,
    /// How it came in.
    Channel,
    /// How bad it is.
    Priority,
    /// Whose turn it is.
    Status,
    /// Who takes care of it.
    Assignee,
}

impl Column {
    /// All of them, in the order they have until a customer chooses another.
    pub const ALL: [Self; 9] = [
        Self::Id,
        Self::Subject,
        Self::Requester,
        Self::Created,
        Self::Updated,
        Self::Channel,
        Self::Priority,
        Self::Status,
        Self::Assignee,
    ];

    /// In class names, and in what is remembered of a choice.
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Subject => "subject",
            Self::Requester => "requester",
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Channel => "type",
            Self::Priority => "priority",
            Self::Status => "status",
            Self::Assignee => "assignee",
        }
    }

    /// L4: the order a press on its head asks for.
    pub fn sort_key(self) -> Option<SortKey> {
        Some(match self {
            Self::Id => SortKey::Id,
            Self::Created => SortKey::Created,
            Self::Updated => SortKey::Updated,
            Self::Priority => SortKey::Priority,
            Self::Status => SortKey::Status,
            Self::Subject | Self::Requester | Self::Channel | Self::Assignee => return None,
        })
    }
}
