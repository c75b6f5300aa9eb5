import { METHODS as METHODS_OF_NODE, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { docsPage } from '../../api/documentation/docs-page.js';
import { ALL_OPERATIONS, openApiDocument } from '../../api/documentation/openapi.js';
import { PROBLEM_TEXTS } from '../../api/documentation/problem-texts.js';
import { PROBLEM_CODES, PROBLEMS } from '../../api/problem.js';
import { countingClient, LOCAL, openApi } from '../api/rig.js';
import type { TestApi } from '../api/rig.js';

/** What is documented elsewhere: by being the documentation. */
const DOCUMENTATION = ['/docs', '/openapi.json'];

let api: TestApi;
beforeAll(async () => {
  api = await openApi({ client: countingClient().client });
});
afterAll(async () => {
  await api.close();
});

describe('the OpenAPI document', () => {
  it('is valid in the eyes of an independent validator', async () => {
    const validator = new Validator();
    const verdict = await validator.validate(structuredClone(openApiDocument()));
    expect(verdict).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('is what is served, and what stands in the repository (`npx vitest run test/documentation -u` writes it anew)', async () => {
    const served = await api.app.inject({ url: '/openapi.json', headers: LOCAL });
    expect(served.statusCode).toBe(200);
    expect(served.headers['content-type']).toContain('application/json');
    expect(served.json()).toEqual(openApiDocument());
    await expect(`${JSON.stringify(served.json(), null, 2)}\n`).toMatchFileSnapshot('../../docs/openapi.json');
  });

  it('has every route, and no other', async () => {
    const documented = Object.entries(openApiDocument().paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(documented.sort()).toEqual((await registeredRoutes()).sort());
  });

  it('is kept to by every method the server knows: one that is not documented is refused with 405', async () => {
    await api.app.listen({ host: '127.0.0.1', port: 0 });
    for (const method of api.app.supportedMethods.filter((name) => METHODS_OF_NODE.includes(name))) {
      const { status, allow } = await answerTo(method, '/healthz');
      expect([method, status, allow]).toEqual(method === 'GET' || method === 'HEAD' ? [method, 200, undefined] : [method, 405, 'GET, HEAD']);
      expect((await answerTo(method, '/nothing')).status).toBe(404);
    }
  });

  it('refers to nothing that is not there', () => {
    const document = openApiDocument();
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => (path ?? '').split('/'));
    expect(references.length).toBeGreaterThan(10);
    for (const steps of references) expect(document).toHaveProperty(steps);
  });
});

describe('the table of problems in the documentation', () => {
  it('lists every code (`npx vitest run test/documentation -u` writes it anew)', async () => {
    await expect(problemTable()).toMatchFileSnapshot('../../docs/problems.md');
  });

  it('has no code that no call answers with', () => {
    const documented = JSON.stringify(openApiDocument());
    expect(PROBLEM_CODES.filter((code) => code !== 'method_not_allowed' && !documented.includes(`"${code}"`))).toEqual([]);
  });
});

describe('GET /docs', () => {
  it('has a word for everything, bodies of any shape among them', () => {
    expect(docsPage()).not.toContain('undefined');
    expect(docsPage()).toContain('As the provider writes it');
  });

  it('shows every call and every problem, and loads nothing from anywhere', async () => {
    const answer = await api.app.inject({ url: '/docs', headers: LOCAL });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(answer.body).toBe(docsPage());
    for (const { id } of ALL_OPERATIONS) expect(answer.body).toContain(`id="${id}"`);
    for (const code of PROBLEM_CODES) expect(answer.body).toContain(`id="${code}"`);
    expect(answer.body).not.toMatch(/<script|<link|<img|src=|https?:\/\//);
  });

  it('has a place for every link within it', () => {
    const page = docsPage();
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(targets.filter((id) => !page.includes(`id="${id}"`))).toEqual([]);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'] as const;

/** What the server itself says it takes: a method it refuses is answered with 405. */
async function registeredRoutes(): Promise<string[]> {
  const paths = registeredPaths().filter((path) => !DOCUMENTATION.includes(path));
  const routes = await Promise.all(
    paths.flatMap((path) =>
      METHODS.map(async (method) => {
        const { statusCode } = await api.app.inject({ method, url: path.replace(/:\w+/g, 'x'), headers: LOCAL });
        return statusCode === 405 ? [] : [`${method} ${path.replace(/:(\w+)/g, '{$1}')}`];
      }),
    ),
  );
  return routes.flat();
}

/** From the tree the server prints: four characters deeper is one step further. */
function registeredPaths(): string[] {
  const above: string[] = [];
  return api.app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', step = ''] = /^([│├└─ ]*)(\/\S*) \(/.exec(line) ?? [];
      if (step === '') return [];
      const depth = indent.length / 4 - 1;
      above.splice(depth, above.length, `${above[depth - 1] ?? ''}${step}`);
      return [above[depth] ?? ''];
    });
}

function answerTo(method: string, path: string): Promise<{ readonly status: number | undefined; readonly allow: string | undefined }> {
  const { port } = api.app.server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method, path }, (answer) => {
      answer.resume();
      resolve({ status: answer.statusCode, allow: answer.headers.allow });
    });
    asked.on('error', reject).end();
  });
}

function problemTable(): string {
  return [
    '# Problems',
    '',
    'Every error of the HTTP API is `application/problem+json` (RFC 9457): `type`, `title`, `status`, `detail` for people,',
    '`code` for programs, `requestId` (also `X-Request-Id`), and `errors` (`pointer`, `detail`) where fields are wrong.',
    'The client library over HTTP throws them as `CancellationError`: `retryable` says whether the same again may work,',
    '`retryAfterSeconds` when, where the answer had `Retry-After` (429 and 503).',
    'Generated from `api/problem.ts` and `api/documentation/problem-texts.ts`.',
    '',
    '| code | status | when | what to do |',
    '|---|---|---|---|',
    ...PROBLEM_CODES.map((code) => `| \`${code}\` | ${PROBLEMS[code].status} | ${PROBLEM_TEXTS[code].when} | ${PROBLEM_TEXTS[code].remedy} |`),
    '',
  ].join('\n');
}
