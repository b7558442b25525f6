// Compiles every wasm file of a folder, as a browser would: a module that asks for something no engine has is refused here.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const entries = await readdir(process.argv[2], { recursive: true, withFileTypes: true });
for (const entry of entries) {
  if (!entry.isFile() || !entry.name.endsWith(".wasm")) continue;
  try {
    await WebAssembly.compile(await readFile(join(entry.parentPath ?? entry.path, entry.name)));
  } catch (error) {
    console.error(`${entry.name}: ${error.message}`);
    process.exitCode = 1;
  }
}
