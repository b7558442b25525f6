//! I3: which languages to show, out of those wanted and those there are.

/// A tag with its likely subtags filled in: `zh-TW` → `zh`, `Hant`, `TW`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Likely {
    /// Language.
    pub language: String,
    /// Script.
    pub script: String,
}

/// What was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Files to load, the best first; empty: the compiled English is meant.
    pub files: Vec<String>,
    /// For the browser's formatting: the tag as it was wanted, region and all.
    pub formats: String,
}

/// Takes the first wanted language that is offered (exactly, or in the same language and script);
/// English is always offered. `likely` fills in what a tag leaves out, `None` for no tag at all.
pub fn negotiate(
    wanted: &[String],
    offered: &[String],
    likely: &dyn Fn(&str) -> Option<Likely>,
) -> Choice {
    for tag in wanted {
        // What is there as it is wanted, and no kin beside it: the browser need not be asked, which takes it a while.
        let mut kin = offered.iter().filter(|it| language(it).eq_ignore_ascii_case(language(tag)));
        if let (Some(file), None) = (kin.next(), kin.next())
            && file.eq_ignore_ascii_case(tag)
        {
            let files = Some(file.clone()).filter(|it| !it.eq_ignore_ascii_case("en"));
            return Choice { files: files.into_iter().collect(), formats: tag.clone() };
        }
        let Some(meant) = likely(tag) else { continue };
        let fits = |it: &&String| {
            likely(it).as_ref() == Some(&meant) && (is_within(tag, it) || is_without_region(it))
        };
        let mut rest: Vec<&String> = offered.iter().filter(fits).collect();
        // Nearest first: the very tag, then the one with least of its own, so that a regional file
        // may hold just what differs.
        let distance =
            |it: &&&String| (!it.eq_ignore_ascii_case(tag), !is_within(tag, it), it.len());
        let mut files = Vec::new();
        while let Some(nearest) = rest.iter().min_by_key(distance).copied() {
            rest.retain(|it| *it != nearest);
            if !nearest.eq_ignore_ascii_case("en") {
                files.push(nearest.clone());
            }
        }
        if !files.is_empty() || meant.language == "en" {
            return Choice { files, formats: tag.clone() };
        }
    }
    Choice { files: Vec::new(), formats: "en".into() }
}

fn language(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// Whether `tag` is `file` or below it: `fr-CA` is within `fr`.
fn is_within(tag: &str, file: &str) -> bool {
    let (tag, file) = (tag.to_ascii_lowercase(), file.to_ascii_lowercase());
    tag.strip_prefix(&file).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// `fr` and `zh-Hant` speak for a whole script; `fr-CA` only for a region.
fn is_without_region(file: &str) -> bool {
    file.split('-').skip(1).all(|it| it.len() == 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As `Intl.Locale#maximize` answers, for the tags used here.
    fn likely(tag: &str) -> Option<Likely> {
        let (language, script) = match tag {
            "zh-TW" | "zh-Hant" | "zh-HK" => ("zh", "Hant"),
            "zh" | "zh-CN" | "zh-Hans" => ("zh", "Hans"),
            "ar" | "ar-EG" => ("ar", "Arab"),
            "fr" | "fr-CA" | "fr-CH" => ("fr", "Latn"),
            "en" | "en-GB" => ("en", "Latn"),
            "ja" => ("ja", "Jpan"),
            _ => return None,
        };
        Some(Likely { language: language.into(), script: script.into() })
    }

    #[track_caller]
    fn check(wanted: &str, offered: &str, files: &str, formats: &str) {
        let list = |it: &str| {
            it.split(' ').filter(|it| !it.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        };
        let choice = negotiate(&list(wanted), &list(offered), &likely);
        assert_eq!((choice.files.join(" ").as_str(), choice.formats.as_str()), (files, formats));
    }

    #[test]
    fn a_region_falls_back_to_its_language() {
        check("fr-CA", "ar en fr ja", "fr", "fr-CA");
        check("fr-CA", "en fr fr-CA", "fr-CA fr", "fr-CA");
        check("fr-CH", "en fr fr-CA", "fr", "fr-CH");
    }

    #[test]
    fn script_decides_where_region_does_not() {
        check("zh-TW", "en zh zh-Hant", "zh-Hant", "zh-TW");
        check("zh-CN", "en zh zh-Hant", "zh", "zh-CN");
    }

    #[test]
    fn what_is_there_as_it_is_wanted_needs_no_asking() {
        let list = |it: &str| it.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let choice = negotiate(&list("FR ar"), &list("ar en fr ja"), &|_| None);
        assert_eq!((choice.files, choice.formats.as_str()), (list("fr"), "FR"));
        let choice = negotiate(&list("EN fr"), &list("en fr"), &|_| None);
        assert_eq!((choice.files.len(), choice.formats.as_str()), (0, "EN"));
    }

    #[test]
    fn the_first_that_is_there_wins() {
        check("xx ja fr", "en fr ja", "ja", "ja");
        check("en-GB fr", "en fr", "", "en-GB");
        check("ja", "en fr", "", "en");
        check("", "en fr", "", "en");
    }
}
