import { readFileSync } from 'node:fs';

/** What must not be found, by what it is. */
export type Secrets = Readonly<Record<string, readonly string[]>>;
/** Where it must not be found, by what it is. */
export type Places = Readonly<Record<string, Buffer>>;

export interface Leak {
  /** What was found, by name: never the secret itself. */
  readonly secret: string;
  readonly place: string;
  /** Byte at which it stands there. */
  readonly at: number;
}

/** The beginning of every webview address, token or not (promise SECRET). */
export const WEBVIEW_ADDRESS = '/auth/webview/payment?';

/** Looks for every secret in every place, as it is and as it stands in an address. */
export function leaksIn(places: Places, secrets: Secrets): Leak[] {
  return Object.entries(places).flatMap(([place, content]) =>
    Object.entries(secrets).flatMap(([secret, values]) =>
      values.flatMap((value) => {
        const at = [value, encodeURIComponent(value)].map((form) => content.indexOf(form)).find((found) => found !== -1);
        return at === undefined ? [] : [{ secret, place, at }];
      }),
    ),
  );
}

/** Everything a dev server has kept: payloads are stored uncompressed, so what was written stands in the file or its log. */
export function databaseContent(databaseFile: string): Buffer {
  return Buffer.concat(['', '-wal'].map((suffix) => contentOf(`${databaseFile}${suffix}`)));
}

/** What a file holds; nothing where there is none. */
export function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}
