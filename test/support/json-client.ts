/** What came back: the body as parsed JSON, or as text where it is none. */
export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  readonly text: string;
}

/** Redirects are not followed: a test looks at them. */
export interface JsonClient {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<JsonAnswer>;
  post(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<JsonAnswer>;
  request(method: string, path: string, init?: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }): Promise<JsonAnswer>;
}

/** A small HTTP client for one origin. */
export function jsonClient(base: string): JsonClient {
  const request: JsonClient['request'] = async (method, path, { body, headers = {} } = {}) => {
    const answer = await fetch(base + path, {
      method,
      redirect: 'manual',
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: parsed(text), text };
  };
  return {
    request,
    get: async (path, headers = {}) => await request('GET', path, { headers }),
    post: async (path, body, headers = {}) => await request('POST', path, { body, headers }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
