//! What holds for whatever is written.

use deskpane::domain::rich::{Block, Builder, Element, Rich, Span, Style, links, safe_link, typed};
use proptest::{collection::vec, option, prelude::*, sample::select, test_runner::TestRunner};

use super::reader;

/// An event of a walk.
#[derive(Clone, Debug)]
enum Event {
    Open(&'static str, Option<&'static str>, Option<&'static str>),
    Text(String, bool),
    Break,
    Close,
}

const TAGS: [&str; 28] = [
    "p",
    "div",
    "b",
    "i",
    "s",
    "code",
    "a",
    "ul",
    "ol",
    "li",
    "pre",
    "blockquote",
    "h1",
    "table",
    "tr",
    "td",
    "th",
    "br",
    "hr",
    "span",
    "script",
    "template",
    "section",
    "BLOCKQUOTE",
    "x-y",
    "center",
    "em",
    "figcaption",
];

fn event() -> impl Strategy<Value = Event> {
    let href = select(vec![
        "https://a.example/?b=\"<&>",
        "javascript:a",
        "mailto:a@b.example",
        "tel:1",
        "/a",
    ]);
    let style = select(vec![
        "font-weight:bold",
        "font-weight: 400",
        "white-space:pre",
        "mso-list:l0 level1 lfo1",
        "mso-list:l1 level3 lfo1",
        "mso-list:Ignore",
        "display:none",
        "text-decoration:line-through",
        "font-style:italic",
    ]);
    prop_oneof![
        4 => (select(TAGS.to_vec()), option::of(href), option::weighted(0.2, style)).prop_map(|(tag, href, style)| Event::Open(tag, href, style)),
        4 => (word(), any::<bool>()).prop_map(|(text, preserve)| Event::Text(text, preserve)),
        1 => Just(Event::Break),
        3 => Just(Event::Close),
    ]
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ \\n\\ta\u{a0}<&>b]{0,8}",
        select(vec![
            "1.", "·", "\u{feff}", "\r\n", "日本", "\u{3000}", "a", " ", "\u{2028}", "\u{0}"
        ])
        .prop_map(str::to_owned),
        "\\PC{0,6}",
    ]
}

fn built(events: Vec<Event>) -> Rich {
    let mut builder = Builder::default();
    for event in events {
        match event {
            Event::Open(tag, href, style) => builder.open(Element::of(tag, href, style)),
            Event::Text(text, preserve) => builder.text(&text, preserve),
            Event::Break => builder.line_break(),
            Event::Close => builder.close(),
        }
    }
    builder.finish()
}

fn span() -> impl Strategy<Value = Span> {
    let style = any::<[bool; 4]>().prop_map(|[bold, italic, code, strike]| Style {
        bold,
        italic,
        code,
        strike,
    });
    let style = prop_oneof![2 => Just(Style::PLAIN), 1 => style];
    let link = select(vec!["https://a.example", "javascript:a", "mailto:a@b.example"])
        .prop_map(str::to_owned);
    ("[ \\na\u{a0}b日]{0,5}", style, option::weighted(0.3, link))
        .prop_map(|(text, style, link)| Span { text, style, link })
}

fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let leaf = prop_oneof![4 => vec(span(), 0..5).prop_map(Block::Paragraph), 1 => "[ \\na]{0,6}".prop_map(Block::Code)];
    let block = leaf.prop_recursive(14, 40, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Block::Quote),
            (any::<bool>(), vec(vec(inner, 0..3), 0..3))
                .prop_map(|(is_ordered, items)| Block::List { is_ordered, items }),
        ]
    });
    vec(block, 0..5)
}

fn visible(text: &str) -> String {
    let is_seen = |it: &char| {
        !it.is_whitespace() && !it.is_control() && !matches!(it, '\u{feff}' | '\u{fffc}')
    };
    text.chars().filter(is_seen).collect()
}

#[track_caller]
fn hold<S: Strategy>(strategy: S, test: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let config = ProptestConfig { cases: 2000, failure_persistence: None, ..Default::default() };
    TestRunner::new(config).run(&strategy, test).unwrap();
}

#[test]
fn the_normal_form_stays_as_it_is() {
    hold(blocks(), |blocks| {
        let rich = Rich::new(blocks);
        prop_assert_eq!(Rich::new(rich.blocks().to_vec()), rich);
        Ok(())
    });
}

#[test]
fn html_that_is_read_again_says_the_same() {
    hold(blocks(), |blocks| {
        let rich = Rich::new(blocks);
        prop_assert_eq!(reader::read(&rich.to_html()), rich);
        Ok(())
    });
}

#[test]
fn any_order_of_events_gives_something_that_reads_the_same_again() {
    hold(vec(event(), 0..40), |events| {
        let rich = built(events);
        prop_assert_eq!(reader::read(&rich.to_html()), rich.clone());
        prop_assert_eq!(Rich::new(rich.blocks().to_vec()), rich);
        Ok(())
    });
}

#[test]
fn plain_text_loses_nothing_that_can_be_seen() {
    let words = vec(word(), 0..20).prop_map(|it| it.concat());
    hold(prop_oneof![words, "\\PC{0,60}"], |text| {
        let rich = Rich::from_text(&text);
        prop_assert_eq!(visible(&rich.to_text()), visible(&text));
        prop_assert_eq!(Rich::from_text(&rich.to_text()), rich.clone());
        prop_assert_eq!(rich.clone().with_links().to_text(), rich.to_text());
        Ok(())
    });
}

#[test]
fn links_stand_in_order_inside_the_text() {
    let text = "([hH]ttps?://|www\\.|@|a|\\.|[()、。]|[ /:]|b\\.example|日|\\PC){0,24}";
    hold(text, |text| {
        let mut from = 0;
        for (range, href) in links(&text) {
            prop_assert!(range.start >= from && range.end > range.start);
            from = range.end;
            prop_assert!(text.get(range).is_some());
            prop_assert_eq!(safe_link(&href), Some(href));
        }
        Ok(())
    });
}

#[test]
fn any_key_after_any_line_is_no_trouble() {
    let keys: Vec<char> = "*_~` a日\n.".chars().collect();
    hold(("[*_~` a.\u{e9}日(]{0,12}", select(keys)), |(line, key)| {
        typed(&line, key, false);
        Ok(())
    });
}
