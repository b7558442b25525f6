//! Going through the pages of a list, and judging what came.

use std::collections::BTreeSet;

use serde_json::Value;

use super::shape::page;

/// Pages that are walked of one list, and how many items each may have.
pub const MOST_PAGES: usize = 20;
/// Items a page, as the widget asks.
pub const PAGE: usize = 25;

/// Which cursor leads on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// `next_cursor`
    Next,
    /// `prev_cursor`
    Back,
}

/// The pages that came, in the order they were asked for.
#[derive(Default)]
pub struct Walk {
    /// Their items.
    pub pages: Vec<Vec<Value>>,
    /// What the last page with a total says.
    pub total: Option<u64>,
    /// There would have been more pages.
    pub is_cut: bool,
    /// What is wrong with the pages themselves.
    pub faults: Vec<String>,
}

impl Walk {
    /// Follows the cursors. `ask` gives the page at a cursor.
    pub fn through(
        limit: usize,
        way: Way,
        mut ask: impl FnMut(Option<&str>) -> Result<Value, String>,
    ) -> Self {
        let mut walk = Self::default();
        let mut cursors = BTreeSet::new();
        let mut cursor: Option<String> = None;
        loop {
            let number = walk.pages.len() + 1;
            let page = match ask(cursor.as_deref()).and_then(|it| page(&it)) {
                Ok(page) => page,
                Err(why) => {
                    walk.faults.push(format!("page {number} {why}"));
                    return walk;
                }
            };
            let count = page.items.len();
            if count > limit {
                walk.faults.push(format!("page {number} has {count} items, with limit={limit}"));
            }
            walk.pages.push(page.items);
            walk.total = page.total.or(walk.total);
            cursor = match way {
                Way::Next => page.next_cursor,
                Way::Back => page.prev_cursor,
            };
            match &cursor {
                None => return walk,
                Some(it) if !cursors.insert(it.clone()) => {
                    walk.faults.push(format!("page {number} leads back to a page that was there"));
                    return walk;
                }
                Some(_) if number == MOST_PAGES => {
                    walk.is_cut = true;
                    return walk;
                }
                Some(_) => {}
            }
        }
    }

    /// Every item that came.
    pub fn items(&self) -> impl Iterator<Item = &Value> {
        self.pages.iter().flatten()
    }

    /// The ids that came, in order.
    pub fn ids(&self) -> Vec<&str> {
        self.items().filter_map(|it| it["id"].as_str()).collect()
    }

    /// What is wrong: with the pages, and with all of them together.
    pub fn judged(&self) -> Vec<String> {
        let mut faults = self.faults.clone();
        let ids = self.ids();
        let mut seen = BTreeSet::new();
        let twice: BTreeSet<&str> = ids.iter().copied().filter(|it| !seen.insert(*it)).collect();
        faults.extend(twice.iter().map(|id| format!("{id} comes twice")));
        let all = self.items().count() as u64;
        if let Some(total) = self.total.filter(|it| *it != all && faults.is_empty()) {
            if !self.is_cut {
                faults.push(format!("{all} came, and the total says {total}"));
            } else if total < all {
                faults.push(format!("{all} came and there are more, but the total says {total}"));
            }
        }
        faults
    }

    /// Faults where this is not the same set as another walk through the same list.
    pub fn differs(&self, other: &Self) -> Vec<String> {
        if self.is_cut || other.is_cut {
            return Vec::new();
        }
        let (here, there): (BTreeSet<&str>, BTreeSet<&str>) =
            (self.ids().into_iter().collect(), other.ids().into_iter().collect());
        let missing = there.difference(&here).map(|id| format!("{id} is missing"));
        let more = here.difference(&there).map(|id| format!("{id} was not in the first walk"));
        missing.chain(more).collect()
    }

