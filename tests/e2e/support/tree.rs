//! The page as assistive technology gets it.

use serde_json::Value;

/// One thing in it that is not ignored.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub role: String,
    pub name: String,
    /// How deep it stands.
    pub depth: usize,
}

/// All of it, in the order in which it is read.
#[derive(Debug)]
pub struct Tree(pub Vec<Node>);

impl Tree {
    /// From the answer of `Accessibility.getFullAXTree`.
    pub fn new(answer: &Value) -> Self {
        let nodes: Vec<&Value> = answer["nodes"].as_array().into_iter().flatten().collect();
        let mut tree = Self(Vec::new());
        if let Some(root) = nodes.first() {
            tree.read(root, &nodes, 0);
        }
        tree
    }

    fn read(&mut self, node: &Value, all: &[&Value], depth: usize) {
        let is_shown = node["ignored"] != true;
        let word = |it: &Value| plain(it["value"].as_str().unwrap_or_default());
        if is_shown {
            self.0.push(Node { role: word(&node["role"]), name: word(&node["name"]), depth });
        }
        for id in node["childIds"].as_array().into_iter().flatten() {
            if let Some(child) = all.iter().find(|it| it["nodeId"] == *id) {
                self.read(child, all, depth + usize::from(is_shown));
            }
        }
    }

    pub fn find(&self, role: &str, name: &str) -> Option<&Node> {
        self.0.iter().find(|it| it.role == role && it.name == name)
    }

    /// What stands inside `node`.
    pub fn inside(&self, node: &Node) -> &[Node] {
        let Some(at) = self.0.iter().position(|it| std::ptr::eq(it, node)) else { return &[] };
        let rest = &self.0[at + 1..];
        let end = rest.iter().position(|it| it.depth <= node.depth).unwrap_or(rest.len());
        &rest[..end]
    }

    /// What `node` stands in, of that role.
    pub fn around(&self, node: &Node, role: &str) -> Option<&Node> {
        let at = self.0.iter().position(|it| std::ptr::eq(it, node))?;
        let mut depth = node.depth;
        self.0[..at].iter().rev().find(|it| {
            let is_around = it.depth < depth;
            depth = depth.min(it.depth);
            is_around && it.role == role
        })
    }

    /// What is read aloud there: texts, and what marks stand for.
    pub fn words(nodes: &[Node]) -> String {
        let texts = nodes.iter().filter(|it| matches!(&*it.role, "StaticText" | "image"));
        texts.map(|it| it.name.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// Without the signs that isolate names, which nobody hears.
pub fn plain(text: &str) -> String {
    text.replace(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'], "")
}

impl std::fmt::Display for Tree {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let texts = self.0.iter().filter(|it| it.role != "InlineTextBox");
        texts
            .into_iter()
            .try_for_each(|it| writeln!(f, "{:w$}{} {:?}", "", it.role, it.name, w = it.depth))
    }
}
