//! axe-core in the page: what keeps people out who cannot see, hear or use a pointer (K1).

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use super::Page;

/// Only the widget: the page around it is not ours. Levels A and AA of WCAG 2.2 and before.
const RUN: &str = "
    return axe.run({ include: [['desk-pane']] }, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'],
        resultTypes: ['violations'], preload: false,
    }).then(({ violations, passes }) => [passes.length, violations.flatMap((it) => it.nodes.map((node) =>
        `${it.id}: ${node.target.flat().join(' ')} ${node.html} ${node.failureSummary.replace(/\\s+/g, ' ')}`))]);
";

/// What it found.
#[derive(Deserialize)]
struct Findings(usize, Vec<String>);

impl Page {
    /// What is on screen keeps nobody out, as far as a program can tell.
    pub async fn axe(&self) -> Result<()> {
        let Some(file) = script() else {
            println!("SKIPPED: axe-core is not there; cargo xtask test e2e installs it");
            return Ok(());
        };
        if self.browser().eval("return typeof axe === 'undefined'").await? == true {
            let source =
                fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
            self.browser().eval(&source).await?;
        }
        let found = self.browser().eval(RUN).await?;
        let Findings(passed, barriers) = serde_json::from_value(found)?;
        if passed == 0 {
            bail!("axe-core looked at nothing");
        }
        if !barriers.is_empty() {
            bail!("{} barriers:\n{}", barriers.len(), barriers.join("\n"));
        }
        Ok(())
    }
}

/// Where it is: as xtask says, or where xtask keeps it.
fn script() -> Option<PathBuf> {
    if let Some(named) = env::var_os("DESKPANE_AXE").map(PathBuf::from) {
        return Some(named).filter(|it| it.is_file());
    }
    let home = Path::new(&env::var_os("HOME")?).join(".cache/deskpane");
    let tools = fs::read_dir(home).ok()?.filter_map(|it| Some(it.ok()?.path()));
    let scripts = tools.map(|it| it.join("node_modules/axe-core/axe.min.js"));
    scripts.filter(|it| it.is_file()).max()
}
