//! The contract's closed words in ours. One arm each, so that a new word does not compile unseen.

use contract as wire;

use super::time;
use crate::domain::{
    Action, Actions, Attention, Capabilities, Channel, ConferenceState, Contact, Denial, History,
    Level, Me, MessageKind, Next, Organization, Person, Reason, Relation, Resolution, Role, Scope,
    SortKey, StageState, StatusCategory, Support, SupportLevel, WaitingOn,
};

pub fn me(it: wire::Me) -> Me {
    let organizations: Vec<Organization> = it
        .organizations
        .into_iter()
        .map(|it| Organization {
            id: it.id,
            name: it.name,
            can_view: it.can_view,
            can_request_view: it.can_request_view,
        })
        .collect();
    Me {
        user: Person { id: it.user.id, name: it.user.name },
        support: Support { level: support_level(it.support.level) },
        history: History {
            from: time(it.history.from),
            importing: it.history.importing,
            unavailable: it.history.unavailable_reason.as_deref().map(reason),
        },
        attention: Attention { awaiting_customer: Some(it.attention.awaiting_customer) },
        can: Capabilities {
            scopes: scopes(&it.capabilities.scopes, &organizations),
            sort: it.capabilities.sort.iter().filter_map(|it| sort_key(it)).collect(),
        },
        contact: Contact { email: it.contact.email, url: it.contact.url.filter(|it| is_web(it)) },
        terms_url: it.terms_url.filter(|it| is_web(it)),
        organizations,
    }
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

pub fn actions(it: wire::Actions) -> Actions {
    Actions {
        reply: action(it.reply),
        close: action(it.close),
        reopen: action(it.reopen),
        rate: action(it.rate),
        verify: action(it.verify),
    }
}

fn action(it: Option<wire::Action>) -> Action {
    match it {
        None => Action::NotOffered,
        Some(it) if it.allowed => Action::Allowed,
        Some(it) => Action::Denied(Denial {
            reason: it.reason.as_deref().map_or(Reason::Unknown, reason),
            message: it.message,
            until: time(it.until),
            next: it.next.into_iter().filter_map(next).collect(),
        }),
    }
}

fn next(it: wire::NextStep) -> Option<Next> {
    Some(match it {
        wire::NextStep::CopyId => Next::CopyId,
        wire::NextStep::Mail => Next::Mail,
        wire::NextStep::FollowUp => Next::FollowUp,
        wire::NextStep::Contact => Next::Contact,
        wire::NextStep::Community => Next::Community,
        wire::NextStep::SignIn => Next::SignIn,
        wire::NextStep::RequestAccess => Next::RequestAccess,
        wire::NextStep::Link => Next::Link,
        wire::NextStep::Unknown => return None,
    })
}

pub fn channel(it: wire::Channel) -> Channel {
    known_channel(it).unwrap_or(Channel::Other)
}

pub fn known_channel(it: wire::Channel) -> Option<Channel> {
    Some(match it {
        wire::Channel::Email => Channel::Email,
        wire::Channel::Phone => Channel::Phone,
        wire::Channel::ConferenceCall => Channel::ConferenceCall,
        wire::Channel::Chat => Channel::Chat,
        wire::Channel::Web => Channel::Web,
        wire::Channel::Other => Channel::Other,
        wire::Channel::Unknown => return None,
    })
}

pub fn category(it: wire::StatusCategory) -> StatusCategory {
    match it {
        wire::StatusCategory::Open => StatusCategory::Open,
        wire::StatusCategory::AwaitingCustomer => StatusCategory::AwaitingCustomer,
        wire::StatusCategory::OnHold => StatusCategory::OnHold,
        wire::StatusCategory::Resolved => StatusCategory::Resolved,
        wire::StatusCategory::Closed => StatusCategory::Closed,
        wire::StatusCategory::Unknown => StatusCategory::Unknown,
    }
}

pub fn waiting_on(it: wire::WaitingOn) -> Option<WaitingOn> {
    Some(match it {
        wire::WaitingOn::Customer => WaitingOn::Customer,
        wire::WaitingOn::Support => WaitingOn::Support,
        wire::WaitingOn::Engineering => WaitingOn::Engineering,
        wire::WaitingOn::Nobody => WaitingOn::Nobody,
        wire::WaitingOn::Unknown => return None,
    })
}

pub fn resolution(it: wire::Resolution) -> Option<Resolution> {
    Some(match it.reason {
        wire::ResolutionReason::Agreed => Resolution::Agreed,
        wire::ResolutionReason::BugFiled => {
            Resolution::BugFiled { priority: it.bug_priority, expected_at: time(it.expected_at) }
        }
        wire::ResolutionReason::Merged => Resolution::Merged,
        wire::ResolutionReason::NoAnswer => Resolution::NoAnswer,
        wire::ResolutionReason::Unknown => return None,
    })
}

pub fn level(it: wire::PriorityLevel) -> Level {
    match it {
        wire::PriorityLevel::Urgent => Level::Urgent,
        wire::PriorityLevel::High => Level::High,
        wire::PriorityLevel::Tolerable => Level::Tolerable,
        wire::PriorityLevel::Question => Level::Question,
        wire::PriorityLevel::Unknown => Level::Unknown,
    }
}

pub fn role(it: wire::Role) -> Role {
    match it {
        wire::Role::Requester => Role::Requester,
        wire::Role::Participant => Role::Participant,
        wire::Role::Agent => Role::Agent,
        wire::Role::Bot => Role::Bot,
        wire::Role::System | wire::Role::Unknown => Role::System,
    }
}

pub fn kind(it: wire::MessageKind) -> MessageKind {
    match it {
        wire::MessageKind::Message => MessageKind::Message,
        wire::MessageKind::Event | wire::MessageKind::Unknown => MessageKind::Event,
        // The one thing the contract withholds (V5).
        wire::MessageKind::Withheld => MessageKind::Withheld(Denial {
            reason: Reason::BotTranscriptWithheld,
            message: None,
            until: None,
            next: Vec::new(),
        }),
    }
}

pub fn stage_state(it: wire::StageState) -> StageState {
    match it {
        wire::StageState::Done => StageState::Done,
        wire::StageState::Current => StageState::Current,
        wire::StageState::Todo | wire::StageState::Unknown => StageState::Todo,
    }
}

pub fn conference_state(it: wire::ConferenceState) -> ConferenceState {
    match it {
        wire::ConferenceState::Accepted => ConferenceState::Accepted,
        wire::ConferenceState::Pending | wire::ConferenceState::Unknown => ConferenceState::Pending,
    }
}

pub fn relation(it: wire::Relation) -> Option<Relation> {
    Some(match it {
        wire::Relation::MergedInto => Relation::MergedInto,
        wire::Relation::MergedFrom => Relation::MergedFrom,
        wire::Relation::FollowUpOf => Relation::FollowUpOf,
        wire::Relation::FollowUp => Relation::FollowUp,
        wire::Relation::Parent => Relation::Parent,
        wire::Relation::Unknown => return None,
    })
}

fn support_level(it: wire::SupportLevel) -> SupportLevel {
    match it {
        wire::SupportLevel::Supported | wire::SupportLevel::Unknown => SupportLevel::Supported,
        wire::SupportLevel::Limited => SupportLevel::Limited,
        wire::SupportLevel::Unsupported => SupportLevel::Unsupported,
    }
}
