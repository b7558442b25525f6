//! Writes `openapi.yaml` beside the crate, or prints it with `--print`.

use std::{error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let yaml = contract::openapi()?;
    if std::env::args().any(|arg| arg == "--print") {
        print!("{yaml}");
    } else {
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.yaml"), yaml)?;
    }
    Ok(())
}
