//! As many tickets as are asked for, in one list: made from `many.json`, the same every time.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use jiff::Timestamp;
use rusqlite::{Connection, Transaction, params};
use serde::Deserialize;

use super::{
    search,
    seed::{person, read},
    seed_format::{NamedSeed, PersonSeed},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Many {
    organization: NamedSeed,
    /// Whose they are.
    customer: PersonSeed,
    /// Who has some more of them in the organisation's list.
    colleagues: Vec<PersonSeed>,
    languages: Vec<Language>,
}

/// Sentences with blanks: `{thing}`, `{place}`, `{n}`, `{ref}`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Language {
    tag: String,
    /// How many tickets of it there are, beside the other languages.
    share: usize,
    things: Vec<String>,
    places: Vec<String>,
    subjects: Vec<String>,
    openings: Vec<String>,
    answers: Vec<String>,
    thanks: Vec<String>,
}

/// The first id.
const FIRST: usize = 100_001;
/// For so many tickets of the customer's own a colleague has one.
const PER_COLLEAGUES: usize = 50;
const DAY: i64 = 86_400_000;
/// How far back they reach.
const DAYS: i64 = 6 * 365;

const AGENTS: [&str; 5] = ["agent-ana", "agent-bo", "agent-yuki", "agent-sam", "agent-marc"];
const TYPES: [&str; 10] =
    ["email", "email", "email", "email", "web", "web", "web", "chat", "phone", "other"];
const PRIORITIES: [Option<&str>; 10] = [
    Some("tolerable"),
    Some("tolerable"),
    Some("tolerable"),
    Some("question"),
    Some("question"),
    Some("question"),
    Some("high"),
    Some("high"),
    Some("urgent"),
    None,
];
const PRODUCTS: [&str; 4] = ["Relay", "Atlas Sync", "Ledger", "Console"];

/// Category, the desk's word, its label, whose turn.
type Standing = (&'static str, &'static str, &'static str, &'static str);
const OPEN: Standing = ("open", "in_progress", "In progress", "support");
const AWAITING: Standing =
    ("awaiting_customer", "waiting_customer", "Waiting for customer", "customer");
const ON_HOLD: Standing = ("on_hold", "on_hold", "On hold", "engineering");
const RESOLVED: Standing = ("resolved", "solved", "Solved", "nobody");
const CLOSED: Standing = ("closed", "closed", "Closed", "nobody");

/// Plants `count` tickets of one customer, and some of their colleagues'.
pub(super) fn plant(
    db: &mut Connection,
    folder: &Path,
    count: usize,
    now: Timestamp,
) -> Result<()> {
    let many: Many = read(&folder.join("many.json"))?;
    let db = db.transaction()?;
    let it = &many.organization;
    db.execute("INSERT INTO organization (id, name) VALUES (?, ?)", [&it.id, &it.name])?;
    // Behind all others.
    for (place, it) in (1_000..).zip([&many.customer].into_iter().chain(&many.colleagues)) {
        person(&db, place, it, now).with_context(|| format!("many.json: {}", it.id))?;
    }
    let shares: Vec<&Language> =
        many.languages.iter().flat_map(|it| std::iter::repeat_n(it, it.share)).collect();
    ensure!(!shares.is_empty() && !many.colleagues.is_empty(), "many.json is empty");
    let all = count + count / PER_COLLEAGUES;
    for at in 0..all {
        let mut dice = Dice(at as u64);
        // A colleague's now and then, so that they lie among the others.
        let is_own = at % (PER_COLLEAGUES + 1) != PER_COLLEAGUES;
        let requester = if is_own { &many.customer } else { dice.one(&many.colleagues) };
        let language = *dice.one(&shares);
        let age = DAYS * DAY * i64::try_from(all - at)? / i64::try_from(all)?;
        let created_at = now.as_second() * 1000 - age + dice.below(DAY / 1000) * 1000;
        let created_at = created_at.min(now.as_second() * 1000 - 3_600_000);
        ticket(&db, &many, at, requester, language, created_at, now, &mut dice)?;
    }
    // What was there from the start is no news.
    db.execute("DELETE FROM happened", [])?;
    search::catch_up(&db)?;
    db.commit().context("a ticket of many.json names somebody who is not there")
}

