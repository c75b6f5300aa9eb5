import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { RequestProblem } from '../contracts/request.js';
import { invalid } from './problem.js';

/**
 * The body as its schema has it.
 *
 * @throws {ProblemError} `invalid_request` naming every wrong field, unknown ones among them
 */
export function readBody<Schema extends z.ZodType>(request: FastifyRequest, schema: Schema): z.infer<Schema> {
  const read = schema.safeParse(request.body === undefined ? {} : request.body);
  if (!read.success) throw invalid(problemsOf(read.error, ''));
  return read.data;
}

/**
 * The query parameters as their schema has them; each may stand there once.
 *
 * @throws {ProblemError} `invalid_request` naming every wrong parameter as `/query/{name}`
 */
export function readQuery<Schema extends z.ZodType>(request: FastifyRequest, schema: Schema): z.infer<Schema> {
  const given = new URLSearchParams(queryOf(request.url));
  const repeated = repeatedNames(given);
  if (repeated.length > 0) {
    throw invalid(repeated.map((name) => ({ pointer: `/query/${name}`, detail: 'give this parameter once' })));
  }
  const read = schema.safeParse(Object.fromEntries(given));
  if (!read.success) throw invalid(problemsOf(read.error, '/query'));
  return read.data;
}

/** The query of a request target, without its question mark. */
export function queryOf(url: string): string {
  const start = url.indexOf('?');
  return start === -1 ? '' : url.slice(start + 1);
}

/** Names that stand in a query more than once. */
export function repeatedNames(query: URLSearchParams): string[] {
  const names = [...query.keys()];
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

function problemsOf(error: z.ZodError, prefix: string): RequestProblem[] {
  return error.issues.flatMap((issue) => {
    const pointer = `${prefix}${pointerOf(issue.path)}`;
    if (issue.code !== 'unrecognized_keys') return [{ pointer, detail: issue.message }];
    return issue.keys.map((key) => ({ pointer: `${pointer}${pointerOf([key])}`, detail: 'is not known here' }));
  });
}

/** RFC 6901. */
function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
