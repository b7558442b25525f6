//! The OpenAPI document: the paths, and the schemas made from the types.
//!
//! The functions below are never called: they carry what utoipa reads. It
//! describes what the demo serves, which a test of the demo holds true.

#![allow(dead_code)]

mod writing;

use utoipa::{
    Modify, OpenApi,
    openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
};

use crate::{Me, Message, Page, Problem, Ticket};

/// The document as YAML, OpenAPI 3.1.
///
/// # Errors
/// When it cannot be written as YAML, which would be a fault in utoipa.
pub fn openapi() -> Result<String, Box<dyn std::error::Error>> {
    Ok(Document::openapi().to_yaml()?)
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Deskpane API",
        version = "1.0.0",
        description = "What a help desk offers so that the widget can show a customer's tickets.\n\n\
            JSON in UTF-8. Ids are text. Times are RFC 3339 in UTC. Readers ignore fields they do not \
            know, and treat words they do not know as `unknown`. Errors are `application/problem+json` \
            with a stable `code`: 401 sign in, 403 not allowed, 404 unknown or not yours. 429 and 503 \
            carry `Retry-After`. Every answer to GET carries an `ETag`.\n\n\
            A write answers with what it changed, as it now is. Every POST takes an `Idempotency-Key`, which \
            is remembered for a day. With a cookie, a write of another site must not be done: one is \
            refused with 403 `cross_site` when its `Origin` is neither the API's own nor one that is trusted, \
            or, without `Origin`, when its `Sec-Fetch-Site` is neither `same-origin` nor `none`.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    servers((url = "/support/api", description = "The demo")),
    paths(
        me, tickets, ticket, messages, attachment, events, writing::reply, writing::upload, writing::forget,
        writing::create, writing::close, writing::reopen, writing::rate, writing::verify, writing::allow_proxy,
        writing::read
    ),
    tags(
        (name = "reading", description = "What every desk must offer, and files"),
        (name = "writing", description = "What a desk may offer: `Me.capabilities` and `Ticket.actions` say what there is")
    ),
    security(("session" = []), ("token" = [])),
    modifiers(&Credentials)
)]
struct Document;

/// How a caller says who they are. The demo takes the cookie.
struct Credentials;

impl Modify for Credentials {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let components = openapi.components.get_or_insert_default();
        let cookie = ApiKeyValue::with_description("deskpane_demo", "The demo's session.");
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        components.add_security_scheme("token", SecurityScheme::Http(bearer));
    }
}

/// Who is signed in, and what this desk offers them.
#[utoipa::path(
    get, tag = "reading", path = "/me", operation_id = "me",
    responses(
        (status = 200, description = "The person", body = Me, headers(("ETag" = String))),
        (status = 304, description = "Not changed since the `ETag` in `If-None-Match`"),
        (status = 401, description = "Nobody is signed in, or the session is over", body = Problem,
            content_type = "application/problem+json"),
    )
)]
fn me() {}

/// A page of tickets.
///
/// Lists are comma-separated. A ticket must match every parameter that is given.
#[utoipa::path(
    get, tag = "reading", path = "/tickets", operation_id = "tickets",
    params(
        ("scope" = Option<String>, Query, pattern = "^(mine|cc|org:.+)?$", description = "`mine` (the default), `cc` or `org:ID`; see `Me.capabilities.scopes`"),
        ("status" = Option<String>, Query, pattern = "^((open|awaiting_customer|on_hold|resolved|closed)(,(open|awaiting_customer|on_hold|resolved|closed))*)?$", description = "Status categories, comma-separated"),
        ("type" = Option<String>, Query, pattern = "^((email|phone|conference_call|chat|web|other)(,(email|phone|conference_call|chat|web|other))*)?$", description = "Types, comma-separated"),
        ("priority" = Option<String>, Query, pattern = "^((urgent|high|tolerable|question)(,(urgent|high|tolerable|question))*)?$", description = "Priority levels, comma-separated"),
        ("waiting_on" = Option<String>, Query, pattern = "^((customer|support|engineering|nobody)(,(customer|support|engineering|nobody))*)?$", description = "Whose turn, comma-separated"),
        ("escalated" = Option<bool>, Query, description = "Escalated now"),
        ("unread" = Option<bool>, Query, description = "With something unread"),
        ("created_from" = Option<String>, Query, format = DateTime, description = "RFC 3339; opened at or after"),
        ("created_to" = Option<String>, Query, format = DateTime, description = "RFC 3339; opened before"),
        ("updated_from" = Option<String>, Query, format = DateTime, description = "RFC 3339; changed at or after"),
        ("updated_to" = Option<String>, Query, format = DateTime, description = "RFC 3339; changed before"),
        ("requester" = Option<String>, Query, description = "`Person.id` of whose they are"),
        ("q" = Option<String>, Query, description = "What is looked for in the id, the subject, the names of people and the messages that this person may read. Every word must be somewhere in the ticket, and may be the beginning of one there; words in quotes stand there as they are, one behind the other. Case, width, accents and Arabic vowel points make no difference, and of scripts without spaces any piece is found. Nothing in it is syntax but quotes. The first 64 words count. `Ticket.match` says where it was found"),
        ("sort" = Option<String>, Query, pattern = "^(-?(created_at|updated_at|status|priority|id))?$", description = "`created_at`, `updated_at`, `status`, `priority` or `id`, with `-` for descending; `-updated_at` by default, and with `q` the best match first. `-status` begins with what needs the customer (awaiting_customer, open, on_hold, resolved, closed), `-priority` with the most urgent. Ties go by id"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 100, description = "How many; 25 by default"),
        ("cursor" = Option<String>, Query, description = "From the page before or after, with the same query"),
        ("at" = Option<u64>, Query, description = "The page that begins with this row, the first being 0, instead of a cursor. Beyond the end it is empty"),
        ("facets" = Option<bool>, Query, description = "With `Page.facets`, which cost more than the page"),
    ),
    responses(
        (status = 200, description = "The page", body = Page<Ticket>, headers(("ETag" = String))),
        (status = 304, description = "Not changed since the `ETag` in `If-None-Match`"),
        (status = 400, description = "A parameter is wrong: `bad_parameter`", body = Problem,
            content_type = "application/problem+json"),
        (status = 401, description = "Nobody is signed in, or the session is over", body = Problem,
            content_type = "application/problem+json"),
        (status = 404, description = "The scope is not theirs", body = Problem,
            content_type = "application/problem+json"),
    )
)]
fn tickets() {}

