//! Deskpane.
