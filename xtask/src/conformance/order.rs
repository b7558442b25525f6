//! Whether lists are in the order that was asked for, as far as the contract says what it is.

use contract::{PriorityLevel, StatusCategory, Ticket};

use super::moment;

/// What is wrong with a list sorted by `word` and the same list sorted by `-word`. `are_whole`: both
/// lists are here to their ends.
pub fn judged(word: &str, up: &[Ticket], down: &[Ticket], are_whole: bool) -> Vec<String> {
    match word {
        "created_at" => both(up, down, |it| moment::utc(&it.created_at).ok()),
        "updated_at" => both(up, down, |it| moment::utc(&it.updated_at).ok()),
        "priority" => both(up, down, |it| it.priority.as_ref().and_then(|it| weight(it.level))),
        "status" => statuses(up, down, are_whole),
        // What comes first among ids is the desk's own affair; the way back is not.
        "id" if are_whole => {
            let is_turned = up.iter().map(|it| &it.id).eq(down.iter().rev().map(|it| &it.id));
            if is_turned { Vec::new() } else { vec!["-id is not id turned round".to_owned()] }
        }
        _ => Vec::new(),
    }
}

/// Whether the contract says anything about this word.
pub fn is_known(word: &str) -> bool {
    matches!(word, "created_at" | "updated_at" | "priority" | "status" | "id")
}

/// Rising one way and falling the other; what has no key may stand anywhere.
fn both<K: Ord>(up: &[Ticket], down: &[Ticket], key: fn(&Ticket) -> Option<K>) -> Vec<String> {
    let keyed = |all: &[Ticket]| -> Vec<(K, String)> {
        all.iter().filter_map(|it| Some((key(it)?, it.id.clone()))).collect()
    };
    let (up, down) = (keyed(up), keyed(down));
    let wrong_up = up.windows(2).find(|it| it[0].0 > it[1].0);
    let wrong_down = down.windows(2).find(|it| it[0].0 < it[1].0);
    let said =
        |it: &[(K, String)], way: &str| format!("{} stands before {}, {way}", it[0].1, it[1].1);
    let wrong_up = wrong_up.map(|it| said(it, "ascending"));
    let wrong_down = wrong_down.map(|it| said(it, "descending with -"));
    wrong_up.into_iter().chain(wrong_down).collect()
}

/// Which status comes first is not said: but each comes in one piece, and `-` turns them round.
fn statuses(up: &[Ticket], down: &[Ticket], are_whole: bool) -> Vec<String> {
    let (up, mut down) = (runs(up), runs(down));
    for runs in [&up, &down] {
        let again = runs.iter().enumerate().find(|(at, it)| runs[..*at].contains(it));
        if let Some((_, category)) = again {
            return vec![format!("{} comes in more than one place", word(*category))];
        }
    }
    down.reverse();
    if are_whole && up != down {
        return vec!["-status is not status turned round".to_owned()];
    }
    Vec::new()
}

/// The categories in the order they stand, neighbours counted once.
pub fn runs(tickets: &[Ticket]) -> Vec<StatusCategory> {
    let known = tickets.iter().map(|it| it.status.category);
    let mut runs: Vec<_> = known.filter(|it| *it != StatusCategory::Unknown).collect();
    runs.dedup();
    runs
}

/// A category in the contract's word.
pub fn word(category: StatusCategory) -> &'static str {
    match category {
        StatusCategory::Open => "open",
        StatusCategory::AwaitingCustomer => "awaiting_customer",
        StatusCategory::OnHold => "on_hold",
        StatusCategory::Resolved => "resolved",
        StatusCategory::Closed => "closed",
        StatusCategory::Unknown => "unknown",
    }
}

/// The most urgent weighs most, as in the widget.
fn weight(level: PriorityLevel) -> Option<u8> {
    Some(match level {
        PriorityLevel::Urgent => 4,
        PriorityLevel::High => 3,
        PriorityLevel::Tolerable => 2,
        PriorityLevel::Question => 1,
        PriorityLevel::Unknown => return None,
    })
}

#[cfg(test)]
mod tests {
    use contract::{Priority, Status};

    use super::*;

    fn list(make: impl Fn(&mut Ticket, usize), order: &[usize]) -> Vec<Ticket> {
        let tickets = order.iter().map(|at| {
            let mut ticket = Ticket { id: at.to_string(), ..Ticket::default() };
            make(&mut ticket, *at);
            ticket
        });
        tickets.collect()
    }

    #[test]
    fn times_rise_and_fall() {
        let make = |it: &mut Ticket, at: usize| {
            it.created_at = format!("2026-11-2{at}T00:00:00Z");
        };
        let check = |up: &[usize], down: &[usize], faults: &[&str]| {
            assert_eq!(judged("created_at", &list(make, up), &list(make, down), true), faults);
        };
        check(&[1, 2, 2, 3], &[3, 2, 2, 1], &[]);
        check(&[1, 3, 2], &[3, 2, 1], &["3 stands before 2, ascending"]);
        check(&[1, 2], &[1, 2], &["1 stands before 2, descending with -"]);
    }

    #[test]
    fn the_most_urgent_come_first_when_descending() {
        let make = |it: &mut Ticket, at: usize| {
            let level = match at {
                1 => PriorityLevel::Question,
                2 => PriorityLevel::Urgent,
                _ => return,
            };
            it.priority = Some(Priority { level, ..Priority::default() });
        };
        let check = |up: &[usize], down: &[usize], faults: usize| {
            let found = judged("priority", &list(make, up), &list(make, down), true);
            assert_eq!(found.len(), faults, "{found:?}");
        };
        check(&[0, 1, 2], &[2, 1, 0], 0);
        check(&[1, 2, 0], &[2, 1, 0], 0);
        check(&[2, 1], &[1, 2], 2);
    }

    #[test]
    fn statuses_come_in_one_piece_each_and_turn_round() {
        let make = |it: &mut Ticket, at: usize| {
            let category = match at {
                1 => StatusCategory::Open,
                2 => StatusCategory::Closed,
                _ => StatusCategory::Unknown,
            };
            it.status = Status { category, ..Status::default() };
        };
        let check = |up: &[usize], down: &[usize], are_whole: bool, faults: &[&str]| {
            assert_eq!(judged("status", &list(make, up), &list(make, down), are_whole), faults);
        };
        check(&[1, 1, 2, 0], &[2, 1, 1], true, &[]);
        check(&[2, 1], &[1, 2], true, &[]);
        check(&[1, 2, 1], &[2, 1], true, &["open comes in more than one place"]);
        check(&[1, 2], &[1, 2], true, &["-status is not status turned round"]);
        check(&[1], &[2], false, &[]);
    }

    #[test]
    fn ids_turn_round_whatever_their_order() {
        let check = |up: &[usize], down: &[usize], are_whole: bool, faults: usize| {
            let (up, down) = (list(|_, _| {}, up), list(|_, _| {}, down));
            assert_eq!(judged("id", &up, &down, are_whole).len(), faults);
        };
        check(&[9, 10, 1], &[1, 10, 9], true, 0);
        check(&[1, 2], &[1, 2], true, 1);
        check(&[1, 2], &[1, 2], false, 0);
    }
}
