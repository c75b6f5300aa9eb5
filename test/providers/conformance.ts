import { describe, expect, it } from 'vitest';
import { isFinal } from '../../contracts/answer.js';
import { ProviderFault } from '../../contracts/fault.js';
import {
  type CancellationProvider,
  type HttpClient,
  NOTHING_DONE,
  type ProviderReading,
  type RegisteredProvider,
} from '../../contracts/provider.js';
import { startTimeBudget } from '../../platform/time-budget.js';
import { FAULT_KINDS, type FaultKind, type FaultParameters, isFaultKind } from '../../simulator/core/fault-kinds.js';
import type { RunningSimulator } from '../../simulator/server.js';
import { PAYER_RETURN_URL, rehearse, type Rehearsal } from './rehearsal.js';

/** A payment as the promises need it. */
export type Situation =
  /** One request cancels it at once. */
  | 'cancellable'
  /** Nobody has authorised it yet. */
  | 'unauthorised'
  /** The payer must approve the cancellation. */
  | 'needsPayer'
  /** Part of it was captured, the rest can be released. */
  | 'partlyCaptured';

/** One provider in front of its simulator. */
export interface Stage {
  readonly provider: RegisteredProvider;
  /** How the simulator names the calls. */
  readonly readCall: string;
  readonly sendCall: string;
  /** A refused token is renewed and the call made again at once: it was not processed. */
  readonly renewsRefusedTokens: boolean;
  /** A simulator of its own for one test, closed after it. */
  open(): Promise<OpenStage>;
}

export interface OpenStage {
  readonly simulator: RunningSimulator;
  /** Settings by key, as the registry wants them. */
  readonly values: Readonly<Record<string, string>>;
  readonly http: HttpClient;
  readonly provider: CancellationProvider;
  /** @returns the canonical payment id */
  make(situation: Situation): Promise<string>;
}

/** Short, so that nothing waits for real; the outbound client's own deadlines have their own tests. */
const BRIEF: FaultParameters = { delayMs: 15, retryAfterSeconds: 1, bytes: 300 * 1024 };
/** Between any two bytes. */
const BRIEF_DRIP: FaultParameters = { delayMs: 0 };

const KINDS = Object.keys(FAULT_KINDS).filter(isFaultKind);
/** Faults after which the whole true answer still arrives. */
const HARMLESS: readonly FaultKind[] = ['slow', 'slow-drip', 'wrong-content-type'];

const ASKED_AT_MOST = 6;

/**
 * The promises every provider keeps, whatever its API does: TRUTH, ONCE and SECRET in the small, and the
 * capabilities it declares. One more provider is one more call.
 */