#[allow(clippy::too_many_arguments)]
fn ticket(
    db: &Transaction<'_>,
    many: &Many,
    at: usize,
    requester: &PersonSeed,
    language: &Language,
    created_at: i64,
    now: Timestamp,
    dice: &mut Dice,
) -> Result<()> {
    let id = (FIRST + at).to_string();
    let number = (2 + dice.below(97)).to_string();
    let reference = format!("QF-{}", 10_000 + dice.below(89_999));
    let (thing, place) = (dice.one(&language.things).as_str(), dice.one(&language.places).as_str());
    let blanks = [
        ("{thing}", thing),
        ("{place}", place),
        ("{n}", number.as_str()),
        ("{ref}", reference.as_str()),
    ];
    let said = |dice: &mut Dice, lines: &[String]| filled(dice.one::<String>(lines), &blanks);

    let latest = now.as_second() * 1000 - 60_000;
    let is_recent = latest - created_at < 45 * DAY;
    let standing = match (is_recent, dice.below(40)) {
        (true, 0..14) | (false, 0) => OPEN,
        (true, 14..24) => AWAITING,
        (true, 24..30) | (false, 1) => ON_HOLD,
        (true, 30..36) | (false, 2..8) => RESOLVED,
        _ => CLOSED,
    };
    let agent = *dice.one(&AGENTS);
    let mut lines = vec![
        (requester.id.as_str(), said(dice, &language.openings)),
        (agent, said(dice, &language.answers)),
    ];
    if dice.below(2) == 0 {
        lines.push((requester.id.as_str(), said(dice, &language.thanks)));
    }
    if standing == AWAITING {
        lines.push((agent, said(dice, &language.answers)));
    }
    let mut times = vec![created_at];
    for _ in 1..lines.len() {
        let before = times.last().copied().unwrap_or_default();
        times.push((before + 600_000 + dice.below(3 * DAY / 1000) * 1000).min(latest));
    }
    let updated_at = times.last().copied().unwrap_or(created_at).max(created_at);
    let is_over = standing.3 == "nobody";
    let is_escalated = !is_over && dice.below(12) == 0;
    let channel = *dice.one(&TYPES);
    let priority = *dice.one(&PRIORITIES);
    let level = priority.map(|it| format!(r#","priority":{{"level":"{it}"}}"#));
    let detail = format!(
        r#"{{"thread":{{"kind":"email","recipients":["support@relay.example"]}}{}}}"#,
        level.unwrap_or_default()
    );
    db.prepare_cached(
        "INSERT INTO ticket (id, id_order, display_id, subject, language, product, type, requester,
            assignee, organization, category, status_value, status_label, turn, priority, escalated,
            created_at, updated_at, done_at, detail)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        id,
        format!("{id:0>20}"),
        format!("#{id}"),
        said(dice, &language.subjects),
        language.tag,
        dice.one(&PRODUCTS),
        channel,
        requester.id,
        agent,
        many.organization.id,
        standing.0,
        standing.1,
        standing.2,
        standing.3,
        priority,
        is_escalated,
        created_at,
        updated_at,
        is_over.then_some(updated_at),
        detail,
    ])?;
    let mut say = db.prepare_cached(
        "INSERT INTO message (ticket, number, kind, author, channel, created_at, language, text, attachments)
         VALUES (?, ?, 'message', ?, ?, ?, ?, ?, '[]')",
    )?;
    for (number, ((author, text), at)) in (1_i64..).zip(lines.iter().zip(&times)) {
        say.execute(params![id, number, author, channel, at, language.tag, text])?;
    }
    let is_unread = standing == AWAITING && dice.below(2) == 0;
    let read = lines.len() - usize::from(is_unread);
    db.prepare_cached("INSERT INTO follower (ticket, person, place, read_to) VALUES (?, ?, 0, ?)")?
        .execute(params![id, requester.id, i64::try_from(read)?])?;
    Ok(())
}

fn filled(sentence: &str, blanks: &[(&str, &str)]) -> String {
    blanks.iter().fold(sentence.to_owned(), |text, (blank, word)| text.replace(blank, word))
}

/// Numbers that look like chance and are the same every time (SplitMix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        it ^ (it >> 31)
    }

    /// From 0 on, below `end`.
    fn below(&mut self, end: i64) -> i64 {
        i64::try_from(self.next() % end.unsigned_abs()).unwrap_or_default()
    }

    fn one<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let at = usize::try_from(self.next() % list.len() as u64).unwrap_or_default();
        &list[at]
    }
}
