//! Why a request was refused.

use serde::{Deserialize, Serialize};

/// Why a request was refused: the body of `application/problem+json`.
///
/// `code` is what to branch on; `title` and `detail` are for a developer and are
/// not translated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A URI for the kind of problem; `about:blank` when the code says it all.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// A short name in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The HTTP status, repeated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// A stable word: `not_signed_in`, `session_expired`, `not_found`,
    /// `bad_parameter`, `method_not_allowed`, `cross_site`, `bad_json`, `bad_field`, `key_reused`,
    /// `too_large`, `unsupported_type`, `already_closed`, `already_open`, `not_done`,
    /// `nothing_to_verify`, `no_proxy_access`, `too_many_streams`, or a reason code of an action.
    #[serde(default)]
    pub code: String,
    /// What exactly was wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Which parameters or fields were refused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

/// One parameter or field that was refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// Its name.
    pub field: String,
    /// Why.
    #[serde(default)]
    pub message: String,
}
