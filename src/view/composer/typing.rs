//! Forms that are typed, carried out in the field.

use crate::{
    dom::editor::Editor,
    domain::rich::{Style, Typed, typed},
};

/// What a key makes of the line before the caret. Places are UTF-16 units from the field's beginning.
pub struct Plan {
    form: Typed,
    line: String,
    begin: u32,
}

impl Plan {
    /// If it makes anything of it.
    pub fn of(editor: &Editor, key: char) -> Option<Self> {
        let (line, begin) = editor.line_before()?;
        let form = typed(&line, key, editor.is_in("code, pre"))?;
        let is_there = matches!(form, Typed::List { .. }) && editor.is_in("li");
        (!is_there).then_some(Self { form, line, begin })
    }

    /// The key is still to be written.
    pub fn keeps_key(&self) -> bool {
        matches!(self.form, Typed::Look { keeps_key: true, .. })
    }

    /// Does it.
    pub fn carry_out(&self, editor: &Editor) {
        let (command, value) = match self.form {
            Typed::List { is_ordered: true } => ("insertOrderedList", None),
            Typed::List { is_ordered: false } => ("insertUnorderedList", None),
            Typed::Quote => ("formatBlock", Some("blockquote")),
            Typed::Code => ("formatBlock", Some("pre")),
            Typed::Look { style, start, mark, end, .. } => {
                let text = self.at(start + mark);
                return self.look(editor, style, (self.at(start), text), self.at(end));
            }
        };
        take_out(editor, self.begin, self.at(self.line.len()));
        editor.command(command, value);
    }

    /// The marks go, and what stands between them gets its look.
    fn look(&self, editor: &Editor, style: Style, (from, text): (u32, u32), end: u32) {
        take_out(editor, end, self.at(self.line.len()));
        take_out(editor, from, text);
        let end = end - (text - from);
        editor.select((from, end));
        let name = match style {
            Style { bold: true, .. } => "strong",
            Style { italic: true, .. } => "em",
            Style { strike: true, .. } => "s",
            _ => "code",
        };
        editor.toggle(name);
        // What follows looks like what was before.
        editor.select((end, end));
        editor.leave(name);
    }

    fn at(&self, byte: usize) -> u32 {
        let before = self.line.get(..byte).unwrap_or_default();
        self.begin + u32::try_from(before.encode_utf16().count()).unwrap_or(u32::MAX)
    }
}

fn take_out(editor: &Editor, from: u32, to: u32) {
    if from < to {
        editor.select((from, to));
        editor.command("delete", None);
    }
}
