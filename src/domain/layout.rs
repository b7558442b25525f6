//! L1: which columns a list shows, in which order, and how wide.

use super::{Column, Scope};

/// Bounds of a width, in pixels.
const NARROWEST: u32 = 60;
const WIDEST: u32 = 600;

/// What a customer chose. The subject, a row's link, is always there.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout(Vec<(Column, Option<u32>)>);

/// What they chose, by kind of list: one of an organisation has other columns than their own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layouts(Vec<(String, Layout)>);

impl Layout {
    /// Of these columns, each as wide as it is by itself.
    pub fn of(columns: &[Column]) -> Self {
        let mut all = Self(Vec::new());
        for column in columns {
            if !all.has(*column) {
                all.0.push((*column, None));
            }
        }
        if !all.has(Column::Subject) {
            all.0.insert(0, (Column::Subject, None));
        }
        all
    }

    /// What [`Self::write`] wrote; what it could not have written is left out.
    pub fn read(text: &str) -> Self {
        let parts = || text.split(',').map(|it| it.split_once('*').unwrap_or((it, "")));
        let known = |name: &str| Column::ALL.into_iter().find(|it| it.name() == name);
        let columns: Vec<Column> = parts().filter_map(|it| known(it.0)).collect();
        let mut layout = Self::of(&columns);
        for (name, width) in parts() {
            if let (Some(column), Ok(width)) = (known(name), width.parse()) {
                layout.resize(column, width);
            }
        }
        layout
    }

    /// As one string: `id,subject,status*180`.
    pub fn write(&self) -> String {
        let part = |(column, width): &(Column, Option<u32>)| {
            let width = width.map_or_else(String::new, |it| format!("*{it}"));
            format!("{}{width}", column.name())
        };
        self.0.iter().map(part).collect::<Vec<_>>().join(",")
    }

    /// The columns that show, in their order.
    pub fn columns(&self) -> impl Iterator<Item = Column> {
        self.0.iter().map(|it| it.0)
    }

    /// Whether a column shows.
    pub fn has(&self, column: Column) -> bool {
        self.columns().any(|it| it == column)
    }

    /// How wide a column is, in pixels, where somebody chose that.
    pub fn width(&self, column: Column) -> Option<u32> {
        self.0.iter().find(|it| it.0 == column)?.1
    }

    /// Shows a column, behind the others, or does not any more.
    pub fn turn(&mut self, column: Column) {
        if !self.has(column) {
            self.0.push((column, None));
        } else if column != Column::Subject {
            self.0.retain(|it| it.0 != column);
        }
    }

    /// Moves a column one place on, or back.
    pub fn shift(&mut self, column: Column, is_on: bool) {
        let Some(at) = self.columns().position(|it| it == column) else { return };
        let to = if is_on { at + 1 } else { at.wrapping_sub(1) };
        if to < self.0.len() {
            self.0.swap(at, to);
        }
    }

    /// Makes a column so wide, within reason.
    pub fn resize(&mut self, column: Column, width: u32) {
        if let Some(found) = self.0.iter_mut().find(|it| it.0 == column) {
            found.1 = Some(width.clamp(NARROWEST, WIDEST));
        }
    }
}

impl Layouts {
    /// What [`Self::write`] wrote.
    pub fn read(text: &str) -> Self {
        let lines = text.lines().filter_map(|it| it.split_once('='));
        Self(lines.map(|(kind, layout)| (kind.to_owned(), Layout::read(layout))).collect())
    }

    /// As one text: a line for each kind of list.
    pub fn write(&self) -> String {
        self.0.iter().map(|(kind, layout)| format!("{kind}={}\n", layout.write())).collect()
    }

    /// What was chosen for such a list, if anything.
    pub fn get(&self, scope: &Scope) -> Option<&Layout> {
        self.0.iter().find(|it| it.0 == kind(scope)).map(|it| &it.1)
    }

    /// Keeps what is chosen for such lists; nothing: as it is by itself.
    pub fn set(&mut self, scope: &Scope, layout: Option<Layout>) {
        self.0.retain(|it| it.0 != kind(scope));
        self.0.extend(layout.map(|it| (kind(scope).to_owned(), it)));
    }
}

fn kind(scope: &Scope) -> &'static str {
    match scope {
        Scope::Mine => "mine",
        Scope::CopiedOn => "cc",
        Scope::Organization(_) => "org",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, change: impl FnOnce(&mut Layout), expected: &str) {
        let mut layout = Layout::read(text);
        change(&mut layout);
        assert_eq!(layout.write(), expected);
        assert_eq!(Layout::read(expected), layout);
    }

    #[test]
    fn what_was_not_chosen_so_is_left_out() {
        check("id,subject,status*180", |_| {}, "id,subject,status*180");
        check("status,nope,status*9,id*x,*,type*99999", |_| {}, "subject,status*60,id,type*600");
        check("", |_| {}, "subject");
    }

    #[test]
    fn columns_are_turned_moved_and_resized() {
        check("id,subject", |it| it.turn(Column::Status), "id,subject,status");
        check("id,subject", |it| it.turn(Column::Id), "subject");
        check("id,subject", |it| it.turn(Column::Subject), "id,subject");
        check("id,subject,type", |it| it.shift(Column::Channel, false), "id,type,subject");
        check("id,subject", |it| it.shift(Column::Subject, true), "id,subject");
        check("id,subject", |it| it.shift(Column::Id, false), "id,subject");
        check("id,subject", |it| it.shift(Column::Channel, true), "id,subject");
        check("id,subject", |it| it.resize(Column::Id, 100), "id*100,subject");
        check("id,subject", |it| it.resize(Column::Channel, 100), "id,subject");
    }

    #[test]
    fn each_kind_of_list_has_its_own() {
        let mut all = Layouts::read("mine=id,subject\n");
        let org = Scope::Organization("a".into());
        assert_eq!(all.get(&org), None);
        all.set(&org, Some(Layout::read("subject,requester")));
        all.set(&Scope::Mine, None);
        assert_eq!(all.write(), "org=subject,requester\n");
        assert!(all.get(&Scope::Organization("b".into())).is_some());
    }
}