export function describeConformance(stage: Stage): void {
  describe(`${stage.provider.displayName} keeps the promises of the port`, () => {
    describe('asked again, whatever its caller has forgotten', () => {
      it('cancels once and says so every time', async () => {
        const act = await begin(stage, 'cancellable');
        const run = act.newRun();
        expect(await run.ask()).toMatchObject({ answer: { kind: 'cancelled', how: 'direct' } });
        expect(await run.ask()).toMatchObject({ answer: { kind: 'cancelled', how: 'direct' } });
        expect(await act.newRun().ask()).toMatchObject({ answer: { kind: 'cancelled', how: 'alreadyCancelled' } });
        expect([act.sends(), act.effects()]).toEqual([1, 1]);
      });

      it('takes its own cancellation for its own after the worker died between request and answer', async () => {
        const act = await begin(stage, 'cancellable');
        await act.newRun().ask();
        const sends = { begun: 1, accepted: 0, rejected: 0, notSent: 0 };
        const next = rehearse(act.open.provider, { ...act.payment, facts: { ...NOTHING_DONE, sends } });
        expect(await next.ask()).toMatchObject({ answer: { kind: 'cancelled', how: 'direct' } });
        expect([act.sends(), act.effects()]).toEqual([1, 1]);
      });

      it('has one effect when two ask at the same time', async () => {
        const act = await begin(stage, 'cancellable');
        const readings = await Promise.all([act.newRun(), act.newRun()].map((run) => askUntilSettled(run)));
        expect(act.effects()).toBe(1);
        for (const { answer } of readings.map(({ last }) => last)) expect(answer.kind).toBe('cancelled');
      });

      it('brings a proof with what it says, and plain JSON', async () => {
        const act = await begin(stage, 'cancellable');
        const reading = await act.newRun().ask();
        expect(reading.proof).toMatchObject({ provider: stage.provider.id, digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) });
        expect(JSON.parse(JSON.stringify(reading))).toEqual(reading);
      });
    });

    describe('when the answer to its request suffers', () => {
      it.each(KINDS)('(%s) it says `cancelled` exactly when it is, and has no second effect', async (kind) => {
        const act = await begin(stage, 'cancellable');
        act.fault(stage.sendCall, kind);
        const { last, texts } = await askUntilSettled(act.newRun());
        expect(act.effects()).toBe(last.answer.kind === 'cancelled' ? 1 : 0);
        expect(isFinal(last.answer)).toBe(true);
        expect(act.requestsWithoutReadBetween(kind)).toBe(0);
        act.expectNoSecretIn(texts);
      });

      it.each(KINDS)('(%s) every time, it never sends without end and never guesses', async (kind) => {
        const act = await begin(stage, 'cancellable');
        act.fault(stage.sendCall, kind, null);
        const { last, texts } = await askUntilSettled(act.newRun());
        expect(act.effects()).toBeLessThanOrEqual(1);
        if (last.answer.kind === 'cancelled') expect(act.effects()).toBe(1);
        expect(act.requestsWithoutReadBetween(kind)).toBe(0);
        act.expectNoSecretIn(texts);
      });
    });

    describe('when its read suffers', () => {
      it.each(KINDS)('(%s) it concludes nothing from it and sends nothing on its strength', async (kind) => {
        const act = await begin(stage, 'cancellable');
        act.fault(stage.readCall, kind);
        const { last, texts } = await askUntilSettled(act.newRun(), 1);
        const isHeard = HARMLESS.includes(kind) || (kind === '401' && stage.renewsRefusedTokens);
        expect(act.sends()).toBe(isHeard ? 1 : 0);
        expect(last.answer.kind === 'cancelled').toBe(isHeard);
        act.expectNoSecretIn(texts);
      });

      it.each(KINDS)('(%s) while it only looks, it never sends and never says `cancelled`', async (kind) => {
        const act = await begin(stage, 'cancellable');
        act.fault(stage.readCall, kind, null);
        const looked = await look(() => act.newRun().read());
        expect(act.sends()).toBe(0);
        if (!(looked instanceof ProviderFault)) expect(looked.answer.kind).not.toBe('cancelled');
        act.expectNoSecretIn([textOf(looked)]);
      });
    });

    it('sends nothing when the mark before it cannot be written', async () => {
      const act = await begin(stage, 'cancellable');
      const cause = new Error('the server does not answer');
      await expect(act.newRun().ask({ beforeSend: () => Promise.reject(cause) })).rejects.toBe(cause);
      expect(act.sends()).toBe(0);
    });

    it('sends nothing when too little time is left to hear the answer', async () => {
      const act = await begin(stage, 'cancellable');
      await act.newRun().read();
      const budget = startTimeBudget({ totalMs: 4_900, signal: new AbortController().signal });
      const looked = await look(() => act.newRun().ask({ budget }));
      expect(act.sends()).toBe(0);
      if (!(looked instanceof ProviderFault)) expect(looked.send).toBe('notSent');
    });

    it('is blocked, and never concludes anything, with credentials that the provider refuses', async () => {
      const act = await begin(stage, 'cancellable');
      const looked = await look(() => rehearse(connectWithWrongSecrets(stage, act), act.payment).ask());
      expect(looked).toMatchObject({ answer: { kind: 'blocked' } });
      expect(act.sends()).toBe(0);
      expect(textOf(looked)).not.toContain(WRONG_SECRET);
    });

    it('knows its payments by one canonical id', async () => {
      const act = await begin(stage, 'cancellable');
      const origins = stage.provider.paymentId.origins(act.open.values);
      expect(stage.provider.paymentId.canonical(act.payment.paymentId, origins)).toEqual({ ok: true, paymentId: act.payment.paymentId });
      expect(stage.provider.paymentId.canonical(stage.provider.paymentId.nobodys, origins)).toEqual({ ok: true, paymentId: stage.provider.paymentId.nobodys });
      for (const given of ['', ' ', '../', `${act.payment.paymentId}/`, `${act.payment.paymentId}?x=1`]) {
        expect(stage.provider.paymentId.canonical(given, origins)).toMatchObject({ ok: false });
      }
    });

    describe('can what it declares', () => {
      const { capabilities, notifications } = stage.provider;

      it(`payerValidation: ${capabilities.payerValidation}`, async () => {
        const { provider } = await stage.open();
        expect(provider.payerValidation !== null).toBe(capabilities.payerValidation);
      });

      if (capabilities.payerValidation) it('brings the payer a link, and never sends while the payer is waited for', async () => {
        const act = await begin(stage, 'needsPayer');
        const run = act.newRun();
        const reading = await run.ask();
        expect(reading.answer).toEqual({ kind: 'payerValidationRequired', attention: null });
        if (reading.payerRoute === null) throw new Error('no way for the payer');
        const link = await act.open.provider.payerValidation?.issueLink({
          payment: { ...act.payment, account: 'default' },
          route: reading.payerRoute,
          payerReturn: { url: PAYER_RETURN_URL, state: 'state-token' },
          locale: null,
          budget: startTimeBudget({ totalMs: 20_000, signal: new AbortController().signal }),
        });
        expect(URL.canParse(link?.url ?? '')).toBe(true);
        expect(link?.expiresInSeconds).toBeGreaterThan(0);
        run.linkIssued();
        await run.ask();
        expect([act.sends(), act.effects()]).toEqual([1, 0]);
        act.expectNoSecretIn([textOf({ ...reading, payerRoute: null })]);
      });

      if (capabilities.abort) it('abort: withdraws a payment that nobody has authorised', async () => {
        const act = await begin(stage, 'unauthorised');
        expect((await askUntilSettled(act.newRun())).last.answer.kind).toBe('cancelled');
        expect(act.effects()).toBe(1);
      });

      if (capabilities.remainderRelease) it('remainderRelease: releases what was not captured', async () => {
        const act = await begin(stage, 'partlyCaptured');
        expect((await askUntilSettled(act.newRun())).last.answer).toMatchObject({ kind: 'cancelled', how: 'remainderReleased' });
        expect(act.effects()).toBe(1);
      });

      it(`notifications: ${capabilities.notifications}`, () => {
        expect(notifications !== null).toBe(capabilities.notifications);
        const delivery = { publicPath: '/webhooks/x', headers: {}, rawBody: Buffer.from('{}'), secret: 'right', pathSecret: 'wrong' };
        if (notifications !== null) expect(notifications.verify(delivery)).toEqual({ kind: 'forged' });
      });
    });
  });
}

