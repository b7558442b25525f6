//! Who may name whom: the table of rooms.

use std::collections::BTreeSet;

use super::{paths::mentions, planted, red};
use crate::source::{File, files, none, read, tokens};

/// What a folder of `src/`, or one file in it, may name.
struct Room {
    /// Its folder; or the beginning of a file's path below `src/`.
    name: &'static str,
    /// Other rooms.
    rooms: &'static [&'static str],
    /// Crates, or one part of a crate.
    crates: &'static [&'static str],
}

/// Bottom to top, as in src/lib.rs.
const ROOMS: [Room; 9] = [
    Room { name: "domain", rooms: &[], crates: &[] },
    // Numbers are the browser's part.
    Room { name: "json", rooms: &["domain"], crates: &["js_sys"] },
    Room { name: "dom", rooms: &["domain"], crates: BROWSER },
    Room { name: "config", rooms: &["domain"], crates: &[] },
    Room { name: "i18n", rooms: &["config", "dom", "domain", "json"], crates: BROWSER },
    Room { name: "api", rooms: &["config", "domain", "json"], crates: &["serde"] },
    Room { name: "state", rooms: &["api", "config", "domain"], crates: &[] },
    Room {
        name: "view",
        rooms: &["config", "dom", "domain", "i18n", "state"],
        crates: &["js_sys", "leptos", "wasm_bindgen", "web_sys"],
    },
    Room {
        name: "embed",
        rooms: &["api", "config", "dom", "domain", "i18n", "json", "state", "view"],
        crates: BROWSER,
    },
];

const BROWSER: &[&str] = &["js_sys", "leptos", "wasm_bindgen", "wasm_bindgen_futures", "web_sys"];

/// What single files may name besides.
const FILES: [Room; 10] = [
    Room {
        name: "api/client/line.rs",
        rooms: &["dom"],
        crates: &["js_sys", "wasm_bindgen", "wasm_bindgen_futures", "web_sys"],
    },
    // It travels by itself, and so asks the browser by name.
    Room {
        name: "api/client/live.rs",
        rooms: &["dom"],
        crates: &["js_sys", "wasm_bindgen", "web_sys"],
    },
    Room { name: "api/client/upload.rs", rooms: &["dom"], crates: &["js_sys", "wasm_bindgen"] },
    Room { name: "api/client/load.rs", rooms: &[], crates: &["js_sys", "wasm_bindgen", "web_sys"] },
    Room {
        name: "api/body",
        rooms: &[],
        crates: &["js_sys", "serde_json", "serde_wasm_bindgen", "wasm_bindgen"],
    },
    // What reads mapping files is a chunk that loads later.
    Room { name: "api/client/mapping.rs", rooms: &[], crates: &["js_sys", "leptos::wasm_split"] },
    // Where a desk of one's own is a chunk that loads later.
    Room { name: "api/connectors/mod.rs", rooms: &[], crates: &["leptos::wasm_split"] },
    Room { name: "i18n/load.rs", rooms: &[], crates: &["gloo_net"] },
    Room { name: "state/desk/", rooms: &["dom"], crates: &["leptos"] },
    Room { name: "state/desk.rs", rooms: &["dom"], crates: &["leptos"] },
];

/// The crates that `Cargo.toml` brings in, those for tests too. One that no room lists may not be
/// named: the contract's own types, say, which only tests hold the connector against.
fn crates(manifest: &str) -> Vec<String> {
    let manifest: toml::Value = toml::from_str(manifest).unwrap();
    let targets = manifest["target"].as_table().unwrap().values();
    let kinds = ["dependencies", "dev-dependencies"];
    let tables = targets.chain([&manifest]).flat_map(|it| kinds.map(|kind| it.get(kind)));
    let names = tables.flatten().flat_map(|it| it.as_table().unwrap().keys());
    names.map(|it| it.replace('-', "_")).collect()
}

/// `src/view/list/mod.rs` → `view`, `list`.
fn module(path: &str) -> Vec<String> {
    let path = path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').filter(|it| *it != "lib").map(str::to_owned).collect()
}

