import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { readCodecServerSettings } from '../../platform/codec-server-settings.js';
import { readApiSettings, readWorkerSettings } from '../../platform/settings.js';
import { providers } from '../../providers/registry.js';
import { ensureKubernetesValidate } from '../../tools/kubernetes-validate.js';
import { projectRoot } from '../../tools/project-root.js';

const FOLDER = join(projectRoot, 'ops', 'kubernetes');
const SUPPORTED = ['1.34', '1.37'];
/** The first installation takes a while. */
const PATIENT = 300_000;

const folder = mkdtempSync(join(tmpdir(), 'countermand-kubernetes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const deploymentSchema = z.looseObject({
  kind: z.literal('Deployment'),
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    template: z.looseObject({
      spec: z.looseObject({
        terminationGracePeriodSeconds: z.number(),
        automountServiceAccountToken: z.literal(false),
        securityContext: z.looseObject({ runAsNonRoot: z.literal(true), runAsUser: z.literal(1000), seccompProfile: z.object({ type: z.literal('RuntimeDefault') }) }),
        containers: z.tuple([
          z.looseObject({
            image: z.string().regex(/:\d+\.\d+\.\d+$/),
            args: z.array(z.string()),
            envFrom: z.array(z.object({ configMapRef: z.object({ name: z.literal('countermand-settings') }) })).default([]),
            env: z.array(z.object({ name: z.string(), value: z.string() })),
            livenessProbe: z.looseObject({ httpGet: z.object({ path: z.string(), port: z.string() }) }),
            readinessProbe: z.looseObject({ httpGet: z.object({ path: z.literal('/readyz'), port: z.string() }) }),
            resources: z.looseObject({ limits: z.looseObject({ memory: z.string() }) }),
            securityContext: z.object({
              allowPrivilegeEscalation: z.literal(false),
              readOnlyRootFilesystem: z.literal(true),
              capabilities: z.object({ drop: z.tuple([z.literal('ALL')]) }),
            }),
          }),
        ]),
      }),
    }),
  }),
});
const policySchema = z.looseObject({
  kind: z.literal('NetworkPolicy'),
  spec: z.looseObject({
    podSelector: z.object({
      matchLabels: z.record(z.string(), z.string()).default({}),
      matchExpressions: z.array(z.object({ key: z.string(), operator: z.literal('In'), values: z.array(z.string()) })).default([]),
    }),
    egress: z.array(z.unknown()).default([]),
  }),
});
const settingsSchema = z.looseObject({ kind: z.literal('ConfigMap'), data: z.record(z.string(), z.string()) });

const documents: readonly unknown[] = readdirSync(FOLDER).flatMap((name) => parseAllDocuments(readFileSync(join(FOLDER, name), 'utf8'), { version: '1.1' }).map((document) => document.toJS() as unknown));
const deployments = documents.flatMap((document) => (isKind(document, 'Deployment') ? [deploymentSchema.parse(document)] : []));
const policies = documents.flatMap((document) => (isKind(document, 'NetworkPolicy') ? [policySchema.parse(document)] : []));
const settings = settingsSchema.parse(documents.find((document) => isKind(document, 'ConfigMap')));

