//! What can be done to what is written.

/// One thing that can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Heavy.
    Bold,
    /// Slanted.
    Italic,
    /// Points.
    Bullets,
    /// Numbered points.
    Numbers,
    /// What somebody else said.
    Quote,
    /// As it is: a word in a line, or lines.
    Code,
    /// One step back.
    Undo,
    /// And forth.
    Redo,
}

impl Act {
    /// Those that hold or do not.
    pub const LOOKS: [Self; 6] =
        [Self::Bold, Self::Italic, Self::Bullets, Self::Numbers, Self::Quote, Self::Code];
}
