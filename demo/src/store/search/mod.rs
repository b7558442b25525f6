//! Search (L5): over the id, the subject, the people and what was written, as the customer sees it.
//!
//! SQLite's FTS5 finds and ranks; what it is given is folded and cut into words here, so that it need
//! know nothing of languages. What a change makes out of date is looked at again before the next search.

mod fold;
mod query;

use anyhow::Result;
use contract::{Match, MatchField};
use rusqlite::{Connection, OptionalExtension, params, params_from_iter, types::Value};

use fold::units;
use query::{Ending, Word, stream};

use super::{Store, filter::Where, messages::message_id};

/// What is looked for.
pub(super) struct Search {
    words: Vec<Word>,
    /// Words were typed, and none of them is one: there is nothing of that kind anywhere.
    is_hopeless: bool,
}

impl Search {
    /// Reads what somebody typed; none where it is empty.
    pub fn of(text: &str) -> Option<Self> {
        let words = query::words(text);
        let is_blank = text.chars().all(char::is_whitespace);
        (!is_blank).then_some(Self { is_hopeless: words.is_empty(), words })
    }

    /// Whether nothing can be found.
    pub fn is_hopeless(&self) -> bool {
        self.is_hopeless
    }

    /// As FTS5 is asked.
    pub fn expression(&self) -> String {
        self.words.iter().map(Word::expression).collect::<Vec<_>>().join(" ")
    }

    /// Rows of all tickets that have it and pass `filter`, the best match first, and how many they are. Whoever
    /// types a ticket's number means that one.
    pub fn ranked(&self, db: &Connection, filter: &Where) -> Result<(Vec<i64>, usize)> {
        let id: String =
            self.words.iter().flat_map(|it| &it.units).map(|it| it.text.as_str()).collect();
        let sql = format!(
            "SELECT t.rowid FROM search s CROSS JOIN ticket t ON t.rowid = s.rowid
             WHERE s.search MATCH ? AND {}
             ORDER BY t.id = ? DESC, bm25(s.search, {WEIGHTS}), t.updated_at DESC, t.rowid",
            filter.sql()
        );
        let mut values = vec![Value::from(self.expression())];
        values.extend(filter.values().iter().cloned());
        values.push(id.into());
        let mut query = db.prepare_cached(&sql)?;
        let rows = query.query_map(params_from_iter(values), |it| it.get(0))?;
        let rows: Vec<i64> = rows.collect::<Result<_, _>>()?;
        let total = rows.len();
        Ok((rows, total))
    }

    /// The ids of rows.
    pub fn ids(&self, db: &Connection, rows: &[i64]) -> Result<Vec<String>> {
        let mut query = db.prepare_cached("SELECT id FROM ticket WHERE rowid = ?")?;
        rows.iter().map(|it| Ok(query.query_row([it], |it| it.get(0))?)).collect()
    }

    /// Where a ticket has it: the place with the most of the words. An id before a subject, that
    /// before people, and they before messages; of those the latest.
    pub fn locate(&self, store: &Store, db: &Connection, id: &str) -> Result<Option<Match>> {
        let head = db
            .prepare_cached(
                "SELECT display_id, subject, requester, assignee FROM ticket WHERE id = ?",
            )?
            .query_row([id], |it| {
                let people = [it.get::<_, Option<String>>(2)?, it.get(3)?];
                Ok((it.get::<_, Option<String>>(0)?, it.get::<_, String>(1)?, people))
            })
            .optional()?;
        let Some((display_id, subject, people)) = head else { return Ok(None) };
        let mut places = vec![(MatchField::Id, None, display_id.unwrap_or_else(|| id.to_owned()))];
        places.push((MatchField::Subject, None, subject));
        let followers = followers(db, id)?;
        let [requester, assignee] = people;
        for person in requester.into_iter().chain(followers).chain(assignee) {
            let name = store.names.get(&person).map(|it| it.name.clone()).unwrap_or_default();
            places.push((MatchField::Person, None, name));
        }
        let all = self.words.len();
        let mut best: Option<(usize, Match)> = None;
        let mut consider = |field: MatchField, message_id: Option<String>, text: &str| {
            let text_units = units(text);
            let found: Vec<Vec<(usize, usize)>> =
                self.words.iter().map(|it| it.places(&text_units)).collect();
            let count = found.iter().filter(|it| !it.is_empty()).count();
            if count > best.as_ref().map_or(0, |it| it.0) {
                let (snippet, ranges) = snippet(text, &found);
                best = Some((count, Match { field, message_id, snippet, ranges }));
            }
            count == all
        };
        for (field, message, text) in places {
            if consider(field, message, &text) {
                return Ok(best.map(|it| it.1));
            }
        }
        let mut query = db.prepare_cached(
            "SELECT number, text FROM message WHERE ticket = ? AND kind = 'message' ORDER BY number DESC",
        )?;
        let mut rows = query.query([id])?;
        while let Some(row) = rows.next()? {
            let message = message_id(id, row.get(0)?);
            if consider(MatchField::Message, Some(message), row.get_ref(1)?.as_str()?) {
                break;
            }
        }
        Ok(best.map(|it| it.1))
    }
}

