//! Languages with the browser's own `Intl`.

use std::rc::Rc;

use deskpane::{
    domain::Time,
    i18n::{Lexicon, Source, Text, Words, load},
};
use js_sys::{Map, Promise};
use leptos::prelude::Owner;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const FOLDER: &str = "https://words.example/";

/// Loads as a page that wants `wanted` does, from files of the test's own.
async fn speak(wanted: &str, files: &[(&str, &str)]) -> Lexicon {
    let early = Map::new();
    for (name, text) in files {
        early.set(&format!("{FOLDER}{name}").into(), &Promise::resolve(&JsValue::from_str(text)));
    }
    let source = Source { folder: FOLDER.into(), early: Some(early) };
    load(&source, &[wanted.to_owned()]).await
}

fn with<T>(lexicon: Lexicon, look: impl FnOnce(Words) -> T) -> T {
    Owner::new().with(|| look(Words::provide(Rc::new(lexicon))))
}

const INDEX: (&str, &str) = ("index.json", r#"{"ar":"","en":"","fr":""}"#);

#[wasm_bindgen_test]
async fn a_region_gets_its_language_and_its_own_dates() {
    let french = ("fr.json", r#"{"@@locale":"fr","list.title":"Vos tickets"}"#);
    let lexicon = speak("fr-CA", &[INDEX, french]).await;
    assert_eq!((lexicon.tag(), lexicon.direction()), ("fr-CA", "ltr"));
    with(lexicon, |words| {
        assert_eq!(words.text(Text::ListTitle), "Vos tickets");
        assert_eq!(words.text(Text::ListMore), "Show more", "what is missing is said in English");
    });
}

#[wasm_bindgen_test]
async fn arabic_runs_from_right_to_left_and_counts_in_six_ways() {
    let arabic = (
        "ar.json",
        r#"{"list.skipped_few":"few {{count}}","list.skipped_many":"many {{count}}","list.skipped_other":"other"}"#,
    );
    let lexicon = speak("ar", &[INDEX, arabic]).await;
    assert_eq!(lexicon.direction(), "rtl");
    with(lexicon, |words| {
        assert_eq!(words.count(Text::ListSkipped, 3, &[]), "few \u{2068}3\u{2069}");
        assert_eq!(words.count(Text::ListSkipped, 11, &[]), "many \u{2068}11\u{2069}");
        assert_eq!(words.count(Text::ListSkipped, 100, &[]), "other");
    });
}

#[wasm_bindgen_test]
async fn a_file_that_is_broken_leaves_english() {
    let lexicon = speak("fr", &[INDEX, ("fr.json", "{")]).await;
    with(lexicon, |words| assert_eq!(words.text(Text::ListMore), "Show more"));
}

#[wasm_bindgen_test]
async fn no_english_month_in_a_language_the_browser_has_no_dates_for() {
    let index = ("index.json", r#"{"tlh":""}"#);
    let klingon = ("tlh.json", r#"{"list.title":"x"}"#);
    with(speak("tlh", &[index, klingon]).await, |words| {
        let date = words.day(Time::parse("2026-11-20T14:05:00Z").unwrap());
        assert!(!date.contains("Nov"), "{date}");
        let ago = words.ago(Time::from_millis(0.0), Time::from_millis(3.0 * 86_400_000.0));
        assert!(!ago.contains("ago"), "{ago}");
    });
}

#[wasm_bindgen_test]
async fn spans_are_told_in_the_language() {
    let french = ("fr.json", r#"{"list.title":"Vos tickets"}"#);
    with(speak("fr", &[INDEX, french]).await, |words| {
        let day = 86_400_000.0;
        assert_eq!(words.ago(Time::from_millis(0.0), Time::from_millis(2.0 * day)), "avant-hier");
    });
}
