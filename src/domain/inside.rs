//! Which files of a message stand inside it, and which below.

use super::{Attachment, Message};

impl Message {
    /// The files to be listed below the message: all but those that its HTML shows in their place.
    /// What only says that it is inside is listed, and what cannot be had: nothing may get lost.
    pub fn files_below(&self) -> Vec<Attachment> {
        let shown = self.html.as_deref().map(content_ids).unwrap_or_default();
        let is_shown = |it: &Attachment| {
            let id = it.content_id.as_deref().map(plain);
            it.can_be_had() && id.is_some_and(|id| shown.contains(&id))
        };
        self.attachments.iter().filter(|it| !is_shown(it)).cloned().collect()
    }

    /// The file that a `cid:` address in its HTML names.
    pub fn file_inside(&self, content_id: &str) -> Option<&Attachment> {
        let wanted = plain(content_id);
        let named =
            |it: &&Attachment| it.content_id.as_deref().map(plain).as_ref() == Some(&wanted);
        self.attachments.iter().find(named)
    }
}

/// What `cid:` addresses (RFC 2392) in `html` name.
fn content_ids(html: &str) -> Vec<String> {
    let small = html.to_ascii_lowercase();
    let ends = |it: char| it.is_whitespace() || matches!(it, '"' | '\'' | '>' | '<' | ')' | '`');
    small
        .match_indices("cid:")
        .filter_map(|(at, sign)| html.get(at + sign.len()..))
        .filter_map(|rest| rest.split(ends).next())
        .map(|it| plain(&it.replace("&amp;", "&")))
        .filter(|it| !it.is_empty())
        .collect()
}

/// A content id without its brackets and percent signs.
fn plain(id: &str) -> String {
    let bytes = id.trim().trim_start_matches('<').trim_end_matches('>').as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let digit = |at: usize| bytes.get(at).and_then(|it| char::from(*it).to_digit(16));
        match (byte, digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Author, MessageId, MessageKind, Role, Scan, Time};

    fn message(html: Option<&str>, content_ids: &[Option<&str>]) -> Message {
        let attachment = |(at, id): (usize, &Option<&str>)| Attachment {
            id: at.to_string(),
            content_id: id.map(str::to_owned),
            is_inline: true,
            address: Some("somewhere".into()),
            ..Attachment::default()
        };
        Message {
            id: MessageId::new("1"),
            kind: MessageKind::Message,
            author: Author { id: "7".into(), name: "Ann".into(), role: Role::Requester },
            channel: None,
            at: Time::from_millis(0.0),
            language: None,
            text: String::new(),
            html: html.map(str::to_owned),
            attachments: content_ids.iter().enumerate().map(attachment).collect(),
            key: None,
        }
    }

    #[track_caller]
    fn check(html: Option<&str>, content_ids: &[Option<&str>], below: &str) {
        let files = message(html, content_ids).files_below();
        let ids: Vec<&str> = files.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids.join(" "), below);
    }

    #[test]
    fn a_picture_that_the_mail_shows_is_not_listed_twice() {
        let html = "<p><img src=\"cid:one@mail\"><img src='CID:two%40mail'>";
        check(Some(html), &[Some("one@mail"), Some("<two@mail>"), Some("three@mail"), None], "2 3");
        check(Some("<td background=cid:a&amp;b>"), &[Some("a&b")], "");
        check(Some("url(cid:é%zz)"), &[Some("é%zz")], "");
    }

    #[test]
    fn a_file_that_only_says_it_is_inside_is_listed() {
        check(None, &[Some("one@mail")], "0");
        check(Some("<p>the word cid: alone"), &[Some(""), Some("one")], "0 1");
        check(Some("<img src=cid:one2>"), &[Some("one")], "0");
    }

    #[test]
    fn a_file_that_cannot_be_had_is_listed_and_says_why() {
        let mut message = message(Some("<img src=cid:one>"), &[Some("one")]);
        message.attachments[0].scan = Scan::Infected;
        assert_eq!(message.files_below(), message.attachments);
    }
}