interface Act {
  readonly open: OpenStage;
  readonly payment: { readonly provider: string; readonly paymentId: string };
  newRun(): Rehearsal;
  /** Plays a fault on the next call, or with `times` null on every one. */
  fault(call: string, kind: FaultKind, times?: number | null): void;
  /** Requests the provider received, and effective cancellations it committed. */
  sends(): number;
  effects(): number;
  /** Requests that followed another one although its fate was unknown. */
  requestsWithoutReadBetween(kind: FaultKind): number;
  expectNoSecretIn(texts: readonly string[]): void;
}

async function begin(stage: Stage, situation: Situation): Promise<Act> {
  const open = await stage.open();
  const payment = { provider: stage.provider.id, paymentId: await open.make(situation) };
  const { world } = open.simulator;
  const filter = { provider: stage.provider.id, payment: payment.paymentId };
  const callNames = (): readonly string[] => world.journal.calls(filter).map(({ call }) => call);
  return {
    open,
    payment,
    newRun: () => rehearse(open.provider, payment),
    fault: (call, kind, times = 1) =>
      void world.faults.add({ ...filter, call, kind, nth: 1, times, rate: null, seed: '', parameters: kind === 'slow-drip' ? BRIEF_DRIP : BRIEF }),
    sends: () => callNames().filter((call) => call === stage.sendCall).length,
    effects: () => world.journal.summary(filter).effectiveCancellations[filter.payment] ?? 0,
    requestsWithoutReadBetween: (kind) =>
      kind === '401' && stage.renewsRefusedTokens ? 0 : pairsOf(callNames().filter((call) => [stage.readCall, stage.sendCall].includes(call)), stage.sendCall),
    expectNoSecretIn: (texts) => {
      const told = texts.join('\n');
      for (const secret of secretsOf(stage, open)) expect(told).not.toContain(secret);
    },
  };
}