/// Characters of a snippet, about.
const SNIPPET: usize = 160;
/// Of these, before the first hit.
const BEFORE: usize = 50;

/// What stands around the hits, on one line, and where they are in it.
fn snippet(text: &str, found: &[Vec<(usize, usize)>]) -> (String, Vec<[u32; 2]>) {
    let chars: Vec<char> = text.chars().collect();
    let mut hits: Vec<(usize, usize)> = found.iter().flatten().copied().collect();
    hits.sort_unstable();
    let first = hits.first().map_or(0, |it| it.0);
    let mut start = if chars.len() <= SNIPPET { 0 } else { first.saturating_sub(BEFORE) };
    // The end of a text is shown in full.
    start = start.min(chars.len().saturating_sub(SNIPPET));
    let end = chars.len().min(start + SNIPPET);
    let (start, end) = (to_space(&chars, start, first), from_space(&chars, end, first));
    let mut out = String::new();
    let mut length = 0;
    // Where each character of the text went.
    let mut went = vec![0_u32; end - start + 1];
    if start > 0 {
        out.push('…');
        length = 1;
    }
    let mut was_space = true;
    for (at, it) in chars[start..end].iter().enumerate() {
        went[at] = length;
        let is_space = it.is_whitespace() || it.is_control();
        if is_space && was_space {
            continue;
        }
        out.push(if is_space { ' ' } else { *it });
        length += 1;
        was_space = is_space;
    }
    went[end - start] = length;
    if end < chars.len() {
        out.push('…');
    }
    let mut ranges: Vec<[u32; 2]> = Vec::new();
    for (from, to) in hits.into_iter().filter(|it| start <= it.0 && it.1 <= end) {
        let (from, to) = (went[from - start], went[to - start]);
        match ranges.last_mut() {
            Some(last) if from <= last[1] => last[1] = last[1].max(to),
            _ if from < to => ranges.push([from, to]),
            _ => {}
        }
    }
    (out, ranges)
}

/// Cuts where a word begins, where there is one near.
fn to_space(chars: &[char], start: usize, first: usize) -> usize {
    if start == 0 {
        return 0;
    }
    let near = chars[start..first.max(start)].iter().take(20).position(|it| it.is_whitespace());
    near.map_or(start, |it| start + it + 1)
}

fn from_space(chars: &[char], end: usize, first: usize) -> usize {
    if end == chars.len() {
        return end;
    }
    let near = chars[first.min(end)..end].iter().rev().take(20).position(|it| it.is_whitespace());
    near.map_or(end, |it| end - it - 1)
}

