//! Compiling for `wasm32-unknown-unknown`: which compiler, and the environment that it gets.
//!
//! The standard library is always compiled along (`build-std`): that is what makes panics cost
//! nothing and fits the library to the profile. It is switched on by the environment alone, so
//! that the manifests stay ordinary and a plain `cargo check` works for everybody.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, bail};

use crate::{
    run::{self, output, root},
    tools,
};

/// What everything for the browser is compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Where the compiler comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toolchain {
    /// The one that rustup manages and that runs us.
    Rustup,
    /// Debian's packages (`rustc-web` and friends) in `/usr/bin`.
    Distro,
}

/// What is compiled, which decides the flags.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// What visitors get.
    Release,
    /// What the widget is held to: the profile alone, which is all that cargo has for everybody. (The library is fitted to
    /// it here, too, which makes it a little smaller than it is by rustup.)
    Anybody,
    /// Tests, lints and `--dev`: a panic says what it was.
    Development,
}

impl Toolchain {
    /// The one that is complete on this machine, if any. `DESKPANE_TOOLCHAIN=rustup|distro`
    /// insists on one of them.
    pub fn find() -> Result<Option<Self>> {
        Ok(match env::var("DESKPANE_TOOLCHAIN").as_deref() {
            Ok("rustup") => rustup_complete().then_some(Self::Rustup),
            Ok("distro") => distro_complete().then_some(Self::Distro),
            Ok(other) => bail!("DESKPANE_TOOLCHAIN is {other:?}; it knows rustup and distro"),
            Err(_) if rustup_complete() => Some(Self::Rustup),
            Err(_) => distro_complete().then_some(Self::Distro),
        })
    }

    /// Whether the other way is not to be tried.
    pub fn only_distro() -> bool {
        env::var("DESKPANE_TOOLCHAIN").as_deref() == Ok("distro")
    }

    /// Where its builds go. Two compilers never share a folder: std and rustc must match.
    pub fn target_dir(self) -> PathBuf {
        root().join(match self {
            Self::Rustup => "target/wasm",
            Self::Distro => "target/wasm-distro",
        })
    }

    /// The manifest of the standard library's sources.
    pub fn library(self) -> Result<PathBuf> {
        let mut rustc = match self {
            Self::Rustup => Command::new("rustc"),
            Self::Distro => Command::new("/usr/bin/rustc"),
        };
        if self == Self::Distro {
            rustc.env_remove("LD_LIBRARY_PATH");
        }
        let sysroot = output(rustc.current_dir(root()).args(["--print", "sysroot"]))?;
        Ok(Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library/Cargo.toml"))
    }

    /// The folder that a profile's files for the browser end up in.
    pub fn artifacts(self, profile: &str) -> PathBuf {
        self.target_dir().join(TARGET).join(profile)
    }

    /// Gives a command (cargo, or Trunk which starts cargo) everything it needs to compile.
    pub fn prepare(self, command: &mut Command, purpose: Purpose) -> Result<()> {
        let mut first = tools::bins()?;
        if self == Self::Distro {
            first.insert(0, PathBuf::from("/usr/bin"));
            for name in ["RUSTUP_TOOLCHAIN", "RUSTC", "RUSTDOC", "CARGO", "LD_LIBRARY_PATH"] {
                command.env_remove(name);
            }
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld-19");
        }
        // Either would replace the flags below.
        command.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        command
            .current_dir(root())
            .env("PATH", run::path_with(&first)?)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
            .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", purpose.std_features())
            .env("CARGO_TARGET_DIR", self.target_dir())
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", purpose.flags());
        Ok(())
    }

    /// The cargo of this toolchain, ready to compile for the browser.
    pub fn cargo(self, purpose: Purpose) -> Result<Command> {
        let mut command = match self {
            Self::Rustup => run::cargo(),
            Self::Distro => Command::new("/usr/bin/cargo"),
        };
        self.prepare(&mut command, purpose)?;
        Ok(command)
    }
}

impl Purpose {
    fn flags(self) -> &'static str {
        match self {
            // Nobody reads where a panic was, in a file that says nothing when it panics; the names of
            // source files would be there all the same, 3 kB of them. And relocations are what the
            // splitter works from; it leaves none in what ships.
            Self::Release => {
                "--cfg erase_components -Zunstable-options -Cpanic=immediate-abort \
                 -Zlocation-detail=none -Zfmt-debug=none -Clink-args=--emit-relocs"
            }
            Self::Anybody => "",
            Self::Development => "--cfg erase_components",
        }
    }

    /// How the standard library is compiled.
    fn std_features(self) -> &'static str {
        match self {
            Self::Release => "optimize_for_size",
            Self::Anybody | Self::Development => "",
        }
    }
}

/// Whether the compiler that runs us has the target and the library's sources.
fn rustup_complete() -> bool {
    let Ok(library) = Toolchain::Rustup.library() else { return false };
    let target = library.ancestors().nth(4).map(|lib| lib.join(TARGET).join("lib"));
    !library.starts_with("/usr") && target.is_some_and(|it| it.is_dir()) && library.is_file()
}

/// Whether Debian's compiler is there with the library's sources, its linker and its linter.
fn distro_complete() -> bool {
    let programs = ["rustc", "cargo", "cargo-clippy", "wasm-ld-19"];
    programs.iter().all(|name| Path::new("/usr/bin").join(name).is_file())
        && Toolchain::Distro.library().is_ok_and(|it| it.is_file())
}
