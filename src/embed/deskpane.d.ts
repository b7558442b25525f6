// Types of what deskpane.js puts into a page. `/// <reference path="deskpane.d.ts" />`, or an entry in `types`.

/** A name, one of a mapping of the release, or the address of a mapping file (`.json`). */
export type Connector = "deskpane" | "redmine" | "request-tracker" | "roundup" | (string & {});
export type Auth = "cookie" | "bearer" | "none";
export type View = "portal" | "list" | "ticket" | "escalation" | "badge";
export type Theme = "auto" | "light" | "dark";
export type Routing = "memory" | "hash" | "query";
export type Loading = "eager" | "lazy";
export type Dates = "absolute" | "elapsed";
export type Density = "regular" | "compact";

/** The attributes of `<desk-pane>`, in the spelling of {@link DeskpaneGlobal.mount}; the first value is the default. */
export interface DeskpaneAttributes {
  /** Base of the JSON API: same origin, or CORS. */
  api: string;
  /** How that API speaks. */
  connector?: Connector;
  /** `bearer`: what `getToken` gives, in the header that the connector names. */
  auth?: Auth;
  /** Where "Sign in" leads when nobody handles `deskpane-sign-in`. */
  signInUrl?: string;
  /** One part alone, or all. */
  view?: View;
  /** What to open. */
  ticket?: string | number;
  /** A BCP 47 tag; absent: negotiated. */
  locale?: string;
  /** `auto` follows the page, then the system. */
  theme?: Theme;
  routing?: Routing;
  /** Where its headings start, 1 to 6; 2 unless said otherwise. */
  headingLevel?: number | `${1 | 2 | 3 | 4 | 5 | 6}`;
  /** `lazy`: no wasm until near the viewport. */
  loading?: Loading;
  /** Until the customer chooses. */
  dates?: Dates;
  density?: Density;
}

export interface DeskpaneProperties {
  /** The token for `auth="bearer"`. Kept in memory only. */
  getToken?: () => Promise<string>;
  /** Replaces the network. */
  fetch?: typeof globalThis.fetch;
}

export interface DeskPaneElement extends HTMLElement, DeskpaneProperties {
  /** Settles when the first real screen is up (the count, for a badge); rejects when this attempt failed. */
  readonly ready: Promise<void>;
  /** Opens a ticket. */
  open(id: string | number): void;
  /** Reads everything on screen again. After a failure: tries again. */
  refresh(): void;
  /** Sets the attribute `locale`; without a tag, negotiates. */
  setLocale(tag?: string): void;
  /** The page has another session or token. */
  sessionChanged(): void;
  /** The customer leaves: nothing of theirs stays on screen, in memory or in storage, but how they like dates and columns. */
  signOut(): void;
  /** Takes the widget down and leaves an empty element. Adding it to the page again begins anew. */
  destroy(): void;

  addEventListener<K extends keyof DeskpaneEventMap>(
    type: K,
    listener: (this: DeskPaneElement, event: DeskpaneEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
  removeEventListener<K extends keyof DeskpaneEventMap>(
    type: K,
    listener: (this: DeskPaneElement, event: DeskpaneEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | EventListenerOptions): void;
}

/** All of them bubble and are composed. */
export interface DeskpaneEventMap {
  /** The first real screen is up. */
  "deskpane-ready": CustomEvent<Record<string, never>>;
  /** The customer goes to a ticket. `preventDefault()`: the page routes. */
  "deskpane-navigate": CustomEvent<{ ticket: string }>;
  /** A ticket was opened, by a press, `open()` or another `ticket`. */
  "deskpane-ticket-open": CustomEvent<{ ticket: string }>;
  /** The desk has a reply. */
  "deskpane-reply-sent": CustomEvent<{ ticket: string }>;
  /** The customer closed a ticket. */
  "deskpane-ticket-closed": CustomEvent<{ ticket: string }>;
  /** How many tickets need a reply. */
  "deskpane-attention": CustomEvent<{ count: number }>;
  /** The language in force. */
  "deskpane-locale": CustomEvent<{ locale: string }>;
  /** The customer pressed "Sign in". `preventDefault()`: the page signs in, and calls `sessionChanged()`. */
  "deskpane-sign-in": CustomEvent<Record<string, never>>;
  /** `start`: it did not come up. `fault`: it died. Otherwise the kind of trouble with the API. Never with personal data. */
  "deskpane-error": CustomEvent<{ reason: "start" | "fault" | (string & {}); message: string }>;
}

export interface DeskpaneFinding {
  level: "error" | "warning" | "note";
  what: string;
  add: string;
}

export interface DeskpaneGlobal {
  readonly version: string;
  /** Puts a `<desk-pane>` into `element`. */
  mount(element: Element, options: DeskpaneAttributes & DeskpaneProperties): DeskPaneElement;
  /** Prints what is wrong with this page's set-up, and what to add. */
  diagnose(): Promise<DeskpaneFinding[]>;
}

declare global {
  interface Window {
    Deskpane: DeskpaneGlobal;
  }
  const Deskpane: DeskpaneGlobal;
  interface HTMLElementTagNameMap {
    "desk-pane": DeskPaneElement;
  }
  interface GlobalEventHandlersEventMap extends DeskpaneEventMap {}
}
