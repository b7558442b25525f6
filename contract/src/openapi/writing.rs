//! The calls that change something.

use utoipa::{IntoParams, IntoResponses, ToSchema};

use crate::{
    Comment, Message, NewMessage, NewTicket, Problem, ProxySwitch, Rating, ReadTo, Ticket,
    Uploaded, Verification,
};

/// The bytes of a file.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
pub struct File(Vec<u8>);

/// What a write may say to be done once.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
pub struct Once {
    /// The same key again is answered the same
    #[param(rename = "Idempotency-Key", min_length = 1, max_length = 255, pattern = "^[!-~]+$")]
    pub key: Option<String>,
}

/// What any write may be refused with.
#[derive(IntoResponses)]
enum Refused {
    /// A parameter or header is wrong, `bad_parameter`; or the body is no JSON, `bad_json`
    #[response(status = 400, content_type = "application/problem+json")]
    Request(Problem),
    /// Nobody is signed in, or the session is over
    #[response(status = 401, content_type = "application/problem+json")]
    Session(Problem),
    /// Not allowed: the reason code of the action, or `cross_site`
    #[response(status = 403, content_type = "application/problem+json")]
    NotAllowed(Problem),
    /// Unknown, or not theirs
    #[response(status = 404, content_type = "application/problem+json")]
    Unknown(Problem),
}

/// What a write with a body may be refused with besides.
#[derive(IntoResponses)]
enum Unread {
    /// The body has too many bytes: `too_large`
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(Problem),
    /// The body is of a kind that is not taken: `unsupported_type`
    #[response(status = 415, content_type = "application/problem+json")]
    Type(Problem),
    /// Fields are wrong: `bad_field`, and which
    #[response(status = 422, content_type = "application/problem+json")]
    Fields(Problem),
}

/// What a call with a key may be refused with besides.
#[derive(IntoResponses)]
enum Conflict {
    /// It is so already, or there is nothing to do it to: `already_closed`, `already_open`, `not_done`,
    /// `nothing_to_verify`, `no_proxy_access`. Or it was closed for good meanwhile: `closed_final`,
    /// `reopen_window_over`, `merged`. Or the key came before with another request: `key_reused`
    #[response(status = 409, content_type = "application/problem+json")]
    State(Problem),
}

/// Reply to a ticket.
///
/// A text is kept as it is, of HTML what is harmless. A reply to what is resolved, or closed and still open to it, takes it
/// up again; `Ticket.actions.reply` says beforehand whether it is taken.
#[utoipa::path(
    post, tag = "writing", path = "/tickets/{id}/messages", operation_id = "reply",
    params(
        ("id" = String, Path, description = "`Ticket.id`"),
        ("Idempotency-Key" = Option<String>, Header, min_length = 1, max_length = 255, pattern = "^[!-~]+$",
            description = "The same key again gives the same message, and nothing new is stored"),
    ),
    request_body = NewMessage,
    responses(
        (status = 201, description = "The message as it stands in the conversation", body = Message,
            headers(("Location" = String, description = "The page of the conversation that it is on"))),
        Refused, Conflict, Unread,
    )
)]
fn reply() {}

/// Open a ticket about an old one.
///
/// Each says of the other that they belong together. Product, language and people are those of the
/// old one, as far as they are this person's.
#[utoipa::path(
    post, tag = "writing", path = "/tickets", operation_id = "create",
    params(Once),
    request_body = NewTicket,
    responses(
        (status = 201, description = "The ticket as it now is", body = Ticket,
            headers(("Location" = String, description = "Where it is"))),
        Refused, Conflict, Unread,
    )
)]
fn create() {}

/// Send a file ahead of its message.
///
/// The body is the file itself. What it is follows from its name, not from `Content-Type`, and it
/// must begin as such a file does. It waits for an hour.
#[utoipa::path(
    post, tag = "writing", path = "/uploads", operation_id = "upload",
    params(
        ("filename" = String, Query, min_length = 1, description = "Its name with its extension: one of `Me.capabilities.upload.types`"),
        ("Idempotency-Key" = Option<String>, Header, min_length = 1, max_length = 255, pattern = "^[!-~]+$",
            description = "The same key again gives the same token"),
    ),
    request_body(content = inline(File), content_type = "application/octet-stream",
        description = "At most `Me.capabilities.upload.max_bytes`"),
    responses(
        (status = 201, description = "The file is there, until its message comes", body = Uploaded),
        Refused, Conflict, Unread,
    )
)]
fn upload() {}

/// Take back a file that waits for its message.
#[utoipa::path(
    delete, tag = "writing", path = "/uploads/{token}", operation_id = "forget",
    params(("token" = String, Path, description = "`Uploaded.token`")),
    responses((status = 204, description = "It is gone"), Refused)
)]
fn forget() {}

/// Close a ticket.
#[utoipa::path(
    post, tag = "writing", path = "/tickets/{id}/close", operation_id = "close",
    params(
        ("id" = String, Path, description = "`Ticket.id`"),
        Once,
    ),
    request_body = Option<Comment>,
    responses(
        (status = 200, description = "The ticket as it now is", body = Ticket),
        Refused, Conflict, Unread,
    )
)]
fn close() {}

/// Open a ticket again.
#[utoipa::path(
    post, tag = "writing", path = "/tickets/{id}/reopen", operation_id = "reopen",
    params(
        ("id" = String, Path, description = "`Ticket.id`"),
        Once,
    ),
    request_body = Option<Comment>,
    responses(
        (status = 200, description = "The ticket as it now is", body = Ticket),
        Refused, Conflict, Unread,
    )
)]
fn reopen() {}

/// Say what one thought of it, once.
#[utoipa::path(
    post, tag = "writing", path = "/tickets/{id}/rating", operation_id = "rate",
    params(
        ("id" = String, Path, description = "`Ticket.id`"),
        Once,
    ),
    request_body(content = Rating, description = "`score` on the scale of `Me.policy.rating`"),
    responses(
        (status = 200, description = "The ticket as it now is", body = Ticket),
        Refused, Conflict, Unread,
    )
)]
fn rate() {}

/// Say whether a repair has worked.
#[utoipa::path(
    post, tag = "writing", path = "/tickets/{id}/verification", operation_id = "verify",
    params(
        ("id" = String, Path, description = "`Ticket.id`"),
        Once,
    ),
    request_body = Verification,
    responses(
        (status = 200, description = "The ticket as it now is", body = Ticket),
        Refused, Conflict, Unread,
    )
)]
fn verify() {}

/// Let support sign in as oneself, or not, on one ticket.
///
/// Each person of a ticket has a switch of their own. It goes before what their account says, and
/// ends no session that is under way.
#[utoipa::path(
    put, tag = "writing", path = "/tickets/{id}/proxy-access", operation_id = "allow_proxy",
    params(("id" = String, Path, description = "`Ticket.id`")),
    request_body = ProxySwitch,
    responses(
        (status = 200, description = "The ticket as it now is", body = Ticket),
        Refused, Conflict, Unread,
    )
)]
fn allow_proxy() {}

/// Note how far one has read: nothing up to there is unread any more.
#[utoipa::path(
    put, tag = "writing", path = "/tickets/{id}/read", operation_id = "read",
    params(("id" = String, Path, description = "`Ticket.id`")),
    request_body = ReadTo,
    responses((status = 204, description = "Noted"), Refused, Unread)
)]
fn read() {}
