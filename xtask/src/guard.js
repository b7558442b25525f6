// Keeps a trap (a panic, a stack that overflows) inside: the page never sees it as an error of its own. The first one
// ends the instance, which is in no state to go on, and tells whoever listens; from then on every call into it does
// nothing. Written into the module beside the generated glue, which calls wasm only through `guarded`.

let fault;
const listeners = [];

// What a dead instance answers. The glue around a call takes a number, nothing, or a list of results; an empty list
// passes for all of them, where `undefined` makes the glue throw.
const NOTHING = Object.freeze([]);

const isTrap = (error) =>
  error instanceof WebAssembly.RuntimeError || (error instanceof RangeError && /stack/i.test(error.message));

/** Calls `listener` with the error when the instance dies, or at once when it has. */
export const onFault = (listener) => {
  if (fault) listener(fault);
  else listeners.push(listener);
};

/** One function of the instance, behind the guard. Errors that are no traps belong to the caller. */
export const guard = (call) => (...args) => {
  if (fault) return NOTHING;
  try {
    return call(...args);
  } catch (error) {
    if (!isTrap(error)) throw error;
    if (!fault) {
      fault = error;
      for (const listener of listeners.splice(0)) {
        try {
          listener(error);
        } catch {
          // A listener that fails must not turn the trap into the page's error after all.
        }
      }
    }
    return NOTHING;
  }
};

/** The exports of the instance with all functions guarded; memory, tables and globals are the real ones. */
export const guarded = (exports) =>
  Object.fromEntries(
    Object.entries(exports).map(([name, it]) => [name, typeof it === "function" ? guard(it) : it]),
  );
