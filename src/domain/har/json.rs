//! One pass over JSON, which notes what is to be replaced.

use super::{
    REMOVED, Removed,
    secret::{is_cookie, is_secret},
    text::{self, Shape},
    words::{decode, encode, host, number},
};

/// How deep objects and arrays may stand in each other. Recordings need about twelve.
const DEEPEST: usize = 256;

/// A place in the text.
type Place = (usize, usize);

/// An object or array that is open.
#[derive(Default)]
struct Frame {
    is_array: bool,
    /// Where it begins.
    from: usize,
    /// The member that is being read, decoded.
    key: String,
    /// Members or elements so far.
    count: usize,
    /// What its members `name` say: one that is secret, one that is a cookie's.
    has_secret_name: bool,
    has_cookie_name: bool,
    /// Where its members `value` are, with what they would become if nothing else is said.
    values: Vec<Value>,
    /// It says that its text is a form.
    is_form: bool,
    /// It says that its text is packed as base64, and that it is text.
    is_packed: bool,
    is_textual: bool,
    /// Where its members `text` are.
    texts: Vec<Value>,
    /// What was removed before it began.
    removed: Removed,
}

/// A value that is judged when its object is whole.
struct Value {
    at: Place,
    is_text: bool,
}

/// What replaces a place.
struct Edit {
    at: Place,
    with: String,
}

/// The pass.
pub struct Scan<'a> {
    text: &'a str,
    at: usize,
    frames: Vec<Frame>,
    edits: Vec<Edit>,
    pub removed: Removed,
    pub hosts: Vec<String>,
    pub requests: usize,
    pub has_entries: bool,
}

