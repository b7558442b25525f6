//! Seeded pictures: bars, in the formats that mails carry, as simple as each format allows and
//! filled up to a given length with what its readers pass over.

use anyhow::{Context, Result};

/// How high each of ten bars is, of a hundred.
fn bars(seed: u64) -> [u32; 10] {
    std::array::from_fn(|it| 20 + u32::try_from((seed >> (it * 6)) & 0x3f).unwrap_or_default())
}

/// Whether a place in a picture of this size lies in a bar, and in which.
fn bar(heights: &[u32; 10], (x, y): (u32, u32), (width, height): (u32, u32)) -> Option<u32> {
    let at = x * 10 / width;
    let is_gap = x * 50 / width % 5 == 0;
    let is_high = (height - y) * 100 / height < heights[at as usize];
    (is_high && !is_gap).then_some(at)
}

/// What is still to be filled.
fn rest(size: usize, known: usize) -> Result<usize> {
    size.checked_sub(known).context("a picture needs more room")
}

/// A GIF. Its codes are as long as a byte, because none is ever remembered for long.
pub(super) fn gif(seed: u64, size: usize) -> Result<Vec<u8>> {
    const WIDTH: u16 = 240;
    const HEIGHT: u16 = 150;
    const CLEAR: u8 = 128;
    let mut gif = b"GIF89a".to_vec();
    gif.extend(WIDTH.to_le_bytes());
    gif.extend(HEIGHT.to_le_bytes());
    // 128 colours, the first is the ground.
    gif.extend([0xf6, 0, 0]);
    for it in 0..128_u8 {
        gif.extend(if it == 0 { [246, 248, 250] } else { [30, 60 + it % 11 * 12, 120] });
    }
    let heights = bars(seed);
    let mut codes = Vec::new();
    for at in 0..u32::from(WIDTH) * u32::from(HEIGHT) {
        if at % 100 == 0 {
            codes.push(CLEAR);
        }
        let place = (at % u32::from(WIDTH), at / u32::from(WIDTH));
        let found = bar(&heights, place, (WIDTH.into(), HEIGHT.into()));
        codes.push(u8::try_from(found.map_or(0, |it| it + 1))?);
    }
    codes.push(CLEAR + 1);
    let mut image = vec![0x2c, 0, 0, 0, 0];
    image.extend(WIDTH.to_le_bytes());
    image.extend(HEIGHT.to_le_bytes());
    image.extend([0, 7]);
    for block in codes.chunks(255) {
        image.push(u8::try_from(block.len())?);
        image.extend(block);
    }
    image.extend([0, 0x3b]);
    // A comment: an introduction of two bytes, blocks of up to 255 with their length, and an end.
    let mut left = rest(size, gif.len() + image.len() + 3)?;
    gif.extend([0x21, 0xfe]);
    while left > 0 {
        // Never one byte alone: a block is at least two.
        let block = if left == 257 { 200 } else { left.min(256) };
        gif.push(u8::try_from(block - 1)?);
        gif.resize(gif.len() + block - 1, b' ');
        left -= block;
    }
    gif.push(0);
    gif.extend(image);
    Ok(gif)
}

