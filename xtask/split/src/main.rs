//! `split IN.wasm OUT_DIR NAME [--eager]`: from the linker's output to what a browser loads.
//!
//! Takes the linked file with its relocations kept, cuts the lazy parts out of it, and runs
//! wasm-bindgen over what stays. Writes `NAME.js`, `NAME_bg.wasm`, one wasm file per part, and
//! `split.js`, the part loader that `NAME.js` imports. With `--eager` nothing is cut.
//!
//! Not here: optimising, folding the loader into the glue, the fault guard. Those are text and
//! other programs, and xtask does them.

mod foreign;
mod names;
mod sections;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, anyhow, bail};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    let (input, out, name, eager) = match args.as_slice() {
        [input, out, name] => (input, out, name, false),
        [input, out, name, flag] if flag == "--eager" => (input, out, name, true),
        _ => bail!("usage: split IN.wasm OUT_DIR NAME [--eager]"),
    };
    let (input, out) = (Path::new(input), PathBuf::from(out));
    fs::create_dir_all(&out).with_context(|| format!("creating {}", out.display()))?;

    let main = out.join(format!("{name}.wasm"));
    if eager {
        let bytes = fs::read(input).with_context(|| format!("reading {}", input.display()))?;
        let bytes = sections::without_relocations(&bytes).context("reading the sections")?;
        fs::write(&main, bytes).context("writing the intermediate file")?;
    } else {
        cut(input, &out, &main, name)?;
    }
    bind(&main, &out, name, eager)?;
    fs::remove_file(&main).context("removing the intermediate file")
}

/// Cuts the lazy parts out of `input`. Must see the raw linker output: any optimiser before this
/// one breaks the relocations it works from.
fn cut(input: &Path, out: &Path, main: &Path, name: &str) -> Result<()> {
    let bytes = fs::read(input).with_context(|| format!("reading {}", input.display()))?;
    let glue = format!("./{name}.js");
    let mut options = wasm_split_cli_support::Options::new(&bytes);
    options.output_dir = out;
    options.main_out_path = main;
    options.main_module = &glue;
    options.link_name = "./split.js";
    let done = wasm_split_cli_support::transform(options)
        .map_err(|why| anyhow!("{why:?}"))
        .context("splitting (was it linked with --emit-relocs?)")?;
    let mut parts: Vec<_> = done.prefetch_map.keys().collect();
    parts.sort();
    println!("{} wasm files beside the main one; lazy parts: {parts:?}", done.split_modules.len());
    Ok(())
}

/// Writes the JS glue for the main file. The parts need none: they only talk to the main file,
/// through the memory, table and stack pointer that `keep_lld_exports` leaves exported.
fn bind(main: &Path, out: &Path, name: &str, eager: bool) -> Result<()> {
    let mut output = Bindgen::new()
        .input_path(main)
        .out_name(name)
        .typescript(false)
        // The library's default leaves `init()` without a URL, unlike the command line tool's.
        .omit_default_module_path(false)
        .keep_lld_exports(!eager)
        .demangle(false)
        .web(true)?
        .generate_output()
        .context("wasm-bindgen")?;

    let mut names = names::Short::default();
    let own = format!("./{name}_bg.js");
    for import in output.wasm_mut().imports.iter_mut().filter(|it| it.module == own) {
        import.name = names.of(&import.name);
    }
    for export in output.wasm_mut().exports.iter_mut().filter(|it| it.name.starts_with("_R")) {
        export.name = names.of(&export.name);
    }
    foreign::without_delegation(output.wasm_mut());
    let exports = &mut output.wasm_mut().exports;
    let theirs: Vec<_> =
        exports.iter().filter(|it| foreign::is_theirs(&it.name)).map(|it| it.id()).collect();
    for id in theirs {
        exports.delete(id);
    }
    output.emit(out).context("writing the glue")?;

    let glue = out.join(format!("{name}.js"));
    let js = fs::read_to_string(&glue).context("reading the glue")?;
    let js = foreign::without_classes(&js).context("reading the glue")?;
    fs::write(&glue, names.apply(&js)).context("writing the glue")
}
