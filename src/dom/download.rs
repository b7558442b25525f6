//! A file from the page to the customer's disk.

use std::time::Duration;

use leptos::prelude::set_timeout;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, HtmlElement, Url};

/// How long a browser may take to begin with it.
const KEPT: Duration = Duration::from_secs(60);

/// Offers `bytes` to be saved as `name`. Without a media type: nothing that comes from outside is
/// ever opened as a page of the host's origin.
pub fn save(name: &str, bytes: &[u8]) {
    let _ = offer(name, bytes);
}

/// Opens `url` beside the page, as a link that says nothing of where it was clicked.
pub fn visit(url: &str) {
    let _ = click(&[("href", url), ("target", "_blank"), ("rel", "noopener noreferrer")]);
}

fn offer(name: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let pieces = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let url = Url::create_object_url_with_blob(&Blob::new_with_u8_array_sequence(&pieces)?)?;
    let clicked = click(&[("href", &url), ("download", name)]);
    set_timeout(
        move || {
            let _ = Url::revoke_object_url(&url);
        },
        KEPT,
    );
    clicked
}

fn click(attributes: &[(&str, &str)]) -> Result<(), JsValue> {
    let document = web_sys::window().and_then(|it| it.document()).ok_or(JsValue::NULL)?;
    let link: HtmlElement = document.create_element("a")?.unchecked_into();
    for (name, value) in attributes {
        link.set_attribute(name, value)?;
    }
    link.click();
    Ok(())
}
