//! What of a message's HTML may be shown: lists of what is good, and nothing else (Q1, Q2).
//!
//! Pure: everything here is judged from text. What an element, an attribute or a declaration does
//! not name here is not copied.

use super::looks::is_plain;

/// What becomes of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is made again.
    Keep,
    /// Its content stands without it.
    Unwrap,
    /// Its content stands as preformatted text.
    Preformat,
    /// It goes, and what is in it.
    Drop,
}

/// Made again: what mails are written with, and nothing that acts, fetches or asks.
const KEPT: &str = "a abbr address article aside b bdi bdo big blockquote br caption center cite code col \
    colgroup dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 \
    h6 header hr i img ins kbd li main mark nav nobr ol p pre q rb rp rt rtc ruby s samp \
    section small span strike strong sub summary sup table tbody td tfoot th thead time tr \
    tt u ul var wbr";

/// Gone with all that is in it: code, what is fetched, what other programs draw, and fields, whose
/// content nobody reads as text.
const DROPPED: &str = "applet audio base basefont bgsound canvas command datalist embed fencedframe frame \
    frameset head iframe input keygen link math meta meter noembed noframes noscript \
    object optgroup option param portal progress script select slot source style svg \
    template title track video";

/// Whether one of a list's words is this one.
pub fn holds(list: &str, word: &str) -> bool {
    list.split(' ').any(|it| it == word)
}

/// What becomes of an element of HTML's own namespace; `name` in lower case.
pub fn fate(name: &str) -> Fate {
    match name {
        "xmp" | "listing" | "plaintext" | "textarea" => Fate::Preformat,
        _ if holds(KEPT, name) => Fate::Keep,
        _ if holds(DROPPED, name) => Fate::Drop,
        // Forms, labels, and what Office and newsletters invent: their text is somebody's.
        _ => Fate::Unwrap,
    }
}

/// The elements that a parser with a list of its own has to know: those kept, and those whose
/// content it is to keep.
pub fn kept() -> impl Iterator<Item = &'static str> {
    KEPT.split(' ').chain(["html", "body"])
}

/// What every element may have. Nothing that names it (`id`, `class`, `name`): names are how
/// a page's scripts and styles are deceived.
const ANYWHERE: &[&str] =
    &["align", "bgcolor", "dir", "height", "lang", "title", "valign", "width"];

/// What some may have besides.
const SOMEWHERE: &[(&str, &[&str])] = &[
    ("br", &["clear"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("details", &["open"]),
    ("font", &["color", "face", "size"]),
    ("hr", &["color", "noshade", "size"]),
    ("img", &["alt", "border", "hspace", "vspace"]),
    ("li", &["value"]),
    ("ol", &["reversed", "start", "type"]),
    ("table", &["border", "cellpadding", "cellspacing"]),
    ("td", &["colspan", "nowrap", "rowspan"]),
    ("th", &["colspan", "nowrap", "rowspan", "scope"]),
    ("time", &["datetime"]),
    ("ul", &["type"]),
];

/// Longest value of an attribute that is kept.
const LONGEST_VALUE: usize = 1000;
/// Most rows or columns that a cell may take: more is only there to be slow.
const MOST_SPAN: u32 = 100;

/// Every attribute that some element may have, each once.
pub fn every_attribute() -> Vec<&'static str> {
    let mut all = ANYWHERE.to_vec();
    for it in SOMEWHERE.iter().flat_map(|it| it.1) {
        if !all.contains(it) {
            all.push(it);
        }
    }
    all
}

/// Whether an element may have an attribute with this value. None of them is an address.
pub fn takes(element: &str, attribute: &str, value: &str) -> bool {
    let own = || SOMEWHERE.iter().any(|(it, all)| *it == element && all.contains(&attribute));
    let is_number = || value.trim().parse::<u32>().is_ok_and(|it| it <= MOST_SPAN);
    match attribute {
        _ if value.len() > LONGEST_VALUE => false,
        _ if !ANYWHERE.contains(&attribute) && !own() => false,
        "colspan" | "rowspan" | "span" => is_number(),
        "title" | "alt" | "lang" | "datetime" => true,
        "face" => value.chars().all(is_plain),
        _ => value.chars().all(|it| it.is_ascii_alphanumeric() || " #%.,-+()*".contains(it)),
    }
}

/// Where a picture is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picture {
    /// In a file of the message.
    Attached(String),
    /// In the address itself.
    Here(String),
    /// Somewhere else: fetched only when the customer says so (Q2), and by https alone.
    Remote(String),
}

/// How every picture is fetched. It has words of its own too, if only none: a screen reader would read
/// its address.
pub const PICTURE: [(&str, &str); 3] =
    [("loading", "lazy"), ("decoding", "async"), ("referrerpolicy", "no-referrer")];

/// Where a picture with this `src` is; `None` where it is to be had from nowhere.
pub fn picture(src: &str) -> Option<Picture> {
    let src = src.trim();
    let (scheme, rest) = src.split_once(':')?;
    match &*scheme.to_ascii_lowercase() {
        "cid" => Some(Picture::Attached(rest.to_owned())),
        // With fewer slashes it would be an address of the page's own.
        "https" if rest.starts_with("//") => Some(Picture::Remote(src.to_owned())),
        "data" => {
            let (media_type, data) = rest.split_once(";base64,")?;
            let is_known = ["image/png", "image/jpeg", "image/jpg", "image/gif", "image/webp"]
                .iter()
                .any(|it| media_type.trim().eq_ignore_ascii_case(it));
            let is_data = |it: u8| it.is_ascii_alphanumeric() || b"+/=\r\n \t".contains(&it);
            (is_known && data.bytes().all(is_data)).then(|| Picture::Here(src.to_owned()))
        }
        _ => None,
    }
}

