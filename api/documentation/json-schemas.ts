import { z } from 'zod';
import { NAMED_SCHEMAS } from './response-schemas.js';

/** A JSON Schema (2020-12) as a plain object. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const PREFIX = '#/components/schemas/';

/** Every named shape, which the others refer to. */
export function namedJsonSchemas(): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(Object.keys(NAMED_SCHEMAS).map((name) => [name, components()[name] ?? {}]));
}

/** A shape as JSON Schema: a reference where it has a name. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const named = Object.entries(NAMED_SCHEMAS).find(([, known]) => known === schema);
  return named === undefined ? plain(z.toJSONSchema(schema, OPTIONS)) : { $ref: `${PREFIX}${named[0]}` };
}

/** As they come in: what a transformation makes of them is nobody else's business. */
const OPTIONS = { io: 'input' } as const;

function components(): Readonly<Record<string, JsonSchema>> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(NAMED_SCHEMAS)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { ...OPTIONS, uri: (id) => `${PREFIX}${id}` });
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, plain(schema)]));
}

function plain({ $schema: _version, $id: _id, ...schema }: Readonly<Record<string, unknown>>): JsonSchema {
  return schema;
}