/// One ticket.
#[utoipa::path(
    get, tag = "reading", path = "/tickets/{id}", operation_id = "ticket",
    params(("id" = String, Path, description = "`Ticket.id`")),
    responses(
        (status = 200, description = "The ticket", body = Ticket, headers(("ETag" = String))),
        (status = 304, description = "Not changed since the `ETag` in `If-None-Match`"),
        (status = 401, description = "Nobody is signed in, or the session is over", body = Problem,
            content_type = "application/problem+json"),
        (status = 404, description = "Unknown, or not theirs", body = Problem,
            content_type = "application/problem+json"),
    )
)]
fn ticket() {}

/// A page of a ticket's conversation, oldest first inside.
///
/// Without a cursor it is the newest page; `prev_cursor` leads to older ones.
#[utoipa::path(
    get, tag = "reading", path = "/tickets/{id}/messages", operation_id = "messages",
    params(
        ("id" = String, Path, description = "`Ticket.id`"),
        ("around" = Option<String>, Query, description = "`Message.id`; a page with that message in the middle"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 100, description = "How many; 25 by default"),
        ("cursor" = Option<String>, Query, description = "From the page before or after"),
    ),
    responses(
        (status = 200, description = "The page", body = Page<Message>, headers(("ETag" = String))),
        (status = 304, description = "Not changed since the `ETag` in `If-None-Match`"),
        (status = 400, description = "A parameter is wrong: `bad_parameter`", body = Problem,
            content_type = "application/problem+json"),
        (status = 401, description = "Nobody is signed in, or the session is over", body = Problem,
            content_type = "application/problem+json"),
        (status = 404, description = "Unknown, or not theirs", body = Problem,
            content_type = "application/problem+json"),
    )
)]
fn messages() {}

/// The bytes of a file: what `Attachment.url` leads to.
///
/// To be saved, not shown: `Content-Disposition` says so and carries the name, and the type is not
/// to be guessed.
#[utoipa::path(
    get, tag = "reading", path = "/attachments/{id}", operation_id = "attachment",
    params(("id" = String, Path, description = "`Attachment.id`")),
    responses(
        (status = 200, description = "The file, of the type of `Attachment.content_type`", body = inline(writing::File),
            content_type = "*/*", headers(
                ("ETag" = String), ("Content-Disposition" = String), ("X-Content-Type-Options" = String))),
        (status = 304, description = "Not changed since the `ETag` in `If-None-Match`"),
        (status = 401, description = "Nobody is signed in, or the session is over", body = Problem,
            content_type = "application/problem+json"),
        (status = 404, description = "Unknown, or not theirs", body = Problem,
            content_type = "application/problem+json"),
    )
)]
fn attachment() {}

/// What happens, as it happens: server-sent events.
///
/// Each has an `id`, a name and JSON in `data`, and is sent only to whoever may see what it speaks of:
///
/// - `ticket.updated` `{"id", "updated_at"}`: a ticket is not what it was;
/// - `message.created` `{"ticket", "id"}`: a message came;
/// - `notice.changed` `{}`: the notices are not what they were;
/// - `missed` `{}`: what happened since `Last-Event-ID` is not known any more, so what is shown is to be
///   read anew.
///
/// Without `Last-Event-ID` it begins shortly before now, so that nothing falls between reading a list
/// and listening. Comments come when nothing else does. It ends with the session.
#[utoipa::path(
    get, tag = "reading", path = "/events", operation_id = "events",
    params(("Last-Event-ID" = Option<String>, Header, description = "The `id` of the last event that was heard")),
    responses(
        (status = 200, description = "The stream; `Me.capabilities.events` says whether there is one", body = String,
            content_type = "text/event-stream"),
        (status = 401, description = "Nobody is signed in, or the session is over", body = Problem,
            content_type = "application/problem+json"),
        (status = 429, description = "This person listens often enough: `too_many_streams`", body = Problem,
            content_type = "application/problem+json", headers(("Retry-After" = u32))),
    )
)]
fn events() {}
