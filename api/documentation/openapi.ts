import { PROBLEMS } from '../problem.js';
import type { ProblemCode } from '../problem.js';
import { REQUEST_HEADERS, RESPONSE_HEADERS } from './headers.js';
import { jsonSchemaOf, namedJsonSchemas } from './json-schemas.js';
import { OPERATIONS, PROBLEMS_OF_EVERY_CALL, problemsOf } from './operations.js';
import type { Answer, Operation, OutsideCaller, ResponseHeader, SignatureScheme } from './operations.js';
import { OUTSIDE_OPERATIONS } from './outside-operations.js';
import { PROBLEM_TEXTS } from './problem-texts.js';
import { PageSchema, ProblemSchema } from './response-schemas.js';

type Json = Readonly<Record<string, unknown>>;

export interface OpenApiDocument extends Json {
  /** By path, then by method. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>>;
}

/** The OpenAPI 3.1 document of the API, made of the schemas that validate. The same in every deployment. */
export function openApiDocument(): OpenApiDocument {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Countermand',
      version: '1',
      summary: 'Cancels payments durably, with whichever provider holds them.',
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: Object.values(TAGS),
    paths: paths(),
    components: {
      schemas: namedJsonSchemas(),
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

const DESCRIPTION = [
  'Every error is a problem (RFC 9457) with a stable `code`; `docs/problems.md` lists them all. Every answer has an',
  '`X-Request-Id`; one you send is taken over. A path answers a method it does not take with 405 and `Allow`; every GET',
  'also takes HEAD. Bodies are `application/json`; unknown fields are refused by name.',
].join('\n');

const TAGS = {
  program: { name: 'Order services', description: 'And operators: what programs with a token call.' },
  payer: { name: 'Payers', description: 'Where browsers are led to. Errors are pages in the reader\'s language.' },
  provider: { name: 'Providers', description: 'Where providers send their news to.' },
} as const satisfies Record<'program' | OutsideCaller, Json>;

const SECURITY_SCHEMES = {
  bearer: { type: 'http', scheme: 'bearer', description: 'One of `API_TOKENS`; its scopes are the roles.' },
  powensSignature: {
    type: 'apiKey',
    in: 'header',
    name: 'BI-Signature',
    description: 'Base64 of the HMAC-SHA256 of the message; no key that is sent along.',
  },
} as const satisfies Record<'bearer' | SignatureScheme, Json>;

/** Every documented call, whoever makes it. */
export const ALL_OPERATIONS: readonly Operation[] = [...OPERATIONS, ...OUTSIDE_OPERATIONS];

function paths(): OpenApiDocument['paths'] {
  const all = [...new Set(ALL_OPERATIONS.map(({ path }) => path))];
  return Object.fromEntries(
    all.map((path) => [path, Object.fromEntries(ALL_OPERATIONS.filter((operation) => operation.path === path).flatMap(methodsOf))]),
  );
}

function methodsOf(operation: Operation): [string, Json][] {
  switch (operation.method) {
    case 'POST':
      return [['post', operationObject(operation)]];
    case 'GET':
      return [
        ['get', operationObject(operation)],
        ['head', headOf(operation)],
      ];
  }
}

function operationObject(operation: Operation): Json {
  const { id, caller = 'program', summary, description, body } = operation;
  return {
    tags: [TAGS[caller].name],
    operationId: id,
    summary,
    description,
    security: securityOf(operation),
    parameters: parametersOf(operation),
    ...(body === null ? {} : { requestBody: { required: body.required, content: jsonContent(jsonSchemaOf(body.schema)) } }),
    responses: responsesOf(operation, true),
  };
}

function securityOf({ scope, proof }: Operation): Json[] {
  if (scope !== null) return [{ bearer: [scope] }];
  return proof === undefined ? [] : [{ [proof]: [] }];
}

/** The same without a body. */
function headOf(operation: Operation): Json {
  const { id, summary, answers, headAnswers = answers } = operation;
  const head = { ...operation, id: `${id}Headers`, summary: `${summary} (headers only)`, answers: headAnswers };
  return { ...operationObject(head), responses: responsesOf(head, false) };
}

function parametersOf({ path, query, requestHeaders }: Operation): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
    description: PATH_PARAMETERS[name],
  }));
  return [
    ...inPath,
    ...(query === null ? [] : Object.entries(query.shape).map(([name, schema]) => queryParameter(name, jsonSchemaOf(schema)))),
    ...requestHeaders.map((name) => ({ name, in: 'header', required: false, ...REQUEST_HEADERS[name] })),
  ];
}

