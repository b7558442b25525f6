// Writes `<file>.br` beside every file of a folder that gets smaller by it. Arguments: folder, quality (0 to 11).
// Node.js has brotli built in, so that the commands need no compression library of their own.

import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const [folder, quality] = process.argv.slice(2);
const pack = promisify(brotliCompress);

const squeeze = async (path) => {
  const bytes = await readFile(path);
  const small = await pack(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: Number(quality),
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      [constants.BROTLI_PARAM_LGWIN]: 22,
    },
  });
  if (small.length < bytes.length) await writeFile(`${path}.br`, small);
};

const entries = await readdir(folder, { recursive: true, withFileTypes: true });
await Promise.all(
  entries
    .filter((entry) => entry.isFile() && /\.(js|wasm|json|html|css|svg|yaml|ts)$/.test(entry.name))
    .map((entry) => squeeze(join(entry.parentPath ?? entry.path, entry.name))),
);
