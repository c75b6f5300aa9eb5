/** What a connection may bring, and how long it may take for it: so that slow or greedy clients hold up nobody else. */
export interface ConnectionLimits {
  /** Of a body, where its route says nothing else. */
  readonly bodyBytes: number;
  readonly headerBytes: number;
  /** Above it a request is refused: the HTTP parser would drop the last ones without a word. */
  readonly headers: number;
  /** From the first byte of a request, or from the connection, to the last byte of the body. */
  readonly requestWithinMs: number;
  /** How often requests under way are held to that. */
  readonly checkedEveryMs: number;
  /** Longest silence in both directions; longer than any answer takes. */
  readonly silenceMs: number;
  /** Between two requests. */
  readonly idleMs: number;
  /** How long a draining process still takes connections, each for one request, while the world learns that it goes. */
  readonly servingOnMs: number;
  /** After that: longest time for the requests under way. Longer than any takes, shorter than a container's grace. */
  readonly drainedWithinMs: number;
}

export const CONNECTION_LIMITS: ConnectionLimits = {
  bodyBytes: 16 * 1_024,
  headerBytes: 16 * 1_024,
  headers: 100,
  requestWithinMs: 15_000,
  checkedEveryMs: 1_000,
  silenceMs: 60_000,
  // Longer than the usual 60 s of proxies, so that it is the proxy that ends an idle connection.
  idleMs: 72_000,
  servingOnMs: 500,
  drainedWithinMs: 40_000,
};
