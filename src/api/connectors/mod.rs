//! One file a desk: what it is asked, and what its answers mean in our words.

mod deskpane;
mod redmine;

use std::rc::Rc;

pub use deskpane::Deskpane;
pub use redmine::Redmine;

use super::Connector;
use crate::config::ConnectorName;

/// The connector that the host page names.
pub fn named(name: ConnectorName) -> Rc<dyn Connector> {
    match name {
        ConnectorName::Deskpane => Rc::new(Deskpane),
        ConnectorName::Redmine => Rc::new(Redmine),
    }
}
