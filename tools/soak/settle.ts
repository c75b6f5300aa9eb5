import { setTimeout as pause } from 'node:timers/promises';
import { type CancellationHandle, CancellationError } from '../../client/http/index.js';
import { type OwnStack, STACK_PARTS } from '../start/own-stack.js';
import type { BookEntry } from './book.js';
import { closeBook } from './close-book.js';
import type { Scene } from './customer.js';
import { wasBeingDelivered } from './deliveries.js';
import type { EventReceiver, Inbox } from './event-receiver.js';
import { patiently } from './patience.js';
import { becomesReady } from './storm.js';
import type { Case } from './verdict/case.js';
import { untoldCancellations } from './verdict/events.js';
import { isUntold } from './verdict/money.js';
import { readWitness } from './witness.js';

/** Generous: a slow machine must not look like a broken promise. Nothing waits longer than it takes. */
const END_WITHIN_MS = 360_000;
const TELL_WITHIN_MS = 90_000;
const DELIVER_WITHIN_MS = 30_000;
const CALL_WITHIN_MS = 60_000;
const LOOK_AGAIN_MS = 1_000;

export interface Settling {
  readonly scene: Scene;
  readonly stack: OwnStack;
  readonly receiver: EventReceiver;
}

/** Every process is there again, no fault is left, and every event is taken. */
export async function heal({ scene, stack, receiver }: Settling): Promise<void> {
  await Promise.all(STACK_PARTS.map((part) => becomesReady({ stack, found: scene.found, signal: scene.signal }, part)));
  await scene.providers.heal();
  receiver.beKind();
}

/** What was told when the book was closed. */
export interface Told extends Pick<Case, 'inbox' | 'toldByReplayAlone'> {
  /** ISO 8601: what happened later was not waited for. */
  readonly closedAt: string;
}

/** Lets everything end after it was healed, as time, providers and an operator would see to it, and closes the book. */
export async function settle(settling: Settling): Promise<Told> {
  const { scene } = settling;
  const { book, providers } = scene;
  await providers.flushWebhooks();
  await closeBook(scene, book.entries());
  await recheckReviews(scene);
  await lookUntil(scene, isSettled, END_WITHIN_MS);
  await providers.flushWebhooks();
  return await closeWithEvents(settling);
}

/** What stands in review goes on being read, and late news still come: the book is closed where events and ledger have come to. */
async function closeWithEvents(settling: Settling): Promise<Told> {
  const { scene, stack, receiver } = settling;
  const { book } = scene;
  const giveUpAt = Date.now() + TELL_WITHIN_MS;
  const toldByReplayAlone: string[] = [];
  for (;;) {
    toldByReplayAlone.push(...(await bringEvents(settling)));
    const before = await readWitness(stack.ledgerFile);
    await closeBook(scene, book.entries().filter((entry) => isOpen(entry) || isUntold(entry, before)));
    const closedAt = new Date().toISOString();
    const inbox = receiver.inbox();
    const witness = await readWitness(stack.ledgerFile);
    const isLevel = areLevel(book.entries(), inbox) && !book.entries().some((entry) => isUntold(entry, witness));
    if (isLevel || Date.now() > giveUpAt) return { inbox, toldByReplayAlone, closedAt };
    await pause(LOOK_AGAIN_MS, undefined, { signal: scene.signal });
  }
}

function isOpen({ atTheEnd }: BookEntry): boolean {
  return atTheEnd.some(({ outcome }) => outcome === null);
}

/** Every outcome in the book was told, and every one that was told stands in the book. */
function areLevel(entries: readonly BookEntry[], inbox: Inbox): boolean {
  const announced = new Set(inbox.arrivals.filter(({ event }) => event.data.outcome !== null).map(({ event }) => event.data.id));
  const isAhead = ({ atTheEnd }: BookEntry): boolean => atTheEnd.some(({ id, outcome }) => outcome === null && announced.has(id));
  return untoldCancellations({ entries, inbox }).length === 0 && !entries.some(isAhead);
}

/** Nothing moves any more by itself. */
function isSettled({ atTheEnd, acknowledged }: BookEntry): boolean {
  const standing = atTheEnd.every(({ outcome, status }) => outcome !== null || status === 'needs_review');
  return standing && (atTheEnd.length > 0 || acknowledged.length === 0);
}

/** Looks again at what is not there yet, until it is or the time is over. */
async function lookUntil(scene: Scene, isThere: (entry: BookEntry) => boolean, withinMs: number): Promise<void> {
  const giveUpAt = Date.now() + withinMs;
  for (;;) {
    const waiting = scene.book.entries().filter((entry) => !isThere(entry));
    if (waiting.length === 0 || Date.now() > giveUpAt) return;
    await pause(LOOK_AGAIN_MS, undefined, { signal: scene.signal });
    await closeBook(scene, waiting);
  }
}

/** What an operator does first once the provider is well again; otherwise a review's reads grow rare. */
async function recheckReviews(scene: Scene): Promise<void> {
  const inReview = scene.book.entries().flatMap(({ atTheEnd }) => atTheEnd.filter(({ status, problem }) => status === 'needs_review' && problem === null));
  for (const { id } of inReview) await withHandle(scene, id, (handle) => handle.recheck());
}

/** Events wait for their schedule where they were refused: they are asked for again, unless they come by themselves. */
async function bringEvents({ scene, stack, receiver }: Settling): Promise<readonly string[]> {
  const untold = () => untoldCancellations({ entries: scene.book.entries(), inbox: receiver.inbox() });
  await waitUntil(scene, () => untold().length === 0, DELIVER_WITHIN_MS);
  const asked = untold().map(({ id }) => id);
  for (const id of asked) await withHandle(scene, id, (handle) => handle.replayEvent());
  await waitUntil(scene, () => untold().length === 0, DELIVER_WITHIN_MS);
  const lost: string[] = [];
  for (const id of asked) {
    const arrival = receiver.inbox().arrivals.find(({ event, taken }) => taken && event.data.id === id && event.data.outcome !== null);
    if (arrival !== undefined && !(await wasBeingDelivered(stack.temporalAddress, arrival.event.id))) lost.push(id);
  }
  return lost;
}

async function waitUntil(scene: Scene, isThere: () => boolean, withinMs: number): Promise<void> {
  const giveUpAt = Date.now() + withinMs;
  while (!isThere() && Date.now() < giveUpAt) await pause(LOOK_AGAIN_MS, undefined, { signal: scene.signal });
}

/** Refused means: it has ended meanwhile. */
async function withHandle(scene: Scene, id: string, work: (handle: CancellationHandle) => Promise<unknown>): Promise<void> {
  try {
    await patiently(async () => work(await scene.library.get(id)), { untilMs: Date.now() + CALL_WITHIN_MS, signal: scene.signal });
  } catch (error) {
    if (!(error instanceof CancellationError)) throw error;
  }
}
