//! The contract's closed words in ours. A native test holds them against the contract's own types.

use crate::{
    api::Raw,
    domain::{
        Action, Actions, Attention, Capabilities, Channel, ClosedPolicy, ConferenceState, Contact,
        Denial, History, Level, Me, MessageKind, Next, Organization, Person, Policy, RatingScale,
        Reason, Relation, Resolution, Role, Scan, Scope, SortKey, StageKey, StageState,
        StatusCategory, Support, SupportLevel, UploadLimits, WaitingOn,
    },
};

pub fn me(it: &Raw) -> Option<Me> {
    let user = it.object("user")?;
    let organizations = it.each("organizations", organization);
    let can = it.object("capabilities");
    let words = |name| can.as_ref().map(|it| it.each_word(name)).unwrap_or_default();
    let contact = it.object("contact");
    Some(Me {
        user: Person { id: user.text("id")?, name: user.words("name") },
        support: Support {
            level: support_level(it.object("support").and_then(|it| it.text("level"))),
        },
        history: it.object("history").map_or_else(History::default, |it| History {
            from: it.time("from"),
            importing: it.flag("importing"),
            unavailable: it.text("unavailable_reason").as_deref().map(reason),
        }),
        attention: Attention {
            awaiting_customer: it.object("attention").and_then(|it| it.count("awaiting_customer")),
        },
        can: Capabilities {
            scopes: scopes(&words("scopes"), &organizations),
            sort: words("sort").iter().filter_map(|it| sort_key(it)).collect(),
            finds: words("parameters"),
            html: words("formats").iter().any(|it| it == "html"),
            events: can.as_ref().is_some_and(|it| it.flag("events")),
            upload: can.as_ref().and_then(|it| it.object("upload")).map(|it| UploadLimits {
                most_files: it.count("max_files").unwrap_or_default(),
                most_bytes: it.number("max_bytes").unwrap_or_default(),
                endings: it.each_word("types"),
            }),
        },
        policy: it.object("policy").map_or_else(Policy::default, |it| Policy {
            closed: match it.words("closed").as_str() {
                "reopen" => ClosedPolicy::Reopen,
                "window" => ClosedPolicy::Window,
                _ => ClosedPolicy::Final,
            },
            rating: match it.words("rating").as_str() {
                "stars5" => RatingScale::Stars,
                _ => RatingScale::GoodBad,
            },
        }),
        contact: contact.map_or_else(Contact::default, |it| Contact {
            email: it.text("email"),
            url: it.text("url").filter(|it| is_web(it)),
        }),
        terms_url: it.text("terms_url").filter(|it| is_web(it)),
        organizations,
    })
}

fn organization(it: &Raw) -> Option<Organization> {
    Some(Organization {
        id: it.text("id")?,
        name: it.words("name"),
        can_view: it.flag("can_view"),
        can_request_view: it.flag("can_request_view"),
    })
}

/// L8: `org` stands for every organisation whose tickets may be seen, `org:ID` for one.
fn scopes(words: &[String], organizations: &[Organization]) -> Vec<Scope> {
    let mut scopes = Vec::new();
    for word in words {
        match (word.as_str(), word.strip_prefix("org:")) {
            ("mine", _) => scopes.push(Scope::Mine),
            ("cc", _) => scopes.push(Scope::CopiedOn),
            ("org", _) => scopes.extend(
                organizations
                    .iter()
                    .filter(|it| it.can_view)
                    .map(|it| Scope::Organization(it.id.clone())),
            ),
            (_, Some(id)) => scopes.push(Scope::Organization(id.into())),
            _ => {}
        }
    }
    scopes
}

fn sort_key(word: &str) -> Option<SortKey> {
    Some(match word {
        "created_at" => SortKey::Created,
        "updated_at" => SortKey::Updated,
        "status" => SortKey::Status,
        "priority" => SortKey::Priority,
        "id" => SortKey::Id,
        _ => return None,
    })
}

/// Only these become links: anything else could run or fetch.
pub fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

pub fn reason(code: &str) -> Reason {
    match code {
        "closed_final" => Reason::ClosedFinal,
        "reopen_window_over" => Reason::ReopenWindowOver,
        "merged" => Reason::Merged,
        "no_thread" => Reason::NoThread,
        "not_owner" => Reason::NotOwner,
        "not_participant" => Reason::NotParticipant,
        "not_granted" => Reason::NotGranted,
        "limited_support" => Reason::LimitedSupport,
        "user_unsupported" => Reason::UserUnsupported,
        "identity_unverified" => Reason::IdentityUnverified,
        "outside_hours" => Reason::OutsideHours,
        "regulated_tenant" => Reason::RegulatedTenant,
        "history_cutoff" => Reason::HistoryCutoff,
        "history_importing" => Reason::HistoryImporting,
        "bot_transcript_withheld" => Reason::BotTranscriptWithheld,
        "maintenance" => Reason::Maintenance,
        "session_expired" => Reason::SessionExpired,
        "already_rated" => Reason::AlreadyRated,
        _ => Reason::Unknown,
    }
}

