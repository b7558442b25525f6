//! From the generated glue to the module that ships: the fault guard put in, the part loader
//! folded in, minified.

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use anyhow::{Context as _, Result, bail};

use crate::{run::run, shared::Merged, tools};

/// The fault guard, which becomes part of the module.
const GUARD: &str = include_str!("guard.js");

/// Turns `NAME.js` (and `split.js`, where there is one) in `folder` into the one module `out`, in which parts need what is
/// `merged` by the numbers of the files that it is in.
pub fn finish(folder: &Path, name: &str, out: &Path, merged: &Merged, minify: bool) -> Result<()> {
    let file = folder.join(format!("{name}.js"));
    edit(&file, guard_glue)?;
    let parts = folder.join("split.js");
    if parts.exists() {
        edit(&parts, |js| guard_parts(js, merged))?;
    }
    fs::write(folder.join("guard.js"), GUARD).context("writing the guard")?;
    let mut command = bundler(&file, out, minify);
    command.arg(format!("--banner:js={EAGER}"));
    run(&mut command)
}

/// Tells a browser to compile the whole module while it arrives, beside the page's one thread. Chromium would compile
/// each of the hundred and more small functions that the first list calls as it is called: 10 ms of the page's time.
const EAGER: &str = "//# allFunctionsCalledOnLoad";

/// Bundles a script and what it imports into one file.
pub fn bundle(input: &Path, out: &Path, minify: bool) -> Result<()> {
    run(&mut bundler(input, out, minify))
}

fn bundler(input: &Path, out: &Path, minify: bool) -> Command {
    let mut command = esbuild(input, out);
    // wasm-bindgen names the part loader once for every part.
    command.arg("--log-override:duplicate-object-key=silent");
    if minify {
        command.arg("--minify");
    }
    command
}

/// Bundles a page made with React, the way such pages ship.
pub fn bundle_react(input: &Path, out: &Path) -> Result<()> {
    let mut command = esbuild(input, out);
    command.args(["--jsx=automatic", "--define:process.env.NODE_ENV=\"production\"", "--minify"]);
    run(command.env("NODE_PATH", tools::react()))
}

fn esbuild(input: &Path, out: &Path) -> Command {
    let mut command = Command::new(tools::npm_bin("esbuild", tools::ESBUILD).join("esbuild"));
    command.arg(input).arg(format!("--outfile={}", out.display()));
    command.args([
        "--bundle",
        "--format=esm",
        "--target=es2022",
        "--charset=utf8",
        "--legal-comments=none",
        "--log-level=warning",
    ]);
    command
}

fn edit(file: &Path, change: impl Fn(&str) -> Result<String>) -> Result<()> {
    let text = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let text = change(&text)
        .with_context(|| format!("putting the fault guard into {}", file.display()))?;
    fs::write(file, text).with_context(|| format!("writing {}", file.display()))
}

/// Sends every call from JS into the instance through the guard, and has it started in one way only.
fn guard_glue(js: &str) -> Result<String> {
    let js = replace_once(js, "wasm = instance.exports;", "wasm = guarded(instance.exports);")?;
    let js = replace_once(&js, "export { initSync, __wbg_init as default };", START)?;
    Ok(format!(
        "import {{ guarded }} from \"./guard.js\";\nexport {{ onFault }} from \"./guard.js\";\n{js}"
    ))
}

/// The one way that is used: with an answer, which may still be on its way. wasm-bindgen's three take addresses, bytes and
/// what was right in its earlier versions, and every visitor would pay for them. Whoever starts it does so once.
const START: &str = "export default async (answer) => {
    const { instance, module } = await __wbg_load(await answer, __wbg_get_imports());
    __wbg_finalize_init(instance, module);
};
export const exported = () => wasm;
";

/// The part loader calls back into the instance through the table, past the exports, so its call
/// is guarded too. And a part that does not come is a message in the widget with a way to try
/// again, not an error in the page's console.
fn guard_parts(js: &str, merged: &Merged) -> Result<String> {
    let table = "sharedImports.__wasm_split.__indirect_function_table.get(callbackIndex)";
    let js = replace_once(js, table, &format!("guard({table})"))?;
    let js = replace_once(&js, "console.error(e);", "")?;
    let js = replace_once(&js, "import { initSync }", "import { exported }")?;
    let js = replace_once(&js, "initSync(undefined, undefined)", "exported()")?;
    let js = short_parts(&js, merged)?;
    Ok(format!("import {{ guard }} from \"./guard.js\";\n{PART}{js}"))
}

