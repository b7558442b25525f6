//! Small choices of a person that outlive the page. Never anything about a ticket or a session.

const PREFIX: &str = "deskpane.";

/// What was kept under `key`; nothing where storage is switched off.
pub fn get(key: &str) -> Option<String> {
    store()?.get_item(&format!("{PREFIX}{key}")).ok().flatten()
}

/// Keeps `value`. A full or forbidden storage forgets it, and nothing else happens.
pub fn set(key: &str, value: &str) {
    if let Some(store) = store() {
        let _ = store.set_item(&format!("{PREFIX}{key}"), value);
    }
}

fn store() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}