fn followers(db: &Connection, id: &str) -> Result<Vec<String>> {
    let sql = "SELECT person FROM follower WHERE ticket = ? ORDER BY place";
    let mut query = db.prepare_cached(sql)?;
    let rows = query.query_map([id], |it| it.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Looks at what changed. Cheap where nothing did.
pub(super) fn catch_up(db: &Connection) -> Result<()> {
    let is_current = db
        .prepare_cached("SELECT 1 FROM unsearched LIMIT 1")?
        .query_row([], |_| Ok(()))
        .optional()?
        .is_none();
    if is_current {
        return Ok(());
    }
    // Within what is going on already, or by itself: all of it or nothing, and in one write.
    db.execute_batch("SAVEPOINT search")?;
    let done = look_again(db);
    db.execute_batch(match done {
        Ok(()) => "RELEASE search",
        Err(_) => "ROLLBACK TO search; RELEASE search",
    })?;
    done
}

fn look_again(db: &Connection) -> Result<()> {
    let mut heads = db.prepare(
        "SELECT t.rowid, t.id, t.display_id, t.subject, (
            SELECT group_concat(p.name, char(10)) FROM person p
            WHERE p.id IN (t.requester, t.assignee)
               OR p.id IN (SELECT f.person FROM follower f WHERE f.ticket = t.id))
         FROM unsearched u JOIN ticket t ON t.id = u.ticket",
    )?;
    let mut said = db.prepare(
        "SELECT text FROM message WHERE ticket = ? AND kind = 'message' ORDER BY number",
    )?;
    let mut forget = db.prepare("DELETE FROM search WHERE rowid = ?")?;
    let mut note =
        db.prepare("INSERT INTO search (rowid, id, subject, people, text) VALUES (?, ?, ?, ?, ?)")?;
    let folded = |text: &str| stream(&units(text), Ending::Ends);
    let mut rows = heads.query([])?;
    while let Some(row) = rows.next()? {
        let (rowid, id): (i64, String) = (row.get(0)?, row.get(1)?);
        let display_id: Option<String> = row.get(2)?;
        // The number that people quote may be another than the id.
        let ids = format!("{id}\n{}", display_id.unwrap_or_default());
        let people: Option<String> = row.get(4)?;
        let mut text = String::new();
        let mut messages = said.query([&id])?;
        while let Some(message) = messages.next()? {
            text.push_str(&folded(message.get_ref(0)?.as_str()?));
            text.push(' ');
        }
        forget.execute([rowid])?;
        note.execute(params![
            rowid,
            folded(&ids),
            folded(row.get_ref(3)?.as_str()?),
            folded(&people.unwrap_or_default()),
            text
        ])?;
    }
    db.execute("DELETE FROM unsearched", [])?;
    Ok(())
}

/// How much a word weighs in the id, the subject, a name and a message.
pub(super) const WEIGHTS: &str = "20.0, 8.0, 4.0, 1.0";

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, text: &str, expected: &str) {
        let search = Search::of(query).unwrap();
        let text_units = units(text);
        let found: Vec<_> = search.words.iter().map(|it| it.places(&text_units)).collect();
        let (snippet, ranges) = snippet(text, &found);
        let chars: Vec<char> = snippet.chars().collect();
        let mut shown = String::new();
        for (at, it) in chars.iter().enumerate() {
            let is = |end: usize| ranges.iter().any(|it| it[end] as usize == at);
            if is(1) {
                shown.push(']');
            }
            if is(0) {
                shown.push('[');
            }
            shown.push(*it);
        }
        if ranges.iter().any(|it| it[1] as usize == chars.len()) {
            shown.push(']');
        }
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_snippet_shows_its_hits_in_the_words_of_the_text() {
        check("resume", "My Résumé\n\n is  here", "My [Résumé] is here");
        check("here my", "My Résumé\n\n is  here", "[My] Résumé is [here]");
        check("résu ré", "My Résumé", "My [Résu]mé");
        check("注文", "🫖ご注文は", "🫖ご[注文]は");
    }

    #[test]
    fn a_long_text_is_cut_between_words_around_the_first_hit() {
        let long = format!("{}needle {}", "before it ".repeat(40), "after it ".repeat(40));
        let search = Search::of("needle").unwrap();
        let found: Vec<_> = search.words.iter().map(|it| it.places(&units(&long))).collect();
        let (snippet, ranges) = snippet(&long, &found);
        assert!(snippet.starts_with("…it before it") && snippet.ends_with("it…"), "{snippet}");
        assert!(snippet.chars().count() <= SNIPPET + 2);
        let hit: String = snippet.chars().skip(ranges[0][0] as usize).take(6).collect();
        assert_eq!(hit, "needle");
        // Nothing is cut inside a character, and without spaces anywhere.
        let long = format!("{}猫{}", "🫖".repeat(400), "語".repeat(400));
        let search = Search::of("猫").unwrap();
        let found: Vec<_> = search.words.iter().map(|it| it.places(&units(&long))).collect();
        let (snippet, ranges) = super::snippet(&long, &found);
        assert_eq!(snippet.chars().nth(ranges[0][0] as usize), Some('猫'));
    }
}