/// Schemes that a link may have, as the browser's own parser names them.
pub fn is_link(scheme: &str) -> bool {
    matches!(scheme, "http:" | "https:" | "mailto:" | "tel:")
}

/// Whether a link's text reads as an address somewhere else than at `host` (or, of a mail's link,
/// as another mail address than `host`).
pub fn pretends(text: &str, host: &str) -> bool {
    if host.is_empty() {
        return false;
    }
    let text: String = text.chars().filter_map(seen).collect();
    let text = text.trim().trim_end_matches(['.', ',', ')', '…']);
    // The first thing in it that looks like an address is what people read.
    text.split_whitespace().find_map(shown_host).is_some_and(|shown| {
        let plain = |it: &str| it.to_ascii_lowercase().trim_start_matches("www.").to_owned();
        plain(shown) != plain(host)
    })
}

/// A letter as people see it: signs without a shape are none, and wide ones read as narrow ones.
fn seen(it: char) -> Option<char> {
    match it {
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' => None,
        '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => None,
        '\u{3002}' | '\u{ff61}' | '\u{2024}' => Some('.'),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(it) - 0xfee0),
        _ => Some(it),
    }
}

/// The host (or mail address) that a word shows, if it looks like one.
fn shown_host(word: &str) -> Option<&str> {
    let word = word.trim_matches(|it: char| !it.is_alphanumeric());
    let (is_whole, rest) = match word.split_once("://") {
        Some((_, rest)) => (true, rest),
        None => (false, word),
    };
    let host = rest.split(['/', '?', '#', '\\']).next()?;
    // A mail address; or a name and a host, of which people read the name.
    if host.contains('@') {
        return Some(host);
    }
    let host = host.split(':').next()?;
    let last = host.rsplit('.').next()?;
    let is_host = host.contains('.')
        && host.split('.').all(|it| !it.is_empty())
        && host.chars().all(|it| it.is_alphanumeric() || it == '-' || it == '.');
    let is_domain = last.chars().count() >= 2 && last.chars().all(char::is_alphabetic);
    // "report.pdf" is a file and "8.4" a number: without a scheme only what is written like a host.
    let is_file = !is_whole && !host.starts_with("www.") && holds(FILES, last);
    (is_host && (is_whole || is_domain) && !is_file).then_some(host)
}

/// Endings of files that people write about more often than of hosts.
const FILES: &str = "bat cfg conf csv doc docx exe gif har htm html ini jpeg jpg js json log md mov pdf php \
    png ppt pptx py rb rs sh sql ts txt xls xlsx xml yaml yml zip";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_do_not_contradict_each_other() {
        for name in KEPT.split(' ') {
            assert!(!holds(DROPPED, name), "{name}");
        }
        for bad in ["on", "src", "href", "style", "id", "class", "name", "data"] {
            assert!(every_attribute().iter().all(|it| !it.starts_with(bad)), "{bad}");
        }
        assert!(takes("td", "colspan", "2") && !takes("p", "colspan", "2"));
        assert!(!takes("td", "colspan", "65534") && !takes("p", "align", "url(x:y)"));
    }

    #[test]
    fn pictures_are_known_by_where_they_are() {
        for (src, expected) in [
            ("cid:a@b", Some(Picture::Attached("a@b".into()))),
            (" https://x.example/a.png", Some(Picture::Remote("https://x.example/a.png".into()))),
            ("https:sign-out", None),
            ("http://x.example/a.png", None),
            ("//x.example/a.png", None),
            (
                "data:image/png;base64,AA==",
                Some(Picture::Here("data:image/png;base64,AA==".into())),
            ),
            ("data:image/svg+xml;base64,AA==", None),
            ("data:image/png,<svg>", None),
            ("javascript:1", None),
            ("blob:https://x/1", None),
        ] {
            assert_eq!(picture(src), expected, "{src}");
        }
    }

    #[test]
    fn a_link_that_names_another_place_pretends() {
        for (text, host, expected) in [
            ("https://bank.example/login", "evil.example", true),
            ("bank.example", "evil.example", true),
            ("Bank.example/a", "www.bank.example", false),
            ("Sign in", "evil.example", false),
            ("https://bank.example@evil.example/", "evil.example", true),
            ("bank\u{200b}.exam\u{ad}ple", "evil.example", true),
            ("ｂａｎｋ．ｅｘａｍｐｌｅ", "evil.example", true),
            ("https：／／bank。example", "evil.example", true),
            ("https://bank\u{200b}.example", "bank.example", false),
            ("//bank.example/login", "evil.example", true),
            ("https://bank.example", "bank.example.evil.example", true),
            ("report.pdf", "files.example", false),
            ("version 8.4", "files.example", false),
            ("ann@bank.example", "bo@evil.example", true),
            ("ann@bank.example", "ann@bank.example", false),
            ("See bank.example.", "bank.example", false),
            ("銀行.example", "evil.example", true),
        ] {
            assert_eq!(pretends(text, host), expected, "{text} at {host}");
        }
    }
}
