//! What goes along with a request that changes something. It travels only to who writes.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, FormData, RequestInit};

use super::line::text_of;
use crate::{
    api::{ApiError, Failure, Payload},
    domain::File,
};

/// The most that may be on its way when the page goes, in bytes: a browser lets 64 KiB outlive a page,
/// in all that it sends, and refuses what is more.
const MOST_LASTING: usize = 16 * 1024;

/// What goes along: its media type, if it is ours to say, and the request with the body in it.
pub type Load = (String, RequestInit);

/// Makes a browser's request of what goes along. Apart from [`Line::send`], because only who writes needs it.
///
/// What is small goes on when the page is left: nobody should have to wait for a ticket to be closed.
///
/// # Errors
/// [`Failure::Refused`] where the browser cannot hold it.
pub fn load(payload: &Payload) -> Result<Load, ApiError> {
    let refused = |it: JsValue| ApiError::new(Failure::Refused, text_of(&it));
    let init = RequestInit::new();
    let (media_type, body, size) = match payload {
        Payload::None => (String::new(), JsValue::UNDEFINED, 0),
        Payload::Json(text) => ("application/json".into(), text.into(), text.len()),
        Payload::File(file) => {
            (file.media_type.clone(), blob(file).map_err(refused)?.into(), usize::MAX)
        }
        // The browser writes the media type: it alone knows the boundary.
        Payload::Form(name, file) => {
            let form = FormData::new().map_err(refused)?;
            let file_blob = blob(file).map_err(refused)?;
            form.append_with_blob_and_filename(name, &file_blob, &file.name).map_err(refused)?;
            (String::new(), form.into(), usize::MAX)
        }
    };
    init.set_body(&body);
    if size <= MOST_LASTING {
        // By name: it is not in the bindings. A browser that does not know it looks at nothing.
        let _ = js_sys::Reflect::set(&init, &"keepalive".into(), &true.into());
    }
    Ok((media_type, init))
}

fn blob(file: &File) -> Result<Blob, JsValue> {
    let pieces = js_sys::Array::of1(&js_sys::Uint8Array::from(&file.bytes[..]));
    let options = BlobPropertyBag::new();
    options.set_type(&file.media_type);
    Blob::new_with_u8_array_sequence_and_options(&pieces, &options)
}

/// What was asked for before something is changed is no news any more.
pub fn forget_early(early: Option<&js_sys::Map>) {
    let clear = early.and_then(|it| js_sys::Reflect::get(it, &"clear".into()).ok());
    if let Some(clear) = clear.and_then(|it| it.dyn_into::<js_sys::Function>().ok()) {
        let _ = early.map(|it| clear.call0(it));
    }
}