/// How a part is fetched, and what it needs: made when it is asked for. The splitter makes a hundred and more of them as
/// the page starts, and says each in full.
const PART: &str = "const part = (file) => () => {
    const src = fetch(new URL(`./${file}.wasm`, import.meta.url));
    src.catch(() => {});
    return async (imports) => WebAssembly.instantiateStreaming(src, imports);
};
const chunks = [];
const chunk = (at) => (chunks[at] ??= makeLoad(part(`chunk_${at}`), []));
const split = (name, ...needs) => {
    let load;
    return (...call) => (load ??= wrapAsyncCb(makeLoad(part(`split_${name}`), needs.map(chunk))))(...call);
};
";

/// The splitter's list of parts, short: each by its name and the numbers of the chunks that it needs.
fn short_parts(js: &str, merged: &Merged) -> Result<String> {
    const BEFORE: &str = "makeLoad(() => {\n    const src = fetch(new URL(";
    const AFTER: &str = ", import.meta.url));\n    src.catch(() => {});\n    return async (imports) => \
        (WebAssembly.instantiateStreaming(src, imports));\n}\n, [";
    let js = js.replace(BEFORE, "(").replace(AFTER, ", [");
    let mut out = String::new();
    for line in js.lines() {
        let made = if line.starts_with("const __chunk_") {
            short_chunk(line)
        } else if line.starts_with("export const __wasm_split_load_") {
            short_split(line, merged)
        } else {
            Some(format!("{line}\n"))
        };
        out += &made.with_context(|| format!("a part is fetched otherwise: {line}"))?;
    }
    Ok(out)
}

/// Nothing, for a chunk that needs no other one.
fn short_chunk(line: &str) -> Option<String> {
    let (at, rest) = line.strip_prefix("const __chunk_")?.split_once(" = ")?;
    (rest == format!("(\"./chunk_{at}.wasm\", []);")).then(String::new)
}

fn short_split(line: &str, merged: &Merged) -> Option<String> {
    let (name, rest) = line.strip_prefix("export const __wasm_split_load_")?.split_once(" = ")?;
    let needs = rest.strip_prefix(&format!("wrapAsyncCb((\"./split_{name}.wasm\", ["))?;
    let needs = needs.strip_suffix("]));")?.split(", ").map(|it| {
        let at = it.strip_prefix("__chunk_")?.parse().ok()?;
        Some(*merged.get(&at).unwrap_or(&at))
    });
    let needs = needs.collect::<Option<BTreeSet<u32>>>()?;
    let needs: String = needs.iter().map(|it| format!(", {it}")).collect();
    Some(format!("export const __wasm_split_load_{name} = split(\"{name}\"{needs});\n"))
}

/// The generated code is replaced only where it is exactly what was expected.
fn replace_once(js: &str, from: &str, to: &str) -> Result<String> {
    match js.matches(from).count() {
        1 => Ok(js.replacen(from, to, 1)),
        found => bail!(
            "`{from}` is there {found} times instead of once: wasm-bindgen or the splitter has changed"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_instance_is_guarded() {
        let js = guard_glue(
            "let wasm;\nwasm = instance.exports;\nexport { initSync, __wbg_init as default };\n",
        )
        .unwrap();
        assert!(js.contains("wasm = guarded(instance.exports);"));
        assert!(!js.contains("initSync"));
    }

    #[test]
    fn parts_are_said_by_their_numbers() {
        let load = |file: &str, needs: &str| {
            format!(
                "makeLoad(() => {{\n    const src = fetch(new URL(\"./{file}.wasm\", import.meta.url));\n    \
                src.catch(() => {{}});\n    return async (imports) => \
                (WebAssembly.instantiateStreaming(src, imports));\n}}\n, [{needs}])"
            )
        };
        let js = |chunk: &str| {
            let part = load("split_live", "__chunk_11, __chunk_12");
            format!(
                "/* live */\nconst __chunk_11 = {chunk};\nexport const __wasm_split_load_live = wrapAsyncCb({part});\n"
            )
        };
        let short = |chunk: &str, merged: &[(u32, u32)]| {
            short_parts(&js(chunk), &merged.iter().copied().collect())
        };
        let needing = |needs: &str| {
            format!("/* live */\nexport const __wasm_split_load_live = split(\"live\", {needs});\n")
        };
        let alone = load("chunk_11", "");
        assert_eq!(short(&alone, &[]).unwrap(), needing("11, 12"));
        // What was merged is needed once.
        assert_eq!(short(&alone, &[(12, 0)]).unwrap(), needing("0, 11"));
        assert_eq!(short(&alone, &[(11, 0), (12, 0)]).unwrap(), needing("0"));
        assert!(short(&load("chunk_11", "__chunk_12"), &[]).is_err());
        assert!(short("makeLoad(() => fetch(\"./chunk_11.wasm\"), [])", &[]).is_err());
    }

    #[test]
    fn other_glue_is_refused() {
        assert!(guard_glue("wasm = instance.other;").is_err());
    }
}
