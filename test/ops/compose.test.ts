import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SearchAttributeType } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { SEARCH_ATTRIBUTES } from '../../contracts/search-attributes.js';
import { projectRoot } from '../../tools/project-root.js';
import { COMPOSE_FILE, type ComposeModel, loadCompose, REHEARSAL_SETTINGS } from '../../tools/stack/compose-model.js';
import { containerPorts } from '../../tools/stack/places.js';

const PRODUCTION_SETTINGS = join(projectRoot, 'ops', 'compose', 'production.env');
/** The first build of Compose's library takes a while. */
const PATIENT = 300_000;

const folder = mkdtempSync(join(tmpdir(), 'countermand-compose-test-'));
let model: ComposeModel;
beforeAll(async () => {
  model = await load(REHEARSAL_SETTINGS);
}, PATIENT);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hardening = z.object({
  user: z.string().regex(/^[1-9]\d*:\d+$/),
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  privileged: z.undefined().optional(),
  deploy: z.object({ resources: z.object({ limits: z.object({ cpus: z.coerce.number().positive(), memory: z.string(), pids: z.number() }) }) }),
});

describe('docker-compose.yml', () => {
  it('is what the Compose Specification allows, with the settings of the rehearsal and with those of production', async () => {
    const production = await load(PRODUCTION_SETTINGS);
    expect(Object.keys(production.services)).toEqual(Object.keys(model.services).filter((name) => !name.startsWith('simulator')));
  });

  it('would be refused with a word that Compose does not know', async () => {
    const broken = join(folder, 'docker-compose.yml');
    writeFileSync(broken, readFileSync(COMPOSE_FILE, 'utf8').replace('read_only: true', 'readonly: true'));
    await expect(loadCompose({ composeFile: broken, envFile: REHEARSAL_SETTINGS, variables: {} }, process.env)).rejects.toThrow(/readonly false schema/);
  });

  it('lets no service have more than it needs', () => {
    for (const [name, service] of Object.entries(model.services)) expect(hardening.safeParse(service).error, name).toBeUndefined();
  });

  it('pins every image to a release', () => {
    for (const { image } of Object.values(model.services)) expect(image).toMatch(/^[a-z/-]+:v?\d+\.\d+\.\d+(-bookworm)?$|^[a-z/-]+:v?\d+\.\d+(\.\d+)?(-bookworm)?(@sha256:[0-9a-f]{64})?$/);
  });

  it('looks after the health of everything that stays', () => {
    const jobs = Object.entries(model.services).filter(([, service]) => service.restart === 'no').map(([name]) => name);
    const unwatched = Object.entries(model.services).filter(([, service]) => service.healthcheck === undefined).map(([name]) => name);
    expect(jobs).toEqual(['temporal-database', 'temporal-namespace']);
    expect(unwatched).toEqual(jobs);
  });

  it('publishes nothing beyond this machine unless it is told to', () => {
    for (const { ports } of Object.values(model.services)) for (const { host_ip } of ports) expect(host_ip).toBe('127.0.0.1');
  });

  it('names every port once, which is what the stack without containers counts on', () => {
    const ports = containerPorts(model);
    expect(new Set(ports).size).toBe(ports.length);
  });

  it('gives the worker longer to stop than the worker gives its activities', () => {
    const graceOfWorker = /GRACE = '(\d+) seconds'/.exec(readFileSync(join(projectRoot, 'worker', 'queues.ts'), 'utf8'))?.[1];
    expect(model.services['worker']?.stop_grace_period).toBeGreaterThan(Number(graceOfWorker) * 1_000);
  });

  it('keeps secrets in files: no variable holds one', () => {
    for (const { environment } of Object.values(model.services)) {
      for (const [name, value] of Object.entries(environment)) {
        if (/SECRET|TOKEN|PASSWORD|PWD|KEYS?$/.test(name) && !/TLS/.test(name)) expect(`${name}=${value}`).toMatch(/_FILE=\/run\/secrets\//);
      }
    }
  });

  it('gives provider credentials to the worker alone and what proves webhooks to the API alone, beside the simulator that stands for the providers', () => {
    const holders = (secret: string): string[] => Object.entries(model.services).filter(([, { secrets }]) => secrets.some(({ source }) => source === secret)).map(([name]) => name);
    for (const credential of ['powens_client_secret', 'swedbankpay_token']) expect(holders(credential)).toEqual(['simulator', 'worker']);
    for (const proof of ['powens_webhook_secret', 'swedbankpay_callback_secret']) expect(holders(proof)).toEqual(['api', 'simulator']);
  });

  it('lets whoever asks in a worker for the doctor reach the public address of the rehearsal', () => {
    const { worker, edge } = model.services;
    const host = new URL(worker?.environment['PUBLIC_URL'] ?? '').hostname;
    const known = Object.entries(edge?.networks ?? {}).filter(([, network]) => network?.aliases?.includes(host) === true).map(([name]) => name);
    expect(Object.keys(worker?.networks ?? {}).filter((name) => known.includes(name))).toEqual(['outward']);
  });

  it('lets nobody out but the worker, and those whose ports are published', () => {
    const internal = Object.entries(model.networks).filter(([, network]) => network.internal === true).map(([name]) => name);
    const open = Object.entries(model.services).filter(([, { networks }]) => Object.keys(networks).some((name) => !internal.includes(name))).map(([name]) => name);
    const published = Object.entries(model.services).filter(([, { ports }]) => ports.length > 0).map(([name]) => name);
    expect(open.sort()).toEqual(['worker', ...published].sort());
  });
});

describe('make-secrets.sh', () => {
  it('makes every secret that is mounted, keeps the folder shut, and changes nothing when run again', () => {
    const secrets = join(folder, 'secrets');
    const make = (): string => execFileSync('sh', [join(projectRoot, 'ops', 'compose', 'make-secrets.sh'), secrets], { encoding: 'utf8' });
    make();
    const contents = (): string[] => Object.keys(model.secrets).map((name) => readFileSync(join(secrets, name), 'utf8'));
    const first = contents();
    expect(first.every((content) => content.trim() !== '')).toBe(true);
    expect(execFileSync('ls', ['-ld', secrets], { encoding: 'utf8' })).toMatch(/^drwx------/);
    make();
    expect(contents()).toEqual(first);
  }, PATIENT);
});

describe('prepare-namespace.sh', () => {
  it('creates the search attributes that worker and API expect', () => {
    const script = readFileSync(join(projectRoot, 'ops', 'temporal', 'prepare-namespace.sh'), 'utf8');
    const listed = /<<ATTRIBUTES\n([^]*?)\nATTRIBUTES/.exec(script)?.[1]?.split('\n');
    const types = { [SearchAttributeType.KEYWORD]: 'Keyword', [SearchAttributeType.INT]: 'Int', [SearchAttributeType.DATETIME]: 'Datetime' };
    expect(listed).toEqual(SEARCH_ATTRIBUTES.map(({ name, type }) => `${name} ${types[type]}`));
  });
});

describe('the files of Grafana', () => {
  it('point it to Prometheus and to the dashboards where both are mounted', () => {
    const read = (path: string): unknown => parse(readFileSync(join(projectRoot, 'ops', 'grafana', 'provisioning', path), 'utf8'));
    expect(read('datasources/prometheus.yml')).toMatchObject({ apiVersion: 1, datasources: [{ uid: 'prometheus', type: 'prometheus', url: `http://prometheus:${model.services['prometheus']?.ports[0]?.target}` }] });
    const { providers } = z.object({ providers: z.array(z.object({ options: z.object({ path: z.string() }) })) }).parse(read('dashboards/countermand.yml'));
    expect(model.services['grafana']?.volumes.map(({ target }) => target)).toContain(providers[0]?.options.path);
  });
});

async function load(envFile: string): Promise<ComposeModel> {
  return await loadCompose({ composeFile: COMPOSE_FILE, envFile, variables: {} }, process.env);
}