describe('the Kubernetes manifests', () => {
  it.each(SUPPORTED)('are what Kubernetes %s accepts, without a word it does not know', async (release) => {
    await expect(validate(FOLDER, release)).resolves.toContain('passed for resource deployment/countermand-worker');
  }, PATIENT);

  it('would be refused with a word that Kubernetes does not know', async () => {
    const broken = join(folder, 'broken');
    mkdirSync(broken);
    writeFileSync(join(broken, 'api.yaml'), readFileSync(join(FOLDER, 'api.yaml'), 'utf8').replace('readinessProbe', 'readynessProbe'));
    await expect(validate(broken, '1.37')).rejects.toThrow(/readynessProbe/);
  }, PATIENT);

  it('run every process hardened, probed, and with time to end', () => {
    const graces = deployments.map(({ metadata, spec }) => [metadata.name, spec.template.spec.terminationGracePeriodSeconds]);
    expect(graces).toEqual([['countermand-api', 60], ['countermand-codec-server', 30], ['countermand-worker', 60]]);
  });

  it('probe addresses that the processes serve', () => {
    const [api, codecServer, worker] = deployments.map(({ spec }) => spec.template.spec.containers[0].livenessProbe.httpGet.path);
    expect(readFileSync(join(projectRoot, 'api', 'routes', 'health.ts'), 'utf8')).toContain(`'${api}'`);
    expect(readFileSync(join(projectRoot, 'codec-server', 'server.ts'), 'utf8')).toContain(`'${codecServer}'`);
    expect(readFileSync(join(projectRoot, 'worker', 'health.ts'), 'utf8')).toContain(`'${worker}'`);
  });

  it('let the codec server, which holds the keys of every history, call nobody', () => {
    const applies = ({ spec: { podSelector } }: (typeof policies)[number], component: string): boolean =>
      [podSelector.matchLabels['app.kubernetes.io/component'] ?? component].includes(component) && podSelector.matchExpressions.every(({ values }) => values.includes(component));
    const egress = (component: string): number => policies.filter((policy) => applies(policy, component)).flatMap(({ spec }) => spec.egress).length;
    expect(['worker', 'api', 'codec-server'].map(egress)).toEqual([3, 2, 0]);
  });

  it('hold settings with which every process starts in production', () => {
    const files = writeSecrets();
    expect(readCodecServerSettings(variablesOf('countermand-codec-server', files))).toMatchObject({ production: true, host: '0.0.0.0' });
    expect(readWorkerSettings(variablesOf('countermand-worker', files), providers)).toMatchObject({ appEnv: 'production', payloadEncryption: true });
    expect(readApiSettings(variablesOf('countermand-api', files), providers)).toMatchObject({ appEnv: 'production', payloadEncryption: true });
  });

  it('hold no secret', () => {
    const values = [settings.data, ...deployments.map(({ spec }) => Object.fromEntries(spec.template.spec.containers[0].env.map(({ name, value }) => [name, value])))];
    for (const [name, value] of values.flatMap((record) => Object.entries(record))) {
      if (/SECRET|TOKEN|KEYS/.test(name)) expect(`${name}=${value}`).toMatch(/_FILE=\/run\/secrets\/countermand\//);
    }
    expect(documents.some((document) => isKind(document, 'Secret'))).toBe(false);
  });
});

async function validate(path: string, release: string): Promise<string> {
  const program = await ensureKubernetesValidate(process.env);
  const files = readdirSync(path).map((name) => join(path, name));
  const { stdout, stderr } = await promisify(execFile)(program, ['--strict', '-k', release, ...files]).catch((error: unknown) => {
    throw new Error(error instanceof Error && 'stdout' in error && 'stderr' in error ? `${String(error.stdout)}${String(error.stderr)}` : String(error));
  });
  return stdout + stderr;
}

function isKind(document: unknown, kind: string): boolean {
  return z.looseObject({ kind: z.string() }).safeParse(document).data?.kind === kind;
}

/** The files that docs/deploying.md has one put into the cluster's secrets. */
function writeSecrets(): string {
  const files = join(folder, 'secrets');
  mkdirSync(files);
  const contents = {
    secret_keys: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
    codec_tokens: 'ana:0123456789abcdef0123456789abcdef',
    api_tokens: 'orders:0123456789abcdef0123456789abcdef:cancel+read:*',
    events_secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
    powens_client_secret: 'client-secret',
    powens_webhook_secret: 'webhook-secret-of-some-length-0123456789',
    'ca.crt': 'certificate',
    'tls.crt': 'certificate',
    'tls.key': 'key',
  };
  for (const [name, content] of Object.entries(contents)) writeFileSync(join(files, name), content);
  return files;
}

function variablesOf(name: string, files: string): Record<string, string> {
  const container = deployments.find(({ metadata }) => metadata.name === name)?.spec.template.spec.containers[0];
  const { env: own = [], envFrom = [] } = container ?? {};
  const all = { ...(envFrom.length > 0 ? settings.data : {}), ...Object.fromEntries(own.map(({ name: variable, value }) => [variable, value])) };
  return Object.fromEntries(Object.entries(all).map(([variable, value]) => [variable, value.replace(/^\/run\/(secrets\/countermand|temporal)\//, `${files}/`)]));
}
