import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApiDocument } from '../../api/documentation/openapi.js';
import { isLoopbackHost } from '../../platform/loopback.js';
import { findOnPath } from '../executables.js';
import { say, SetupError } from '../setup/step.mjs';
import { documentWithExamples } from './examples.js';

/** From PyPI, into a folder that is gone afterwards. */
const SCHEMATHESIS = 'schemathesis==4.32.5';
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
  'ignored_auth',
  'unsupported_method',
  'allow_header_conformance',
];
const MOST_EXAMPLES = 60;
const MOST_SECONDS = 240;

/**
 * `npm run fuzz:api`: schemathesis against an API that runs with the simulator on this machine (`npm start`). Ends with
 * its exit code: 0 where it found nothing.
 */
async function main(): Promise<number> {
  const api = addressOf('COUNTERMAND_API_URL', `http://127.0.0.1:${process.env['API_PORT'] ?? '3000'}`);
  const simulator = addressOf('SIMULATOR_URL', `http://127.0.0.1:${process.env['SIMULATOR_PORT'] ?? '4010'}`);
  const python = findOnPath('python3', process.env);
  if (python === null) throw new SetupError('schemathesis needs Python 3.10 or newer: install python3 and its venv module.');
  const folder = mkdtempSync(join(tmpdir(), 'countermand-fuzz-'));
  try {
    const file = join(folder, 'openapi.json');
    const token = process.env['COUNTERMAND_API_TOKEN'] ?? null;
    writeFileSync(file, JSON.stringify(await documentWithExamples(openApiDocument(), { api, simulator, token })));
    say(`installing ${SCHEMATHESIS} in ${folder}`);
    await succeed(python, ['-m', 'venv', join(folder, 'venv')]);
    await succeed(join(folder, 'venv', 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', SCHEMATHESIS]);
    return await run(join(folder, 'venv', 'bin', 'schemathesis'), fuzzArguments(file, api, token), folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function fuzzArguments(file: string, api: string, token: string | null): string[] {
  const seed = process.argv[2];
  return [
    'run', file, '--url', api,
    '--checks', CHECKS.join(','),
    '--max-examples', String(MOST_EXAMPLES),
    '--max-time', String(MOST_SECONDS),
    '--request-timeout', '40',
    '--suppress-health-check', 'all',
    '--continue-on-failure',
    ...(token === null ? [] : ['--header', `Authorization: Bearer ${token}`]),
    ...(seed === undefined ? [] : ['--seed', seed]),
  ];
}

/** @throws {SetupError} for an address beyond this machine: whoever fuzzes hits hard */
function addressOf(variable: string, standard: string): string {
  const address = process.env[variable] ?? standard;
  if (URL.canParse(address) && isLoopbackHost(new URL(address).hostname)) return address.replace(/\/+$/, '');
  throw new SetupError(`${variable} is "${address}": only an API on this machine is fuzzed.`);
}

async function succeed(command: string, args: readonly string[]): Promise<void> {
  if ((await run(command, args)) !== 0) throw new SetupError(`${command} failed; its own words stand above.`);
}

async function run(command: string, args: readonly string[], cwd?: string): Promise<number> {
  const child = spawn(command, args, { stdio: 'inherit', ...(cwd === undefined ? {} : { cwd }) });
  const [code] = await once(child, 'close');
  return typeof code === 'number' ? code : 1;
}

process.exitCode = await main();
