//! Who the customer is and what they may do, with the reason where they may not (A6).

use super::{Person, Scope, SortKey, Time};

/// A6: why something is not possible. The codes of the contract; open-ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A closed ticket stays closed.
    ClosedFinal,
    /// The time for reopening is over.
    ReopenWindowOver,
    /// It lives on in another ticket.
    Merged,
    /// There is no written thread to answer in.
    NoThread,
    /// Somebody else's ticket.
    NotOwner,
    /// Not on this ticket.
    NotParticipant,
    /// The organisation did not grant it.
    NotGranted,
    /// Limited support.
    LimitedSupport,
    /// No support contract.
    UserUnsupported,
    /// The customer's identity is not confirmed yet.
    IdentityUnverified,
    /// Outside support hours.
    OutsideHours,
    /// A regulated tenant.
    RegulatedTenant,
    /// Older than the history reaches.
    HistoryCutoff,
    /// The history is being imported.
    HistoryImporting,
    /// V5: the bot's part is not shown.
    BotTranscriptWithheld,
    /// The desk is being maintained.
    Maintenance,
    /// The session is over.
    SessionExpired,
    /// Rated before.
    AlreadyRated,
    /// A code we do not know: the desk's own message is shown, if it sent one.
    Unknown,
}

/// A6: what to do instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Copy the ticket's ID and quote it.
    CopyId,
    /// Write a mail.
    Mail,
    /// Open a follow-up.
    FollowUp,
    /// Contact support.
    Contact,
    /// Ask the community.
    Community,
    /// Sign in.
    SignIn,
    /// Ask for access.
    RequestAccess,
    /// Follow the link that came with it.
    Link,
}

/// Why not, until when, and what to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Denial {
    /// The code.
    pub reason: Reason,
    /// The desk's own sentence, for [`Reason::Unknown`]. User text.
    pub message: Option<String>,
    /// When it will be possible, or was until.
    pub until: Option<Time>,
    /// What to do.
    pub next: Vec<Next>,
}

/// Whether something can be done.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Action {
    /// The desk never offers it to anybody: it is simply not there.
    #[default]
    NotOffered,
    /// Yes.
    Allowed,
    /// Not for this customer or ticket: say why.
    Denied(Denial),
}

impl Action {
    /// Not for this customer or ticket; the desk names no way out.
    pub fn denied(reason: Reason) -> Self {
        Self::Denied(Denial { reason, message: None, until: None, next: Vec::new() })
    }
}

/// An organisation of the customer.
#[derive(Clone, Debug, PartialEq)]
pub struct Organization {
    /// The desk's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// A2: may see all its tickets.
    pub can_view: bool,
    /// A3: could have that view.
    pub can_request_view: bool,
}

/// S1: level of support.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SupportLevel {
    /// All of it.
    #[default]
    Supported,
    /// General questions only.
    Limited,
    /// None.
    Unsupported,
}

/// The customer's support.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Support {
    /// Which level.
    pub level: SupportLevel,
}

/// A5: how far back the history reaches.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// Nothing before this.
    pub from: Option<Time>,
    /// An import is running.
    pub importing: bool,
    /// None of it can be shown.
    pub unavailable: Option<Reason>,
}

/// L12: what needs the customer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Attention {
    /// Tickets that wait for the customer's reply; `None` where the desk does not count.
    pub awaiting_customer: Option<u32>,
}

/// How to reach support when the widget cannot help.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contact {
    /// Mail address.
    pub email: Option<String>,
    /// Address of a page; http or https.
    pub url: Option<String>,
}

/// What this desk can do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Capabilities {
    /// L8: which lists there are, in order.
    pub scopes: Vec<Scope>,
    /// L4: what the desk sorts by; the rest is sorted here, over what is loaded.
    pub sort: Vec<SortKey>,
    /// L5, L6, L9: what it looks for by itself: names of terms (see [`super::Term::NAMES`]), `q` for text,
    /// and `facets` and `at` where it counts. The rest is done here, over what is loaded.
    pub finds: Vec<String>,
    /// R2: a reply may be HTML.
    pub html: bool,
    /// Y1: the desk tells of changes by itself.
    pub events: bool,
    /// R4: limits for files; `None` where the desk takes none.
    pub upload: Option<UploadLimits>,
}

/// R4: what files a message may carry.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UploadLimits {
    /// How many; 0 where the desk does not say.
    pub most_files: u32,
    /// How large one may be, in bytes; 0 where the desk does not say.
    pub most_bytes: f64,
    /// Endings of their names, without the dot, in lower case; empty where the desk does not say.
    pub endings: Vec<String>,
}

/// C2: what becomes of a closed ticket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClosedPolicy {
    /// It stays closed; a new ticket quotes it.
    #[default]
    Final,
    /// An answer opens it again.
    Reopen,
    /// An answer opens it again for some days.
    Window,
}

/// C3: how a customer rates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RatingScale {
    /// Good (1) or bad (0).
    #[default]
    GoodBad,
    /// One to five.
    Stars,
}

/// What help desks decide differently.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// What becomes of a closed ticket.
    pub closed: ClosedPolicy,
    /// How a customer rates.
    pub rating: RatingScale,
}

/// The signed-in customer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Me {
    /// Who.
    pub user: Person,
    /// Their organisations.
    pub organizations: Vec<Organization>,
    /// Their support.
    pub support: Support,
    /// How far back.
    pub history: History,
    /// What needs them.
    pub attention: Attention,
    /// What the desk can do.
    pub can: Capabilities,
    /// What this desk decides its own way.
    pub policy: Policy,
    /// How to reach support.
    pub contact: Contact,
    /// P4: the service-level terms; http or https.
    pub terms_url: Option<String>,
}
