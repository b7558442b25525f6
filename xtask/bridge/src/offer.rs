//! What a mapping can change, told as the contract tells it.

use serde_json::{Value, json};

/// The changes that a mapping may say how to make, which are actions of a ticket too.
const ACTIONS: [&str; 4] = ["reply", "close", "reopen", "rate"];

/// What a mapping can change.
pub struct Offer {
    actions: Vec<&'static str>,
    takes_files: bool,
}

impl Offer {
    /// Of a mapping that was found right.
    pub fn of(mapping: &Value) -> Self {
        let says = |name: &&str| mapping.get(*name).is_some();
        Self { actions: ACTIONS.into_iter().filter(says).collect(), takes_files: says(&"upload") }
    }

    /// The names of the changes.
    pub fn names(&self) -> &[&'static str] {
        &self.actions
    }

    /// A `Me` with what a reply may be. Limits of files are the desk's own affair: 0 stands for one that nobody knows.
    pub fn in_me(&self, mut me: Value) -> Value {
        if let Some(can) = me.get_mut("capabilities").filter(|_| self.actions.contains(&"reply")) {
            fill(can, "formats", json!(["text"]));
            if self.takes_files {
                fill(can, "upload", json!({ "max_files": 0, "max_bytes": 0, "types": ["txt"] }));
            }
        }
        me
    }

    /// A `Ticket` with what can be done where the desk does not say: what is over can be opened again and
    /// rated, what is not can be closed.
    pub fn in_ticket(&self, mut ticket: Value) -> Value {
        let category = ticket.pointer("/status/category").and_then(Value::as_str);
        let is_over = matches!(category, Some("resolved" | "closed"));
        let makes_sense = |name: &&&str| match **name {
            "reply" => true,
            "close" => !is_over,
            _ => is_over,
        };
        fill(&mut ticket, "actions", json!({}));
        if let Some(actions) = ticket.get_mut("actions") {
            for name in self.actions.iter().filter(makes_sense) {
                fill(actions, name, json!({ "allowed": true }));
            }
        }
        ticket
    }
}

/// Says it of an object that says nothing of it.
fn fill(it: &mut Value, name: &str, value: Value) {
    if it.is_object() && it[name].is_null() {
        it[name] = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_desk_says_of_a_ticket_counts() {
        let offer = Offer::of(&json!({ "reply": {}, "close": {}, "reopen": {} }));
        let check = |category: &str, said: Value, expected: Value| {
            let ticket = json!({ "status": { "category": category }, "actions": said });
            assert_eq!(offer.in_ticket(ticket)["actions"], expected);
        };
        let yes = json!({ "allowed": true });
        let no = json!({ "allowed": false });
        check("open", json!(null), json!({ "reply": yes, "close": yes }));
        check("closed", json!({ "reply": no }), json!({ "reply": no, "reopen": yes }));
        assert_eq!(offer.in_ticket(Value::Null), Value::Null);
    }

    #[test]
    fn what_a_mapping_does_not_say_is_not_offered() {
        let me = json!({ "capabilities": { "scopes": ["mine"] } });
        assert_eq!(Offer::of(&json!({ "close": {} })).in_me(me.clone()), me);
        assert_eq!(Offer::of(&json!({ "reply": {} })).in_me(Value::Null), Value::Null);
        let offered = Offer::of(&json!({ "reply": {} })).in_me(me);
        assert_eq!(offered["capabilities"]["formats"], json!(["text"]));
        assert!(offered["capabilities"]["upload"].is_null());
    }
}
