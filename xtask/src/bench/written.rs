//! A mail of a megabyte, as it comes of weeks of answers on top of answers: each quotes all before it, with the styles,
//! tables and links of the programs it was written in. The same every time.

use std::fmt::Write as _;

/// A mail in HTML, and its text.
pub struct Written {
    /// As a mail program writes it.
    pub html: String,
    /// The plain text that goes with it.
    pub text: String,
}

/// So deep lie quotes in quotes, before the next is a forwarded mail of its own.
const DEPTH: usize = 12;
/// Rows of the table in each mail.
const ROWS: usize = 14;

const PEOPLE: [&str; 4] = ["Mia Laurent", "Ana Silva", "山本 雪", "Jürgen Groß"];
const SENTENCES: [&str; 6] = [
    "The receipts of the night shift are still grey, although every driver has opened the message before leaving the yard.",
    "We moved the queue to another region on Tuesday and the delay went from forty minutes to less than three.",
    "Could you please send us the header of one message that arrived twice, with the times at which it was shown?",
    "Nothing changed on our side, apart from the certificate, which was renewed by the same authority as last year.",
    "Ich habe den Abgleich am Freitag noch einmal angestoßen; danach fehlten nur noch die Abholzeiten aus Köln.",
    "倉庫のグループだけ既読が付かない状態が続いています。個別のメッセージには問題がありません。",
];

/// Writes one of about so many bytes of HTML.
pub fn mail(bytes: usize) -> Written {
    let mut it = Written { html: String::with_capacity(bytes + 8_192), text: String::new() };
    it.html += "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\"><head><meta charset=\"utf-8\"><style>\
        p.MsoNormal { margin: 0; font-family: Calibri, sans-serif } a:link { color: #0563c1 }</style></head>\
        <body lang=\"EN-US\"><div class=\"WordSection1\">";
    let mut at = 0;
    let mut depth = 0;
    while it.html.len() < bytes {
        it.answer(at);
        at += 1;
        if depth == DEPTH {
            it.html += &"</blockquote></div>".repeat(depth);
            depth = 0;
        }
        it.quote(at);
        depth += 1;
    }
    it.html += &"</blockquote></div>".repeat(depth);
    it.html += "</div></body></html>";
    it
}

impl Written {
    /// What one person wrote, with a table and a signature.
    fn answer(&mut self, at: usize) {
        let person = PEOPLE[at % PEOPLE.len()];
        for part in 0..4 {
            let sentence = SENTENCES[(at + part) % SENTENCES.len()];
            let _ = write!(
                self.html,
                "<p class=\"MsoNormal\" style=\"margin:0cm;line-height:107%\"><span style=\"font-size:11.0pt;\
                 font-family:&quot;Calibri&quot;,sans-serif;color:#1F497D\">{sentence} See <a \
                 href=\"https://status.relay.example/incidents/{at}?part={part}&amp;utm_source=mail\" \
                 style=\"color:#0563C1;text-decoration:underline\">incident {at}</a>.<o:p></o:p></span></p>\
                 <p class=\"MsoNormal\"><o:p>&nbsp;</o:p></p>"
            );
            let _ = write!(self.text, "{sentence} See incident {at}.\n\n");
        }
        self.html += "<table border=\"1\" cellspacing=\"0\" cellpadding=\"0\" style=\"border-collapse:collapse;border:none\"><tbody>";
        for row in 0..ROWS {
            self.html += "<tr style=\"height:15.0pt\">";
            for cell in [
                format!("DOCK-{at}-{row}"),
                format!("{:02}:{:02}", at % 24, row * 4),
                "grey".to_owned(),
            ] {
                let _ = write!(
                    self.html,
                    "<td width=\"120\" style=\"width:90.0pt;border:solid #BFBFBF 1.0pt;padding:0cm 5.4pt\">\
                     <span style=\"font-size:10.0pt;color:black\">{cell}</span></td>"
                );
                let _ = write!(self.text, "{cell}\t");
            }
            self.html += "</tr>";
            self.text.push('\n');
        }
        let _ = write!(
            self.html,
            "</tbody></table><div><b>{person}</b><br>Operations, Northwind Logistics<br>\
             <a href=\"mailto:desk@northwind.example\">desk@northwind.example</a></div>"
        );
        let _ = write!(self.text, "\n{person}\nOperations, Northwind Logistics\n\n");
    }

    /// The line above a quote, and its beginning.
    fn quote(&mut self, at: usize) {
        let person = PEOPLE[at % PEOPLE.len()];
        let _ = write!(
            self.html,
            "<div class=\"gmail_quote\"><div dir=\"ltr\" class=\"gmail_attr\">On {} Nov 2026 at {:02}:12, {person} \
             &lt;<a href=\"mailto:desk@northwind.example\">desk@northwind.example</a>&gt; wrote:<br></div>\
             <blockquote class=\"gmail_quote\" style=\"margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex\">",
            1 + at % 28,
            at % 24
        );
        let _ = writeln!(self.text, "On {} Nov 2026, {person} wrote:", 1 + at % 28);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_as_long_as_asked_for_and_whole() {
        let html = mail(1_000_000).html;
        assert!((1_000_000..1_010_000).contains(&html.len()), "{} bytes", html.len());
        for tag in ["blockquote", "div", "table", "td", "span", "a", "p"] {
            let count = |it: &str| html.matches(it).count();
            let opened = count(&format!("<{tag} ")) + count(&format!("<{tag}>"));
            assert_eq!(opened, count(&format!("</{tag}>")), "{tag}");
        }
    }
}