/// A grey JPEG of flat squares: of each only its mean is told.
pub(super) fn jpeg(seed: u64, size: usize) -> Result<Vec<u8>> {
    const WIDTH: u16 = 480;
    const HEIGHT: u16 = 320;
    let mut jpeg = vec![0xff, 0xd8, 0xff, 0xe0, 0, 16];
    jpeg.extend(b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    jpeg.extend([0xff, 0xdb, 0, 67, 0]);
    jpeg.extend([8; 64]);
    jpeg.extend([0xff, 0xc0, 0, 11, 8]);
    jpeg.extend(HEIGHT.to_be_bytes());
    jpeg.extend(WIDTH.to_be_bytes());
    jpeg.extend([1, 1, 0x11, 0]);
    // How many codes there are of each length, and what they say: how many bits follow.
    jpeg.extend([0xff, 0xc4, 0, 31, 0x00, 0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]);
    jpeg.extend(0..12_u8);
    // One code: nothing follows.
    jpeg.extend([0xff, 0xc4, 0, 20, 0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    const LENGTHS: [(u32, u32); 9] = [
        (0b00, 2),
        (0b010, 3),
        (0b011, 3),
        (0b100, 3),
        (0b101, 3),
        (0b110, 3),
        (0b1110, 4),
        (0b11110, 5),
        (0b11_1110, 6),
    ];
    let heights = bars(seed);
    let mut bits = Vec::new();
    let mut put = |value: u32, count: u32| {
        bits.extend((0..count).rev().map(|it| value >> it & 1 == 1));
    };
    let mut before = 0_i32;
    for y in 0..u32::from(HEIGHT / 8) {
        for x in 0..u32::from(WIDTH / 8) {
            let place = (x * 8 + 4, y * 8 + 4);
            let found = bar(&heights, place, (WIDTH.into(), HEIGHT.into()));
            let grey = found.map_or(110, |it| i32::try_from(it).unwrap_or_default() * 8 - 100);
            let step = grey - before;
            before = grey;
            let count = i32::BITS - step.abs().leading_zeros();
            let (code, length) = LENGTHS[count as usize];
            put(code, length);
            // What is less than nothing is told by its complement.
            let told = if step < 0 { step - 1 } else { step };
            put(u32::from_ne_bytes(told.to_ne_bytes()), count);
            put(0, 1);
        }
    }
    let mut scan = vec![0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0];
    for byte in bits.chunks(8) {
        let full = (0..8).fold(0, |it, at| it << 1 | u8::from(*byte.get(at).unwrap_or(&true)));
        scan.push(full);
        if full == 0xff {
            scan.push(0);
        }
    }
    scan.extend([0xff, 0xd9]);
    let mut left = rest(size, jpeg.len() + scan.len())?;
    while left > 0 {
        // A comment's length counts its own two bytes. What is left is never too small for one.
        let length =
            if left > 60_000 { 50_000 } else { left.checked_sub(2).context("too narrow")? };
        jpeg.extend([0xff, 0xfe]);
        jpeg.extend(u16::try_from(length)?.to_be_bytes());
        jpeg.resize(jpeg.len() + length.checked_sub(2).context("too narrow")?, b' ');
        left -= length + 2;
    }
    jpeg.extend(scan);
    Ok(jpeg)
}

/// A WebP without loss, of two colours: a bit is a dot.
pub(super) fn webp(seed: u64, size: usize) -> Result<Vec<u8>> {
    const WIDTH: u32 = 320;
    const HEIGHT: u32 = 200;
    let mut bits = Vec::new();
    let mut put = |value: u32, count: u32| bits.extend((0..count).map(|it| value >> it & 1 == 1));
    put(WIDTH - 1, 14);
    put(HEIGHT - 1, 14);
    // Opaque, version 0, nothing transformed, nothing remembered, one set of codes.
    put(0, 1 + 3 + 1 + 1 + 1);
    // Green is one of two; red, blue and opacity are always the same, and nothing is repeated.
    for (two, first, second) in
        [(true, 120, 226), (false, 205, 0), (false, 235, 0), (false, 255, 0), (false, 0, 0)]
    {
        put(1, 1);
        put(u32::from(two), 1);
        put(1, 1);
        put(first, 8);
        put(second, if two { 8 } else { 0 });
    }
    let heights = bars(seed);
    for at in 0..WIDTH * HEIGHT {
        let found = bar(&heights, (at % WIDTH, at / WIDTH), (WIDTH, HEIGHT));
        put(u32::from(found.is_none()), 1);
    }
    let mut data = vec![0x2f];
    for byte in bits.chunks(8) {
        data.push(byte.iter().rev().fold(0, |it, bit| it << 1 | u8::from(*bit)));
    }
    if !data.len().is_multiple_of(2) {
        data.push(0);
    }
    let mut body = b"WEBP".to_vec();
    let filler = rest(size, 8 + 4 + 8 + data.len() + 8)?;
    for (name, chunk) in [(b"VP8L", data), (b"fiLl", vec![0; filler])] {
        body.extend(name);
        body.extend(u32::try_from(chunk.len())?.to_le_bytes());
        body.extend(chunk);
    }
    let mut webp = b"RIFF".to_vec();
    webp.extend(u32::try_from(body.len())?.to_le_bytes());
    webp.extend(body);
    Ok(webp)
}
