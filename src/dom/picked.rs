//! Files that a person chose, pasted or dropped: the browser's own, read only as far as needed.

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

use super::js;
use crate::domain::upload::shrink_plan;

/// A file that was chosen.
#[derive(Clone)]
pub struct Picked(JsValue);

impl Picked {
    /// Takes one of the browser's.
    pub fn new(file: JsValue) -> Self {
        Self(file)
    }

    /// All files of an `<input type="file">`, which can then be used again.
    pub fn all_of(input: &JsValue) -> Vec<Self> {
        let files = js::get(input, "files");
        let count = js::get(&files, "length").as_f64().unwrap_or_default() as u32;
        let all = (0..count).map(|at| Self(js::get(&files, &at.to_string()))).collect();
        js::set(input, "value", &"".into());
        all
    }

    /// As its owner calls it.
    pub fn name(&self) -> String {
        js::get(&self.0, "name").as_string().unwrap_or_default()
    }

    /// In bytes.
    pub fn size(&self) -> f64 {
        js::get(&self.0, "size").as_f64().unwrap_or_default()
    }

    /// As the browser guesses it from the name.
    pub fn media_type(&self) -> String {
        js::get(&self.0, "type").as_string().unwrap_or_default()
    }

    /// Its first bytes.
    pub async fn head(&self, most: usize) -> Option<Vec<u8>> {
        let end = f64::from(u32::try_from(most).ok()?);
        bytes(&js::call(&self.0, "slice", &[0.into(), end.into()]).ok()?).await
    }

    /// All of it. `None` where it is gone meanwhile.
    pub async fn bytes(&self) -> Option<Vec<u8>> {
        bytes(&self.0).await
    }

    /// R5: the picture as a smaller one of at most `limit` bytes, as JPEG; `None` where it cannot be.
    pub async fn shrunk(&self, limit: f64) -> Option<Vec<u8>> {
        let asked = js::call(&js_sys::global(), "createImageBitmap", std::slice::from_ref(&self.0));
        let picture = js::settled(asked).await.ok()?;
        let side = |name: &str| js::get(&picture, name).as_f64().unwrap_or_default();
        let (width, height) = (side("width"), side("height"));
        let document = js::get(&js_sys::global(), "document");
        for attempt in shrink_plan(width, height, limit) {
            let canvas = js::call(&document, "createElement", &["canvas".into()]).ok()?;
            let (wide, high) = (width * attempt.scale, height * attempt.scale);
            js::set(&canvas, "width", &wide.into());
            js::set(&canvas, "height", &high.into());
            let pen = js::call(&canvas, "getContext", &["2d".into()]).ok()?;
            // JPEG knows no transparency: what is see-through lies on white.
            js::set(&pen, "fillStyle", &"#fff".into());
            let all = [0.into(), 0.into(), wide.into(), high.into()];
            js::call(&pen, "fillRect", &all).ok()?;
            let [left, top, wide, high] = all;
            js::call(&pen, "drawImage", &[picture.clone(), left, top, wide, high]).ok()?;
            let drawn = js_sys::Promise::new(&mut |resolve, _| {
                let how = [resolve.into(), "image/jpeg".into(), attempt.quality.into()];
                let _ = js::call(&canvas, "toBlob", &how);
            });
            let blob = js::settled(Ok(drawn.into())).await.ok()?;
            let found = bytes(&blob).await?;
            if found.len() as f64 <= limit {
                return Some(found);
            }
        }
        None
    }
}

async fn bytes(blob: &JsValue) -> Option<Vec<u8>> {
    let buffer = js::settled(js::call(blob, "arrayBuffer", &[])).await.ok()?;
    let view = js::new("Uint8Array", &[buffer]).ok()?;
    Some(view.dyn_into::<Uint8Array>().ok()?.to_vec())
}