pub fn actions(it: Option<&Raw>) -> Actions {
    let read =
        |name| it.and_then(|it| it.object(name)).map_or(Action::NotOffered, |it| action(&it));
    Actions {
        reply: read("reply"),
        close: read("close"),
        reopen: read("reopen"),
        reopen_until: it.and_then(|it| it.object("reopen")?.time("until")),
        rate: read("rate"),
        verify: read("verify"),
        proxy_access: read("proxy_access"),
    }
}

fn action(it: &Raw) -> Action {
    if it.flag("allowed") {
        return Action::Allowed;
    }
    Action::Denied(Denial {
        reason: reason(&it.words("reason")),
        message: it.text("message"),
        until: it.time("until"),
        next: it.each_word("next").iter().filter_map(|it| next(it)).collect(),
    })
}

fn next(word: &str) -> Option<Next> {
    Some(match word {
        "copy_id" => Next::CopyId,
        "mail" => Next::Mail,
        "follow_up" => Next::FollowUp,
        "contact" => Next::Contact,
        "community" => Next::Community,
        "sign_in" => Next::SignIn,
        "request_access" => Next::RequestAccess,
        "link" => Next::Link,
        _ => return None,
    })
}

pub fn channel(word: &str) -> Channel {
    known_channel(word).unwrap_or(Channel::Other)
}

pub fn known_channel(word: &str) -> Option<Channel> {
    Some(match word {
        "email" => Channel::Email,
        "phone" => Channel::Phone,
        "conference_call" => Channel::ConferenceCall,
        "chat" => Channel::Chat,
        "web" => Channel::Web,
        "other" => Channel::Other,
        _ => return None,
    })
}

pub fn category(word: &str) -> StatusCategory {
    match word {
        "open" => StatusCategory::Open,
        "awaiting_customer" => StatusCategory::AwaitingCustomer,
        "on_hold" => StatusCategory::OnHold,
        "resolved" => StatusCategory::Resolved,
        "closed" => StatusCategory::Closed,
        _ => StatusCategory::Unknown,
    }
}

pub fn waiting_on(word: &str) -> Option<WaitingOn> {
    Some(match word {
        "customer" => WaitingOn::Customer,
        "support" => WaitingOn::Support,
        "engineering" => WaitingOn::Engineering,
        "nobody" => WaitingOn::Nobody,
        _ => return None,
    })
}

pub fn resolution(it: &Raw) -> Option<Resolution> {
    Some(match it.words("reason").as_str() {
        "agreed" => Resolution::Agreed,
        "bug_filed" => Resolution::BugFiled {
            priority: it.text("bug_priority"),
            expected_at: it.time("expected_at"),
        },
        "merged" => Resolution::Merged,
        "no_answer" => Resolution::NoAnswer,
        _ => return None,
    })
}

pub fn level(word: &str) -> Level {
    match word {
        "urgent" => Level::Urgent,
        "high" => Level::High,
        "tolerable" => Level::Tolerable,
        "question" => Level::Question,
        _ => Level::Unknown,
    }
}

pub fn role(word: &str) -> Role {
    match word {
        "requester" => Role::Requester,
        "participant" => Role::Participant,
        "agent" => Role::Agent,
        "bot" => Role::Bot,
        _ => Role::System,
    }
}

/// An entry of a kind we do not know is shown as an event, in the desk's words.
pub fn scan(word: &str) -> Scan {
    match word {
        "clean" => Scan::Clean,
        "pending" => Scan::Pending,
        "infected" => Scan::Infected,
        _ => Scan::Unknown,
    }
}

pub fn kind(word: &str) -> MessageKind {
    match word {
        "message" | "" => MessageKind::Message,
        // The one thing the contract withholds (V5).
        "withheld" => MessageKind::Withheld(Denial {
            reason: Reason::BotTranscriptWithheld,
            message: None,
            until: None,
            next: Vec::new(),
        }),
        _ => MessageKind::Event,
    }
}

pub fn stage_key(word: String) -> StageKey {
    match word.as_str() {
        "submitted" => StageKey::Submitted,
        "under_review" => StageKey::UnderReview,
        "engineering" => StageKey::Engineering,
        "verifying" => StageKey::Verifying,
        "resolved" => StageKey::Resolved,
        _ => StageKey::Other(word),
    }
}

pub fn stage_state(word: &str) -> StageState {
    match word {
        "done" => StageState::Done,
        "current" => StageState::Current,
        _ => StageState::Todo,
    }
}

pub fn conference_state(word: &str) -> ConferenceState {
    match word {
        "accepted" => ConferenceState::Accepted,
        _ => ConferenceState::Pending,
    }
}

pub fn relation(word: &str) -> Option<Relation> {
    Some(match word {
        "merged_into" => Relation::MergedInto,
        "merged_from" => Relation::MergedFrom,
        "follow_up_of" => Relation::FollowUpOf,
        "follow_up" => Relation::FollowUp,
        "parent" => Relation::Parent,
        _ => return None,
    })
}

fn support_level(word: Option<String>) -> SupportLevel {
    match word.as_deref() {
        Some("limited") => SupportLevel::Limited,
        Some("unsupported") => SupportLevel::Unsupported,
        _ => SupportLevel::Supported,
    }
}
