export const nextRound = (rounds: number): number => rounds + 1;
