import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv, promisify } from 'node:util';
import { z } from 'zod';
import { projectRoot } from '../project-root.js';
import { SetupError } from '../setup/step.mjs';
import { ensureGoProgram } from './go-programs.js';

/** As Go writes it: `1m0s`. */
const milliseconds = z.string().regex(/^(\d+h)?(\d+m)?(\d+s)?$/).transform((text) => {
  const [, hours = '0', minutes = '0', seconds = '0'] = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text) ?? [];
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
});

const serviceSchema = z.looseObject({
  image: z.string(),
  build: z.object({ target: z.string() }).optional(),
  entrypoint: z.array(z.string()).nullish(),
  command: z.array(z.string()).nullish(),
  environment: z.record(z.string(), z.string()).default({}),
  secrets: z.array(z.object({ source: z.string(), target: z.string() })).default([]),
  volumes: z.array(z.object({ type: z.enum(['bind', 'volume']), source: z.string(), target: z.string() })).default([]),
  tmpfs: z.array(z.string()).default([]),
  expose: z.array(z.string()).default([]),
  ports: z.array(z.looseObject({ target: z.number(), host_ip: z.string() })).default([]),
  networks: z.record(z.string(), z.object({ aliases: z.array(z.string()).optional() }).nullable()),
  depends_on: z.record(z.string(), z.object({ condition: z.enum(['service_healthy', 'service_completed_successfully']) })).default({}),
  restart: z.enum(['no', 'unless-stopped']),
  stop_grace_period: milliseconds.optional(),
  healthcheck: z.looseObject({ test: z.array(z.string()).min(2) }).optional(),
});

const modelSchema = z.looseObject({
  services: z.record(z.string(), serviceSchema),
  networks: z.record(z.string(), z.looseObject({ internal: z.boolean().optional() })),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
});

/** A service as Docker Compose understands it: variables filled in, anchors merged, short forms written out. */
export type ComposeService = z.infer<typeof serviceSchema>;
export type ComposeModel = z.infer<typeof modelSchema>;

/** The compose file, and the settings it is brought up with. */
export interface ComposeInput {
  readonly composeFile: string;
  readonly envFile: string;
  /** Further variables, before those of the file. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Loads and validates a compose file with the library Docker Compose itself is made of, against the schema of the Compose
 * Specification and for consistency. Services of profiles that the settings do not switch on are left out.
 * @throws SetupError with what the library has to say
 */
export async function loadCompose({ composeFile, envFile, variables }: ComposeInput, env: NodeJS.ProcessEnv): Promise<ComposeModel> {
  const program = await ensureGoProgram('compose-file', env);
  const text = await promisify(execFile)(program, [composeFile], {
    cwd: projectRoot,
    // Nothing of whoever runs this decides.
    env: { PATH: env['PATH'], ...parseEnv(readFileSync(envFile, 'utf8')), ...variables },
    maxBuffer: 16 * 1024 * 1024,
  }).then(({ stdout }) => stdout, (error: unknown) => {
    throw new SetupError(`${composeFile} cannot be used: ${error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)}`);
  });
  return modelSchema.parse(JSON.parse(text));
}

export const COMPOSE_FILE = join(projectRoot, 'docker-compose.yml');
export const REHEARSAL_SETTINGS = join(projectRoot, 'ops', 'compose', 'simulator.env');
