import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ALL_OPERATIONS } from '../../api/documentation/openapi.js';
import { PROBLEMS_OF_EVERY_CALL, problemsOf } from '../../api/documentation/operations.js';
import type { Answer, Operation } from '../../api/documentation/operations.js';
import { ProblemSchema } from '../../api/documentation/response-schemas.js';
import { PROBLEMS } from '../../api/problem.js';

/** Headers that say something about a call; they stand in an answer just where the documentation has them. */
const TELLING = ['location', 'retry-after', 'etag', 'www-authenticate'] as const;

/**
 * Compares every answer of an API with its documentation, whatever test caused it.
 *
 * @returns what was answered and is not documented, so far
 */
export function watchAnswers(app: FastifyInstance): () => readonly string[] {
  const undocumented: string[] = [];
  app.addHook('onSend', async (request, reply, payload) => {
    const operation = operationOf(request);
    const complaint = operation === null ? null : complaintAbout(operation, request, reply, payload);
    if (complaint !== null) undocumented.push(`${request.method} ${request.routeOptions.url} ${reply.statusCode}: ${complaint}`);
  });
  return () => undocumented;
}

function operationOf({ method, routeOptions }: FastifyRequest): Operation | null {
  const path = routeOptions.url?.replace(/:(\w+)/g, '{$1}');
  const like = method === 'HEAD' ? 'GET' : method;
  return ALL_OPERATIONS.find((operation) => operation.path === path && operation.method === like) ?? null;
}

function complaintAbout(operation: Operation, request: FastifyRequest, reply: FastifyReply, payload: unknown): string | null {
  if (reply.getHeader('x-request-id') !== request.id) return 'no X-Request-Id';
  const type = String(reply.getHeader('content-type') ?? '');
  const body: unknown = typeof payload !== 'string' || payload === '' ? null : type.includes('json') ? JSON.parse(payload) : payload;
  if (type.includes('problem+json')) return complaintAboutProblem(operation, reply, body);
  if (operation.caller === 'payer' && reply.statusCode >= 400) return complaintAboutPage(operation, reply, type, body);
  const { headAnswers = operation.answers } = operation;
  const answers = request.method === 'HEAD' ? headAnswers : operation.answers;
  const answer = answers.find(({ status }) => status === reply.statusCode);
  if (answer === undefined) return 'this status is not documented';
  return complaintAboutBody(answer, body) ?? complaintAboutHeaders(reply, answer.headers.map((name) => name.toLowerCase()));
}

function complaintAboutProblem(operation: Operation, reply: FastifyReply, body: unknown): string | null {
  const read = ProblemSchema.safeParse(body);
  if (!read.success) return read.error.message;
  const { code, status } = read.data;
  if (JSON.stringify(read.data) !== JSON.stringify(body)) return 'the problem has fields that are not documented';
  if (status !== reply.statusCode || PROBLEMS[code].status !== status) return `${code} with another status`;
  if (![...problemsOf(operation), ...PROBLEMS_OF_EVERY_CALL].includes(code)) return `${code} is not documented here`;
  const expected = [
    ...(code === 'unauthorized' || code === 'insufficient_scope' ? ['www-authenticate'] : []),
    ...(status === 503 || status === 429 ? ['retry-after'] : []),
  ];
  return complaintAboutHeaders(reply, expected);
}

/** A browser that only guesses, or asks for headers, is shown no page. */
function complaintAboutPage(operation: Operation, reply: FastifyReply, type: string, body: unknown): string | null {
  const codes = [...problemsOf(operation), ...PROBLEMS_OF_EVERY_CALL];
  if (!codes.some((code) => PROBLEMS[code].status === reply.statusCode)) return 'this status is not documented';
  if (body !== null && !type.startsWith('text/html')) return `${type} instead of a page`;
  return complaintAboutHeaders(reply, reply.statusCode === 503 ? ['retry-after'] : []);
}

function complaintAboutBody({ body: schema }: Answer, body: unknown): string | null {
  if (schema === null || body === null) return schema === null && body !== null ? 'a body where none is documented' : null;
  const read = schema.safeParse(body);
  if (!read.success) return read.error.message;
  return sameKeys(read.data, body) ? null : 'the body has fields that are not documented';
}

/** What the schema did not know, it has dropped. */
function sameKeys(read: unknown, body: unknown): boolean {
  return sorted(read) === sorted(body);
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}

function complaintAboutHeaders(reply: FastifyReply, expected: readonly string[]): string | null {
  const wrong = TELLING.filter((name) => expected.includes(name) !== reply.hasHeader(name));
  return wrong.length === 0 ? null : `headers unlike their documentation: ${wrong.join(', ')}`;
}
