//! Leaving out what dependencies bring and nobody calls, where no compiler can know it.
//!
//! `wasm-streams` comes with Leptos (through `server_fn`) and exports three classes, which keep
//! their functions, and all that these call, in every program that links it.

use anyhow::{Context as _, Result};
use walrus::{FunctionBuilder, FunctionKind, Module};

const CLASSES: [&str; 3] =
    ["IntoUnderlyingByteSource", "IntoUnderlyingSink", "IntoUnderlyingSource"];

/// How Leptos listens with its feature `delegation`, which is off. Whether it is on is a value that it
/// hands around, so the function stays, and a hash table of event names with it: 1 kB.
const DELEGATION: &str = "28add_event_listener_delegated";

/// Empties functions that are never called; what they alone call goes when the file is optimised.
pub fn without_delegation(wasm: &mut Module) {
    let is_meant = |name: &Option<String>| name.as_ref().is_some_and(|it| it.ends_with(DELEGATION));
    let all = wasm.funcs.iter().filter(|it| is_meant(&it.name));
    for id in all.map(|it| it.id()).collect::<Vec<_>>() {
        let (ty, args) = match &wasm.funcs.get(id).kind {
            FunctionKind::Local(it) => (it.ty(), it.args.clone()),
            FunctionKind::Import(_) | FunctionKind::Uninitialized(_) => continue,
        };
        let (params, results) = wasm.types.params_results(ty);
        let (params, results) = (params.to_vec(), results.to_vec());
        let mut body = FunctionBuilder::new(&mut wasm.types, &params, &results);
        body.func_body().unreachable();
        wasm.funcs.get_mut(id).kind = FunctionKind::Local(body.local_func(args));
    }
}

/// Whether an export is a function of theirs. Without it, wasm-opt finds that nobody needs them.
pub fn is_theirs(export: &str) -> bool {
    let name = export.strip_prefix("__wbg_").unwrap_or(export);
    CLASSES.iter().any(|it| name.starts_with(&format!("{}_", it.to_lowercase())))
}

/// The glue without them.
///
/// # Errors
/// When a class does not end as wasm-bindgen ends them.
pub fn without_classes(js: &str) -> Result<String> {
    let mut js = js.to_owned();
    for class in CLASSES {
        for (start, end) in [
            (format!("export class {class} {{\n"), "\n}\n"),
            (format!("if (Symbol.dispose) {class}."), ";\n"),
            (format!("const {class}Finalization = "), ";\n"),
        ] {
            let Some(from) = js.find(&start) else { continue };
            let length = js[from..].find(end).with_context(|| format!("{start} never ends"))?;
            js.replace_range(from..from + length + end.len(), "");
        }
    }
    Ok(js)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_foreign_classes_go() {
        let js = "export class IntoUnderlyingSink {\n    free() {\n    }\n}\n\
            if (Symbol.dispose) IntoUnderlyingSink.prototype[Symbol.dispose] = 1;\n\
            export class Widget {\n}\n\
            const IntoUnderlyingSinkFinalization = (a)\n    ? b\n    : c;\n\
            const WidgetFinalization = d;\n";
        let left = without_classes(js).unwrap();
        assert_eq!(left, "export class Widget {\n}\nconst WidgetFinalization = d;\n");
    }
}
