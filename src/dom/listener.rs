//! A listener at an element that no view made.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, Event};

use super::js;

/// Listens until it is dropped.
pub struct Listener {
    element: Element,
    name: &'static str,
    call: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Calls `act` with each event of that name at `element`, and in it where the event bubbles.
    pub fn at(element: &Element, name: &'static str, act: Box<dyn FnMut(Event)>) -> Self {
        let call = Closure::wrap(act);
        // Any name is taken.
        let _ = element.add_event_listener_with_callback(name, call.as_ref().unchecked_ref());
        Self { element: element.clone(), name, call }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let arguments = [self.name.into(), self.call.as_ref().clone()];
        let _ = js::call(&self.element, "removeEventListener", &arguments);
    }
}