    /// `23 on 3 pages`, and what is known of the rest.
    pub fn told(&self) -> String {
        let count = self.items().count();
        let pages = match self.pages.len() {
            1 => "1 page".to_owned(),
            many => format!("{many} pages"),
        };
        let rest = match (self.total, self.is_cut) {
            (Some(total), true) => format!("; the total says {total}, the rest was not walked"),
            (None, true) => "; there are more, which were not walked".to_owned(),
            (Some(total), false) => format!("; the total says {total}"),
            (None, false) => "; no total".to_owned(),
        };
        format!("{count} on {pages}{rest}")
    }
}

/// How many items a page needs for a list of `count` to have several.
pub fn several(count: usize) -> usize {
    if count > PAGE { PAGE } else { count.div_ceil(3).max(1) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Walks pages of ids in which the cursor is the next one's number.
    fn walk(limit: usize, pages: &[&[&str]], total: Option<u64>) -> Walk {
        Walk::through(limit, Way::Next, |cursor| {
            let at: usize = cursor.map_or(0, |it| it.parse().unwrap());
            let items: Vec<Value> = pages[at].iter().map(|id| json!({ "id": id })).collect();
            let next = (at + 1 < pages.len()).then(|| (at + 1).to_string());
            let mut page = json!({ "items": items });
            if let Some(next) = next {
                page["next_cursor"] = json!(next);
            }
            if let Some(total) = total {
                page["total"] = json!(total);
            }
            Ok(page)
        })
    }

    fn check(walk: &Walk, faults: &[&str]) {
        assert_eq!(walk.judged(), faults);
    }

    #[test]
    fn a_list_that_is_whole_has_no_faults() {
        let whole = walk(2, &[&["1", "2"], &[], &["3"]], Some(3));
        check(&whole, &[]);
        assert_eq!(whole.told(), "3 on 3 pages; the total says 3");
        assert_eq!(walk(2, &[&["1"]], None).told(), "1 on 1 page; no total");
    }

    #[test]
    fn what_comes_twice_or_not_at_all_is_a_fault() {
        check(&walk(2, &[&["1", "2"], &["2", "3"]], None), &["2 comes twice"]);
        check(&walk(2, &[&["1", "2"], &["3"]], Some(4)), &["3 came, and the total says 4"]);
        check(&walk(2, &[&["1", "2", "3"]], None), &["page 1 has 3 items, with limit=2"]);
    }

    #[test]
    fn a_walk_ends() {
        let round = Walk::through(1, Way::Next, |_| Ok(json!({ "items": [], "next_cursor": "a" })));
        check(&round, &["page 2 leads back to a page that was there"]);
        let mut count = 0;
        let endless = Walk::through(1, Way::Back, |_| {
            count += 1;
            Ok(json!({ "items": [{ "id": count.to_string() }], "prev_cursor": count.to_string() }))
        });
        assert!(endless.is_cut);
        assert_eq!(endless.pages.len(), MOST_PAGES);
        check(&endless, &[]);
    }

    #[test]
    fn a_page_that_is_none_is_named() {
        check(
            &Walk::through(1, Way::Next, |_| Ok(json!([]))),
            &["page 1 is a list, not an object"],
        );
        let broken = Walk::through(1, Way::Next, |_| Err("answers 500 instead of 200".to_owned()));
        check(&broken, &["page 1 answers 500 instead of 200"]);
    }

    #[test]
    fn two_walks_of_one_list_bring_the_same() {
        let (one, other) = (walk(9, &[&["1", "2"]], None), walk(9, &[&["2", "3"]], None));
        assert_eq!(one.differs(&other), ["3 is missing", "1 was not in the first walk"]);
        assert!(one.differs(&one).is_empty());
    }

    #[test]
    fn a_short_list_is_walked_in_smaller_pages() {
        let sizes = [0, 1, 2, 3, 24, 25, 26, 500].map(several);
        assert_eq!(sizes, [1, 1, 1, 1, 8, 9, 25, 25]);
    }
}
