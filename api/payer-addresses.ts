import type { FastifyReply } from 'fastify';
import { issueHandle } from '../platform/handle.js';
import type { ApiSettings } from '../platform/settings.js';

/** Where a payer goes for a cancellation: safe to e-mail, good for days. */
export function payerLink(cancellationId: string, { publicUrl, keyRing }: Pick<ApiSettings, 'publicUrl' | 'keyRing'>): string {
  return `${publicUrl}/r/${issueHandle(cancellationId, keyRing)}`;
}

/** The payer's page about a cancellation. */
export function payerStatusLink(cancellationId: string, settings: Pick<ApiSettings, 'publicUrl' | 'keyRing'>): string {
  return `${payerLink(cancellationId, settings)}/status`;
}

/** 303: the browser makes a GET of it, and neither keeps nor tells where it came from. */
export function seeOther(reply: FastifyReply, location: string): FastifyReply {
  return reply.code(303).header('location', location).header('cache-control', 'no-store').send();
}

/** A browser that only guesses where its user will go next must cause nothing. */
export function isPrefetch(headers: Readonly<Record<string, string | string[] | undefined>>): boolean {
  const purposes = [headers['sec-purpose'], headers['purpose'], headers['x-moz']].flat();
  return purposes.some((purpose) => purpose !== undefined && /prefetch|preview/i.test(purpose));
}
