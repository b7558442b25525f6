//! Redmine 5, reading.

use crate::api::{ApiError, Ask, Connector, Failure, Reply, Step};

/// Redmine 5.
#[derive(Clone, Copy, Debug)]
pub struct Redmine;

impl Connector for Redmine {
    fn step(&self, _ask: &Ask, _replies: &[Reply]) -> Step {
        Step::Fail(ApiError::new(Failure::Refused, "not yet"))
    }

    fn token_header(&self) -> (&'static str, &'static str) {
        ("x-redmine-api-key", "")
    }
}
