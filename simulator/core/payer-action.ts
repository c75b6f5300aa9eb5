import { z } from 'zod';

/**
 * What a payer does at one visit: approve or refuse at the bank, leave the webview, come back from the bank
 * undecided (`leaveBank`), or close the window.
 */
export const payerActionSchema = z.enum(['approve', 'refuse', 'leave', 'leaveBank', 'close']);
export type PayerAction = z.infer<typeof payerActionSchema>;
