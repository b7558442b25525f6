//! The one constructable style sheet that all widgets of a page share. It passes every `style-src`.

use std::cell::RefCell;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CssStyleSheet, HtmlElement, ShadowRoot};

/// Everything in `style/` that the list needs, joined by `build.rs`.
const CSS: &str = include_str!(concat!(env!("OUT_DIR"), "/style.css"));

/// What the ticket page adds. Named only by its chunk, and so part of it.
pub const TICKET_CSS: &str = include_str!(concat!(env!("OUT_DIR"), "/ticket.css"));

/// What search and filters add.
pub const FINDING_CSS: &str = include_str!(concat!(env!("OUT_DIR"), "/finding.css"));

/// What stands inside the HTML of messages.
const MAIL_CSS: &str = include_str!(concat!(env!("OUT_DIR"), "/mail.css"));

thread_local! {
    static SHEET: Result<CssStyleSheet, JsValue> = sheet(CSS);
    static MAIL: Result<CssStyleSheet, JsValue> = sheet(MAIL_CSS);
    static MORE: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

fn sheet(css: &str) -> Result<CssStyleSheet, JsValue> {
    let sheet = CssStyleSheet::new()?;
    sheet.replace_sync(css)?;
    Ok(sheet)
}

/// Styles a shadow root that the HTML of a message stands in.
///
/// # Errors
/// Where there are no constructable sheets.
pub fn adopt_for_mail(shadow: &ShadowRoot) -> Result<(), JsValue> {
    MAIL.with(|sheet| {
        shadow.set_adopted_style_sheets(&js_sys::Array::of1(sheet.as_ref().map_err(Clone::clone)?));
        Ok(())
    })
}

/// Styles the shadow root that `root` stands in, beside the sheets it has.
///
/// # Errors
/// Where there is no shadow root, or no constructable sheets.
pub fn adopt(root: &HtmlElement) -> Result<(), JsValue> {
    let shadow: ShadowRoot = root.get_root_node().dyn_into()?;
    let sheets = js_sys::Array::from(&shadow.adopted_style_sheets());
    SHEET.with(|sheet| {
        let sheet = sheet.as_ref().map_err(Clone::clone)?;
        if !sheets.includes(sheet, 0) {
            sheets.push(sheet);
            shadow.set_adopted_style_sheets(&sheets);
        }
        Ok(())
    })
}

/// Adds a chunk's rules to the sheet, once for all widgets.
pub fn add(css: &'static str) {
    MORE.with_borrow_mut(|more| {
        if more.contains(&css) {
            return;
        }
        more.push(css);
        SHEET.with(|sheet| {
            if let Ok(sheet) = sheet {
                // The rules are ours, and those that a browser does not know it leaves out.
                let all = more.iter().fold(CSS.to_owned(), |all, it| all + it);
                let _ = sheet.replace_sync(&all);
            }
        });
    });
}
