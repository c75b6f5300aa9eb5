import { z } from 'zod';
import { jsonAnswer, type Answer } from '../core/answer.js';
import type { MatchedRequest } from '../core/route.js';

const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/** An address the simulator may visit by itself: on this machine only. */
export const loopbackUrlSchema = z
  .url({ protocol: /^https?$/ })
  .refine(
    (url) => URL.canParse(url) && LOOPBACK.includes(new URL(url).hostname),
    'only loopback addresses are visited',
  );

/** A JSON answer of the admin API. */
export function adminAnswer(status: number, value: unknown): Answer {
  return jsonAnswer(status, JSON.stringify(value));
}

/** An error of the admin API; says what was wrong and what is possible. */
export function adminProblem(status: number, detail: string): Answer {
  return adminAnswer(status, { status, detail });
}

/** Parses the body and hands it on, or answers 400 naming every wrong field. */
export function withBody<Schema extends z.ZodType>(
  schema: Schema,
  request: MatchedRequest,
  go: (body: z.infer<Schema>) => Answer | Promise<Answer>,
): Answer | Promise<Answer> {
  let json: unknown;
  try {
    json = request.body === '' ? {} : JSON.parse(request.body);
  } catch {
    return adminProblem(400, 'The body is not JSON.');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return go(parsed.data);
  const detail = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; ');
  return adminProblem(400, detail);
}