function pairsOf(calls: readonly string[], name: string): number {
  return calls.filter((call, index) => call === name && calls[index - 1] === name).length;
}

/** The account's secret settings, and every token with which the simulator was called. */
function secretsOf(stage: Stage, { simulator, values }: OpenStage): readonly string[] {
  const configured = stage.provider.configuration.settings.flatMap(({ key, secret }) => (secret ? [values[key] ?? ''] : []));
  const used = simulator.world.journal.calls({}).map(({ request }) => request.headers['authorization']?.split(' ')[1] ?? '');
  return [...new Set([...configured, ...used])].filter((secret) => secret !== '');
}

const WRONG_SECRET = 'wrong-secret-canary';

function connectWithWrongSecrets(stage: Stage, { open }: Act): CancellationProvider {
  const secrets = stage.provider.configuration.settings.filter(({ secret, readBy }) => secret && readBy !== 'api');
  const wrong = Object.fromEntries(secrets.map(({ key }) => [key, WRONG_SECRET]));
  return stage.provider.connect({ ...open.values, ...wrong }, { http: open.http, now: () => new Date() });
}

export interface Settled {
  readonly last: ProviderReading;
  /** Everything that was said on the way, faults included. */
  readonly texts: readonly string[];
}

/** Asks as a caller does: again after a fault or an unclear answer, and until an answer has been confirmed. */
export async function askUntilSettled(run: Rehearsal, atMost = ASKED_AT_MOST): Promise<Settled> {
  const texts: string[] = [];
  let last: ProviderReading = UNHEARD;
  let same = 0;
  for (let asked = 0; asked < atMost; asked += 1) {
    const looked = await look(() => run.ask());
    texts.push(textOf(looked));
    if (looked instanceof ProviderFault) continue;
    same = JSON.stringify(last.answer) === JSON.stringify(looked.answer) ? same + 1 : 0;
    last = looked;
    if (isFinal(last.answer) && same >= (last.rereads === 'all' ? 3 : last.rereads)) break;
  }
  return { last, texts };
}

const UNHEARD: ProviderReading = {
  answer: { kind: 'indeterminate', reason: 'nothing_heard' },
  rereads: 0,
  proof: null,
  memory: {},
  send: null,
  toldSomething: false,
  executesAt: null,
  retryAfterSeconds: null,
  code: null,
  providerRequestId: null,
  payerRoute: null,
};

async function look(call: () => Promise<ProviderReading>): Promise<ProviderReading | ProviderFault> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ProviderFault) return error;
    throw error;
  }
}

function textOf(looked: ProviderReading | ProviderFault): string {
  if (!(looked instanceof ProviderFault)) return JSON.stringify(looked);
  return [looked.message, looked.stack, JSON.stringify(looked), String(looked.cause)].join('\n');
}
