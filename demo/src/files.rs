//! Files as they are: the built widget, and what the pages need.

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};

use crate::answer::{accepts, set, tagged};

/// The file at `path` below `folder`, brotli-compressed where that lies beside
/// it, is not older and is accepted; nothing where there is none.
pub fn serve(folder: &Path, path: &str, asked: &HeaderMap) -> Option<Response> {
    let file = below(folder, path)?;
    let kind = media_type(&file)?;
    let mut packed = file.as_os_str().to_owned();
    packed.push(".br");
    let packed = Some(PathBuf::from(packed)).filter(|it| is_current(it, &file));
    let varies = packed.is_some();
    let packed = packed.filter(|_| accepts(asked, "br"));
    let body = fs::read(packed.as_ref().unwrap_or(&file)).ok()?;
    let mut response = tagged(asked, body, HeaderValue::from_static(kind));
    let headers = response.headers_mut();
    if varies {
        set(headers, header::VARY, "Accept-Encoding");
    }
    if packed.is_some() {
        set(headers, header::CONTENT_ENCODING, "br");
    }
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    let life = match path {
        // Its name changes with its content.
        it if it.starts_with("v/") => "public, max-age=31536000, immutable",
        "deskpane.js" => "public, max-age=60",
        _ => "no-cache",
    };
    set(headers, header::CACHE_CONTROL, life);
    Some(response)
}

/// Whether `packed` was made of `file` as it is: somebody may have changed it since, as who adds a
/// language changes the index.
fn is_current(packed: &Path, file: &Path) -> bool {
    let time = |it: &Path| fs::metadata(it).and_then(|it| it.modified()).ok();
    time(packed).is_some_and(|it| Some(it) >= time(file))
}

/// The file a path names, if it stays below the folder and exists.
fn below(folder: &Path, path: &str) -> Option<PathBuf> {
    let path = Path::new(path);
    let inside = path.components().all(|it| matches!(it, Component::Normal(_)));
    let file = folder.join(path);
    (inside && file.is_file()).then_some(file)
}

/// Only what a release consists of: other files are not served.
fn media_type(file: &Path) -> Option<&'static str> {
    Some(match file.extension()?.to_str()? {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "yaml" => "application/yaml",
        "ts" | "txt" | "md" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        _ => return None,
    })
}