fn breaches(file: &File, crates: &[String]) -> Vec<String> {
    let module = module(&file.path);
    let own = module.first().map_or("", String::as_str);
    let below = file.path.trim_start_matches("src/");
    let Some(room) = ROOMS.iter().find(|it| it.name == own) else {
        let is_root = module.is_empty();
        return if is_root { Vec::new() } else { vec![format!("{}: no such room", file.path)] };
    };
    let of_file: Vec<&Room> = FILES.iter().filter(|it| below.starts_with(it.name)).collect();
    let rooms: BTreeSet<&str> =
        of_file.iter().flat_map(|it| it.rooms).chain(room.rooms).copied().chain([own]).collect();
    let named: BTreeSet<&str> =
        of_file.iter().flat_map(|it| it.crates).chain(room.crates).copied().collect();
    let may = |path: &[String]| match path[0].as_str() {
        "crate" => path.get(1).is_some_and(|it| rooms.contains(it.as_str())),
        other => {
            named.contains(other) || named.contains(path[..path.len().min(2)].join("::").as_str())
        }
    };
    mentions(tokens(file), &module, crates)
        .into_iter()
        .filter(|it| !may(&it.path))
        .map(|it| format!("{}:{}: {own} names {}", file.path, it.line, it.path.join("::")))
        .collect()
}

#[test]
fn rooms_name_only_what_the_table_allows() {
    let crates = crates(&read("Cargo.toml"));
    let all = files("src", &["rs"]);
    none(&all.iter().flat_map(|it| breaches(it, &crates)).collect::<Vec<_>>());
}

#[test]
fn the_border_goes_red() {
    let crates = crates(&read("Cargo.toml"));
    let check = |path: &str, text: &str, expected: &[&str]| {
        red(breaches(&planted(path, text), &crates), expected);
    };
    check("src/view/list/row.rs", "use crate::{api::client::Client, domain::Ticket};", &["api"]);
    check("src/view/list/row.rs", "fn f() { super::super::super::api::client::go() }", &["api"]);
    check(
        "src/view/row.rs",
        "use crate::*;\nuse super::parts;",
        &["row.rs:1: view names crate::*"],
    );
    check("src/domain/me.rs", "#[derive(serde::Deserialize)] struct Me;", &["serde"]);
    check("src/state/list.rs", "fn f() { leptos::logging::log!(\"\") }", &["leptos"]);
    check("src/state/desk/mod.rs", "use leptos::web_sys;\nuse crate::dom::task;", &["web_sys"]);
    check("src/api/connectors/deskpane.rs", "use contract as wire;", &["contract"]);
    check("src/api/connectors/redmine.rs", "use crate::dom::storage;", &["dom"]);
    check(
        "src/api/connectors/mod.rs",
        "use leptos::{ev, wasm_split::wasm_split};",
        &["leptos::ev"],
    );
    check("src/api/client/line.rs", "use web_sys::Request;\nuse wasm_bindgen::JsValue;", &[]);
    check("src/api/client/mapping.rs", "use web_sys::Window;", &["web_sys"]);
    check("src/utils/mod.rs", "", &["no such room"]);
    check("src/lib.rs", "pub mod api;", &[]);
}

#[test]
fn the_crate_documentation_shows_this_table() {
    let page = read("src/lib.rs");
    let rows = page.lines().filter_map(|it| it.strip_prefix("//! | [`"));
    let shown: Vec<(String, BTreeSet<String>)> = rows
        .map(|row| {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            let uses = cells[2].split(", ").map(str::to_owned).filter(|it| it != "–");
            (cells[0].trim_end_matches("`]").to_owned(), uses.collect())
        })
        .collect();
    let held: Vec<(String, BTreeSet<String>)> = ROOMS
        .iter()
        .map(|room| {
            let mut uses: BTreeSet<String> = room.rooms.iter().map(|it| it.to_string()).collect();
            if uses.len() == ROOMS.len() - 1 {
                uses = BTreeSet::from(["all".to_owned()]);
            }
            for it in FILES.iter().filter(|it| it.name.starts_with(room.name)) {
                let file = it.name[room.name.len() + 1..].trim_end_matches(['/']);
                let file = file.trim_end_matches(".rs");
                uses.extend(it.rooms.iter().map(|room| format!("{room} ({file})")));
            }
            (room.name.to_owned(), uses)
        })
        .collect();
    assert_eq!(shown, held, "left: src/lib.rs, right: this test");
}