impl<'a> Scan<'a> {
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            frames: Vec::new(),
            edits: Vec::new(),
            removed: Removed::default(),
            hosts: Vec::new(),
            requests: 0,
            has_entries: false,
        }
    }

    /// Reads all of it; `None` if it is not JSON.
    pub fn run(&mut self) -> Option<()> {
        loop {
            self.blanks();
            // A value begins here.
            let from = self.at;
            match self.peek()? {
                b'{' => {
                    self.open(false)?;
                    self.blanks();
                    if self.peek()? != b'}' {
                        self.key()?;
                        continue;
                    }
                }
                b'[' => {
                    self.open(true)?;
                    self.blanks();
                    if self.peek()? != b']' {
                        continue;
                    }
                }
                b'"' => {
                    self.string()?;
                    self.value((from, self.at), true);
                }
                _ => {
                    self.scalar()?;
                    self.value((from, self.at), false);
                }
            }
            // A value ended, or an empty container is about to.
            loop {
                self.blanks();
                let Some(frame) = self.frames.last() else {
                    return (self.at == self.text.len()).then_some(());
                };
                let is_array = frame.is_array;
                match self.peek()? {
                    b',' if frame.count > 0 => {
                        self.at += 1;
                        if !is_array {
                            self.blanks();
                            self.key()?;
                        }
                        break;
                    }
                    b'}' if !is_array => self.close(),
                    b']' if is_array => self.close(),
                    _ => return None,
                }
            }
        }
    }

    /// The text with everything replaced.
    pub fn finish(mut self) -> String {
        // What stands in something that goes, goes with it.
        self.edits.sort_unstable_by_key(|it| (it.at.0, std::cmp::Reverse(it.at.1)));
        let mut out = String::with_capacity(self.text.len());
        let mut from = 0;
        for edit in &self.edits {
            if edit.at.0 >= from {
                out.push_str(&self.text[from..edit.at.0]);
                out.push_str(&edit.with);
                from = edit.at.1;
            }
        }
        out.push_str(&self.text[from..]);
        out
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn open(&mut self, is_array: bool) -> Option<()> {
        if self.frames.len() >= DEEPEST {
            return None;
        }
        let from = self.at;
        self.at += 1;
        self.frames.push(Frame { is_array, from, removed: self.removed, ..Frame::default() });
        Some(())
    }

    /// `"name":`
    fn key(&mut self) -> Option<()> {
        let from = self.at;
        if self.peek()? != b'"' {
            return None;
        }
        self.string()?;
        let key = decode(&self.text[from..self.at]);
        self.blanks();
        if self.peek()? != b':' {
            return None;
        }
        self.at += 1;
        if let Some(frame) = self.frames.last_mut() {
            frame.key = key;
        }
        Some(())
    }

    fn string(&mut self) -> Option<()> {
        self.at += 1;
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'"' => return Some(()),
                b'\\' => {
                    let escaped = self.peek()?;
                    self.at += 1;
                    match escaped {
                        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {}
                        b'u' => {
                            let digits = self.text.as_bytes().get(self.at..self.at + 4)?;
                            if !digits.iter().all(u8::is_ascii_hexdigit) {
                                return None;
                            }
                            self.at += 4;
                        }
                        _ => return None,
                    }
                }
                0..=0x1f => return None,
                _ => {}
            }
        }
    }

    /// A number, `true`, `false` or `null`.
    fn scalar(&mut self) -> Option<()> {
        let rest = &self.text[self.at..];
        let length = ["true", "false", "null"].into_iter().find(|it| rest.starts_with(it));
        let length = length.map_or_else(|| number(rest.as_bytes()), |it| Some(it.len()))?;
        self.at += length;
        Some(())
    }

    /// A member or element ended that is no container.
    fn value(&mut self, at: Place, is_text: bool) {
        let Some(frame) = self.frames.last_mut() else { return };
        frame.count += 1;
        let key = if frame.is_array { "" } else { frame.key.as_str() };
        let value = Value { at, is_text };
        match key {
            "value" => return frame.values.push(value),
            "text" if is_text => return frame.texts.push(value),
            _ => {}
        }
        if !is_text {
            // Numbers are secret only where nothing else is meant.
            if matches!(key, "pin" | "otp" | "password" | "passcode") {
                self.zero(at);
            }
            return;
        }
        let is_secret_member = key != "key" && is_secret(key);
        let said = decode(&self.text[at.0..at.1]);
        match key {
            "name" | "key" => {
                frame.has_secret_name |= is_secret(&said);
                frame.has_cookie_name |= is_cookie(&said);
            }
            "mimeType" => {
                let textual = ["text", "json", "xml", "script", "form"];
                frame.is_form |= said.contains("x-www-form-urlencoded");
                frame.is_textual |= textual.iter().any(|it| said.contains(it));
            }
            "encoding" => frame.is_packed |= said == "base64",
            _ => {}
        }
        if key == "url" && self.is_request() {
            self.hosts.extend(host(&said));
        }
        if is_secret_member {
            self.blank(at, &said);
        } else {
            self.clean(at, &said, Shape::Any);
        }
    }

    /// What is read is the address of a request: `log.entries[].request.url`.
    fn is_request(&self) -> bool {
        let [log, entries, list, entry, _] = self.frames.as_slice() else { return false };
        log.key == "log" && entries.key == "entries" && list.is_array && entry.key == "request"
    }

    fn close(&mut self) {
        self.at += 1;
        let Some(frame) = self.frames.pop() else { return };
        if !frame.is_array {
            self.judge(&frame);
        }
        let place = (frame.from, self.at);
        let path = self.frames.iter().map(|it| it.key.as_str());
        if frame.is_array && path.eq(["log", "entries"]) {
            self.has_entries = true;
            self.requests += frame.count;
        }
        let Some(parent) = self.frames.last_mut() else { return };
        parent.count += 1;
        if !parent.is_array && parent.key == "cookies" && frame.count > 0 {
            self.removed = frame.removed;
            self.removed.cookies += frame.count;
            let with = if frame.is_array { "[]" } else { "{}" }.to_owned();
            self.edits.push(Edit { at: place, with });
        }
    }

    /// An object is whole: what its names say of its values.
    fn judge(&mut self, frame: &Frame) {
        for Value { at, is_text } in &frame.values {
            let said = decode(&self.text[at.0..at.1]);
            if !frame.has_secret_name {
                if *is_text {
                    self.clean(*at, &said, Shape::Any);
                }
            } else if *is_text {
                match frame.has_cookie_name {
                    _ if said.is_empty() || said == REMOVED => {}
                    true => self.removed.cookies += 1,
                    false if self.is_in_headers() => self.removed.headers += 1,
                    false => self.removed.fields += 1,
                }
                self.replace(*at, &said);
            } else {
                self.zero(*at);
            }
        }
        for Value { at, .. } in &frame.texts {
            let said = decode(&self.text[at.0..at.1]);
            match (frame.is_packed, frame.is_form) {
                // Nobody looks into it, so it cannot stay if it is text.
                (true, _) if frame.is_textual => self.blank(*at, &said),
                (true, _) => {}
                (false, true) => self.clean(*at, &said, Shape::Form),
                (false, false) => self.clean(*at, &said, Shape::Any),
            }
        }
    }

    /// The object that just ended stands in an array `headers`.
    fn is_in_headers(&self) -> bool {
        matches!(self.frames.as_slice(), [.., of, list] if list.is_array && of.key == "headers")
    }

    /// A value that is secret by its name.
    fn blank(&mut self, at: Place, said: &str) {
        if !said.is_empty() && said != REMOVED {
            self.removed.fields += 1;
            self.replace(at, said);
        }
    }

    /// A number that is secret by its name.
    fn zero(&mut self, at: Place) {
        let said = &self.text[at.0..at.1];
        if !matches!(said, "null" | "true" | "false" | "0") {
            self.removed.fields += 1;
            self.edits.push(Edit { at, with: "0".to_owned() });
        }
    }

    fn replace(&mut self, at: Place, said: &str) {
        if !said.is_empty() && said != REMOVED {
            self.edits.push(Edit { at, with: encode(REMOVED) });
        }
    }

    /// A value that may hold something secret.
    fn clean(&mut self, at: Place, said: &str, shape: Shape) {
        if let Some(clean) = text::clean(said, shape, &mut self.removed) {
            self.edits.push(Edit { at, with: encode(&clean) });
        }
    }
}
