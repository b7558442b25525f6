//! R5: pictures that are too large.

use deskpane::domain::upload::{Kind, can_shrink, shrink_plan, shrunk_name};

/// How many tries a picture takes that needs so many bytes a pixel at full quality.
fn tries(width: f64, height: f64, limit: f64, bytes_a_pixel: f64) -> Option<usize> {
    let size = |scale: f64, quality: f64| {
        width * height * scale * scale * bytes_a_pixel * quality * quality
    };
    let plan = shrink_plan(width, height, limit);
    plan.iter().position(|it| size(it.scale, it.quality) <= limit).map(|it| it + 1)
}

#[test]
fn photographs_and_screenshots_become_small_enough_soon() {
    let limit = 512_000.0;
    for (width, height) in
        [(4032.0, 3024.0), (3840.0, 2160.0), (8000.0, 6000.0), (1080.0, 20_000.0)]
    {
        for bytes_a_pixel in [0.08, 0.2, 0.4, 0.8] {
            let tries = tries(width, height, limit, bytes_a_pixel);
            assert!(tries.is_some_and(|it| it <= 6), "{width} × {height}: {tries:?}");
        }
    }
    // What fits by quality alone keeps its size.
    assert_eq!(shrink_plan(1920.0, 1080.0, limit)[0].scale, 1.0);
    assert_eq!(tries(1920.0, 1080.0, limit, 0.2), Some(1));
}

#[test]
fn each_try_is_smaller_than_the_one_before_and_still_legible() {
    for (width, height, limit) in
        [(4000.0, 3000.0, 5e5), (400.0, 300.0, 1e4), (60_000.0, 200.0, 1e5), (300.0, 300.0, 1e3)]
    {
        let plan = shrink_plan(width, height, limit);
        let weight: Vec<f64> =
            plan.iter().map(|it| it.scale * it.scale * it.quality * it.quality).collect();
        assert!(weight.windows(2).all(|it| it[0] > it[1]), "{plan:?}");
        for it in plan {
            assert!(it.scale > 0.0 && it.scale <= 1.0 && it.quality > 0.5 && it.quality < 1.0);
            assert!(it.scale == 1.0 || width.max(height) * it.scale >= 320.0);
            assert!(width * height * it.scale * it.scale <= 16_000_001.0);
        }
    }
}

#[test]
fn what_has_no_size_has_no_plan() {
    for (width, height, limit) in [
        (0.0, 9.0, 9.0),
        (9.0, f64::NAN, 9.0),
        (f64::INFINITY, 9.0, 9.0),
        (9.0, 9.0, 0.0),
        (9.0, 9.0, f64::NAN),
    ] {
        assert_eq!(shrink_plan(width, height, limit), []);
    }
}

#[test]
fn only_pictures_that_stand_still_are_shrunk() {
    for kind in [Kind::Png, Kind::Jpeg, Kind::WebP] {
        assert!(can_shrink(kind));
    }
    for kind in [Kind::Gif, Kind::Pdf, Kind::Film, Kind::Har, Kind::Other] {
        assert!(!can_shrink(kind));
    }
    assert_eq!(shrunk_name("screen.shot.png"), "screen.shot.jpg");
}
