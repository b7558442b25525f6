//! L6: lists that a customer gave a name.

use super::Looking;

/// Most of them, and letters of a name: a menu has an end.
const MOST: usize = 50;
const LONGEST_NAME: usize = 60;

/// A list, and what it is called.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedView {
    /// User text.
    pub name: String,
    /// What it shows.
    pub looking: Looking,
}

/// All of one customer, in the order they were made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SavedViews(Vec<SavedView>);

impl SavedViews {
    /// What [`Self::write`] wrote; lines it could not have written are left out.
    pub fn read(text: &str) -> Self {
        text.lines()
            .filter_map(|it| it.split_once('\t'))
            .fold(Self::default(), |all, (name, looking)| all.with(name, Looking::read(looking)))
    }

    /// As one text: a line each.
    pub fn write(&self) -> String {
        let line = |it: &SavedView| format!("{}\t{}\n", it.name, in_line(&it.looking.write()));
        self.0.iter().map(line).collect()
    }

    /// With one more, in the place of one of its name. Without a name there is none.
    pub fn with(mut self, name: &str, looking: Looking) -> Self {
        let name: String = in_line(name).trim().chars().take(LONGEST_NAME).collect();
        let name = name.trim_end().to_owned();
        let is_full = name.is_empty() || self.0.len() >= MOST;
        match self.0.iter_mut().find(|it| it.name == name) {
            Some(known) => known.looking = looking,
            None if is_full => {}
            None => self.0.push(SavedView { name, looking }),
        }
        self
    }

    /// Without the one of that name.
    pub fn without(mut self, name: &str) -> Self {
        self.0.retain(|it| it.name != name);
        self
    }

    /// They.
    pub fn all(&self) -> &[SavedView] {
        &self.0
    }
}

fn in_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(SavedViews::read(text).write(), expected);
    }

    #[test]
    fn views_are_read_as_they_were_written() {
        let all = "Mine, late\t~sort.created~status.open~q.late\nEverything\t\n";
        check(all, all);
    }

    #[test]
    fn a_name_is_a_line_and_there_once() {
        check("a\t~status.open\na\t~status.closed\n", "a\t~status.closed\n");
        check("  \t~status.open\nno tab\n\n", "");
        let name = format!(" two\nlines {}", "x".repeat(80));
        let views = SavedViews::default().with(&name, Looking::read("~q.x"));
        assert_eq!(views.all()[0].name, format!("two lines {}", "x".repeat(50)));
        assert_eq!(SavedViews::read(&views.write()), views);
        let long = "two lines ".to_owned() + &"x".repeat(50);
        assert!(views.without(&long).all().is_empty());
    }

    #[test]
    fn there_is_an_end() {
        let lines: String = (0..200).map(|it| format!("{it}\t~status.open\n")).collect();
        assert_eq!(SavedViews::read(&lines).all().len(), MOST);
    }
}
