//! What was checked and what came of it, as tables.

use std::fmt::Display;

/// How many faults a row names before it counts the others.
const NAMED: usize = 3;
/// Characters of one cell: what an API says of itself may be long.
const WIDEST: usize = 240;

/// What came of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It holds.
    Passed,
    /// It does not, and the contract requires it.
    Failed,
    /// It is allowed, and somebody may want to know.
    Noted,
    /// It could not be tried.
    Skipped,
}

impl Outcome {
    fn word(self) -> &'static str {
        match self {
            Self::Passed => "ok",
            Self::Failed => "FAILED",
            Self::Noted => "note",
            Self::Skipped => "skipped",
        }
    }
}

/// The checks so far, in order.
#[derive(Default)]
pub struct Findings {
    rows: Vec<(String, Outcome, String)>,
}

impl Findings {
    /// Keeps a check: it holds where there are no faults.
    pub fn judge(&mut self, check: impl Display, seen: impl Display, faults: &[String]) {
        match faults {
            [] => self.add(check, Outcome::Passed, seen),
            _ => self.add(check, Outcome::Failed, named(faults)),
        }
    }

    /// Keeps a check that nothing follows from.
    pub fn note(&mut self, check: impl Display, seen: impl Display) {
        self.add(check, Outcome::Noted, seen);
    }

    /// Keeps a check that could not be tried, and why.
    pub fn skip(&mut self, check: impl Display, why: impl Display) {
        self.add(check, Outcome::Skipped, why);
    }

    fn add(&mut self, check: impl Display, outcome: Outcome, seen: impl Display) {
        self.rows.push((check.to_string(), outcome, seen.to_string()));
    }

    /// How many checks came to this.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.rows.iter().filter(|row| row.1 == outcome).count()
    }

    /// How many came to what.
    pub fn sum(&self) -> String {
        let all = [Outcome::Passed, Outcome::Failed, Outcome::Noted, Outcome::Skipped];
        all.map(|it| format!("{} {}", self.count(it), it.word())).join(", ")
    }

    /// Prints every check.
    pub fn print(&self) {
        let rows = self.rows.iter();
        let rows = rows.map(|(check, outcome, seen)| [check, outcome.word(), seen]);
        table(["check", "result", "what was seen"], rows);
    }
}

/// The first faults, and how many more there are.
fn named(faults: &[String]) -> String {
    let first = faults.iter().take(NAMED).cloned().collect::<Vec<_>>().join("; ");
    match faults.len().saturating_sub(NAMED) {
        0 => first,
        more => format!("{first}; and {more} more"),
    }
}

/// Prints rows below their heads, as wide as they are.
pub fn table<'a, const N: usize>(heads: [&'a str; N], rows: impl Iterator<Item = [&'a str; N]>) {
    let rows: Vec<[String; N]> = [heads].into_iter().chain(rows).map(|it| it.map(plain)).collect();
    let width = |at: usize| rows.iter().map(|it| it[at].chars().count()).max().unwrap_or(0);
    let widths: [usize; N] = std::array::from_fn(width);
    println!();
    for (at, row) in rows.iter().enumerate() {
        let cells = row.iter().zip(widths).map(|(it, width)| format!("{it:<width$}"));
        println!("{}", cells.collect::<Vec<_>>().join(" | ").trim_end());
        if at == 0 {
            let rules = widths.map(|it| "-".repeat(it.min(WIDEST / 3)));
            println!("{}", rules.join("-|-"));
        }
    }
}

/// A cell that cannot steer a terminal: what an API answers is not ours.
fn plain(text: &str) -> String {
    let clean = |it: char| if it.is_control() { ' ' } else { it };
    let mut cell: String = text.chars().take(WIDEST).map(clean).collect();
    if text.chars().nth(WIDEST).is_some() {
        cell.push('…');
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_without_faults_holds() {
        let mut findings = Findings::default();
        findings.judge("a", "seen", &[]);
        findings.judge("b", "seen", &["wrong".to_owned()]);
        findings.note("c", "odd");
        findings.skip("d", "one account only");
        let seen = findings.rows.iter().map(|it| (it.1.word(), it.2.as_str()));
        let expected =
            [("ok", "seen"), ("FAILED", "wrong"), ("note", "odd"), ("skipped", "one account only")];
        assert_eq!(seen.collect::<Vec<_>>(), expected);
        assert_eq!(findings.sum(), "1 ok, 1 FAILED, 1 note, 1 skipped");
    }

    #[test]
    fn many_faults_are_counted() {
        let faults: Vec<String> = (1..=5).map(|it| it.to_string()).collect();
        assert_eq!(named(&faults), "1; 2; 3; and 2 more");
        assert_eq!(named(&faults[..3]), "1; 2; 3");
    }

    #[test]
    fn an_answer_cannot_steer_the_terminal() {
        assert_eq!(plain("a\u{1b}[2Jb\n"), "a [2Jb ");
        assert_eq!(plain(&"x".repeat(300)).chars().count(), WIDEST + 1);
    }
}
