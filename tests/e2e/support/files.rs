//! Files as a mail carries them, made here byte by byte.

/// A picture of one colour in RGB, uncompressed.
pub fn png(width: u32, height: u32, colour: [u8; 3]) -> Vec<u8> {
    // A line begins with its filter: none.
    let line = [vec![0], colour.repeat(width as usize)].concat();
    let lines = line.repeat(height as usize);
    let mut packed = vec![0x78, 0x01];
    let pieces: Vec<&[u8]> = lines.chunks(0xffff).collect();
    for (at, piece) in pieces.iter().enumerate() {
        let length = piece.len() as u16;
        packed.push(u8::from(at + 1 == pieces.len()));
        packed.extend(length.to_le_bytes());
        packed.extend((!length).to_le_bytes());
        packed.extend(*piece);
    }
    packed.extend(adler(&lines).to_be_bytes());
    let mut head = Vec::new();
    head.extend(width.to_be_bytes());
    head.extend(height.to_be_bytes());
    head.extend([8, 2, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, content) in [(b"IHDR", head), (b"IDAT", packed), (b"IEND", Vec::new())] {
        file.extend((content.len() as u32).to_be_bytes());
        let begin = file.len();
        file.extend(kind);
        file.extend(content);
        let sum = crc(&file[begin..]);
        file.extend(sum.to_be_bytes());
    }
    file
}

/// A picture of one point.
pub fn gif() -> Vec<u8> {
    let mut file = b"GIF89a\x01\0\x01\0\x80\0\0".to_vec();
    file.extend([0x1d, 0x55, 0xa5, 0xff, 0xff, 0xff]);
    file.extend(b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3b");
    file
}

/// One page with one line on it.
pub fn pdf(line: &str) -> Vec<u8> {
    let text = format!("BT /F1 24 Tf 40 140 Td ({line}) Tj ET");
    let parts = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 200] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        places.push(file.len());
        file += &format!("{} 0 obj\n{part}\nendobj\n", at + 1);
    }
    let begin = file.len();
    file += &format!("xref\n0 {}\n0000000000 65535 f \n", parts.len() + 1);
    places.iter().for_each(|it| file += &format!("{it:010} 00000 n \n"));
    file += &format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{begin}\n%%EOF\n",
        parts.len() + 1
    );
    file.into_bytes()
}

/// RFC 1950.
fn adler(bytes: &[u8]) -> u32 {
    let (mut low, mut high) = (1_u32, 0_u32);
    for it in bytes {
        low = (low + u32::from(*it)) % 65_521;
        high = (high + low) % 65_521;
    }
    high << 16 | low
}

/// As PNG has it.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, it| {
        (0..8).fold(sum ^ u32::from(*it), |sum, _| {
            if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 }
        })
    })
}
