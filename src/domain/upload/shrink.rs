//! R5: what a browser tries, one after the other, until a picture is small enough.

use super::Kind;

/// One try: draw it so much smaller and write it as JPEG of this quality.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attempt {
    /// Of its sides, above 0, 1 at most.
    pub scale: f64,
    /// Of the picture, 0 to 1.
    pub quality: f64,
}

/// A picture that loses nothing but sharpness: one that moves would stop.
pub fn can_shrink(kind: Kind) -> bool {
    matches!(kind, Kind::Png | Kind::Jpeg | Kind::WebP)
}

/// The name of a shrunk picture: it is a JPEG afterwards.
pub fn shrunk_name(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |it| it.0);
    stem.to_owned() + ".jpg"
}

/// What to try, the best first, for a picture of so many pixels that must become smaller than `limit`
/// bytes. Empty where nothing legible would be left.
pub fn shrink_plan(width: f64, height: f64, limit: f64) -> Vec<Attempt> {
    /// What browsers of phones draw at once.
    const MOST_PIXELS: f64 = 16_000_000.0;
    /// What a screenshot needs; a photograph needs more, and finds it further down.
    const BYTES_A_PIXEL: f64 = 0.12;
    /// Of the longer side.
    const LEAST: f64 = 320.0;
    const STEPS: [(f64, f64); 8] = [
        (1.0, 0.85),
        (1.0, 0.7),
        (0.8, 0.75),
        (0.8, 0.6),
        (0.6, 0.7),
        (0.45, 0.7),
        (0.35, 0.65),
        (0.25, 0.6),
    ];
    let pixels = width * height;
    if !pixels.is_finite() || width < 1.0 || height < 1.0 || limit.is_nan() || limit <= 0.0 {
        return Vec::new();
    }
    let most = MOST_PIXELS.min(limit / BYTES_A_PIXEL);
    let start = (most / pixels).sqrt().min(1.0);
    let longer = width.max(height);
    let attempts = STEPS.iter().map(|it| Attempt { scale: start * it.0, quality: it.1 });
    attempts.filter(|it| it.scale == 1.0 || longer * it.scale >= LEAST).collect()
}
