//! What happens in one life: made of its seed alone.

use super::dice::Dice;
use crate::support::files::png;

/// What strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blow {
    /// The desk's process is killed, and started again.
    Server,
    /// Nothing gets through for a while.
    Network,
    /// The page is loaded again, or left for another one.
    Reload,
    /// The tab crashes or is closed, and another one opened.
    Crash,
    /// The session is over: here, or at the desk alone.
    Session,
}

/// When.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    WhileTyping,
    AfterTyping,
    WhileUploading,
    AfterSend,
    /// The reply is on its way to the desk.
    WhileReplying,
    /// The desk has it, and has not answered.
    AfterStored,
}

/// In turn, so that a few lives meet all.
const MOMENTS: [Moment; 6] = [
    Moment::AfterStored,
    Moment::WhileTyping,
    Moment::WhileUploading,
    Moment::AfterSend,
    Moment::AfterTyping,
    Moment::WhileReplying,
];

/// How something comes into the field.
#[derive(Clone, Debug)]
pub enum Stroke {
    Key(char),
    /// Composed by an input method, then settled.
    Phrase(&'static str),
    /// Pasted: as HTML where the first has any, and as text.
    Paste(Option<&'static str>, String),
}

impl Stroke {
    /// What it adds, as [`letters`] sees it.
    pub fn letters(&self) -> String {
        match self {
            Self::Key(key) => letters(&key.to_string()),
            Self::Phrase(text) => letters(text),
            Self::Paste(_, text) => letters(text),
        }
    }
}

/// A file that goes along.
#[derive(Clone)]
pub struct Enclosure {
    pub name: String,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

pub struct Plan {
    pub blow: Blow,
    pub moment: Moment,
    /// A word that no other life has.
    pub mark: String,
    pub strokes: Vec<Stroke>,
    pub files: Vec<Enclosure>,
    /// While typing: after how many strokes.
    pub at: usize,
    /// How long after its moment the blow falls, in milliseconds.
    pub after: u64,
    /// How long what is cut stays cut, in milliseconds.
    pub down: u64,
    /// Of the two ways in which a blow falls, the other one.
    pub other_way: bool,
    /// The customer writes on as if nothing had happened, as far as they can.
    pub goes_on: bool,
    /// The customer loads the page again although it is still there.
    pub comes_anew: bool,
    /// The customer sends without waiting for files that are on their way.
    pub hurries: bool,
}

impl Plan {
    pub fn new(seed: u64, blow: Blow) -> Self {
        let mut dice = Dice::new(seed ^ (blow as u64) << 56);
        let mark = format!("k{:08x}", dice.roll() as u32);
        let moment = MOMENTS[(seed % 6) as usize];
        let strokes = written(&mut dice, &mark);
        let count = if moment == Moment::WhileUploading { 1 } else { 0 } + dice.below(2);
        let files = (0..count).map(|at| enclosure(&mut dice, &mark, at)).collect();
        Self {
            at: 1 + dice.below(strokes.len() as u64 - 1) as usize,
            after: match moment {
                Moment::WhileTyping | Moment::AfterTyping => dice.below(450),
                Moment::AfterSend => dice.below(60),
                _ => dice.below(250),
            },
            down: dice.below(1_500),
            other_way: dice.coin(),
            goes_on: dice.coin(),
            comes_anew: dice.below(3) == 0,
            hurries: dice.coin(),
            blow,
            moment,
            mark,
            strokes,
            files,
        }
    }

    /// All that is written, as [`letters`] sees it.
    pub fn letters(&self) -> String {
        self.strokes.iter().map(Stroke::letters).collect()
    }

    /// Whether a part of it has any form.
    pub fn has_form(&self) -> bool {
        self.strokes.iter().any(|it| matches!(it, Stroke::Paste(Some(_), _)))
    }
}

impl std::fmt::Display for Plan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sizes: Vec<usize> = self.files.iter().map(|it| it.bytes.len()).collect();
        let Self { blow, moment, at, after, down, mark, .. } = self;
        let strokes = self.strokes.len();
        write!(
            f,
            "{blow:?} {moment:?} (stroke {at} of {strokes}, {after} ms later, {down} ms long), {mark}, files of {sizes:?}"
        )?;
        for (is, word) in [
            (self.other_way, "the other way"),
            (self.goes_on, "goes on"),
            (self.comes_anew, "comes anew"),
            (self.hurries, "hurries"),
            (self.has_form(), "with form"),
        ] {
            if is {
                write!(f, ", {word}")?;
            }
        }
        Ok(())
    }
}

/// What is left of a text wherever it is shown: its letters and digits.
pub fn letters(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).collect()
}

const PLAIN: [&str; 4] = [
    "The printer answers again since this morning",
    "Nothing has changed, the import still stops after page two",
    "Thank you, we will try it tomorrow",
    "Please look at line 4711 of the log",
];
const JAPANESE: [&str; 6] = ["いんさつ", "できません", "でした", "よろしく", "おねがい", "します"];
const ARABIC: [&str; 3] =
    ["شكرا لكم على المساعدة", "الطابعة لا تعمل منذ الصباح", "أرسلت الملف مرة أخرى"];
const FORM: &str =
    "<p>What we <strong>did</strong>:</p><ul><li>turned it off</li><li>and <em>on</em></li></ul>";
const FORM_TEXT: &str = "What we did: turned it off and on";

/// Plain, with form, in Japanese, in Arabic, or long; with the mark.
fn written(dice: &mut Dice, mark: &str) -> Vec<Stroke> {
    let keys = |text: &str| text.chars().map(Stroke::Key).collect::<Vec<_>>();
    let mut all = Vec::new();
    match dice.below(5) {
        0 => all.push(Stroke::Paste(Some(FORM), FORM_TEXT.to_owned())),
        1 => {
            let lines = 20 + dice.below(400);
            let line = |_| format!("{} {}\n", dice.one_of(&PLAIN), dice.below(1_000));
            all.push(Stroke::Paste(None, (0..lines).map(line).collect()));
        }
        2 => {
            all.extend(keys(mark));
            all.extend((0..3 + dice.below(4)).map(|_| Stroke::Phrase(dice.one_of(&JAPANESE))));
            return all;
        }
        3 => {
            all.extend(keys(dice.one_of(&ARABIC)));
            all.extend(keys(&format!(" {mark}")));
            return all;
        }
        _ => {}
    }
    all.extend(keys(&format!("{mark} {}", dice.one_of(&PLAIN))));
    all
}

fn enclosure(dice: &mut Dice, mark: &str, at: u64) -> Enclosure {
    if dice.coin() {
        let side = 8 + dice.below(90) as u32;
        let colour = [dice.roll() as u8, dice.roll() as u8, dice.roll() as u8];
        let bytes = png(side, side, colour);
        return Enclosure { name: format!("{mark}-{at}.png"), media_type: "image/png", bytes };
    }
    let count = 1 + dice.below(30_000);
    let bytes = (0..count).map(|_| b' ' + dice.below(90) as u8).collect();
    Enclosure { name: format!("{mark}-{at}.txt"), media_type: "text/plain", bytes }
}
