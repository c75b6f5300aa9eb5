export type Kind = 'cancelled' | 'refused';
