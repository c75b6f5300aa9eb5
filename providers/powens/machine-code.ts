const LONGEST = 64;

/**
 * A provider's code as it may stand in outcomes, proofs and logs: anything a code does not need is replaced,
 * so that a hostile text stays harmless. Null where there is none.
 */
export function machineCode(code: string | null): string | null {
  if (code === null || code === '') return null;
  return code.slice(0, LONGEST).replace(/[^A-Za-z0-9_.:-]/g, '_');
}
