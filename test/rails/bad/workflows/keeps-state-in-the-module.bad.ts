// must be rejected by no-restricted-syntax
let rounds = 0;

export function nextRound(): number {
  rounds += 1;
  return rounds;
}