const PATH_PARAMETERS: Readonly<Record<string, string>> = {
  id: 'Id of a cancellation.',
  handle: "Names a cancellation and proves that the payer was sent: nobody can make one up.",
  provider: 'Id of a provider, as in `GET /v1/providers`.',
  account: 'Account whose payment the news are about.',
  secret: 'The callback secret of the account.',
};

function queryParameter(name: string, { description, ...schema }: Json): Json {
  return { name, in: 'query', required: false, ...(description === undefined ? {} : { description }), schema };
}

function responsesOf(operation: Operation, withBody: boolean): Json {
  const codes = [...problemsOf(operation), ...PROBLEMS_OF_EVERY_CALL];
  const statuses = new Set([...operation.answers.map(({ status }) => status), ...codes.map((code) => PROBLEMS[code].status)]);
  return Object.fromEntries(
    [...statuses]
      .sort((one, other) => one - other)
      .map((status) => [
        String(status),
        responseOf(
          status,
          operation.answers.filter((answer) => answer.status === status),
          codes.filter((code) => PROBLEMS[code].status === status),
          operation.caller === 'payer' ? PAGE : PROBLEM,
          withBody,
        ),
      ]),
  );
}

/** How an error is told. */
type ErrorContent = (status: number, codes: readonly ProblemCode[]) => Json;
const PROBLEM: ErrorContent = (status, codes) => ({ 'application/problem+json': { schema: problemSchema(status, codes) } });
const PAGE: ErrorContent = () => ({ 'text/html': { schema: jsonSchemaOf(PageSchema) } });

function responseOf(
  status: number,
  answers: readonly Answer[],
  codes: readonly ProblemCode[],
  error: ErrorContent,
  withBody: boolean,
): Json {
  const bodies = answers.flatMap(({ body, mediaType = 'application/json' }) =>
    body === null ? [] : [{ [mediaType]: { schema: jsonSchemaOf(body) } }],
  );
  const content = Object.assign({}, ...bodies, codes.length === 0 ? {} : error(status, codes));
  return {
    description: [...answers.map(({ description }) => description), ...codes.map(problemLine)].join('\n\n'),
    headers: headersOf([...answers.flatMap(({ headers }) => headers), ...codes.flatMap(headersOfProblem)]),
    ...(withBody && Object.keys(content).length > 0 ? { content } : {}),
  };
}

function problemLine(code: ProblemCode): string {
  return `\`${code}\`: ${PROBLEM_TEXTS[code].when}`;
}

/** Statuses that say when to come back. */
const RETRIED_STATUSES: readonly number[] = [429, 503];

function headersOfProblem(code: ProblemCode): readonly ResponseHeader[] {
  if (code === 'unauthorized' || code === 'insufficient_scope') return ['WWW-Authenticate'];
  return RETRIED_STATUSES.includes(PROBLEMS[code].status) ? ['Retry-After'] : [];
}

function problemSchema(status: number, codes: readonly ProblemCode[]): Json {
  return {
    allOf: [jsonSchemaOf(ProblemSchema)],
    properties: { status: { const: status }, code: { enum: codes } },
  };
}

function headersOf(names: readonly ResponseHeader[]): Json {
  return Object.fromEntries([...new Set<ResponseHeader>(['X-Request-Id', ...names])].map((name) => [name, RESPONSE_HEADERS[name]]));
}

function jsonContent(schema: Json): Json {
  return { 'application/json': { schema } };
}
