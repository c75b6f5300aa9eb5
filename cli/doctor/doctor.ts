import { columns, type Output } from '../output.js';
import type { Tone } from '../paint.js';
import type { Session } from '../session.js';
import { checkClock } from './clock-check.js';
import type { Finding } from './finding.js';
import { checkProviders } from './provider-checks.js';
import { checkPublicUrl } from './public-url-check.js';
import { checkTemporal } from './temporal-checks.js';

/** Looks at everything that a deployment needs, and says how to mend each. @returns false when anything failed */
export async function doctor(session: Session, output: Output): Promise<boolean> {
  const findings = [...(await checkEngine(session)), ...(await checkPublicUrl(session.publicUrl))];
  const well = findings.every(({ state }) => state !== 'fail');
  output.write(output.json ? `${JSON.stringify({ ok: well, findings })}\n` : `${linesOf(findings, output).join('\n')}\n`);
  return well;
}

/** A worker is asked only where Temporal and workers are there. */
async function checkEngine(session: Session): Promise<Finding[]> {
  const temporal = await checkTemporal(session);
  if (temporal.some(({ state }) => state === 'fail')) return temporal;
  const { findings, clockSkewMs } = await checkProviders(session);
  return [...temporal, ...findings, checkClock('clock of Temporal', clockSkewMs)];
}

const TONES: Readonly<Record<Finding['state'], Tone>> = { ok: 'good', warn: 'warning', fail: 'bad' };

function linesOf(findings: readonly Finding[], { paint }: Output): string[] {
  const lines = columns(findings.map(({ state, check, found }) => [paint(state, TONES[state]), check, found]));
  return lines.flatMap((line, index) => {
    const mend = findings[index]?.mend ?? null;
    return mend === null ? [line] : [line, `      ${mend}`];
  });
}
