/** RFC 7240: how long a caller is willing to wait, in whole seconds; null where the header says nothing we understand. */
export function preferredWaitSeconds(header: string | readonly string[] | undefined): number | null {
  const preferences = [header ?? []].flat().join(',').split(',');
  const first = preferences.map((preference) => WAIT.exec(preference)?.[1]).find((seconds) => seconds !== undefined);
  return first === undefined ? null : Number(first);
}

const WAIT = /^\s*wait\s*=\s*"?(\d{1,9})"?\s*(?:;.*)?$/i;
