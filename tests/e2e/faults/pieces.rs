//! Answers that are good but for a piece.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use super::{PAGE, open_ticket, with_mia};
use crate::support::{Call, Fault, Words, until};

/// Numbers that the browser's own parser takes for one and the same.
const LARGE: [&str; 2] = ["9007199254740993", "9007199254740992"];

#[test]
fn a_bad_ticket_costs_one_ticket_and_is_counted() -> Result<()> {
    with_mia(async |desk, page| {
        desk.tell(
            Call::Tickets,
            Fault::changed(|page| {
                page["items"][3]["status"] = Value::Null;
                page["items"][7] = json!(7);
                page["items"][9]["updated_at"] = json!("yesterday");
            }),
        );
        for tag in ["en", "fr"] {
            page.open(&format!("{PAGE}?lang={tag}")).await?;
            ensure!(page.list().await?.len() == 12);
            let skipped = Words::of(tag)?.fill("list.skipped_other", &[("count", "3")])?;
            ensure!(page.shows(&skipped).await?, "{}", page.text().await?);
            page.is_calm().await?;
        }
        Ok(())
    })
}

#[test]
fn a_bad_message_costs_one_message_and_is_counted() -> Result<()> {
    with_mia(async |desk, page| {
        open_ticket(page, "1001").await?;
        let whole = page.entries().await?.len();
        desk.tell(Call::Messages, Fault::changed(|page| page["items"][0] = json!({ "id": null })));
        open_ticket(page, "1001").await?;
        let skipped = Words::of("en")?.fill("ticket.skipped_one", &[("count", "1")])?;
        page.wait_for(&skipped).await?;
        ensure!(page.entries().await?.len() == whole - 1);
        page.is_calm().await
    })
}

/// Every word of a closed set becomes one that nobody knows.
fn unknown_words(value: &mut Value) {
    const NAMES: [&str; 14] = [
        "type",
        "kind",
        "category",
        "value",
        "waiting_on",
        "level",
        "previous",
        "state",
        "key",
        "role",
        "channel",
        "reason",
        "relation",
        "unavailable",
    ];
    match value {
        Value::Object(fields) => {
            for (name, it) in fields {
                match it {
                    Value::String(word) if NAMES.contains(&name.as_str()) => {
                        *word = "hologram".to_owned();
                    }
                    Value::Array(list) if matches!(name.as_str(), "next" | "sort") => {
                        list.push(json!("hologram"));
                    }
                    _ => unknown_words(it),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(unknown_words),
        _ => {}
    }
}

#[test]
fn words_that_nobody_knows_are_no_trouble() -> Result<()> {
    with_mia(async |desk, page| {
        page.open(PAGE).await?;
        let known = page.list().await?;
        desk.tell(Call::Any, Fault::changed(unknown_words));
        page.open(PAGE).await?;
        let rows = page.list().await?;
        ensure!(rows.len() == known.len());
        ensure!(rows.iter().zip(&known).all(|(a, b)| a.subject == b.subject && a.id == b.id));
        page.is_calm().await?;
        for row in rows.iter().take(6) {
            open_ticket(page, &row.ticket).await?;
            ensure!(page.heading().await? == row.subject, "{:?}", page.heading().await?);
            ensure!(page.troubles().await? == Vec::<String>::new());
            page.is_calm().await?;
        }
        Ok(())
    })
}

#[test]
fn ids_above_two_to_the_53_open_the_right_ticket() -> Result<()> {
    with_mia(async |desk, page| {
        page.open(PAGE).await?;
        let known = page.list().await?;
        let names = known.iter().zip(LARGE).map(|(it, name)| (it.ticket.clone(), name)).collect();
        desk.heal();
        desk.tell(Call::Any, Fault::Renamed(names));
        for (row, (known, name)) in known.iter().zip(LARGE).enumerate() {
            page.open(PAGE).await?;
            ensure!(page.list().await?[row].ticket == name);
            page.open_row(row).await?;
            ensure!(
                page.heading().await? == known.subject,
                "{name} opens {:?}",
                page.heading().await?
            );
            let path = format!("/tickets/{name}");
            until("the ticket to be asked for", async || Ok(desk.was_asked(&path))).await?;
            ensure!(desk.was_asked(&format!("/tickets/{name}/messages")));
            ensure!(!page.entries().await?.is_empty());
            page.is_calm().await?;
        }
        Ok(())
    })
}
